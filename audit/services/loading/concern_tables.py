"""What a folder says about immediate concerns, their steps, and case actions.

What stands already is people's: what they have done about it since is kept.
"""

from __future__ import annotations

from django.conf import settings

from audit.models import CaseAction, ConcernStep, ImmediateConcern, User
from audit.rules.concerns import CONCERN_STEPS, ConcernDeed, ConcernKind, ConcernStatus, Level
from audit.rules.deadlines import hours_after
from audit.rules.transitions import TransitionError, require_step
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, RowError


def load_concern(loading: Loading, cells: Cells) -> None:
    """Raised with the first of its steps; concern_steps.csv tells what has been done since."""
    raised_at = cells.moment("raised_at")
    key = {
        "case_file": cells.case_file("reference"),
        "raised_by": cells.somebody("raised_by"),
        "raised_at": raised_at,
    }
    standing = ImmediateConcern.objects.filter(**key).first()
    if standing:
        loading.outcome["kept"] += 1
        loading.codes.add(standing, cells.text("number"))
        return
    concern = loading.put(
        ImmediateConcern,
        cells,
        key,
        kind=cells.choice("kind", ConcernKind),
        what=cells.text("what"),
        told_whom=cells.text("told_whom"),
        rang_at=cells.moment("rang_at"),
        # Whoever raised it answers it not, as in services/concerns.py.
        opened_to_force=not ImmediateConcern(**key).contacts,
        due_at=hours_after(raised_at, settings.CONCERN_HOURS),
        answer_by=hours_after(raised_at, settings.CONCERN_ANSWER_HOURS),
    )
    loading.codes.add(concern, cells.text("number"))
    _step(loading, cells, concern, ConcernDeed.RAISED, "raised")


def load_concern_step(loading: Loading, cells: Cells) -> None:
    """The steps of a concern in their order; each must be possible after the one before it."""
    concern = cells.codes.find(ImmediateConcern, cells.text("concern"), "concern")
    if not loading.is_new(concern):
        loading.outcome["kept"] += 1
        return
    deed = cells.choice("deed", ConcernDeed)
    if deed == ConcernDeed.ESCALATED:
        return _escalated(loading, cells, concern)
    if deed not in ConcernStatus.values:
        raise CellError(f"deed: “{deed}” is not written down here. Remove the line.")
    try:
        require_step(CONCERN_STEPS, concern.status, deed, "An immediate concern")
    except TransitionError as error:
        raise RowError(f"deed: {error}") from None
    at = cells.moment("at")
    values = {
        "status": ConcernStatus(deed),
        "escalated_to": "",  # each clock anew
        "due_at": {
            ConcernDeed.ACKNOWLEDGED: concern.answer_by,
            ConcernDeed.SENT_BACK: hours_after(at, settings.CONCERN_ANSWER_HOURS),
        }.get(deed),
    }
    if deed == ConcernDeed.ANSWERED:
        values["answered_at"] = concern.answered_at or at
    if deed == ConcernDeed.CLOSED:
        values["closed_at"] = at
    loading.write(concern, values)
    _step(loading, cells, concern, deed, "")


def _escalated(loading: Loading, cells: Cells, concern: ImmediateConcern) -> None:
    """By no person: a clock ran out."""
    level = cells.choice("told", Level)
    opened = concern.opened_to_force or level == Level.FORCE
    loading.write(concern, {"escalated_to": level, "opened_to_force": opened})
    _step(loading, cells, concern, ConcernDeed.ESCALATED, "")


def _step(
    loading: Loading, cells: Cells, concern: ImmediateConcern, deed: ConcernDeed, named: str
) -> None:
    """Nobody is written to about what is loaded: it counts as told at the time."""
    at = cells.moment(f"{named}_at" if named else "at")
    is_clocks = deed == ConcernDeed.ESCALATED
    by = (
        User.objects.service_account()
        if is_clocks
        else cells.somebody(f"{named}_by" if named else "by")
    )
    loading.put(
        ConcernStep,
        cells,
        {"concern": concern, "deed": deed, "at": at},
        by=by,
        text=cells.raw("text"),
        child_safe=cells.raw("child_safe"),
        told=cells.raw("told"),
        mailed_at=at,
    )


def load_case_action(loading: Loading, cells: Cells) -> None:
    """Known by its words: one that people have done or checked since is kept as it is."""
    key = {"case_file": cells.case_file("reference"), "what": cells.text("what")}
    place = loading.next_place(CaseAction, tuple(key.values()))
    standing = CaseAction.objects.filter(**key).order_by("pk")[place : place + 1].first()
    if standing and loading.keeps:
        loading.outcome["kept"] += 1
        return
    due_on = cells.day("due_on")
    if due_on is None:
        raise CellError("due_on is empty. Fill it in.")
    values = {
        "owner": cells.text("owner"),
        "due_on": due_on,
        "done_on": cells.day("done_on"),
        "done_by": cells.user("done_by"),
        "done_note": cells.raw("done_note"),
        "checked_on": cells.day("checked_on"),
        "checked_by": cells.user("checked_by"),
        "check_note": cells.raw("check_note"),
    }
    loading.write(standing or CaseAction(**key), values)
