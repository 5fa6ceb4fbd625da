"""Planning actions, moving their dates and their owners, and carrying them out."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from audit.services.actions import (
    Plan,
    action_add,
    action_begin,
    action_change,
    action_done,
    action_drop,
    action_reopen,
)
from tests.soak.life import deeds
from tests.soak.life.answering import Answering, near
from tests.soak.life.people import Person, can_own_actions, manages
from tests.soak.life.sequence import answers, anybody
from tests.soak.life.state import GOING_ON, Deed
from tests.soak.steps import mostly, which

due_days = st.sampled_from([date(2027, 1, 15), date(2027, 2, 26), date(2026, 11, 18)])
"""The last is before the inspection was published."""
none_or_some = st.one_of(
    st.none(), st.none(), st.lists(answers, min_size=1, max_size=2, unique=True)
)


class Acting(Answering):
    @rule(
        who=anybody,
        rightly=mostly,
        number=answers,
        also=st.one_of(st.none(), answers),
        owner=anybody,
        fitting=mostly,
        due=due_days,
    )
    def plan(self, who, rightly, number, also, owner, fitting, due):
        number = self.going_on(number) if fitting else number
        serves = list(dict.fromkeys(n for n in (number, also) if n is not None))
        force = self.model.answers[number].asked.force
        owner = self.one_of(self.able(can_own_actions, force), owner, fitting)
        self.plan_it(self.of_force(self.model.answers[number], who, rightly), serves, owner, due)

    def plan_it(self, by: Person, serves: list[int], owner: Person, due: date) -> None:
        planned = self.planned(serves, owner, due)
        self.step(
            "action.added",
            lambda: action_add(plan=self.as_plan(planned, by), by=self.user(by)),
            lambda: deeds.add(self.model, planned, by),
        )

    def planned(self, serves: list[int], owner: Person, due: date) -> deeds.Planned:
        return deeds.Planned(owner, due, [self.model.answers[n] for n in serves])

    def as_plan(self, planned: deeds.Planned, by: Person) -> Plan:
        numbers = [self.model.answers.index(answer) for answer in planned.serves]
        return Plan(
            title="Look at each of them",
            what="",
            owner=self.user(planned.owner),
            due_on=planned.due,
            responses=tuple(self.world.response(n, by) for n in numbers),
        )

    @precondition(lambda self: self.model.deeds)
    @rule(
        who=anybody,
        rightly=mostly,
        n=which,
        serves=st.one_of(
            st.none(), st.none(), st.lists(answers, min_size=1, max_size=2, unique=True)
        ),
        owner=st.one_of(st.none(), anybody),
        due=st.one_of(st.none(), due_days),
        explained=mostly,
        fresh=mostly,
    )
    def change(self, who, rightly, n, serves, owner, due, explained, fresh):
        """None of them: as it was."""
        deed = self.deed(n)[1]
        able = self.able(can_own_actions, deed.force)
        owner = self.one_of(able, owner, rightly) if owner else deed.owner
        served = [self.model.answers.index(answer) for answer in deed.serves]
        planned = self.planned(serves or served, owner, due or deed.due)
        by = self.one_of(self.able(manages, deed.force), who, rightly)
        self.change_it(by, deed, planned, explained, stale=not fresh)

    def change_it(self, by, deed, planned, explained=True, stale=False) -> None:
        number, lock = self.model.deeds.index(deed), deed.lock - stale
        why = self.words() if explained else " "
        self.step(
            "action.changed",
            lambda: action_change(
                action=self.world.action(number, by),
                plan=self.as_plan(planned, by),
                why=why,
                lock=lock,
                by=self.user(by),
            ),
            lambda: deeds.change(self.model, deed, planned, explained, lock, by),
        )

    @precondition(lambda self: self.model.deeds)
    @rule(who=anybody, rightly=mostly, n=which)
    def begin_one(self, who: Person, rightly: bool, n: int) -> None:
        number, deed = self.deed(n)
        self.begin_it(self.one_of(self.reporting(deed), who, rightly), number)

    def begin_it(self, by: Person, number: int) -> None:
        deed = self.model.deeds[number]
        event = "action.begun" if deed.status == "planned" else "response.begun"
        self.step(
            event,
            lambda: action_begin(action=self.world.action(number, by), by=self.user(by)),
            lambda: deeds.begin(self.model, deed, by),
        )

    @precondition(lambda self: self.model.deeds)
    @rule(who=anybody, rightly=mostly, n=which, days=near)
    def finish(self, who: Person, rightly: bool, n: int, days: int) -> None:
        number, deed = self.deed(n)
        self.finish_it(self.one_of(self.reporting(deed), who, rightly), number, days)

    def finish_it(self, by: Person, number: int, days: int = 0) -> None:
        deed, on = self.model.deeds[number], self.model.today + timedelta(days=days)
        self.step(
            "action.done",
            lambda: action_done(action=self.world.action(number, by), done_on=on, by=self.user(by)),
            lambda: deeds.done(self.model, deed, on, by),
        )

    @precondition(lambda self: self.model.deeds)
    @rule(who=anybody, rightly=mostly, n=which, explained=mostly)
    def drop_or_reopen(self, who: Person, rightly: bool, n: int, explained: bool) -> None:
        number, deed = self.deed(n)
        by = self.one_of(self.able(manages, deed.force), who, rightly)
        why = self.words() if explained else " "
        if deed.is_open and n % 3:
            self.step(
                "action.dropped",
                lambda: action_drop(
                    action=self.world.action(number, by), why=why, by=self.user(by)
                ),
                lambda: deeds.drop(deed, explained, by),
            )
        else:
            self.step(
                "action.reopened",
                lambda: action_reopen(
                    action=self.world.action(number, by), why=why, by=self.user(by)
                ),
                lambda: deeds.reopen(deed, explained, by),
            )

    def going_on(self, number: int) -> int:
        """One that is accepted and not over, where there is one."""
        ready = [n for n, one in enumerate(self.model.answers) if one.status in GOING_ON]
        return ready[number % len(ready)] if ready else number

    def deed(self, n: int) -> tuple[int, Deed]:
        number = n % len(self.model.deeds)
        return number, self.model.deeds[number]

    def reporting(self, deed: Deed) -> list[Person]:
        """Its owner first, and the managers."""
        return [deed.owner, *self.able(manages, deed.force)]
