"""The local policing body's response to an inspection."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.oversight import OversightCommentView, OversightView, OversightWriteView

OVERSIGHT = ROUND + "oversight/"

urlpatterns = [
    path(OVERSIGHT, OversightView.as_view(), name="oversight"),
    path(OVERSIGHT + "write/", OversightWriteView.as_view(), name="oversight-write"),
    path(OVERSIGHT + "<int:pk>/", OversightCommentView.as_view(), name="oversight-comment"),
]
