"""Grading a case file."""

from django.urls import path

from audit.urls.places import ASSESSMENT, CASE_FILE, ROUND
from audit.views.assessments import GradeView, ReopenView
from audit.views.checking import CheckView
from audit.views.grid import GridView

urlpatterns = [
    path(ROUND + "grid/", GridView.as_view(), name="round-grid"),
    path(CASE_FILE + "grade/", GradeView.as_view(), name="case-file-grade"),
    path(CASE_FILE + "grade/check/", CheckView.as_view(), name="case-file-check"),
    path(ASSESSMENT + "reopen/", ReopenView.as_view(), name="assessment-reopen"),
]
