"""The rules of queries and immediate concerns, told anew, as in model.py."""

from __future__ import annotations

from tests.soak.steps import first_that_holds
from tests.soak.workflow.model import CLOSED, IS_AGREED, NO_RIGHT, Model
from tests.soak.workflow.people import (
    Person,
    answers_concerns,
    grades,
    moderates,
    sees_every_file,
    settles_concerns,
)
from tests.soak.workflow.state import Concern, File, Query

HIDDEN = "it is not shown to them"


def ask(model: Model, file: File, by: Person, about: Person | None, deputy: Person | None) -> str:
    unfit = deputy is not None and (
        deputy == by or deputy in file.asked or not sees_every_file(deputy, file.round)
    )
    refusals = {
        NO_RIGHT: not grades(by, file.round, file.asked),
        CLOSED: model.is_closed(file),
        IS_AGREED: file.is_agreed,
        HIDDEN: about is not None and not file.shows(by, about),
        "the deputy sees not every file, or grades this one": unfit,
    }
    if refused := first_that_holds(refusals):
        return refused
    file.queries.append(Query(by, about, deputy))
    return ""


def resolve(model: Model, file: File, query: Query, by: Person) -> str:
    if refused := _settling(model, file, query, by):
        return refused
    query.is_open = False
    return ""


def ask_again(model: Model, file: File, query: Query, by: Person) -> str:
    refused = _settling(model, file, query, by)
    if refused := refused or first_that_holds(
        {IS_AGREED: file.is_agreed, "it is open": query.is_open}
    ):
        return refused
    query.is_open = True
    return ""


def _settling(model: Model, file: File, query: Query, by: Person) -> str:
    """By whoever asked, their deputy, or a moderator whose file it is not."""
    blind = file.is_blind and by in file.asked and by not in {query.by, query.about}
    party = by in {query.by, query.deputy}
    refusals = {
        NO_RIGHT: not grades(by, file.round, file.asked),
        HIDDEN: blind,
        CLOSED: model.is_closed(file),
        "somebody else resolves it": not party
        and (not moderates(by, file.round) or file.is_theirs(by)),
    }
    return first_that_holds(refusals)


def raise_concern(file: File, by: Person) -> str:
    """At any time, whatever has become of the round."""
    if not grades(by, file.round, file.asked):
        return NO_RIGHT
    file.concerns.append(Concern(by))
    return ""


def answer_concern(concern: Concern, by: Person) -> str:
    refusals = {
        NO_RIGHT: not answers_concerns(by),
        "it waits for no answer": concern.status in {"answered", "closed"},
    }
    if refused := first_that_holds(refusals):
        return refused
    concern.status, concern.answered_by = "answered", by
    return ""


def settle_concern(file: File, concern: Concern, by: Person, to: str) -> str:
    """To "closed" or "sent_back"."""
    refusals = {
        NO_RIGHT: not settles_concerns(by, file.round, concern.by, file.asked),
        "it is not answered": concern.status != "answered",
    }
    if refused := first_that_holds(refusals):
        return refused
    concern.status = to
    return ""
