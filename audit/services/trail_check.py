"""Checking the trail: whether each entry and seal is as it was written, and none is missing."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from audit.models import LogEntry, LogText, ReportVersion, Seal
from audit.services.sealing import Copied, Stretch, copied_seals
from audit.services.trail_codes import entry_mac, fits, seal_code, text_digests


@dataclass
class TrailCheck:
    """How much was checked, and (`problem`) the first thing that does not fit, or ""."""

    problem: str = ""
    entries: int = 0
    seals: int = 0
    unsealed: int = 0


@transaction.atomic
def trail_check() -> TrailCheck:
    """Reads the whole trail, entries in their order, each against the seal that closes it."""
    walk = _Walk(copied_seals())
    try:
        problem = next(walk.problems(), "")
    except (TypeError, ValueError, AttributeError) as error:
        # What is no date or no JSON in the database was not written by us.
        problem = f"What follows entry {walk.last} cannot be read ({type(error).__name__})."
    return TrailCheck(problem, walk.entries, walk.seals, walk.unsealed)


@dataclass
class _Walk:
    """Goes through seals and entries together, each force's entries beside its seals."""

    copied: Copied
    entries: int = 0
    last: int = 0
    seals: int = 0
    unsealed: int = 0
    waiting: dict[int | None, deque[Seal]] = field(default_factory=lambda: defaultdict(deque))
    stretches: dict[int | None, Stretch] = field(default_factory=lambda: defaultdict(Stretch))
    sealed_to: int = 0

    def problems(self) -> Iterator[str]:
        yield from self._chain_problems()
        for entry in LogEntry.objects.order_by("pk").select_related("text").iterator(2000):
            yield from self._entry_problems(entry)
            self.entries, self.last = self.entries + 1, entry.pk
        for force_id in list(self.waiting):
            yield from self._close(force_id)

    def _chain_problems(self) -> Iterator[str]:
        """Of the seals alone: each follows the one before it, and the file has them all."""
        last: dict[int | None, Seal] = {}
        for seal in Seal.objects.order_by("pk").select_related("force").iterator():
            before = last.get(seal.force_id)
            last[seal.force_id] = seal
            follows = (before.number + 1, before.code) if before else (1, "")
            if (seal.number, seal.previous) != follows:
                yield f"{seal} does not follow the seal before it."
            if not fits(seal.code, lambda key, seal=seal: seal_code(seal, key)):  # type: ignore[misc]
                yield f"{seal} was changed: its code does not fit."
            yield from self._copy_problems(seal)
            self.waiting[seal.force_id].append(seal)
            self.seals += 1
            self.sealed_to = max(self.sealed_to, seal.last_entry)
        for (force_id, number), _ in self.copied.items():
            yield f"Seal {number} of force {force_id} stands in the seal file and is missing here."
        yield from self._printed_problems()

    def _printed_problems(self) -> Iterator[str]:
        """Published reports bear seals, too, and whoever holds a copy can compare."""
        codes = set(Seal.objects.values_list("code", flat=True))
        for version in ReportVersion.objects.only("report", "number", "snapshot").iterator():
            printed = version.snapshot_data.get("trail")
            if printed and printed["code"] not in codes:
                yield f"The seal printed in {version} is missing here."

    def _copy_problems(self, seal: Seal) -> Iterator[str]:
        name = (seal.force_id, seal.number)
        # Read again for a seal that was made while this check began.
        copy = self.copied.pop(name, None) or copied_seals().get(name)
        if copy is None:
            yield (
                f"{seal} is not in the seal file. If the service stopped while it sealed, "
                "run seal_audit_trail; otherwise somebody has changed one of the two."
            )
        elif copy != seal.code:
            yield f"{seal} is another one than the seal file has."

    def _entry_problems(self, entry: LogEntry) -> Iterator[str]:
        named = f"Entry {entry.pk} ({entry.event}, {entry.at:%Y-%m-%d %H:%M})"
        if not fits(entry.mac, lambda key: entry_mac(entry, key)):
            yield f"{named} was changed: its code does not fit."
        text = getattr(entry, "text", None)
        if text and not _text_fits(entry, text):
            yield f"The text of {named} is not the one that was recorded."
        yield from self._close(entry.force_id, before=entry.pk)
        seals = self.waiting[entry.force_id]
        if seals and entry.pk >= seals[0].first_entry:
            self.stretches[entry.force_id].add(entry)
        elif seals or entry.pk <= self.sealed_to:
            yield f"{named} was put in after its time was sealed."
        else:
            self.unsealed += 1

    def _close(self, force_id: int | None, before: int | None = None) -> Iterator[str]:
        """Compares each seal that ends before the entry `before` (None: all that are left)."""
        seals = self.waiting[force_id]
        while seals and (before is None or seals[0].last_entry < before):
            seal, found = seals.popleft(), self.stretches.pop(force_id, Stretch())
            closed = (seal.first_entry, seal.last_entry, seal.count, seal.entries_hash)
            if (found.first, found.last, found.count, found.hash) != closed:
                yield (
                    f"{seal} does not fit: it closed {seal.count} entries "
                    f"({seal.first_entry} to {seal.last_entry}), and {found.count} fit here."
                )


def _text_fits(entry: LogEntry, text: LogText) -> bool:
    """Texts are erased whole, with their row; what is left must be what was recorded."""
    recorded = [entry.before_digest, entry.after_digest, entry.reason_digest]
    return fits(" ".join(recorded), lambda key: " ".join(text_digests(text, key)))
