"""Settling what assessors said."""

from django.urls import path

from audit.urls.places import CASE_FILE, ROUND
from audit.views.moderation import (
    AgreedReopenView,
    AgreeTogetherView,
    ModerationQueueView,
    SettleView,
)

urlpatterns = [
    path(ROUND + "moderation/", ModerationQueueView.as_view(), name="moderation-queue"),
    path(ROUND + "moderation/agree/", AgreeTogetherView.as_view(), name="moderation-agree"),
    path(CASE_FILE + "settle/", SettleView.as_view(), name="case-file-settle"),
    path(CASE_FILE + "reopen/", AgreedReopenView.as_view(), name="case-file-reopen"),
]
