"""Imports for tests: files made by code, and runs that are so far."""

from __future__ import annotations

from hashlib import sha256

from audit.models import ImportRun, Round, User
from audit.models.encryption import packed, packed_bytes
from audit.rules.imports import CellProblem, Difference, Outcome, RowResult
from audit.services.import_results import Told

CONTENT = b"Reference,Area,Grade\nNEW-1,s47,Good\nNEW-2,s47,Satisfactory\n"
HEADINGS = ["Reference", "Area", "Grade"]
RESULTS = (
    RowResult(2, Outcome.NEW, "NEW-1", differences=(Difference("Grade", "", "Good"),)),
    RowResult(3, Outcome.REFUSED, "NEW-2", (CellProblem("Grade", "this is not a grade"),)),
)


def checked_run(round: Round, by: User) -> ImportRun:
    """As if `by` had chosen a file of two rows and had them checked."""
    told = Told()
    for result in RESULTS:
        told.add(result)
    return ImportRun.objects.create(
        round=round,
        file_name="cases.csv",
        sha256=sha256(CONTENT).hexdigest(),
        started_by=by,
        status=ImportRun.Status.CHECKED,
        heading=1,
        headings=HEADINGS,
        columns=["reference", "areas", "grade"],
        rows=len(RESULTS),
        counts=told.counts,
        plan_sha256=told.sha256,
        content=packed_bytes(CONTENT),
        samples=packed([["NEW-1", "NEW-2"], ["s47", "s47"], ["Good", "Satisfactory"]]),
        results=told.packed(),
    )
