"""Signing off, opening again, and dip checks."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.sign_off import DipCheckListView, DipCheckView, RoundReopenView, SignOffView

urlpatterns = [
    path(ROUND + "sign-off/", SignOffView.as_view(), name="sign-off"),
    path(ROUND + "sign-off/reopen/", RoundReopenView.as_view(), name="round-reopen"),
    path(ROUND + "dip-check/", DipCheckListView.as_view(), name="dip-check-list"),
    path("dip-checks/<int:pk>/", DipCheckView.as_view(), name="dip-check"),
]
