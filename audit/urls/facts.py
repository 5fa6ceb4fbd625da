"""The facts counted."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.facts import FactsView

urlpatterns = [path(ROUND + "facts/", FactsView.as_view(), name="round-facts")]
