"""Naming an owner, answering, delivering and verifying."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.services.extensions import extension_grant
from audit.services.responses import (
    PointAnswer,
    response_answer,
    response_assign,
    response_deliver,
    response_received,
    response_verify,
    responses_supersede,
)
from tests.soak.life.people import ASKED, IOPC, LAST, MADE, PEOPLE, Person, manages, verifies
from tests.soak.life.sequence import Sequence, answers, anybody, nobody_or_anybody
from tests.soak.life.state import (
    AWAITING,
    DECISIONS,
    DELIVERED,
    IN_PROGRESS,
    RETURNED,
    VERIFIED,
    Answer,
)
from tests.soak.steps import mostly, which

decisions = st.sampled_from([*DECISIONS, DECISIONS[0], ""])
IOPC_ASKED = [number for number, asked in enumerate(ASKED) if asked.source == IOPC]
near = st.sampled_from([0, 0, 0, -1, -4, 1])
"""Days from today."""
outcomes = st.sampled_from([VERIFIED, RETURNED])


class Answering(Sequence):
    def of_force(self, answer: Answer, who: Person, rightly: bool) -> Person:
        """Somebody, "rightly" one who answers for the force."""
        return self.one_of(self.able(manages, answer.asked.force), who, rightly)

    @rule(
        who=anybody,
        rightly=mostly,
        number=answers,
        owner=nobody_or_anybody,
        deputy=nobody_or_anybody,
        fitting=mostly,
        fresh=mostly,
    )
    def assign(self, who, rightly, number, owner, deputy, fitting, fresh):
        answer = self.model.answers[number]
        able = self.able(manages, answer.asked.force)
        owner = owner and self.one_of(able, owner, fitting)
        deputy = deputy and self.one_of([one for one in able if one != owner], deputy, fitting)
        self.assign_it(self.of_force(answer, who, rightly), number, owner, deputy, stale=not fresh)

    def assign_it(self, by, number, owner, deputy, stale=False) -> None:
        answer = self.model.answers[number]
        lock = answer.lock - stale
        self.step(
            "response.assigned",
            lambda: response_assign(
                response=self.world.response(number, by),
                owner=self.user(owner),
                deputy=self.user(deputy),
                lock=lock,
                by=self.user(by),
            ),
            lambda: self.model.assign(answer, owner, deputy, lock, by),
        )

    @rule(
        who=anybody,
        rightly=mostly,
        number=answers,
        said=st.tuples(decisions, decisions),
        explained=mostly,
        fresh=mostly,
    )
    def answer(self, who, rightly, number, said, explained, fresh):
        by = self.of_force(self.model.answers[number], who, rightly)
        self.answer_it(by, number, said, explained, stale=not fresh)

    def answer_it(self, by, number, said, explained=True, stale=False) -> None:
        """To the whole, or to each of its points."""
        answer, points = self.model.answers[number], self.world.points[number]
        said, lock = list(said)[: len(points) or 1], answer.lock - stale
        why = self.words() if explained else " "
        self.step(
            "response.answered",
            lambda: response_answer(
                response=self.world.response(number, by),
                decision="" if points else said[0],
                statement="" if points else why,
                points={
                    point.pk: PointAnswer(one, why)
                    for point, one in zip(points, said, strict=False)
                },
                lock=lock,
                by=self.user(by),
            ),
            lambda: self.model.answer(answer, said, explained, lock, by),
        )

    @precondition(lambda self: self.with_status(AWAITING))
    @rule(who=anybody, other=anybody, n=which, said=st.tuples(decisions, decisions))
    def answer_at_once(self, who: Person, other: Person, n: int, said: tuple[str, str]) -> None:
        """Two have the same page open: what the second types is not lost, but sent back."""
        number = self.with_status(AWAITING)[n % len(self.with_status(AWAITING))]
        answer, first = self.model.answers[number], (DECISIONS[0], DECISIONS[0])
        self.answer_it(self.of_force(answer, who, True), number, first)
        self.answer_it(self.of_force(answer, other, True), number, said, stale=True)

    @rule(who=anybody, rightly=mostly, number=answers, days=near, explained=mostly, fresh=mostly)
    def deliver_any(self, who, rightly, number, days, explained, fresh):
        by = self.of_force(self.model.answers[number], who, rightly)
        self.deliver(by, number, days, explained, stale=not fresh)

    @precondition(lambda self: self.with_status(IN_PROGRESS))
    @rule(who=anybody, n=which, days=near)
    def deliver_one_under_way(self, who: Person, n: int, days: int) -> None:
        under_way = self.with_status(IN_PROGRESS)
        number = under_way[n % len(under_way)]
        self.deliver(self.of_force(self.model.answers[number], who, True), number, days)

    def deliver(self, by, number, days=0, explained=True, stale=False) -> None:
        answer, on = self.model.answers[number], self.model.today + timedelta(days=days)
        why, lock = self.words() if explained else "", answer.lock - stale
        self.step(
            "response.delivered",
            lambda: response_deliver(
                response=self.world.response(number, by),
                why=why,
                on=on,
                lock=lock,
                by=self.user(by),
            ),
            lambda: self.model.deliver(answer, on, explained, lock, by),
        )

    @rule(
        who=anybody, rightly=mostly, number=answers, outcome=st.sampled_from([VERIFIED, RETURNED])
    )
    def verify_any(self, who: Person, rightly: bool, number: int, outcome: str) -> None:
        able = self.able(verifies, self.model.answers[number].asked)
        self.verify(self.one_of(able, who, rightly), number, outcome)

    @precondition(lambda self: self.with_status(DELIVERED))
    @rule(
        who=anybody,
        how=st.sampled_from(["rightly", "rightly", "hand", "anybody"]),
        n=which,
        outcome=st.sampled_from([VERIFIED, RETURNED, RETURNED, "accepted"]),
        explained=mostly,
    )
    def verify_one_delivered(self, who, how, n, outcome, explained):
        delivered = self.with_status(DELIVERED)
        number = delivered[n % len(delivered)]
        answer = self.model.answers[number]
        able = self.untouched(answer, verifies) if how == "rightly" else []
        if how == "hand":
            able = [one for one in PEOPLE if one in answer.hands and verifies(one, answer.asked)]
        self.verify(self.one_of(able, who, True), number, outcome, explained)

    def verify(self, by, number, outcome, explained=True) -> None:
        answer, why = self.model.answers[number], self.words() if explained else " "
        self.step(
            f"response.{outcome}",
            lambda: response_verify(
                response=self.world.response(number, by),
                outcome=outcome,
                why=why,
                by=self.user(by),
            ),
            lambda: self.model.verify(answer, outcome, explained, by),
        )

    @rule(who=anybody, rightly=mostly, number=answers, explained=mostly)
    def supersede(self, who: Person, rightly: bool, number: int, explained: bool) -> None:
        """What a link does, whose maker was asked for the right to it."""
        answer, why = self.model.answers[number], self.words() if explained else ""
        by = self.of_force(answer, who, rightly)
        self.step(
            "response.superseded",
            lambda: responses_supersede(
                responses=[self.world.response(number, by)], why=why, by=self.user(by)
            ),
            lambda: self.model.supersede(answer, explained, by),
        )

    @rule(who=anybody, rightly=mostly, number=answers, days=near, fresh=mostly)
    def receive(self, who, rightly, number, days, fresh):
        answered = [n for n in IOPC_ASKED if self.model.answers[n].answered_on]
        if rightly and answered:
            number = answered[number % len(answered)]
        answer, on = self.model.answers[number], self.model.today + timedelta(days=days)
        by, lock = self.of_force(answer, who, rightly), answer.lock - (not fresh)
        self.step(
            "response.received",
            lambda: response_received(
                response=self.world.response(number, by), on=on, lock=lock, by=self.user(by)
            ),
            lambda: self.model.received(answer, on, lock, by),
        )

    @rule(
        who=anybody,
        rightly=mostly,
        number=st.sampled_from([*IOPC_ASKED, *IOPC_ASKED, 0]),
        until=st.sampled_from([LAST, LAST + timedelta(days=14), LAST + timedelta(days=28)]),
        applied_on=st.sampled_from(
            [MADE, MADE, MADE - timedelta(days=1), LAST, LAST + timedelta(days=1)]
        ),
        explained=mostly,
    )
    def extend(self, who, rightly, number, until, applied_on: date, explained):
        answer, why = self.model.answers[number], self.words() if explained else ""
        by = self.of_force(answer, who, rightly)
        self.step(
            "extension.granted",
            lambda: extension_grant(
                response=self.world.response(number, by),
                until=until,
                applied_on=applied_on,
                why=why,
                by=self.user(by),
            ),
            lambda: self.model.extend(answer, until, applied_on, explained, by),
        )

    def with_status(self, status: str) -> list[int]:
        return [
            number
            for number, answer in enumerate(self.model.answers)
            if answer.status == status and answer.is_open_to_force
        ]
