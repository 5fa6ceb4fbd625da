"""What every step of a sequence goes through: done or refused as the model says, and recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from audit.models import LogEntry, User
from audit.rules.transitions import StaleError, TransitionError
from tests.soak.workflow.model import Model
from tests.soak.workflow.people import PEOPLE, Person
from tests.soak.workflow.state import GOOD, POOR, WORST, File
from tests.soak.workflow.world import GIVEN, World

REFUSALS = (PermissionDenied, ValidationError, TransitionError, StaleError, ObjectDoesNotExist)
anybody = st.sampled_from(PEOPLE)
nobody_or_anybody = st.one_of(st.none(), anybody)
files = st.integers(0, len(GIVEN) - 1)
which = st.integers(0, 11)
"""One of those that there are, counted round and round."""
given_grades = st.sampled_from([GOOD, POOR, WORST])
mostly = st.sampled_from([True, True, True, False])


class Sequence(RuleBasedStateMachine):
    """`world` and `counted` are set by the test, in whose transaction all of this happens."""

    world: World
    counted: Counter[str]
    """What was done and what was refused, over all sequences."""

    def __init__(self) -> None:
        super().__init__()
        self.model: Model = self.world.model()
        self.steps = 0
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def step(self, event: str, act: Callable[[], object], told: Callable[[], str]) -> None:
        """Does it, and compares: refused for a reason of the model, or done and recorded."""
        last = LogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        refused = ""
        try:
            act()
        except REFUSALS as error:
            refused = repr(error)
        recorded = list(LogEntry.objects.filter(pk__gt=last).values_list("event", flat=True))
        reason = told()
        if reason:
            assert refused, f"{event}: it was done, though {reason}"
            assert recorded == []
        else:
            assert not refused, f"{event}: {refused}"
            assert event in recorded
        self.counted[f"{event}: {reason or 'done'}"] += 1

    @invariant()
    def the_rows_are_as_the_model_has_them(self) -> None:
        stored, told = self.world.stored(), self.world.told(self.model)
        assert stored == told, f"There is {stored}, and should be {told}"

    @invariant()
    def nobody_has_agreed_their_own(self) -> None:
        """Of the model, whose rows are those of the database."""
        for file in self.model.files:
            assert not (file.is_agreed and file.agreed.by in {own.by for own in file.standing})

    def one_of(self, people: list[Person], who: Person, rightly: bool) -> Person:
        """`who`, or "rightly" one of these, who may, in their stead."""
        return people[PEOPLE.index(who) % len(people)] if rightly and people else who

    def able(self, may: Callable[[Person, str], bool], file: File) -> list[Person]:
        """Those who may, of those whose own the file is not."""
        return [who for who in PEOPLE if may(who, file.round) and not file.is_theirs(who)]

    def words(self) -> str:
        self.steps += 1
        return f"Step {self.steps}."

    def user(self, who: Person | None) -> User | None:
        return self.world.users[who] if who else None
