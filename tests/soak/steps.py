"""What every step of a sequence goes through: done or refused as the model says, and recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from audit.models import Force, LogEntry, User
from audit.rules.roles import Role
from audit.rules.transitions import StaleError, TransitionError
from audit.services.memberships import membership_add
from audit.services.people import person_add
from tests.cast import PASSWORD
from tests.soak.length import IN_FULL, tell

REFUSALS = (PermissionDenied, ValidationError, TransitionError, StaleError, ObjectDoesNotExist)
NOTHING_TO_DO = "nothing to do"
"""What a model says of a step that is done already: it is not refused, and leaves no entry."""
FEWER = 5
"""As many fewer sequences on PostgreSQL, which takes longer for each; the rules are the same."""
which = st.integers(0, 11)
"""One of those that there are, counted round and round."""
mostly = st.sampled_from([True, True, True, False])
P = TypeVar("P")


class Steps(RuleBasedStateMachine):
    """`counted` is set by `run_sequences`, in whose test's transaction all of this happens."""

    counted: Counter[str]
    """What was done and what was refused, over all sequences."""

    def __init__(self) -> None:
        super().__init__()
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
        if reason and reason != NOTHING_TO_DO:
            assert refused, f"{event}: it was done, though {reason}"
        else:
            assert not refused, f"{event}: {refused}"
        assert (event in recorded) if not reason else recorded == []
        self.counted[f"{event}: {reason or 'done'}"] += 1

    def words(self) -> str:
        self.steps += 1
        return f"Step {self.steps}."


def one_of(every: tuple[P, ...], people: list[P], who: P, rightly: bool) -> P:
    """`who`, or "rightly" one of `people`, who may, in their stead."""
    return people[every.index(who) % len(people)] if rightly and people else who


def first_that_holds(refusals: dict[str, bool]) -> str:
    return next((reason for reason, holds in refusals.items() if holds), "")


def user_with(email: str, role: str, force: str = "") -> User:
    """Whoever of the cast has the address, or somebody new in that role."""
    email = f"{email}.example"
    if found := User.objects.filter(email=email).first():
        return found
    service = User.objects.service_account()
    name = email.partition("@")[0].capitalize()
    found = person_add(email=email, name=name, password=PASSWORD[::-1], by=service)
    of = Force.objects.get(code=force) if force else None
    membership_add(person=found, role=Role(role), force=of, by=service)
    return found


def run_sequences(
    machine: type[Steps],
    capsys: pytest.CaptureFixture[str],
    *,
    sequences: int,
    steps: int,
    met: tuple[str, ...],
) -> None:
    """`met`: what the sequences must have come to, or they would prove nothing of it."""
    machine.counted = Counter()
    sqlite = connection.vendor == "sqlite"
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=sequences if sqlite else sequences // FEWER,
            stateful_step_count=steps,
            deadline=None,
            # The same sequences in each run of CI, new ones in each soak.
            derandomize=not IN_FULL,
            database=None,
            # Making a failing sequence shorter takes minutes, and few steps are easily read.
            phases=[Phase.generate, *([Phase.shrink] if IN_FULL else [])],
            print_blob=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    for outcome, number in sorted(machine.counted.items()):
        tell(capsys, f"{number:6} {outcome}")
    if sqlite:
        assert [outcome for outcome in met if not machine.counted[outcome]] == []
