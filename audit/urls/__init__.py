"""Addresses. They hold codes and references, never a name, a local number or free text."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from audit.urls import (
    agreement,
    allocation,
    case_actions,
    clocks,
    concerns,
    evidence,
    exports,
    facts,
    grading,
    imports,
    moderation,
    oversight,
    queries,
    register,
    responses,
    reviews,
    sampling,
    sign_off,
    sources,
    spreadsheets,
    themes,
)
from audit.urls.places import CASE_FILE, REPORT, ROUND
from audit.views.access_review import AccessReviewForceView, AccessReviewView
from audit.views.case_files import (
    CaseFileAddView,
    CaseFileDetailView,
    CaseFileListView,
    LocalNumbersView,
)
from audit.views.history import (
    AssessmentHistoryView,
    CaseFileHistoryView,
    PersonHistoryView,
    RecommendationHistoryView,
)
from audit.views.home import HomeView
from audit.views.jobs import JobListView
from audit.views.memberships import RoleEndView, RoleGiveView, TeamEndView, TeamGiveView
from audit.views.people import (
    InvitationView,
    PersonChangeView,
    PersonDetailView,
    PersonInviteView,
    PersonListView,
    PersonStepView,
)
from audit.views.personal_data import PersonalDataView
from audit.views.recommendations import (
    RecommendationDetailView,
    RecommendationListView,
)
from audit.views.reports import DraftView, PublishView, VersionView
from audit.views.round_workbook import RoundWorkbookView
from audit.views.rounds import (
    RoundDetailView,
    RoundFiguresView,
    RoundListView,
    RoundMoveView,
    RoundOpenView,
)
from audit.views.session import ActivityView, KeptFormView, SessionListView
from audit.views.trail import TrailListView

PERSON = "people/<int:pk>/"
REVIEW = "people/review/"
STEP = PersonStepView.as_view()
PAGE, PDF, WORD = {"format": "page"}, {"format": "pdf"}, {"format": "docx"}

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("inspections-and-audits/", RoundListView.as_view(), name="round-list"),
    path("inspections-and-audits/open/", RoundOpenView.as_view(), name="round-open"),
    path(ROUND, RoundDetailView.as_view(), name="round-detail"),
    path(ROUND + "status/", RoundMoveView.as_view(), name="round-move"),
    path(ROUND + "workbook/", RoundWorkbookView.as_view(), name="round-workbook"),
    path(ROUND + "figures.json", RoundFiguresView.as_view(), name="round-figures"),
    path(ROUND + "case-files/add/", CaseFileAddView.as_view(), name="case-file-add"),
    path(REPORT + "draft/", DraftView.as_view(), PAGE, name="report-draft"),
    path(REPORT + "draft.pdf", DraftView.as_view(), PDF, name="report-draft-pdf"),
    path(REPORT + "draft.docx", DraftView.as_view(), WORD, name="report-draft-word"),
    path(REPORT + "publish/", PublishView.as_view(), name="report-publish"),
    path(REPORT + "<int:number>/", VersionView.as_view(), PAGE, name="report-version"),
    path(REPORT + "<int:number>.pdf", VersionView.as_view(), PDF, name="report-version-pdf"),
    path(REPORT + "<int:number>.docx", VersionView.as_view(), WORD, name="report-version-word"),
    path("case-files/", CaseFileListView.as_view(), name="case-file-list"),
    path(CASE_FILE, CaseFileDetailView.as_view(), name="case-file-detail"),
    path(CASE_FILE + "numbers/", LocalNumbersView.as_view(), name="case-file-numbers"),
    path(CASE_FILE + "history/", CaseFileHistoryView.as_view(), name="case-file-history"),
    path(
        "assessments/<int:pk>/history/", AssessmentHistoryView.as_view(), name="assessment-history"
    ),
    path("recommendations/", RecommendationListView.as_view(), name="recommendation-list"),
    path(
        "recommendations/<int:pk>/",
        RecommendationDetailView.as_view(),
        name="recommendation-detail",
    ),
    path("people/", PersonListView.as_view(), name="person-list"),
    path("people/invite/", PersonInviteView.as_view(), name="person-invite"),
    path(PERSON, PersonDetailView.as_view(), name="person-detail"),
    path(PERSON + "history/", PersonHistoryView.as_view(), name="person-history"),
    path(PERSON + "change/", PersonChangeView.as_view(), name="person-change"),
    path(PERSON + "invitation/", InvitationView.as_view(), name="person-invitation"),
    path(PERSON + "disable/", STEP, {"step": "disable"}, name="person-disable"),
    path(PERSON + "enable/", STEP, {"step": "enable"}, name="person-enable"),
    path(PERSON + "sign-out/", STEP, {"step": "sign_out"}, name="person-sign-out"),
    path(PERSON + "second-step/", STEP, {"step": "second_step"}, name="person-second-step"),
    path(PERSON + "roles/give/", RoleGiveView.as_view(), name="role-give"),
    path(PERSON + "teams/give/", TeamGiveView.as_view(), name="team-give"),
    path("people/roles/<int:pk>/end/", RoleEndView.as_view(), name="role-end"),
    path("people/teams/<int:pk>/end/", TeamEndView.as_view(), name="team-end"),
    path(REVIEW, AccessReviewView.as_view(), name="access-review"),
    path(REVIEW + "no-force/", AccessReviewForceView.as_view(), name="access-review-no-force"),
    path(
        REVIEW + "forces/<slug:code>/", AccessReviewForceView.as_view(), name="access-review-force"
    ),
    path("trail/", TrailListView.as_view(), name="trail-list"),
    path("jobs/", JobListView.as_view(), name="job-list"),
    path(
        "recommendations/<int:pk>/history/",
        RecommendationHistoryView.as_view(),
        name="recommendation-history",
    ),
    path("account/sessions/", SessionListView.as_view(), name="session-list"),
    path("account/sessions/activity/", ActivityView.as_view(), name="session-activity"),
    path("account/kept/", KeptFormView.as_view(), name="kept-form"),
    path("personal-data/", PersonalDataView.as_view(), name="personal-data"),
    path(
        "accessibility/",
        login_not_required(TemplateView.as_view(template_name="audit/accessibility.html")),
        name="accessibility",
    ),
    *imports.urlpatterns,
    *register.urlpatterns,
    *sampling.urlpatterns,
    *allocation.urlpatterns,
    *grading.urlpatterns,
    *moderation.urlpatterns,
    *oversight.urlpatterns,
    *queries.urlpatterns,
    *concerns.urlpatterns,
    *case_actions.urlpatterns,
    *clocks.urlpatterns,
    *evidence.urlpatterns,
    *facts.urlpatterns,
    *agreement.urlpatterns,
    *themes.urlpatterns,
    *reviews.urlpatterns,
    *sign_off.urlpatterns,
    *responses.urlpatterns,
    *sources.urlpatterns,
    *spreadsheets.urlpatterns,
    *exports.urlpatterns,
]
