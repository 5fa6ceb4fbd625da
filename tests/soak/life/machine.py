"""Anybody does anything, in any order: what is done and what is refused is as the model says."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from audit.services.rounds import round_move
from tests.soak.life.people import UNPUBLISHED, Person, can_own_actions, verifies
from tests.soak.life.sequence import anybody
from tests.soak.life.showing import Showing
from tests.soak.life.state import ACCEPTED, RETURNED, VERIFIED
from tests.soak.steps import mostly

STARTS = ("asked", "answered", "planned", "shown", "delivered", "returned", "verified")
DUE = date(2027, 1, 15)


class Life(Showing):
    @initialize(
        number=st.integers(0, 3),
        owner=anybody,
        by=anybody,
        start=st.sampled_from(STARTS),
    )
    def start(self, number: int, owner: Person, by: Person, start: str) -> None:
        """Most sequences start somewhere in the life of one of them."""
        answer, reached = self.model.answers[number], STARTS.index(start)
        by = self.of_force(answer, by, True)
        owner = self.one_of(self.able(can_own_actions, answer.asked.force), owner, True)
        if reached >= STARTS.index("answered"):
            self.answer_it(by, number, (ACCEPTED, ACCEPTED))
        if reached >= STARTS.index("planned"):
            self.plan_it(by, [number], owner, DUE)
        if reached >= STARTS.index("shown"):
            self.report_action(owner, 0)
        if reached >= STARTS.index("delivered"):
            self.deliver(by, number)
        if start in {"returned", "verified"}:
            able = self.untouched(answer, verifies)
            self.verify(able[0], number, VERIFIED if start == "verified" else RETURNED)

    @rule(days=st.sampled_from([1, 7]))
    def days_pass(self, days: int) -> None:
        self.let_it_be(self.model.today + timedelta(days=days))

    @precondition(lambda self: not self.model.answers[-1].is_open_to_force)
    @rule(who=anybody, rightly=mostly)
    def publish(self, who: Person, rightly: bool) -> None:
        """What it asks is not seen, and so not answered, before."""
        by = self.one_of(self.able(lambda one: one.on_team), who, rightly)
        self.step(
            "round.published",
            lambda: round_move(
                round=self.world.round(UNPUBLISHED), to="published", by=self.user(by)
            ),
            lambda: self.model.publish(by),
        )
