"""The rules of an answer's life (design, sections 4 and 5, and issue 6), told anew: nothing is
asked of the product.

Each step says why it must be refused, or "" and then it is done here, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.soak.life.people import IOPC, LAST, MADE, TODAY, Person, manages, verifies
from tests.soak.life.state import (
    AWAITING,
    CLOSED,
    DECISIONS,
    DELIVERED,
    GOING_ON,
    IN_PART,
    IN_PROGRESS,
    NOT_ACCEPTED,
    RETURNED,
    SUPERSEDED,
    VERIFIED,
    Answer,
    Deed,
    Report,
    Shown,
)
from tests.soak.steps import first_that_holds

OUTSIDE, NO_RIGHT = "it is outside their scope", "has no right"
STALE, UNSAID = "it was saved elsewhere", "there is no reason"
NO_STEP, HAND = "it is no next step", "they had a hand in it"


@dataclass
class Model:
    answers: list[Answer]
    deeds: list[Deed] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    today: date = TODAY

    def standing(self, answer: Answer) -> list[Shown]:
        """The evidence that stands for it: its own, and that of the actions which serve it."""
        reports = [report for report in self.reports if answer in report.answers]
        return [one for report in reports for one in report.shown if not one.withdrawn_by]

    def not_theirs(self, answer: Answer, by: Person) -> dict[str, bool]:
        return {
            OUTSIDE: not answer.seen_by(by),
            NO_RIGHT: not manages(by, answer.asked.force),
        }

    def assign(
        self, answer: Answer, owner: Person | None, deputy: Person | None, lock: int, by: Person
    ) -> str:
        people = [who for who in (owner, deputy) if who]
        refusals = {
            **self.not_theirs(answer, by),
            STALE: lock != answer.lock,
            "somebody is no manager of it": any(
                not manages(who, answer.asked.force) for who in people
            ),
            "there is a deputy without an owner": bool(deputy and not owner),
            "both are the same": bool(owner and owner == deputy),
        }
        if refused := first_that_holds(refusals):
            return refused
        answer.owner, answer.deputy = owner, deputy
        answer.hands |= set(people)
        answer.lock += 1
        return ""

    def answer(
        self, answer: Answer, said: list[str], explained: bool, lock: int, by: Person
    ) -> str:
        """`said`: to the whole, or to each of its points; `explained`: with a reason each."""
        refused = any(one in {IN_PART, NOT_ACCEPTED} for one in said)
        refusals = {
            **self.not_theirs(answer, by),
            STALE: lock != answer.lock,
            "work on it has begun": answer.status not in {AWAITING, *DECISIONS},
            "nothing is decided": any(one not in DECISIONS for one in said),
            UNSAID: refused and not explained,
        }
        if because := first_that_holds(refusals):
            return because
        whole = said[0] if len(set(said)) == 1 else IN_PART
        answer.decisions = said if answer.asked.points else []
        answer.answered_on = self.today
        if whole == answer.status:
            answer.lock += 1
        else:
            answer.become(whole, by, self.today)
        return ""

    def deliver(self, answer: Answer, on: date, explained: bool, lock: int, by: Person) -> str:
        refusals = {
            **self.not_theirs(answer, by),
            STALE: lock != answer.lock,
            NO_STEP: answer.status != IN_PROGRESS,
            UNSAID: not explained,
            "the day is in the future": on > self.today,
            "the day is before the last step": on < answer.steps[-1][1],
            "nothing shows it": not self.standing(answer),
        }
        if refused := first_that_holds(refusals):
            return refused
        answer.become(DELIVERED, by, on)
        return ""

    def verify(self, answer: Answer, outcome: str, explained: bool, by: Person) -> str:
        refusals = {
            OUTSIDE: not answer.seen_by(by),
            NO_RIGHT: not verifies(by, answer.asked),
            NO_STEP: answer.status != DELIVERED,
            HAND: by in answer.hands,
            "it is neither verified nor returned": outcome not in {VERIFIED, RETURNED},
            UNSAID: not explained,
        }
        if refused := first_that_holds(refusals):
            return refused
        answer.become(outcome, by, self.today)
        return ""

    def supersede(self, answer: Answer, explained: bool, by: Person) -> str:
        """Not while it waits for somebody to verify it, and not after."""
        refusals = {
            OUTSIDE: not answer.seen_by(by),
            NO_STEP: answer.status in {DELIVERED, VERIFIED, SUPERSEDED},
            UNSAID: not explained,
        }
        if refused := first_that_holds(refusals):
            return refused
        answer.become(SUPERSEDED, by, self.today)
        return ""

    def received(self, answer: Answer, on: date, lock: int, by: Person) -> str:
        refusals = {
            **self.not_theirs(answer, by),
            STALE: lock != answer.lock,
            "it starts no clock": answer.asked.source != IOPC,
            "it is not answered": answer.answered_on is None,
            "the day is in the future": on > self.today,
            "the day is before the answer": on < (answer.answered_on or on),
        }
        if refused := first_that_holds(refusals):
            return refused
        answer.received_on = on
        answer.lock += 1
        return ""

    def extend(
        self, answer: Answer, until: date, applied_on: date, explained: bool, by: Person
    ) -> str:
        refusals = {
            **self.not_theirs(answer, by),
            "no law gives more time": answer.asked.source != IOPC,
            "it is answered": answer.status != AWAITING,
            "it is no longer": until <= max([LAST, *answer.extended]),
            "it was asked for before it was made": applied_on < MADE,
            "it is asked for in the future": applied_on > self.today,
            "it was asked for too late": applied_on > LAST,
            UNSAID: not explained,
        }
        if refused := first_that_holds(refusals):
            return refused
        answer.extended.append(until)
        return ""

    def begin(self, answer: Answer, by: Person) -> bool:
        """With the first report. Whether that was it."""
        if answer.status in GOING_ON - {IN_PROGRESS}:
            answer.become(IN_PROGRESS, by, self.today)
            return True
        return False

    def report(self, answer: Answer, text: str, with_file: bool, by: Person) -> str:
        refusals = {
            **self.not_theirs(answer, by),
            "it is not accepted": answer.status in {AWAITING, NOT_ACCEPTED},
            "it is closed": answer.status in CLOSED,
            UNSAID: not text,
        }
        if refused := first_that_holds(refusals):
            return refused
        self.reports.append(Report(answer, text, by, [Shown(by)] if with_file else []))
        answer.hands.add(by)
        self.begin(answer, by)
        return ""

    def publish(self, by: Person) -> str:
        """The inspection that is not published yet, by whoever leads it."""
        if not by.on_team:
            return NO_RIGHT
        for answer in self.answers:
            answer.is_open_to_force = True
        return ""
