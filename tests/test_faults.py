"""The deliberate faults of `make faults` fit the code as it is, and three of them are caught."""

from __future__ import annotations

import pytest

from tests.faults.__main__ import is_caught, main
from tests.faults.catalogue import Fault, StaleError, all_faults, named_tests
from tests.faults.trial import ROOT, code_copied, run_tests

FAULTS = all_faults()
QUICK = "14,15,25"
"""One that a migration makes, one of a code, one of a rule; the others are run by hand."""
BLIND = Fault(0, "", "audit/clock.py", "def today", "def  today", ("tests/rules/test_roles.py",))


def test_there_are_twenty_five_at_least():
    assert len(FAULTS) >= 25
    assert len({fault.what for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.number))
def test_a_fault_still_fits_the_code_and_changes_it(fault):
    source = (ROOT / fault.file).read_text("utf-8")
    assert fault.put_into(source) != source
    compile(fault.put_into(source), fault.file, "exec")


def test_the_tests_that_are_named_exist():
    """Collected only: their cases are found out when they run."""
    for test in named_tests(FAULTS):
        file, _, name = test.partition("::")
        function = name.partition("[")[0].rpartition("::")[2]
        assert f"def {function}(" in (ROOT / file).read_text("utf-8"), test


def test_three_are_caught(capsys):
    assert main(["--only", QUICK]) == 0
    assert "3 of 3 faults caught." in capsys.readouterr().out


def test_a_fault_that_no_test_notices_is_said_not_to_be_caught(capsys):
    with code_copied() as folder:
        assert run_tests(BLIND.tests, folder).passed
        assert not is_caught(BLIND, folder)
        assert not is_caught(Fault(0, "", BLIND.file, "no such text", "", BLIND.tests), folder)
    printed = capsys.readouterr().out
    assert "NOT CAUGHT" in printed
    assert "DOES NOT FIT" in printed
    assert (ROOT / BLIND.file).read_text("utf-8").count(BLIND.new) == 0


def test_what_does_not_fit_exactly_once_is_stale():
    with pytest.raises(StaleError, match="stands 2 times"):
        Fault(0, "", "x.py", "a", "b", ()).put_into("a a")
