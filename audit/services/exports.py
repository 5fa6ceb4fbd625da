"""Taking case files out: whose they may be, and the entries that say that they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from audit.models import CaseFile, User
from audit.permissions import Right, can, require_somewhere
from audit.services.trail import record


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
