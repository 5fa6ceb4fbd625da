"""Coming back: verdicts, two rounds side by side, and whether a recommendation worked."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.compared import RoundComparedView
from audit.views.did_it_work import DidItWorkPrintView, DidItWorkView
from audit.views.verdicts import VerdictGiveView, VerdictListView

WORKED = "recommendations/<int:pk>/did-it-work"

urlpatterns = [
    path(ROUND + "verdicts/", VerdictListView.as_view(), name="round-verdicts"),
    path(ROUND + "verdicts/<int:pk>/", VerdictGiveView.as_view(), name="verdict-give"),
    path(ROUND + "compared/", RoundComparedView.as_view(), name="round-compared"),
    path(WORKED + "/", DidItWorkView.as_view(), name="recommendation-did-it-work"),
    path(WORKED + ".pdf", DidItWorkPrintView.as_view(), name="recommendation-did-it-work-pdf"),
]
