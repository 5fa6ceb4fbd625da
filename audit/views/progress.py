"""How far the grading is: of an inspection or audit, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import DetailView

from audit.clock import today
from audit.models import CaseFile, Round, User
from audit.permissions import Right, require
from audit.rules.allocation import is_late
from audit.rules.transitions import CaseFileStatus
from audit.spreadsheets.case_file_listing import my_case_listing
from audit.spreadsheets.round_listing import progress_listing
from audit.spreadsheets.writing import Listing
from audit.views.lists import PagedListView
from audit.views.taken_out import CanBeTakenOut, TakenOut
from audit.views.workloads import by_area, by_person, headings, nobodys, whole


class ProgressView(CanBeTakenOut, DetailView):
    template_name = "audit/allocation/progress.html"
    taken_out = TakenOut("progress", "How far the grading is", Right.MODERATE)
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user)
        return rounds.select_related("force", "framework")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, Right.MODERATE, self.get_object())
        return super().get(request, *args, **kwargs)

    def rows_to_take_out(self) -> list[Round]:
        self.round = self.get_object()
        require(self.request.user, Right.MODERATE, self.round)
        return [self.round]

    def table(self, rows: Iterable[Round]) -> Listing:
        user = self.request.user
        tables = [
            table
            for round in rows
            for table in (
                ("Person: gradings", by_person(round, user)),
                ("Area: case files", [*by_area(round, user), whole(round, user)]),
            )
        ]
        return progress_listing(tables, headings())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round, user = self.object, self.request.user
        return super().get_context_data(
            round=round,
            headings=headings(),
            people=by_person(round, user),
            areas=by_area(round, user),
            whole=whole(round, user),
            nobodys=nobodys(round, user),
            **kwargs,
        )


@dataclass(frozen=True)
class Case:
    """A file as somebody's own task."""

    case_file: CaseFile
    state: CaseFileStatus
    late: bool
    which: str

    @classmethod
    def of(cls, case_file: Any, person: User) -> Case:
        """`case_file` of `in_turn(person)`."""
        is_second = case_file.second_assessor_id == person.pk
        place = "Second" if is_second else "First"
        return cls(
            case_file,
            CaseFileStatus(case_file.own_state),
            not case_file.is_done and is_late(case_file.due_on, today()),
            f"{place} of two" if case_file.is_double else "Alone",
        )


class MyCasesView(PagedListView):
    """Every file that this person is asked to grade, what is late first."""

    template_name = "audit/allocation/my_cases.html"
    taken_out = TakenOut("my_cases", "My cases", Right.TRANSFER_CASE_FILES, my_case_listing)

    def get_queryset(self):
        user = self.request.user
        return CaseFile.objects.visible_to(user).in_turn(user).select_related("round", "area")

    def rows_to_take_out(self) -> Iterable[Case]:
        return (Case.of(one, self.request.user) for one in self.get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        files = CaseFile.objects.visible_to(user).in_turn(user)
        context["cases"] = [Case.of(one, user) for one in context["object_list"]]
        to_do = files.filter(is_done=False)
        context["to_do"] = to_do.count()
        context["workbooks"] = Round.objects.visible_to(user).filter(
            pk__in=to_do.order_by().values("round")
        )
        return context
