"""What the steps of a sequence share: the rows, the model, and what must always be so."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from audit.models import User
from tests.soak.steps import Steps, one_of
from tests.soak.workflow.model import Model
from tests.soak.workflow.people import PEOPLE, Person
from tests.soak.workflow.state import GOOD, POOR, WORST, File
from tests.soak.workflow.world import GIVEN, World

anybody = st.sampled_from(PEOPLE)
nobody_or_anybody = st.one_of(st.none(), anybody)
files = st.integers(0, len(GIVEN) - 1)
given_grades = st.sampled_from([GOOD, POOR, WORST])


class Sequence(Steps):
    """`world` is set by the test."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.model: Model = self.world.model()

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
        return one_of(PEOPLE, people, who, rightly)

    def able(self, may: Callable[[Person, str], bool], file: File) -> list[Person]:
        """Those who may, of those whose own the file is not."""
        return [who for who in PEOPLE if may(who, file.round) and not file.is_theirs(who)]

    def user(self, who: Person | None) -> User | None:
        return self.world.users[who] if who else None
