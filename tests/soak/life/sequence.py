"""What the steps of a sequence share: the rows, the model, and what must always be so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from audit.models import Action, Evidence, Response, SubPointAnswer, User
from tests.soak.life.model import Model
from tests.soak.life.people import ASKED, PEOPLE, Person
from tests.soak.life.seeing import all_keys, seen, to_be_seen
from tests.soak.life.state import Answer, Report, Shown
from tests.soak.life.world import World
from tests.soak.steps import Steps, one_of

anybody = st.sampled_from(PEOPLE)
nobody_or_anybody = st.one_of(st.none(), anybody)
answers = st.integers(0, len(ASKED) - 1)


class Sequence(Steps):
    """`world` and `settings` are set by the test; `settings.TODAY` moves."""

    world: World
    settings: object

    def __init__(self) -> None:
        super().__init__()
        self.model: Model = self.world.model()
        self.let_it_be(self.model.today)

    def let_it_be(self, day) -> None:
        self.model.today, self.settings.TODAY = day, day.isoformat()

    @invariant()
    def rows_are_as_the_model_has_them_and_a_status_that_of_its_last_step(self) -> None:
        stored, told = self.world.stored(), self.world.told(self.model)
        differ = {name: (stored[name], told[name]) for name in told if stored[name] != told[name]}
        assert differ == {}, f"Stored, and as it should be: {differ}"
        last = {number: status for number, status, *_ in stored["steps"]}
        assert [last[number] for number in sorted(last)] == [row[2] for row in stored["answers"]]

    @invariant()
    def each_sees_what_they_may_and_nothing_else(self) -> None:
        keys = all_keys()
        for who, asked in self.world.asking.items():
            found, may = seen(asked), to_be_seen(self.model, keys, who)
            assert found == may, f"{who.email} sees {found}, and may see {may}"

    @invariant()
    def what_was_delivered_is_shown_by_evidence(self) -> None:
        for response in Response.objects.filter(status__in=["delivered", "verified"]):
            assert Evidence.objects.of_response(response).exists()

    @invariant()
    def every_refusal_has_its_reason(self) -> None:
        refused = ["not_accepted", "accepted_in_part"]
        points = SubPointAnswer.objects.filter(decision__in=refused)
        assert not points.filter(statement="").exists()
        whole = Response.objects.filter(status__in=refused, point_answers=None)
        assert not whole.filter(statement="").exists()

    @invariant()
    def the_first_due_date_stays_and_each_change_says_why(self) -> None:
        for action in Action.objects.prefetch_related("due_changes"):
            days = [action.first_due_on]
            for change in action.due_changes.all():
                assert change.why
                assert change.before == days[-1] != change.after
                days.append(change.after)
            assert action.due_on == days[-1]

    def one_of(self, people: Iterable[Person], who: Person, rightly: bool) -> Person:
        return one_of(PEOPLE, list(people), who, rightly)

    def able(self, may: Callable[..., bool], *about: object) -> list[Person]:
        return [who for who in PEOPLE if may(who, *about)]

    def untouched(self, answer: Answer, may: Callable[..., bool]) -> list[Person]:
        """Those who may, without those who had a hand in it."""
        return [who for who in self.able(may, answer.asked) if who not in answer.hands]

    @property
    def shown(self) -> list[tuple[Report, Shown]]:
        """In the order of their rows."""
        return [(report, one) for report in self.model.reports for one in report.shown]

    def user(self, who: Person | None) -> User | None:
        return self.world.users[who] if who else None
