"""What recording, sealing and checking the trail cost, each beside the plain thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from audit.models import LogEntry, Round, User
from audit.services.sealing import trail_seal
from audit.services.trail import record
from audit.services.trail_check import trail_check
from tests.bench.table import Line
from tests.factories import RoundFactory

ENTRIES = 10_000


def measure(folder: Path) -> list[Line]:
    """With a seal file of its own: the usual one knows nothing of these entries."""
    round, by = RoundFactory(), User.objects.service_account()
    with override_settings(SEAL_FILE=str(folder / "seals.jsonl")):
        trail_seal()
        recorded = seconds(lambda: record_all(round, by))
        sealed = seconds(trail_seal)
        read = seconds(read_all)
        checked = seconds(check)
    one_by_one = seconds(lambda: insert_all(round, by))
    at_once = seconds(lambda: insert_at_once(round, by))
    each = 1000 / ENTRIES
    return [
        Line("One entry, beside a plain INSERT", recorded * each, one_by_one * each, "ms"),
        Line("One entry, beside one of many in bulk", recorded * each, at_once * each, "ms"),
        Line("Sealing all, beside reading all", sealed, read, "s"),
        Line("Checking all, beside reading all", checked, read, "s"),
    ]


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def record_all(round: Round, by: User) -> None:
    """As services do, but in one transaction, so that what is timed is not the disk."""
    with transaction.atomic():
        for _ in range(ENTRIES):
            record("round.changed", round, by=by)


def plain_entry(round: Round, by: User) -> LogEntry:
    return LogEntry(
        at=timezone.now(),
        by=by,
        force_id=round.force_id,
        event="round.changed",
        subject_type="round",
        subject_id=str(round.pk),
        mac="0" * 64,
    )


def insert_all(round: Round, by: User) -> None:
    with transaction.atomic():
        for _ in range(ENTRIES):
            plain_entry(round, by).save()


def insert_at_once(round: Round, by: User) -> None:
    LogEntry.objects.bulk_create(plain_entry(round, by) for _ in range(ENTRIES))


def read_all() -> None:
    for _ in LogEntry.objects.order_by("pk").select_related("text").iterator(2000):
        pass


def check() -> None:
    assert trail_check().problem == ""
