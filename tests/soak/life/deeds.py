"""The rules of actions, and of evidence, told anew, as in model.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.soak.life.model import NO_RIGHT, NO_STEP, OUTSIDE, STALE, UNSAID, Model
from tests.soak.life.people import PUBLISHED, Person, can_own_actions, manages
from tests.soak.life.state import (
    CLOSED,
    DELIVERED,
    DONE,
    DROPPED,
    GOING_ON,
    IN_PROGRESS,
    PLANNED,
    VERIFIED,
    Answer,
    Deed,
    Report,
    Shown,
)
from tests.soak.steps import NOTHING_TO_DO, first_that_holds

OVER = "the action is over"


@dataclass(frozen=True)
class Planned:
    """What an action is to be."""

    owner: Person
    due: date
    serves: list[Answer]


def not_fit(model: Model, plan: Planned, new: list[Answer], by: Person) -> dict[str, bool]:
    force = plan.serves[0].asked.force
    published = [PUBLISHED[answer.asked.source] for answer in plan.serves]
    return {
        OUTSIDE: any(not answer.seen_by(by) for answer in plan.serves),
        NO_RIGHT: any(not manages(by, answer.asked.force) for answer in new),
        "they are of two forces": any(answer.asked.force != force for answer in plan.serves),
        "it is not accepted, or over": any(answer.status not in GOING_ON for answer in new),
        "nobody of the force owns it": not can_own_actions(plan.owner, force),
        "it is due before it was published": any(day and plan.due < day for day in published),
    }


def add(model: Model, plan: Planned, by: Person) -> str:
    if refused := first_that_holds(not_fit(model, plan, plan.serves, by)):
        return refused
    force = plan.serves[0].asked.force
    deed = Deed(force, plan.owner, plan.due, list(plan.serves), first_due=plan.due)
    deed.touched_by(plan.owner)
    model.deeds.append(deed)
    return ""


def change(model: Model, deed: Deed, plan: Planned, explained: bool, lock: int, by: Person) -> str:
    new = [answer for answer in plan.serves if answer not in deed.serves]
    gone = [answer for answer in deed.serves if answer not in plan.serves]
    if refused := first_that_holds(not_theirs(deed, by)):
        return refused
    refusals = {
        STALE: lock != deed.lock,
        OVER: not deed.is_open,
        **not_fit(model, plan, new, by),
        "it was delivered with this": any(one.status in {DELIVERED, VERIFIED} for one in gone),
        UNSAID: plan.due != deed.due and not explained,
    }
    if refused := first_that_holds(refusals):
        return refused
    if plan.due != deed.due:
        deed.moved.append((deed.due, plan.due))
    deed.owner, deed.due, deed.serves = plan.owner, plan.due, list(plan.serves)
    for who in {*deed.hands, plan.owner}:
        deed.touched_by(who)
    deed.lock += 1
    return ""


def not_theirs(deed: Deed, by: Person) -> dict[str, bool]:
    return {OUTSIDE: not deed.seen_by(by), NO_RIGHT: not manages(by, deed.force)}


def not_to_report(deed: Deed, by: Person) -> dict[str, bool]:
    """Its owner's, or a manager's."""
    may = manages(by, deed.force) or (by == deed.owner and can_own_actions(by, deed.force))
    return {OUTSIDE: not deed.seen_by(by), NO_RIGHT: not may}


def begin(model: Model, deed: Deed, by: Person) -> str:
    """With it begins what it serves."""
    if refused := first_that_holds(not_to_report(deed, by) | {OVER: not deed.is_open}):
        return refused
    was_planned = deed.status == PLANNED
    if was_planned:
        deed.become(IN_PROGRESS)
    begun = [answer for answer in deed.serves if model.begin(answer, by)]
    return "" if was_planned or begun else NOTHING_TO_DO


def done(model: Model, deed: Deed, on: date, by: Person) -> str:
    refusals = not_to_report(deed, by)
    if not first_that_holds(refusals) and (deed.status, deed.done_on) == (DONE, on):
        return NOTHING_TO_DO
    refusals |= {OVER: not deed.is_open, "the day is in the future": on > model.today}
    if refused := first_that_holds(refusals):
        return refused
    begin(model, deed, by)
    deed.become(DONE)
    deed.done_on = on
    return ""


def reopen(deed: Deed, explained: bool, by: Person) -> str:
    if refused := first_that_holds(not_theirs(deed, by) | {UNSAID: not explained}):
        return refused
    if deed.is_open:
        return NOTHING_TO_DO
    deed.become(PLANNED if deed.status == DROPPED else IN_PROGRESS)
    deed.done_on = None
    return ""


def drop(deed: Deed, explained: bool, by: Person) -> str:
    refusals = {**not_theirs(deed, by), NO_STEP: not deed.is_open, UNSAID: not explained}
    if refused := first_that_holds(refusals):
        return refused
    deed.become(DROPPED)
    return ""


def report(model: Model, deed: Deed, text: str, with_file: bool, by: Person) -> str:
    full = with_file and all(answer.status in CLOSED for answer in deed.serves)
    refusals = {**not_to_report(deed, by), OVER: not deed.is_open, UNSAID: not text}
    if refused := first_that_holds(refusals | {"all it serves is closed": full}):
        return refused
    begin(model, deed, by)
    model.reports.append(Report(deed, text, by, [Shown(by)] if with_file else []))
    deed.touched_by(by)
    return ""


def attach(report: Report, by: Person) -> str:
    """To one's own report."""
    refusals = {
        **not_theirs_to_show(report, by),
        "somebody else gave the report": by != report.by,
        "it is closed": all(answer.status in CLOSED for answer in report.answers),
    }
    if refused := first_that_holds(refusals):
        return refused
    report.shown.append(Shown(by))
    return ""


def withdraw(model: Model, report: Report, shown: Shown, explained: bool, by: Person) -> str:
    waiting = [answer for answer in report.answers if answer.status == DELIVERED]
    if not report.about.evidence_seen_by(by):
        return OUTSIDE
    refusals = {
        **not_theirs_to_show(report, by),
        "it is withdrawn": shown.withdrawn_by is not None,
        "it served to close it": any(answer.status in CLOSED for answer in report.answers),
        "nothing else shows it": any(model.standing(answer) == [shown] for answer in waiting),
        UNSAID: not explained,
    }
    if refused := first_that_holds(refusals):
        return refused
    shown.withdrawn_by = by
    return ""


def not_theirs_to_show(report: Report, by: Person) -> dict[str, bool]:
    about = report.about
    if isinstance(about, Deed):
        return not_to_report(about, by)
    return {OUTSIDE: not about.seen_by(by), NO_RIGHT: not manages(by, about.asked.force)}
