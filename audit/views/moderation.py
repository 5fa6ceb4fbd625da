"""Moderation: the queue, settling one file, agreeing several, opening an agreed grade again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from audit.documents.comparison import in_order, sections, with_parts
from audit.documents.moderation_queue import Waiting, moderation_queue
from audit.forms.moderation import (
    AgreedReopenForm,
    AgreeTogetherForm,
    QueueFilter,
    SettleForm,
)
from audit.models import Assessment, CaseFile, Round, User
from audit.permissions import Right, require
from audit.rules.chosen import in_words
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.moderation import agreed_reopen, file_agree, files_agree
from audit.services.moderation_problems import agreeing_problems
from audit.services.trail import record_once
from audit.spreadsheets.case_file_listing import moderation_listing
from audit.spreadsheets.writing import Listing
from audit.views.actions import ActionView, OfRoundView, visible_or_404
from audit.views.file_queries import queries_about
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut

SHOWS = {
    "differ": lambda row: not row.place.matches,
    "match": lambda row: row.place.matches and not row.is_single,
    "query": lambda row: row.place.open_queries,
    "single": lambda row: row.is_single,
}


class ModerationQueueView(PagedListView):
    template_name = "audit/moderation/queue.html"
    taken_out = TakenOut("moderation", "Case files to agree", Right.TRANSFER_CASE_FILES)

    def get_queryset(self) -> list[Waiting]:
        self.round = visible_or_404(Round, self.request, code=self.kwargs["code"])
        require(self.request.user, Right.MODERATE, self.round)
        self.waiting = _queue(self.round, self.request.user)
        given = self.request.GET if self.request.GET else {}
        self.filter = QueueFilter(given, round=self.round, user=self.request.user)
        area, show = self.filter.chosen("area"), self.filter.chosen("show")
        shows = SHOWS.get(show, lambda row: True)
        return [row for row in self.waiting if shows(row) and area in ("", row.case_file.area.code)]

    def table(self, rows: Iterable[Waiting]) -> Listing:
        return moderation_listing(rows, self.round)

    def filter_words(self) -> str:
        return in_words(self.filter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        together = [row for row in self.waiting if _can_join(row, self.request.user)]
        return super().get_context_data(
            round=self.round,
            scale=self.round.framework.scale,
            form=self.filter,
            together=len(together),
            total=len(self.waiting),
            has_own=any(row.own for row in self.waiting),
            **kwargs,
        )


def _queue(round: Round, user: User) -> list[Waiting]:
    return moderation_queue(CaseFile.objects.visible_to(user), round)


def _can_join(row: Waiting, user: User) -> bool:
    """Whether a file can be agreed together with others, by this person."""
    return row.agrees_by_itself and not row.is_graded_by(user.pk)


class AgreeTogetherView(OfRoundView):
    """Lists what is about to be agreed before it is."""

    form_class = AgreeTogetherForm
    template_name = "audit/moderation/together.html"
    right = Right.MODERATE

    def get_form_kwargs(self) -> dict[str, Any]:
        scale, user = self.object.framework.scale, self.request.user
        self.rows = [row for row in _queue(self.object, user) if _can_join(row, user)]
        choices = [(row.case_file.reference, _described(row, scale)) for row in self.rows]
        return {
            **super().get_form_kwargs(),
            "choices": choices,
            "round": self.object,
            "user": user,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": self.rows}

    def act(self, form: AgreeTogetherForm) -> list[Assessment]:
        given = form.cleaned_data
        return files_agree(files=given["files"], why=given["why"], by=self.request.user)

    def done(self, result: list[Assessment]) -> str:
        files = "1 case file is" if len(result) == 1 else f"{len(result)} case files are"
        self.success_message = f"{files} agreed."
        return reverse("moderation-queue", args=[self.object.code])


def _described(row: Waiting, scale) -> str:
    grades = [scale.grade(one.overall_grade).title for one in row.given if one.overall_grade]
    words = [row.case_file.reference, str(row.case_file.area), *dict.fromkeys(grades)]
    return ", ".join([*words, row.in_words.lower()])


class SettleView(ActionView):
    """What was said side by side, and what the moderator makes of it."""

    form_class = SettleForm
    template_name = "audit/moderation/settle.html"
    right = Right.MODERATE

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get(self, request, *args: Any, **kwargs: Any):
        session = request.session.session_key
        record_once("case_file.read", self.object, by=request.user, session=session)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Assessment.objects.visible_to(self.request.user).filter(case_file=self.object)
        self.all = [row for row in in_order(with_parts(rows), self.object) if row.counts]
        self.assessors = [row for row in self.all if row.origin == Origin.ASSESSOR]
        return {
            **super().get_form_kwargs(),
            "case_file": self.object,
            "assessments": self.assessors,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(case_file=self.object, **kwargs)
        rows = [row for row in self.all if row.origin != Origin.AGREED]
        agreed = next((row for row in self.all if row.origin == Origin.AGREED), None)
        shown = Assessment.objects.visible_to(self.request.user).filter(case_file=self.object)
        given = list(shown.standing())
        problems = [] if agreed else agreeing_problems(self.object, given, self.request.user)
        return context | {
            "scale": self.object.round.framework.scale,
            "round": self.object.round,
            "agreed": agreed,
            "reopened": shown.filter(origin=Origin.AGREED, status=AssessmentStatus.DRAFT).first(),
            "problems": [problem.message for problem in problems],
            "columns": rows,
            "sections": sections(rows),
            **queries_about(self.object, self.request.user),
        }

    def act(self, form: SettleForm) -> Assessment:
        return file_agree(case_file=self.object, settlement=form.settlement(), by=self.request.user)

    def done(self, result: Assessment) -> str:
        self.success_message = f"Case file {self.object.reference} is agreed."
        return reverse("moderation-queue", args=[self.object.round.code])


class AgreedReopenView(ActionView):
    form_class = AgreedReopenForm
    template_name = "audit/moderation/reopen.html"
    right = Right.MODERATE

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case_file=self.object, **kwargs)

    def act(self, form: AgreedReopenForm) -> Assessment:
        return agreed_reopen(
            case_file=self.object, reason=form.cleaned_data["reason"], by=self.request.user
        )

    def done(self, result: Assessment) -> str:
        self.success_message = "The agreed grade is open again. It counts once it is agreed anew."
        return reverse("case-file-settle", args=[self.object.reference])
