"""Writing published counts that come from a spreadsheet, and undoing it.

What a row means, and whether it may be written, is decided in `spreadsheets/count_rows.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.models import AreaOfPractice, ImportRun, PublishedCount, Round, User
from audit.services.trail import record_many, values_of
from audit.services.undoing import REASON as UNDONE
from audit.services.undoing import delete_recorded, refuse, touched

BATCH = 500
REASON = "Imported from a spreadsheet"
SAID = ("count", "source_note")


@dataclass(frozen=True)
class CountImport:
    """One count that is to be written; `standing` is the one that is to be changed, if any."""

    area: AreaOfPractice | None
    grade: str
    count: int
    source_note: str
    standing: PublishedCount | None = None


@dataclass(frozen=True)
class CountRowImport:
    """A row of the sheet: one count, or one for each of several grades."""

    reference: str
    counts: tuple[CountImport, ...]


@dataclass
class Made:
    """What a row has made (keys of counts), and what it changed: keys, and what stood."""

    reference: str
    new: list[int]
    before: dict[int, dict[str, Any]]


class CountWriter:
    """Writes the rows of one import, batch by batch, in the transaction of its caller."""

    def __init__(self, round: Round, by: User) -> None:
        self.round, self.by = round, by

    def write(self, rows: Sequence[CountRowImport]) -> list[Made]:
        before = {
            one.standing.pk: values_of(one.standing)
            for row in rows
            for one in row.counts
            if one.standing
        }
        counts = [[self._as_said(one) for one in row.counts] for row in rows]
        everything = [one for some in counts for one in some]
        changed = [one for one in everything if one.pk]
        new = [one for one in everything if not one.pk]
        PublishedCount.objects.bulk_create(new, batch_size=BATCH)
        PublishedCount.objects.bulk_update(changed, SAID, batch_size=BATCH)
        self._record("added", new, [{}] * len(new))
        self._record("changed", changed, [before[one.pk] for one in changed])
        return [
            Made(
                row.reference,
                new=[one.pk for one in some if one.pk not in before],
                before={
                    one.pk: {name: before[one.pk][name] for name in SAID}
                    for one in some
                    if one.pk in before
                },
            )
            for row, some in zip(rows, counts, strict=True)
        ]

    def _as_said(self, one: CountImport) -> PublishedCount:
        row = one.standing or PublishedCount(area=one.area, grade=one.grade)
        row.round, row.count, row.source_note = self.round, one.count, one.source_note
        return row

    def _record(
        self, did: str, rows: Sequence[PublishedCount], before: Sequence[Mapping[str, Any]]
    ) -> None:
        after = [values_of(one) for one in rows]
        event = f"publishedcount.{did}"
        record_many(event, rows, by=self.by, before=before, after=after, reason=REASON)


def counts_undo(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    """Takes out the counts that a run made, and puts back those that it changed.

    Raises ValidationError where any of them has been changed since.
    """
    new = [key for one in made for key in one["new"]]
    stood = {int(key): values for one in made for key, values in one["before"].items()}
    counts = PublishedCount.objects.filter(round=run.round).select_related("round")
    rows = counts.in_bulk([*new, *stood])
    if len(rows) < len(new) + len(stood) or touched("publishedcount", rows, run):
        raise refuse("counts")
    delete_recorded(counts.filter(pk__in=new), by)
    changed = [rows[key] for key in stood]
    before = [values_of(row) for row in changed]
    for row in changed:
        for name, value in stood[row.pk].items():
            setattr(row, name, value)
    PublishedCount.objects.bulk_update(changed, SAID, batch_size=BATCH)
    after = [values_of(row) for row in changed]
    record_many("publishedcount.changed", changed, by=by, before=before, after=after, reason=UNDONE)
