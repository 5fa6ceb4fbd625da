"""The life of a recommendation: one force's answer, and the actions that carry it out."""

from django.urls import path

from audit.views.force_actions import (
    ActionAddView,
    ActionChangeView,
    ActionDetailView,
    ActionDoneView,
    ActionDropView,
    ActionListView,
    ActionReopenView,
    ActionReportView,
)
from audit.views.responses import (
    ResponseAnswerView,
    ResponseAssignView,
    ResponseDeliverView,
    ResponseDetailView,
    ResponseReceivedView,
    ResponseReportView,
    ResponseVerifyView,
)

RESPONSE = "responses/<int:pk>/"
ACTION = "actions/<int:pk>/"

urlpatterns = [
    path(RESPONSE, ResponseDetailView.as_view(), name="response-detail"),
    path(RESPONSE + "answer/", ResponseAnswerView.as_view(), name="response-answer"),
    path(RESPONSE + "assign/", ResponseAssignView.as_view(), name="response-assign"),
    path(RESPONSE + "report/", ResponseReportView.as_view(), name="response-report"),
    path(RESPONSE + "deliver/", ResponseDeliverView.as_view(), name="response-deliver"),
    path(RESPONSE + "verify/", ResponseVerifyView.as_view(), name="response-verify"),
    path(RESPONSE + "received/", ResponseReceivedView.as_view(), name="response-received"),
    path(RESPONSE + "plan/", ActionAddView.as_view(), name="action-add"),
    path("actions/", ActionListView.as_view(), name="action-list"),
    path(ACTION, ActionDetailView.as_view(), name="action-detail"),
    path(ACTION + "change/", ActionChangeView.as_view(), name="action-change"),
    path(ACTION + "report/", ActionReportView.as_view(), name="action-report"),
    path(ACTION + "done/", ActionDoneView.as_view(), name="action-done"),
    path(ACTION + "drop/", ActionDropView.as_view(), name="action-drop"),
    path(ACTION + "reopen/", ActionReopenView.as_view(), name="action-reopen"),
]
