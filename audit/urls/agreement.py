"""How far assessors agree."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.agreement import AgreementView

urlpatterns = [path(ROUND + "agreement/", AgreementView.as_view(), name="round-agreement")]
