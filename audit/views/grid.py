"""A second way in for facts: my case files × questions, in a grid that takes paste from Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from audit.forms.grid import GridForm, Kept
from audit.models import AreaOfPractice, Assessment, CaseFile, Question
from audit.permissions import Right, require_somewhere
from audit.rules.answer_words import short_words
from audit.rules.answers import is_answered
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.grid import StaleSheetsError, answers_save
from audit.services.judgement_problems import asked_of
from audit.services.trail import record_once
from audit.spreadsheets.file_work_listing import answer_listing
from audit.spreadsheets.writing import Listing
from audit.views.actions import OfRoundView
from audit.views.taken_out import CanBeTakenOut, TakenOut

PER_PAGE = 20


class GridView(CanBeTakenOut, OfRoundView):
    """By area, for each asks questions of its own. Whatever is wrong, nothing is written."""

    form_class = GridForm
    template_name = "audit/rounds/grid.html"
    taken_out = TakenOut("answers", "Answers of my case files", Right.TRANSFER_CASE_FILES)
    right = Right.GRADE

    def check_right(self) -> None:
        """Which files somebody grades is the question; the service asks for each."""
        require_somewhere(self.request.user, self.right)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        session = request.session.session_key
        record_once("round.answers_read", self.object, by=request.user, session=session)
        return super().get(request, *args, **kwargs)

    @cached_property
    def files(self) -> list[CaseFile]:
        """Those that one is to grade, or has begun, and has not handed in."""
        user = self.request.user
        own = Assessment.objects.visible_to(user).filter(origin=Origin.ASSESSOR, assessor=user)
        begun = own.filter(status=AssessmentStatus.DRAFT)
        done = own.exclude(status=AssessmentStatus.DRAFT)
        if not self.object.is_open:
            return []
        given = Q(allocated_to=user) | Q(second_assessor=user)
        mine = given | Q(pk__in=begun.values("case_file"))
        files = CaseFile.objects.visible_to(user).filter(mine, round=self.object)
        files = files.filter(reconstructed=False).exclude(pk__in=done.values("case_file"))
        files = files.select_related("area", "round__framework", "round__force")
        drafts = begun.prefetch_related("answers__question")
        return list(files.prefetch_related(Prefetch("assessments", drafts, to_attr="drafts")))

    @cached_property
    def area(self) -> AreaOfPractice | None:
        """The one that the address names, else the first that has files."""
        areas = {case_file.area.code: case_file.area for case_file in self.files}
        ordered = sorted(areas.values(), key=lambda area: area.order)
        return areas.get(self.request.GET.get("area", "")) or next(iter(ordered), None)

    @cached_property
    def page(self) -> Page:
        files = [case_file for case_file in self.files if case_file.area == self.area]
        return Paginator(files, PER_PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def questions(self) -> list[Question]:
        return self._questions_of(self.area) if self.area else []

    def _questions_of(self, area: AreaOfPractice) -> list[Question]:
        return [row for row in asked_of(self.object, [area]).questions if is_answered(row)]

    def rows_to_take_out(self) -> list[CaseFile]:
        """Of every area."""
        self.round = self.object
        return self.files

    def table(self, rows: Iterable[CaseFile]) -> Listing:
        files = list(rows)
        areas = {case_file.area for case_file in files}
        return answer_listing(
            files,
            {area.pk: self._questions_of(area) for area in areas},
            {case_file.pk: kept(case_file).facts for case_file in files},
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        files = list(self.page.object_list)
        stored = {case_file.pk: kept(case_file) for case_file in files}
        given = {"case_files": files, "questions": self.questions, "stored": stored}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counted = Counter(case_file.area for case_file in self.files)
        areas = sorted(counted.items(), key=lambda row: row[0].order)
        return context | {
            "area": self.area,
            "areas": areas,
            "page_obj": self.page,
            "questions": [(row, short_words(row)) for row in self.questions],
            "rows": list(context["form"].rows()),
        }

    def act(self, form: GridForm) -> int:
        return len(answers_save(sheets=form.sheets(), by=self.request.user))

    def done(self, result: int) -> str:
        files = "1 case file" if result == 1 else f"{result} case files"
        self.success_message = f"The answers of {files} are saved as drafts."
        if not result:
            self.success_message = "Nothing was changed."
        return f"{reverse('round-grid', args=[self.object.code])}?{self.request.GET.urlencode()}"

    def form_valid(self, form: GridForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except StaleSheetsError as error:
            form.add_service_errors(error.problems)
            form.show_saved(error.files)
            return self.form_invalid(form)


def kept(case_file: CaseFile) -> Kept:
    for draft in case_file.drafts:
        return Kept(draft.lock, {row.question.code: row.fact for row in draft.answers.all()})
    return Kept(None, {})
