"""A force's register of recommendations."""

from django.urls import path

from audit.views.register import RegisterView
from audit.views.register_timeline import RegisterTimelineView

REGISTER = "recommendations/register/<slug:code>/"

urlpatterns = [
    path(REGISTER, RegisterView.as_view(), name="register"),
    path(REGISTER + "timeline/", RegisterTimelineView.as_view(), name="register-timeline"),
]
