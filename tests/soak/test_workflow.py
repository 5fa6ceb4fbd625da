"""The whole workflow, by anybody and in any order."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.length import IN_FULL, tell, times
from tests.soak.workflow.machine import Workflow
from tests.soak.workflow.world import World

SEQUENCES = times(5000)
FEWER = 5
"""As much less on PostgreSQL, which takes longer for each; the rules are the same there."""
STEPS = 20 if IN_FULL else 10
MET = (
    *("assessment.submitted: done", "assessment.agreed: done", "assessment.returned: done"),
    *("assessment.agreement_reopened: done", "case_file.allocated: done", "concern.closed: done"),
    *("round.signed_off: done", "round.published: done", "round.reopened: done"),
    "assessment.saved: it was saved elsewhere",
    "assessment.agreed: nobody moderates their own",
    "assessment.agreed: a query is open",
    "case_file.allocated: one can know the other's grade",
    *("looked at rows while blind", "looked at a page while blind"),
)
"""What the sequences must have come to, or they would prove nothing of it."""


@pytest.mark.usefixtures("db")
def test_no_order_of_steps_breaks_the_rules(capsys):
    Workflow.world, Workflow.counted = World(), Counter()
    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=SEQUENCES if connection.vendor == "sqlite" else SEQUENCES // FEWER,
            stateful_step_count=STEPS,
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
    for outcome, number in sorted(Workflow.counted.items()):
        tell(capsys, f"{number:6} {outcome}")
    if connection.vendor == "sqlite":
        assert [outcome for outcome in MET if not Workflow.counted[outcome]] == []
