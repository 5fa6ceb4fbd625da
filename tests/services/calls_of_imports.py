"""Every service of imports, called once; see `calls`."""

from __future__ import annotations

from audit.models import ImportRun
from audit.rules.imports import Outcome, RowResult
from audit.services.case_import_rows import CaseImport
from audit.services.case_imports import CaseWriter
from audit.services.import_confirming import import_confirm
from audit.services.import_results import Told
from audit.services.import_undo import import_undo
from audit.services.imports import (
    Chosen,
    import_cancel,
    import_checked,
    import_look_again,
    import_match,
    import_queue,
    import_start,
)
from audit.services.judgements import Judgement
from tests.factories import area
from tests.services.calls import MARK, leaves

FILE = Chosen(f"{MARK}.csv", "0" * 64, MARK.encode(), 1, headings=[MARK], columns=["reference"])
NEW = RowResult(2, Outcome.NEW, "NEW-1")


def _started(world) -> ImportRun:
    return import_start(
        round=world.audit, kind=ImportRun.Kind.CASE_FILES, chosen=FILE, by=world.moderator
    )


def _checked(world) -> ImportRun:
    told = Told()
    told.add(NEW)
    return import_checked(run=_started(world), told=told, by=world.moderator)


def _plan(world):
    judgement = Judgement({area("s47"): "good"}, "good", rationale=MARK)
    row = CaseImport(
        reference="NEW-1",
        number=("crime", MARK),
        area=area("s47"),
        chosen_by="force",
        chosen_how="random",
        origin="assessor",
        assessor=world.auditor,
        judgement=judgement,
        assessed_on=None,
        complete=True,
    )
    return [[(NEW, row)]]


def _confirm(world, run: ImportRun) -> ImportRun:
    writer = CaseWriter(world.audit, world.moderator)
    return import_confirm(run=run, plan=lambda: _plan(world), writer=writer, by=world.moderator)


@leaves("import_run.started")
def of_import_start(world):
    return lambda: _started(world)


@leaves("import_run.matched")
def of_import_match(world):
    run = _started(world)
    return lambda: import_match(
        run=run, columns=[""], headings={MARK: ""}, number_kind="", by=world.moderator
    )


@leaves("import_run.checked")
def of_import_checked(world):
    run, told = _started(world), Told()
    told.add(NEW)
    return lambda: import_checked(run=run, told=told, by=world.moderator)


@leaves("import_run.queued")
def of_import_queue(world):
    run = _checked(world)
    return lambda: import_queue(run=run, held_too=False, by=world.moderator)


@leaves("import_run.changed_since")
def of_import_look_again(world):
    run = _checked(world)
    return lambda: import_look_again(run=run, by=world.moderator)


@leaves("import_run.cancelled")
def of_import_cancel(world):
    run = _checked(world)
    return lambda: import_cancel(run=run, by=world.moderator)


@leaves("case_file.imported", "local_number.added", "assessment.submitted", "import_run.done")
def of_import_confirm(world):
    run = _checked(world)
    return lambda: _confirm(world, run)


@leaves("localnumber.deleted", "assessment.deleted", "casefile.deleted", "import_run.undone")
def of_import_undo(world):
    run = _confirm(world, _checked(world))
    return lambda: import_undo(run=run, by=world.moderator)
