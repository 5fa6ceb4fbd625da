"""Case files: the list with its filter, the page of one, adding one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from audit.clock import today
from audit.documents.comparison import in_order, sections
from audit.documents.counted_files import areas_graded
from audit.forms.case_file_filter import CaseFileFilter, sorted_files
from audit.forms.case_files import CaseFileAddForm
from audit.models import Assessment, CaseFile, Conflict, ImmediateConcern, Question
from audit.permissions import Right, can
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus, CaseFileStatus
from audit.services.assessments import is_somebody_elses
from audit.services.case_files import case_file_add, local_numbers_reveal
from audit.services.feedback_notes import may_have_feedback
from audit.services.moderation_problems import reopening_problems
from audit.services.trail import record_once, record_search
from audit.spreadsheets.case_file_listing import case_file_listing
from audit.spreadsheets.writing import Listing
from audit.views.actions import OfRoundView, visible_or_404
from audit.views.case_actions import case_actions_of
from audit.views.file_queries import queries_about
from audit.views.lists import WordsListView
from audit.views.taken_out import TakenOut


class CaseFileListView(WordsListView):
    template_name = "audit/case_files/list.html"
    session_key = "case-file-text"
    taken_out = TakenOut("case_files", "Case files", Right.TRANSFER_CASE_FILES)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if words := self.chosen()["text"]:
            record_search("case_files", words, by=request.user, session=request.session.session_key)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        user = self.request.user
        files = CaseFile.objects.visible_to(user)
        self.filter = CaseFileFilter(self.chosen(), queryset=files, request=self.request)
        found = self.filter.qs.with_subjects().select_related("round__framework")
        return sorted_files(found, self.request.GET.get("sort", ""), user)

    def rows_to_take_out(self):
        self.get_queryset()
        sort = self.request.GET.get("sort", "")
        return sorted_files(self.filter.qs.to_take_out(), sort, self.request.user)

    def table(self, rows: Iterable[CaseFile]) -> Listing:
        return case_file_listing(rows, areas_graded(self.filter.qs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, form=self.filter.form, **kwargs)
        context["late"] = {row.pk for row in context["page_obj"] if row.is_late(today())}
        return context


class CaseFileDetailView(DetailView):
    template_name = "audit/case_files/detail.html"
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        files = CaseFile.objects.visible_to(self.request.user)
        return files.select_related(
            "round__force",
            "round__framework",
            "area",
            "allocated_to",
            "second_assessor",
            "sampled_case",
        )

    def get_object(self, queryset=None) -> CaseFile:
        case_file = super().get_object(queryset)
        session = self.request.session.session_key
        record_once("case_file.read", case_file, by=self.request.user, session=session)
        return case_file

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case_file = self.request.user, self.object
        assessments = assessments_to_show(case_file, user)
        return super().get_context_data(
            case_file=case_file,
            scale=case_file.round.framework.scale,
            children=case_file.children.all(),
            assessments=assessments,
            **side_by_side(case_file, assessments),
            **queries_about(case_file, user),
            number_count=case_file.local_numbers.count(),
            concerns=ImmediateConcern.objects.visible_to(user).filter(case_file=case_file),
            case_actions=case_actions_of(case_file, user),
            may_have_feedback=may_have_feedback(user, case_file),
            may_add_actions=not case_file.reconstructed and can(user, Right.GRADE, case_file),
            **steps_open_to(user, case_file),
            **kwargs,
        )


def side_by_side(case_file: CaseFile, assessments: list[Assessment]) -> dict[str, Any]:
    """The force's own, each assessor's and the agreed assessment, where there are two or more."""
    columns = in_order([row for row in assessments if row.counts], case_file)
    several = len(columns) > 1
    return {"columns": columns, "sections": sections(columns)} if several else {}


def steps_open_to(user, case_file: CaseFile) -> dict[str, Any]:
    """What this person may do with the file next, for the buttons and links of its page."""
    own = own_assessment(case_file, user)
    is_open = case_file.round.is_open and not case_file.reconstructed
    conflicts = Conflict.objects.visible_to(user).between(case_file, user)
    grades = is_open and can(user, Right.GRADE, case_file) and not conflicts.exists()
    submitted = own is not None and own.status == AssessmentStatus.SUBMITTED
    is_draft = own is None or own.status == AssessmentStatus.DRAFT
    return {
        "own": own,
        "may_grade": grades and is_draft and not is_somebody_elses(case_file, user),
        "may_reopen": own if grades and submitted and not reopening_problems(own, user) else None,
        "may_allocate": is_open
        and case_file.status != CaseFileStatus.AGREED
        and can(user, Right.MODERATE, case_file),
        "may_declare": grades,
        "late": case_file.is_late(today()),
        **steps_of_moderation(user, case_file, is_open=is_open),
    }


def steps_of_moderation(user, case_file: CaseFile, *, is_open: bool) -> dict[str, Any]:
    moderates = is_open and can(user, Right.MODERATE, case_file)
    agreed = case_file.status == CaseFileStatus.AGREED
    return {
        "may_return": moderates and not agreed,
        "may_settle": moderates and case_file.status == CaseFileStatus.SUBMITTED,
        "may_reopen_agreed": moderates and agreed,
    }


def own_assessment(case_file: CaseFile, user) -> Assessment | None:
    rows = Assessment.objects.visible_to(user)
    return rows.filter(case_file=case_file, assessor=user, origin=Origin.ASSESSOR).first()


def assessments_to_show(case_file: CaseFile, user) -> list[Assessment]:
    """One's own at any time, others' once they are handed in: those that `visible_to` leaves of
    them, because two people may grade one file without seeing each other's grade."""
    durations = Question.objects.visible_to(user).select_related(
        "stage", "starts_with", "ends_with"
    )
    rows = (
        Assessment.objects.visible_to(user)
        .filter(case_file=case_file)
        .select_related("assessor")
        .prefetch_related(
            "area_grades__area",
            "stage_notes__stage",
            "observations__theme",
            "answers__question__stage",
            Prefetch("answers__question__durations_to", durations),
        )
    )
    return [row for row in rows if row.counts or row.assessor_id == user.pk]


class CaseFileAddView(OfRoundView):
    form_class = CaseFileAddForm
    template_name = "audit/case_files/add.html"
    right = Right.MODERATE

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "round": self.object, "user": self.request.user}

    def act(self, form: CaseFileAddForm) -> CaseFile:
        given = form.cleaned_data
        return case_file_add(
            round=self.object,
            by=self.request.user,
            **{name: given[name] for name in ("area", "chosen_by", "chosen_how", "allocated_to")},
            local_number=(given["number_kind"], given["number"]) if given["number"] else None,
        )

    def done(self, result: CaseFile) -> str:
        return result.get_absolute_url()


@method_decorator(never_cache, name="dispatch")
class LocalNumbersView(View):
    """Shows the force's own numbers of a file, and records that they were looked at."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Whoever had to sign in first comes back by a link, which shows nothing."""
        return redirect("case-file-detail", reference=reference)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        case_file = visible_or_404(CaseFile, request, reference=reference)
        numbers = local_numbers_reveal(case_file=case_file, by=request.user)
        view = CaseFileDetailView()
        view.setup(request, reference=reference)
        view.object = case_file
        return view.render_to_response(view.get_context_data(numbers=numbers))
