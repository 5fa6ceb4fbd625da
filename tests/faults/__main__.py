"""`make faults`: each deliberate fault, the tests named for it, and whether they notice.

Ends with 1 if a fault survives one of its tests, or no longer fits the code.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tests.faults.catalogue import Fault, StaleError, all_faults, named_tests
from tests.faults.trial import code_copied, run_tests, with_fault


def main(arguments: Sequence[str] | None = None) -> int:
    faults = chosen(arguments)
    tests = named_tests(faults)
    with code_copied() as folder:
        sound = run_tests(tests, folder)
        if not sound.passed:
            print(sound.printed)
            print("The tests fail without any fault, so they show nothing about one.")
            return 1
        print(f"Without a fault all of the {len(tests)} tests named here pass.")
        survivors = [fault.number for fault in faults if not is_caught(fault, folder)]
    print(f"\n{len(faults) - len(survivors)} of {len(faults)} faults caught.")
    if survivors:
        print(f"Not caught: {', '.join(map(str, survivors))}.")
    return 1 if survivors else 0


def chosen(arguments: Sequence[str] | None) -> list[Fault]:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", metavar="N,…", help="the faults with these numbers")
    only = parser.parse_args(arguments).only
    faults = {str(fault.number): fault for fault in all_faults()}
    numbers = [number.strip() for number in only.split(",")] if only else list(faults)
    if unknown := [number for number in numbers if number not in faults]:
        parser.error(f"There is no fault {', '.join(unknown)}: they go from 1 to {len(faults)}.")
    return [faults[number] for number in numbers]


def is_caught(fault: Fault, folder: Path) -> bool:
    """Tries it and prints what came of it; every test that is named must notice."""
    start = perf_counter()
    try:
        with with_fault(fault, folder):
            outcome = run_tests(fault.tests, folder)
    except StaleError as error:
        print(f"\n{fault.number:3}  {fault.what}\n     DOES NOT FIT  {error}", flush=True)
        return False
    print(f"\n{fault.number:3}  {fault.what} ({perf_counter() - start:.0f} s)")
    caught = {test: outcome.caught_by(test) for test in fault.tests}
    for test, noticed in caught.items():
        print(f"     {'caught' if noticed else 'NOT CAUGHT':<10}  {test}", flush=True)
    return all(caught.values())


if __name__ == "__main__":
    sys.exit(main())
