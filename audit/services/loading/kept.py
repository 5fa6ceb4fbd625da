"""What a person's workbook has written, as JSON: `services/round_undo.py` takes it back."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import Any

from django.db.models import Model

from audit.models import Assessment
from audit.services.loading.by_person import LoadingByPerson
from audit.services.trail import values_of
from audit.services.trail_codes import canonical, plain
from audit.services.undoing import batches

FOLLOWS = {"final_assessment_id", "status", "blind"}
"""Of a case file: what follows from its assessments, and changes with them."""


def kept_of(loading: LoadingByPerson) -> dict[str, Any]:
    """By names of models and keys of rows: those that are `new`; of those that were changed what
    stood (`before`), of drafts with all their parts (`drafts`); how each was left (`after`), and
    the saves of every assessment that was written (`locks`)."""
    new: dict[str, list[int]] = defaultdict(list)
    for model, key in sorted(loading.new_rows, key=lambda row: row[1]):
        new[_name(model)].append(key)
    before: dict[str, dict[int, Any]] = defaultdict(dict)
    after: dict[str, dict[int, str]] = defaultdict(dict)
    for row, stood in loading.befores.items():
        after[_name(row)][row.pk] = state_of(row)
        if not loading.is_new(row):
            now = plain(values_of(row))
            was = plain(stood)
            before[_name(row)][row.pk] = {
                field: value for field, value in was.items() if value != now[field]
            }
    return {
        "new": dict(new),
        "before": dict(before),
        "after": dict(after),
        "drafts": loading.stood,
        "locks": {
            key: lock
            for some in batches(loading.judged)
            for key, lock in Assessment.objects.filter(pk__in=some).values_list("pk", "lock")
        },
    }


def state_of(row: Model) -> str:
    """Tells whether a row is as it was left."""
    left_out = FOLLOWS if _name(row) == "casefile" else ()
    values = {name: value for name, value in values_of(row).items() if name not in left_out}
    return sha256(canonical(plain(values))).hexdigest()


def _name(row: Model | type[Model]) -> str:
    return row._meta.model_name or ""
