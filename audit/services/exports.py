"""Taking case files out: whose they may be, and the entries that say that they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from audit.models import CaseFile, Round, User
from audit.permissions import Right, can, require, require_somewhere
from audit.services.loading.standing import StandingRound
from audit.services.trail import record, record_many


@transaction.atomic
def case_files_take_out(*, files: Iterable[CaseFile], form: str, by: User) -> list[CaseFile]:
    """Those of `files` that `by` may take out, in their order.

    Each inspection or audit of them gets an entry: how many of its files, and as what. `files`
    have their rounds beside them, or each costs a query.
    """
    require_somewhere(by, Right.TRANSFER_CASE_FILES)
    taken = [row for row in files if can(by, Right.TRANSFER_CASE_FILES, row)]
    rounds = {row.round_id: row.round for row in taken}
    for pk, count in Counter(row.round_id for row in taken).items():
        told = {"files": count, "form": form}
        record("round.case_files_exported", rounds[pk], by=by, after=told)
    return taken


@transaction.atomic
def round_take_out(*, round: Round, by: User) -> StandingRound:
    """All that is done with the case files of `round`, their local numbers in the clear.

    For those who may bring it back: they see every file, and its numbers by the same right. That
    the numbers were looked at is recorded for each file that has some.
    """
    require(by, Right.MODERATE, round)
    standing = StandingRound(round, by)
    numbered = {row.values["reference"] for row in standing.tables["local_numbers.csv"]}
    files = [row for row in standing.files.values() if row.reference in numbered]
    nothing: list[dict[str, str]] = [{} for _ in files]
    record_many("local_numbers.revealed", files, by=by, before=nothing, after=nothing)
    record("round.workbook_taken_out", round, by=by, after={"files": len(standing.files)})
    return standing
