"""Addresses. They hold codes and references, never a name, a local number or free text."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from audit.views.assessments import GradeView, ReopenView
from audit.views.case_files import (
    CaseFileAddView,
    CaseFileDetailView,
    CaseFileListView,
    LocalNumbersView,
)
from audit.views.home import HomeView
from audit.views.personal_data import PersonalDataView
from audit.views.recommendations import (
    RecommendationAddView,
    RecommendationDetailView,
    RecommendationListView,
)
from audit.views.reports import DraftView, PublishView, VersionView
from audit.views.rounds import (
    RoundDetailView,
    RoundFiguresView,
    RoundListView,
    RoundMoveView,
)

ROUND = "inspections-and-audits/<slug:code>/"
REPORT = ROUND + "reports/<slug:kind>/"
CASE_FILE = "case-files/<slug:reference>/"
PAGE, PDF = {"format": "page"}, {"format": "pdf"}

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("inspections-and-audits/", RoundListView.as_view(), name="round-list"),
    path(ROUND, RoundDetailView.as_view(), name="round-detail"),
    path(ROUND + "status/", RoundMoveView.as_view(), name="round-move"),
    path(ROUND + "figures.json", RoundFiguresView.as_view(), name="round-figures"),
    path(ROUND + "case-files/add/", CaseFileAddView.as_view(), name="case-file-add"),
    path(
        ROUND + "recommendations/add/", RecommendationAddView.as_view(), name="recommendation-add"
    ),
    path(REPORT + "draft/", DraftView.as_view(), PAGE, name="report-draft"),
    path(REPORT + "draft.pdf", DraftView.as_view(), PDF, name="report-draft-pdf"),
    path(REPORT + "publish/", PublishView.as_view(), name="report-publish"),
    path(REPORT + "<int:number>/", VersionView.as_view(), PAGE, name="report-version"),
    path(REPORT + "<int:number>.pdf", VersionView.as_view(), PDF, name="report-version-pdf"),
    path("case-files/", CaseFileListView.as_view(), name="case-file-list"),
    path(CASE_FILE, CaseFileDetailView.as_view(), name="case-file-detail"),
    path(CASE_FILE + "grade/", GradeView.as_view(), name="case-file-grade"),
    path(CASE_FILE + "numbers/", LocalNumbersView.as_view(), name="case-file-numbers"),
    path("assessments/<int:pk>/reopen/", ReopenView.as_view(), name="assessment-reopen"),
    path("recommendations/", RecommendationListView.as_view(), name="recommendation-list"),
    path(
        "recommendations/<int:pk>/",
        RecommendationDetailView.as_view(),
        name="recommendation-detail",
    ),
    path("personal-data/", PersonalDataView.as_view(), name="personal-data"),
    path(
        "accessibility/",
        login_not_required(TemplateView.as_view(template_name="audit/accessibility.html")),
        name="accessibility",
    ),
]
