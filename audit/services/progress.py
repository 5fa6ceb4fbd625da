"""Reporting progress on a response or on an action, with what shows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from audit.models import Action, Evidence, ProgressUpdate, Response, Round, SubPoint, User
from audit.permissions import Right, require
from audit.rules.evidence import CheckedFile
from audit.rules.problems import Problem
from audit.rules.transitions import ResponseStatus, TransitionError
from audit.services.actions import action_begin
from audit.services.evidence import evidence_add, evidence_saved, files_with_rows
from audit.services.response_steps import begin, response_held
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of


@files_with_rows()
@transaction.atomic
def response_report(
    *,
    response: Response,
    text: str,
    by: User,
    sub_point: SubPoint | None = None,
    dip_samples: Sequence[Round] = (),
    files: Sequence[CheckedFile] = (),
) -> ProgressUpdate:
    """What was done about a recommendation, or about one of its points. The first report begins
    the work. Reports are added, never changed."""
    require(by, Right.ANSWER, response)
    held = response_held(response)
    _require_under_way(held)
    update = ProgressUpdate(response=held, sub_point=sub_point, text=text.strip(), by=by)
    problems = _point_problems(held, sub_point) + _sample_problems(held.force_id, dip_samples)
    _add(update, problems, dip_samples, files)
    begin(held, by=by)
    return update


@files_with_rows()
@transaction.atomic
def action_report(
    *,
    action: Action,
    text: str,
    by: User,
    dip_samples: Sequence[Round] = (),
    files: Sequence[CheckedFile] = (),
) -> ProgressUpdate:
    """What was done of an action, by its owner or a manager; it, and what it serves, begins."""
    require(by, Right.UPDATE_ACTION, action)
    held = action_begin(action=action, by=by)
    if not held.is_open:
        raise TransitionError("This action is over. A manager can open it again.")
    update = ProgressUpdate(action=held, text=text.strip(), by=by)
    _add(update, _sample_problems(held.force_id, dip_samples), dip_samples, files)
    return update


def _add(
    update: ProgressUpdate,
    problems: list[Problem],
    dip_samples: Sequence[Round],
    files: Sequence[CheckedFile],
) -> None:
    if not update.text:
        problems = [Problem("text", "Say what was done."), *problems]
    raise_problems(problems)
    update.full_clean()
    update.save()
    record("progress_update.given", update, by=update.by, after=values_of(update))
    for round in dip_samples:
        shown = Evidence(update=update, kind=Evidence.Kind.DIP_SAMPLE, round=round, by=update.by)
        evidence_saved(shown)
    for checked in files:
        evidence_add(update=update, checked=checked, by=update.by)


def _require_under_way(response: Response) -> None:
    if response.status == ResponseStatus.AWAITING:
        raise TransitionError("Answer the recommendation first, then report progress.")
    if response.status == ResponseStatus.NOT_ACCEPTED:
        raise TransitionError(
            "The recommendation is not accepted. Change the answer first if work on it begins."
        )
    if response.status in (ResponseStatus.VERIFIED, ResponseStatus.SUPERSEDED):
        raise TransitionError("This recommendation is closed: nothing more is reported on it.")


def _point_problems(response: Response, point: SubPoint | None) -> list[Problem]:
    if point is None or point.recommendation_id == response.recommendation_id:
        return []
    return [Problem("sub_point", "Choose a point of this recommendation.")]


def _sample_problems(force: int, rounds: Sequence[Round]) -> list[Problem]:
    return [
        Problem("dip_samples", "Choose a dip sample of this force.")
        for round in rounds
        if round.force_id != force or round.kind != Round.Kind.DIP_SAMPLE
    ][:1]
