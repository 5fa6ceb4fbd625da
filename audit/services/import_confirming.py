"""Writing an import that was checked: all of it, and just what was shown, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from audit.models import CaseFile, ImportRun, Round, User
from audit.rules.imports import WRITTEN, Outcome, RowResult
from audit.services.import_results import (
    ChangedSinceError,
    Packing,
    Planned,
    Told,
    Writer,
    results_of,
)
from audit.services.imports import own_open, run_end
from audit.services.trail import record

BATCH = 500


def import_confirm(
    *,
    run: ImportRun,
    plan: Callable[[], Iterable[Sequence[Planned]]],
    writer: Writer,
    held_too: bool = False,
    heard: Callable[[int], None] = lambda rows: None,
    by: User,
) -> ImportRun:
    """Writes the good rows of `plan`, and with `held_too` the held ones, in one transaction;
    `heard` is told how many are written.

    Raises ChangedSinceError, and writes nothing, where the plan is not the one that was shown.
    Confirmed twice, it is written once.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status == ImportRun.Status.DONE and run.started_by_id == by.pk:
            return run
        _hold(run)
        run = own_open(run, by)
        if run.status not in (ImportRun.Status.CHECKED, ImportRun.Status.IMPORTING):
            raise ChangedSinceError
        good = _good_rows(run, plan(), held_too)[::-1]  # of which the last is taken first
        made = MadeRows()
        while good:  # what is written is needed no longer
            made.add(writer.write([good.pop() for _ in good[-BATCH:]]))
            heard(len(made.references))
        kept = {"made": made.packed()}
        if run.kind == ImportRun.Kind.CASE_FILES:
            kept["results"] = _results_with(run, made.references, held_too)
        run_end(run, ImportRun.Status.DONE, held_too=held_too, **kept)
        record("import_run.done", run, by=by, after={"sha256": run.sha256, **run.counts})
    return run


def _hold(run: ImportRun) -> None:
    """Whoever signs off or saves a file at this moment is waited for, and then seen."""
    Round.objects.select_for_update().get(pk=run.round_id)
    files = CaseFile.objects.select_for_update().filter(round=run.round_id).order_by("pk")
    for _ in files.values_list("pk").iterator():
        pass


def _good_rows(run: ImportRun, plan: Iterable[Sequence[Planned]], held_too: bool) -> list[Any]:
    """What is to be written, all of it before anything is: a row that is written would change
    what the rows below it are about."""
    told, good = Told(), []
    for batch in plan:
        for result, _ in batch:
            told.add(result)
        good += [row for result, row in batch if _is_good(result, held_too)]
    if told.sha256 != run.plan_sha256:
        raise ChangedSinceError
    return good


def _results_with(run: ImportRun, references: Iterable[str], held_too: bool) -> bytes:
    """What was shown of the rows, with the references that they have got."""
    told, some = Told(), iter(references)
    for result in results_of(run):
        is_good = _is_good(result, held_too)
        told.add(replace(result, subject=next(some)) if is_good else result)
    return told.packed()


def _is_good(result: RowResult, held_too: bool) -> bool:
    return result.outcome in WRITTEN or (held_too and result.outcome == Outcome.HELD)


class MadeRows:
    """What the rows have made, as a list of JSON, and the references of their files."""

    def __init__(self) -> None:
        self.references: list[str] = []
        self._packing = Packing()

    def add(self, made: Iterable[Any]) -> None:
        for one in made:
            self._packing.add(b"," if self.references else b"[")
            self._packing.add(json.dumps(asdict(one)).encode())
            self.references.append(one.reference)

    def packed(self) -> bytes:
        self._packing.add(b"]" if self.references else b"[]")
        return self._packing.packed()
