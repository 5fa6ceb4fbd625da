"""What breaks each constraint on the audit trail; see violations_of_cases."""

from __future__ import annotations

from django.utils import timezone

from audit.models import LogEntry, Seal
from tests.models.violations_of_cases import breaks, twice


def _seal(**fields) -> Seal:
    stretch = {"first_entry": 1, "last_entry": 2, "count": 2, "number": 1}
    return Seal.objects.create(**{**stretch, "at": timezone.now(), **fields})


@breaks("log_entry_once_a_session")
def _(world):
    fields = {"event": "case_file.read", "subject_type": "casefile", "subject_id": "1"}
    twice(LogEntry.objects.create, at=timezone.now(), by=world.assessor, session="a" * 64, **fields)


@breaks("seal_once")
def _(world):
    twice(_seal, force=world.round.force)


@breaks("seal_without_force_once")
def _(world):
    twice(_seal, force=None)


@breaks("seal_in_order")
def _(world):
    _seal(force=None, first_entry=3)
