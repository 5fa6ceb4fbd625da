"""Setting up a dip sample, and lending what it counted to another round's report."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from audit.documents.shares import Share, shares_of, source_in_words
from audit.models import (
    CaseFile,
    Question,
    Recommendation,
    Round,
    SubPoint,
    SupportingFigure,
    User,
)
from audit.permissions import Right, can_see_figures, require
from audit.rules.problems import Problem
from audit.rules.transitions import RoundStatus
from audit.services.case_files import round_problems
from audit.services.rounds import round_open
from audit.services.saving import raise_problems, save_checked
from audit.services.trail import record


@transaction.atomic
def dip_sample_open(
    *,
    round: Round,
    questions: Iterable[Question],
    by: User,
    asked_for_by: Recommendation | None = None,
    asked_for_point: SubPoint | None = None,
) -> Round:
    """Opens `round` as a dip sample of these questions, ready for its cases to be drawn.

    A duration brings the two questions with it that it lies between. `asked_for_point` is one of
    the points of `asked_for_by`.
    """
    require(by, Right.OPEN_ROUND, round)
    asked = list(questions)
    raise_problems(_question_problems(round, asked))
    if asked_for_point and asked_for_point.recommendation != asked_for_by:
        raise_problems([Problem("", "Choose a point of the recommendation that asks for it.")])
    round.kind, round.status = Round.Kind.DIP_SAMPLE, RoundStatus.FIELDWORK
    round.asked_for_by, round.asked_for_point = asked_for_by, asked_for_point
    round_open(round=round, by=by)
    keys = {
        pk
        for row in asked
        for pk in (row.pk, row.starts_with_id, row.ends_with_id)
        if pk is not None
    }
    round.questions.set(keys)
    record("round.questions_chosen", round, by=by, after={"questions": sorted(keys)})
    return round


@transaction.atomic
def figure_lend(*, source: Round, share: str, target: Round, by: User) -> SupportingFigure:
    """Puts what `source` counted (`share`, the code of one of its shares) into the report of
    `target` as a supporting figure. Doing it again brings the figure up to date."""
    require(by, Right.WRITE_FINDINGS, target)
    if not can_see_figures(by, source):
        raise PermissionDenied(f"This needs the right to: {Right.SEE_UNPUBLISHED_FIGURES.value}.")
    found = next((row for row in shares_of(source) if row.code == share), None)
    if found is None:
        raise_problems([Problem("share", "This is not counted any more. Choose another fact.")])
        raise AssertionError  # the line before has raised
    figures = SupportingFigure.objects.select_for_update().filter(round=target)
    figure = figures.filter(counted_in=source, label=found.label).first() or SupportingFigure(
        round=target,
        counted_in=source,
        label=found.label,
        order=(figures.aggregate(last=Max("order"))["last"] or 0) + 1,
    )
    _fill(figure, found)
    return save_checked(
        figure,
        by=by,
        right=Right.WRITE_FINDINGS,
        on=target,
        problems=_lending_problems(source, target),
    )


def _fill(figure: SupportingFigure, share: Share) -> None:
    source = figure.counted_in
    assert source is not None
    force_led = source.led_by == Round.LedBy.FORCE
    files = CaseFile.objects.filter(round=source, final_assessment__isnull=False).count()
    told = f" {share.missing[:1].upper()}{share.missing[1:]}." if share.missing else ""
    counted_by = SupportingFigure.CountedBy
    figure.chapter = share.question.stage
    figure.count, figure.base = share.count, share.base
    figure.base_label = "files of which it is known"
    figure.unit = "files"
    figure.period = source.fieldwork
    figure.counted_by = counted_by.FORCE if force_led else counted_by.INSPECTORATE
    figure.note = source_in_words(source, files) + told


def _question_problems(round: Round, questions: list[Question]) -> list[Problem]:
    if not questions:
        return [Problem("questions", "Select at least one question")]
    if any(row.framework_id != round.framework_id for row in questions):
        return [Problem("questions", "Select questions of one framework")]
    return []


def _lending_problems(source: Round, target: Round) -> list[Problem]:
    problems = round_problems(target)
    if source.pk == target.pk:
        problems.append(Problem("target", "Its own facts stand in its report already."))
    if source.force_id != target.force_id:
        problems.append(Problem("target", "Choose an inspection or audit of the same force."))
    if source.framework_id != target.framework_id:
        problems.append(Problem("target", "Choose one under the same framework."))
    return problems
