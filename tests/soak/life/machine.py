"""Anybody does anything, in any order: what is done and what is refused is as the model says."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from audit.services.rounds import round_move
from tests.soak.life.answering import outcomes
from tests.soak.life.people import PEOPLE, UNPUBLISHED, Person, can_own_actions, manages, verifies
from tests.soak.life.sequence import answers, anybody
from tests.soak.life.showing import Showing
from tests.soak.life.state import ACCEPTED, AWAITING, IN_PROGRESS, RETURNED, VERIFIED
from tests.soak.steps import mostly, which

STARTS = ("asked", "answered", "planned", "shown", "delivered", "returned", "verified")
ENDS = {"begun": "planned", "withdrawn": "shown", "done": "delivered", "taken away": "delivered"}
"""What else a sequence can start with, each after one of these."""
HANDS = ("owned it", "owned its action", "reported")
"""What somebody did who then tries to verify it."""
DUE = date(2027, 1, 15)


class Life(Showing):
    @initialize(
        number=st.integers(0, 3),
        owner=anybody,
        by=anybody,
        start=st.sampled_from([*STARTS, *ENDS]),
    )
    def start(self, number: int, owner: Person, by: Person, start: str) -> None:
        """Most sequences start somewhere in the life of one of them."""
        answer, reached = self.model.answers[number], STARTS.index(ENDS.get(start, start))
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
        if start in ENDS:
            self.go_on(start, by, owner)
        if start in {"returned", "verified"}:
            self.verify(by, number, VERIFIED)
            for who in self.untouched(answer, verifies)[:1]:
                self.verify(who, number, VERIFIED if start == "verified" else RETURNED)

    def go_on(self, end: str, by: Person, owner: Person) -> None:
        if end == "begun":
            self.begin_it(owner, 0)
        elif end == "withdrawn":
            self.withdraw_it(by, 0)
        elif end == "done":
            self.finish_it(owner, 0)
        else:
            [served] = self.model.deeds[0].serves
            to = (self.model.answers.index(served) + 1) % 3
            self.take_away(by, 0, to, delivered=False)

    @precondition(lambda self: self.with_status(IN_PROGRESS))
    @rule(who=anybody, n=which, part=st.sampled_from(HANDS), outcome=outcomes)
    def verify_what_they_had_a_hand_in(self, who: Person, n: int, part: str, outcome: str) -> None:
        """Who once had one, too, although all of it is in other hands now."""
        number = self.with_status(IN_PROGRESS)[n % len(self.with_status(IN_PROGRESS))]
        answer = self.model.answers[number]
        force = answer.asked.force
        who = self.one_of(self.able(manages, force), who, True)
        [other, *_] = [one for one in self.able(manages, force) if one != who]
        if part == "owned it":
            self.assign_it(other, number, who, None)
            self.assign_it(other, number, other, None)
        elif part == "owned its action":
            self.plan_it(other, [number], who, DUE)
            deed = self.model.deeds[-1]
            self.change_it(other, deed, self.planned([number], other, DUE))
        else:
            self.report_it(who, number)
        self.report_it(other, number, with_file=True)
        self.deliver(other, number)
        self.verify(who, number, outcome)

    @precondition(lambda self: self.model.deeds)
    @rule(who=anybody, owner=anybody, n=which, number=answers, delivered=st.booleans())
    def take_an_action_away(self, who, owner, n, number, delivered):
        """From what it serves, for another; "delivered" once that was delivered."""
        number_of, deed = self.deed(n)
        by = self.one_of(self.able(manages, deed.force), who, True)
        [first, *rest] = [self.model.answers.index(one) for one in deed.serves]
        self.take_away(by, number_of, number, delivered)
        if not delivered and first not in {number, *rest}:
            self.report_it(by, first, with_file=True)
            self.deliver(by, first)
            self.verify(
                self.one_of(sorted(deed.hands, key=PEOPLE.index), owner, True), first, VERIFIED
            )

    def take_away(self, by: Person, number: int, to: int, delivered: bool) -> None:
        deed, other = self.model.deeds[number], self.model.answers[to]
        if other.status == AWAITING:
            self.answer_it(by, to, (ACCEPTED, ACCEPTED))
        if delivered:
            self.deliver(by, self.model.answers.index(deed.serves[0]))
        self.change_it(by, deed, self.planned([to], deed.owner, deed.due))

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
