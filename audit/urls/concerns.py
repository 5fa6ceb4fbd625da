"""Immediate concerns."""

from django.urls import path

from audit.urls.places import CASE_FILE, ROUND
from audit.views.concerns import (
    ConcernAcknowledgeView,
    ConcernAnswerView,
    ConcernCloseView,
    ConcernDetailView,
    ConcernListView,
    ConcernNumbersView,
    ConcernRaiseView,
    ConcernSendBackView,
    ContactsView,
    RoundConcernListView,
)

CONCERN = "concerns/<int:pk>/"

urlpatterns = [
    path("concerns/", ConcernListView.as_view(), name="concern-list"),
    path(ROUND + "concerns/", RoundConcernListView.as_view(), name="round-concerns"),
    path(ROUND + "contacts/", ContactsView.as_view(), name="round-contacts"),
    path(CASE_FILE + "concern/", ConcernRaiseView.as_view(), name="concern-raise"),
    path(CONCERN, ConcernDetailView.as_view(), name="concern-detail"),
    path(CONCERN + "acknowledge/", ConcernAcknowledgeView.as_view(), name="concern-acknowledge"),
    path(CONCERN + "answer/", ConcernAnswerView.as_view(), name="concern-answer"),
    path(CONCERN + "send-back/", ConcernSendBackView.as_view(), name="concern-send-back"),
    path(CONCERN + "close/", ConcernCloseView.as_view(), name="concern-close"),
    path(CONCERN + "numbers/", ConcernNumbersView.as_view(), name="concern-numbers"),
]
