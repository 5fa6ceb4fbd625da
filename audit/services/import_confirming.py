"""Writing an import that was checked: all of it, and just what was shown, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from audit.models import CaseFile, ImportRun, Round, User
from audit.models.encryption import packed_bytes
from audit.rules.imports import WRITTEN, Outcome, RowResult
from audit.services.import_results import ChangedSinceError, Planned, Told, Writer, results_of
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
        good = _good_rows(run, plan(), held_too)
        made: list[Any] = []
        while good:  # what is written is needed no longer
            made += writer.write(good[:BATCH])
            del good[:BATCH]
            heard(len(made))
        kept = {"made": _packed_made(made), "results": _results(run, made, held_too)}
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


def _is_good(result: RowResult, held_too: bool) -> bool:
    return result.outcome in WRITTEN or (held_too and result.outcome == Outcome.HELD)


def _results(run: ImportRun, made: Sequence[Any], held_too: bool) -> bytes:
    """The results as they were shown, case files with the references that were made for them."""
    if run.kind != ImportRun.Kind.CASE_FILES:
        return bytes(run.results or b"")
    done, references = Told(), (one.reference for one in made)
    for result in results_of(run):
        good = _is_good(result, held_too)
        done.add(replace(result, subject=next(references)) if good else result)
    return done.packed()


def _packed_made(made: Iterable[Any]) -> bytes:
    return packed_bytes(json.dumps([asdict(one) for one in made]).encode())
