"""Setting up a round, correcting what is known of it, and moving it on."""

from __future__ import annotations

from itertools import chain, count

from django.db import transaction

from audit.clock import today
from audit.models import CaseFile, Round, RoundMember, User
from audit.permissions import Right, require
from audit.rules.counting import self_assessed_problems
from audit.rules.dates import Precision, round_date_problems
from audit.rules.problems import Problem
from audit.rules.roles import RoundRole
from audit.rules.transitions import ROUND_STEPS, RoundStatus, TransitionError, require_step
from audit.services.causes import cause_problems
from audit.services.saving import raise_problems, save_checked
from audit.services.signed_figures import figures_problems
from audit.services.trail import record, values_of


@transaction.atomic
def round_open(*, round: Round, by: User) -> Round:
    """Opens an inspection or audit; whoever opens an inspection leads it until that is changed.

    Without a code it gets one of its force and the year, such as "wexshire-2026-2".
    """
    round.code = round.code or _free_code(round)
    save_checked(
        round,
        by=by,
        right=Right.OPEN_ROUND,
        event="round.opened",
        problems=[*round_problems(round), *_parent_problems(round)],
    )
    if round.led_by == Round.LedBy.INSPECTORATE:
        member = RoundMember.objects.create(round=round, user=by, role=RoundRole.LEAD)
        record("roundmember.added", member, by=by, after=values_of(member))
    return round


def round_save(*, round: Round, by: User, reason: str = "") -> Round:
    """Saves a round that was filled in or changed; its dates must be in order."""
    return save_checked(
        round, by=by, right=Right.WRITE_FINDINGS, problems=round_problems(round), reason=reason
    )


@transaction.atomic
def round_move(*, round: Round, to: str, by: User, reason: str = "") -> Round:
    """Moves a round to its next status; publishing it sets the date if there is none yet.

    Signing off and opening again are services of their own (services/sign_off).
    """
    require(by, Right.WRITE_FINDINGS, round)
    before = Round.objects.select_for_update().get(pk=round.pk).status
    require_step(ROUND_STEPS, before, to, f"A round ({round.get_kind_display().lower()})")
    if is_sign_off(before, to):
        raise TransitionError("Sign it off, or open it again, on the page for signing off.")
    publishes = to == RoundStatus.PUBLISHED
    raise_problems([*figures_problems(round), *cause_problems(round)] if publishes else [])
    round.status = to
    if publishes and round.published_on is None:
        round.published_on, round.published_precision = today(), Precision.DAY
    return save_checked(
        round,
        by=by,
        right=Right.WRITE_FINDINGS,
        event=f"round.{to}",
        problems=round_problems(round),
        reason=reason,
    )


def is_sign_off(before: str, to: str) -> bool:
    """Whether the step freezes figures, or lets them go."""
    return RoundStatus.SIGNED_OFF in (before, to) and to != RoundStatus.PUBLISHED


def _free_code(round: Round) -> str:
    started = round.fieldwork_started_on or today()
    stem = f"{round.force.code}-{started.year}"
    codes = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(code for code in codes if not Round.objects.filter(code=code).exists())


def round_problems(round: Round) -> list[Problem]:
    files = CaseFile.objects.filter(round__code=round.code).count()
    return [
        *order_problems(round),
        *self_assessed_problems(round.self_assessed, files),
        *(_framework_problems(round) if files else ()),
    ]


def _parent_problems(round: Round) -> list[Problem]:
    """Without the inspection before it a review has nothing to be compared with."""
    if round.kind != Round.Kind.POST_INSPECTION_REVIEW or round.previous is not None:
        return []
    return [Problem("previous", "Choose the inspection that it follows.")]


def _framework_problems(round: Round) -> list[Problem]:
    """Grades and areas mean something in their own framework only."""
    stored = Round.objects.filter(pk=round.pk).first()
    if stored is None or stored.framework_id == round.framework_id:
        return []
    return [
        Problem(
            "framework",
            f"Case files are held under {stored.framework}. Keep it, and open another inspection "
            "or audit for another framework.",
        )
    ]


def order_problems(round: Round) -> list[Problem]:
    """What is wrong with its dates, and with its place among the force's other rounds."""
    previous = round.previous
    problems = round_date_problems(
        fieldwork_started=round.fieldwork_started,
        fieldwork_ended=round.fieldwork_ended,
        published=round.published,
        previous_published=previous.published if previous else None,
    )
    if previous and previous.force_id != round.force_id:
        problems.append(
            Problem("previous", f"{previous} is about another force. Choose one of the same force.")
        )
    if previous and previous.pk == round.pk:
        problems.append(Problem("previous", "It cannot follow itself. Choose another one."))
    return problems + _follower_problems(round)


def _follower_problems(round: Round) -> list[Problem]:
    """A review is not published before its parent, whichever of the two is dated last."""
    return [
        Problem(
            "published_on",
            f"{later} follows this and was published before ({later.published}). "
            "Correct one of the two dates.",
        )
        for later in Round.objects.filter(previous__code=round.code)
        if round.published and later.published and later.published.last < round.published.first
    ]
