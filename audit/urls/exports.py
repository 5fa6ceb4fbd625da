"""Every list as a file: the list's own address with `export.xlsx`, `.csv` or `.json` behind it."""

from django.urls import path, register_converter

from audit.urls.places import ROUND
from audit.urls.register import REGISTER
from audit.views.access_review import AccessReviewForceView, AccessReviewView
from audit.views.agreement import AgreementView
from audit.views.allocation import AllocationView
from audit.views.case_actions import RoundCaseActionListView
from audit.views.case_files import CaseFileListView
from audit.views.concerns import ConcernListView, RoundConcernListView
from audit.views.exports import KINDS, exported
from audit.views.facts import FactsView
from audit.views.force_actions import ActionListView
from audit.views.grade_figures import GradeFiguresView, RoundGradeFiguresView
from audit.views.grid import GridView
from audit.views.imports import ImportListView
from audit.views.jobs import JobListView
from audit.views.moderation import ModerationQueueView
from audit.views.people import PersonListView
from audit.views.progress import MyCasesView, ProgressView
from audit.views.queries import QueryListView
from audit.views.recommendations import RecommendationListView
from audit.views.register import RegisterView
from audit.views.rounds import RoundListView
from audit.views.samples import SampleView
from audit.views.sign_off import DipCheckListView
from audit.views.sources import SourceListView
from audit.views.themes import ThemesView
from audit.views.trail import TrailListView


class FormatConverter:
    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "export_format")

# Name of the list's own address, the address, the list. A tag of the list's page finds the
# file's address by that name.
TAKEN_OUT = (
    ("case-file-list", "case-files/", CaseFileListView),
    ("my-cases", "my-cases/", MyCasesView),
    ("concern-list", "concerns/", ConcernListView),
    ("action-list", "actions/", ActionListView),
    ("recommendation-list", "recommendations/", RecommendationListView),
    ("register", REGISTER, RegisterView),
    ("source-list", "sources/", SourceListView),
    ("round-list", "inspections-and-audits/", RoundListView),
    ("grade-figures", "inspections-and-audits/figures-", GradeFiguresView),
    ("round-grade-figures", ROUND + "figures-", RoundGradeFiguresView),
    ("round-facts", ROUND + "facts/", FactsView),
    ("round-themes", ROUND + "themes/", ThemesView),
    ("round-agreement", ROUND + "agreement/", AgreementView),
    ("sample-detail", ROUND + "sample/", SampleView),
    ("round-allocation", ROUND + "allocation/", AllocationView),
    ("round-progress", ROUND + "progress/", ProgressView),
    ("round-grid", ROUND + "grid/", GridView),
    ("moderation-queue", ROUND + "moderation/", ModerationQueueView),
    ("import-list", ROUND + "imports/", ImportListView),
    ("query-list", ROUND + "queries/", QueryListView),
    ("dip-check-list", ROUND + "dip-check/", DipCheckListView),
    ("round-concerns", ROUND + "concerns/", RoundConcernListView),
    ("round-case-actions", ROUND + "case-actions/", RoundCaseActionListView),
    ("person-list", "people/", PersonListView),
    ("access-review", "people/review/", AccessReviewView),
    ("access-review-force", "people/review/forces/<slug:code>/", AccessReviewForceView),
    ("access-review-no-force", "people/review/no-force/", AccessReviewForceView),
    ("trail-list", "trail/", TrailListView),
    ("job-list", "jobs/", JobListView),
)

urlpatterns = [
    path(f"{address}export.<export_format:format>", exported(page), name=f"{name}-export")
    for name, address, page in TAKEN_OUT
]
