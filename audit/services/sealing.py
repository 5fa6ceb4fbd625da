"""Sealing the trail: closing what stands in it so that nothing can be taken out unnoticed.

Seals stand in the database and, one line each, in a file outside it (SEAL_FILE): whoever can
write to the database, and even holds its keys, cannot cut off its end without contradicting
the file.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from audit.models import LogEntry, Seal
from audit.services.trail_codes import seal_code

logger = logging.getLogger("casemark.trail")

LOCK = """
    SET LOCAL lock_timeout = '5s';
    LOCK TABLE audit_logentry IN SHARE ROW EXCLUSIVE MODE
"""
"""Waits for those who are writing: keys are given out in order, but not committed in order, and
an entry that shows up behind a seal would look as if somebody had put it there."""

FINGERPRINT = ("pk", "entry", "mac")
"""What a stretch's hash is made of; the key gives the order, `mac` binds the other fields."""


@transaction.atomic
def trail_seal() -> list[Seal]:
    """Seals, force by force, every entry that no seal closes yet; [] where there is none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
    entries = LogEntry.objects.filter(pk__gt=sealed_to()).order_by("force", "pk")
    stretches = groupby(entries.iterator(), lambda entry: entry.force_id)
    seals = [_sealed(force_id, stretch) for force_id, stretch in stretches]
    transaction.on_commit(lambda: _copy(seals))
    return seals


def _copy(seals: list[Seal]) -> None:
    """Begins no file anew: that somebody took it away must show (see copy_missing_seals)."""
    earlier = Seal.objects.exclude(pk__in=[seal.pk for seal in seals])
    if seals and is_file_gone(before=earlier):
        logger.error("The seal file is gone: see manage.py seal_audit_trail")
    else:
        _append(seals)


def sealed_to() -> int:
    """The key of the last entry that is sealed: each sealing seals all forces. 0 for none."""
    last: int | None = Seal.objects.aggregate(last=Max("last_entry"))["last"]
    return last or 0


@dataclass
class Stretch:
    """Entries of one force, counted and hashed in the order of their keys."""

    first: int = 0
    last: int = 0
    count: int = 0

    def __post_init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, entry: LogEntry) -> None:
        self.first = self.first or entry.pk
        self.last, self.count = entry.pk, self.count + 1
        self._hash.update(":".join(str(getattr(entry, name)) for name in FINGERPRINT).encode())

    @property
    def hash(self) -> str:
        return self._hash.hexdigest()


def _sealed(force_id: int | None, entries: Iterable[LogEntry]) -> Seal:
    stretch = Stretch()
    for entry in entries:
        stretch.add(entry)
    before = Seal.objects.head_of(force_id)
    seal = Seal(
        force_id=force_id,
        number=before.number + 1 if before else 1,
        first_entry=stretch.first,
        last_entry=stretch.last,
        count=stretch.count,
        entries_hash=stretch.hash,
        previous=before.code if before else "",
        at=timezone.now(),
    )
    seal.code = seal_code(seal)
    seal.save()
    return seal


Copied = dict[tuple[int | None, int], str]
"""(force, number) → code, as the file outside the database has them."""


def copied_seals() -> Copied:
    """What the file says; {} where there is none.

    A line that a crash or a full disk cut short is no seal, and its seal counts as missing.
    """
    path = Path(settings.SEAL_FILE)
    return dict(_lines(path)) if path.exists() else {}


def _lines(path: Path) -> Iterator[tuple[tuple[int | None, int], str]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                said = json.loads(line)
                yield (said["force"], said["number"]), said["code"]
            except (ValueError, KeyError, TypeError):
                continue


class SealFileMissing(RuntimeError):
    """There are seals in the database and no file beside it: one of the two was tampered with."""


def copy_missing_seals(*, new_file: bool = False) -> int:
    """Writes those seals to the file that it lacks, after a crash; how many they were.

    A file that is gone is begun anew only with `new_file`: it is what would contradict a
    trail that was cut off. Raises SealFileMissing.
    """
    if not new_file and is_file_gone(before=Seal.objects.all()):
        raise SealFileMissing
    copied = copied_seals()
    missing = [
        seal
        for seal in Seal.objects.order_by("pk").iterator()
        if (seal.force_id, seal.number) not in copied
    ]
    _append(missing)
    return len(missing)


def is_file_gone(*, before: QuerySet[Seal]) -> bool:
    """Whether there is no file though it should hold the seals `before`."""
    return not Path(settings.SEAL_FILE).exists() and before.exists()


def _append(seals: Iterable[Seal]) -> None:
    lines = [
        json.dumps(
            {
                "at": seal.at.isoformat(),
                "force": seal.force_id,
                "number": seal.number,
                "code": seal.code,
            }
        )
        for seal in seals
    ]
    if not lines:
        return
    path = Path(settings.SEAL_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Appended in one go, so that two who seal at once do not mix their lines; the line break
    # comes first too, because the line before may have been cut short.
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + "".join(f"{line}\n" for line in lines))
