"""What somebody who owns the database, and perhaps the keys, can do to a sealed trail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from audit.models import Force, LogEntry, Seal
from audit.services.sealing import Stretch
from audit.services.trail_codes import entry_mac, seal_code


@dataclass
class Sealed:
    """Two forces' trails in two stretches of four entries each, and two entries not sealed."""

    entries: list[LogEntry]
    """Of the first force, in order: 0–3 under seal 1, 4–7 under seal 2, 8–9 under none."""
    others: list[LogEntry]
    seals: list[Seal]
    other_seals: list[Seal]
    file: Path


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount, "the tampering itself must have happened"


def edit(row, column: str, value) -> None:
    sql(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", value, row.pk)


def remove(*rows) -> None:
    for row in rows:
        if isinstance(row, LogEntry):
            sql("DELETE FROM audit_logtext WHERE entry_id = %s", row.pk)
        sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)


def again(row):
    return type(row).objects.get(pk=row.pk)


def rehash(entry: LogEntry, key: str | None = None) -> None:
    """With the right key unless another is given."""
    edit(entry, "mac", entry_mac(again(entry), key))


def reseal(seals: list[Seal], before: str | None = None) -> None:
    """Makes the seals fit what stands there now, as somebody with the key could."""
    before = seals[0].previous if before is None else before
    for seal in seals:
        stretch = Stretch()
        rows = LogEntry.objects.filter(force=seal.force, pk__lte=seal.last_entry)
        for entry in rows.filter(pk__gte=seal.first_entry).order_by("pk"):
            stretch.add(entry)
        edit(seal, "count", stretch.count)
        edit(seal, "entries_hash", stretch.hash)
        edit(seal, "first_entry", stretch.first)
        edit(seal, "last_entry", stretch.last)
        edit(seal, "previous", before)
        before = seal_code(again(seal))
        edit(seal, "code", before)


def insert_copy(of: LogEntry, pk: int, **changes) -> LogEntry:
    fields = {field.attname: getattr(of, field.attname) for field in LogEntry._meta.concrete_fields}
    entry = LogEntry(**{**fields, "id": pk, "entry": "0" * 32, **changes})
    entry.mac = entry_mac(entry)
    entry.save()
    return entry


def force_without_seals() -> Force:
    return Force.objects.exclude(pk__in=Seal.objects.exclude(force=None).values("force")).first()


def swap(one: LogEntry, other: LogEntry) -> None:
    """Their places: everything but the key."""
    spare = 9_000_000
    for pk, to in ((one.pk, spare), (other.pk, one.pk), (spare, other.pk)):
        sql("UPDATE audit_logentry SET id = %s WHERE id = %s", to, pk)


def lines(sealed: Sealed) -> list[str]:
    return sealed.file.read_text().splitlines(keepends=True)


def recode(sealed: Sealed) -> None:
    """The file's last line with another code."""
    *rest, last = lines(sealed)
    sealed.file.write_text("".join(rest) + json.dumps({**json.loads(last), "code": "0"}) + "\n")
