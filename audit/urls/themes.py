"""Themes counted."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.themes import CommonThemeAddView, ThemesView

urlpatterns = [
    path(ROUND + "themes/", ThemesView.as_view(), name="round-themes"),
    path(ROUND + "themes/report/", CommonThemeAddView.as_view(), name="common-theme-add"),
]
