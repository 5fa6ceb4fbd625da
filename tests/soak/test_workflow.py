"""The whole workflow, by anybody and in any order."""

from __future__ import annotations

import pytest

from tests.soak.length import IN_FULL, times
from tests.soak.steps import run_sequences
from tests.soak.workflow.machine import Workflow
from tests.soak.workflow.world import World

SEQUENCES = times(5000)
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


@pytest.mark.usefixtures("db")
def test_no_order_of_steps_breaks_the_rules(capsys):
    Workflow.world = World()
    run_sequences(Workflow, capsys, sequences=SEQUENCES, steps=STEPS, met=MET)
