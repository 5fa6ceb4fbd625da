"""What is to be put right in one case, and the note that says so to those who worked on it."""

from django.urls import path

from audit.urls.places import CASE_FILE, ROUND
from audit.views.case_actions import (
    CaseActionAddView,
    CaseActionChangeView,
    CaseActionCheckView,
    CaseActionDoneView,
    CaseActionRemoveView,
    RoundCaseActionListView,
)
from audit.views.feedback_notes import FeedbackNoteView

NOTE = FeedbackNoteView.as_view()
CASE_ACTION = "case-actions/<int:pk>/"

urlpatterns = [
    path(ROUND + "case-actions/", RoundCaseActionListView.as_view(), name="round-case-actions"),
    path(CASE_FILE + "actions/add/", CaseActionAddView.as_view(), name="case-action-add"),
    path(CASE_FILE + "feedback/", NOTE, {"format": "page"}, name="feedback-note"),
    path(CASE_FILE + "feedback.pdf", NOTE, {"format": "pdf"}, name="feedback-note-pdf"),
    path(CASE_ACTION + "change/", CaseActionChangeView.as_view(), name="case-action-change"),
    path(CASE_ACTION + "done/", CaseActionDoneView.as_view(), name="case-action-done"),
    path(CASE_ACTION + "check/", CaseActionCheckView.as_view(), name="case-action-check"),
    path(CASE_ACTION + "remove/", CaseActionRemoveView.as_view(), name="case-action-remove"),
]
