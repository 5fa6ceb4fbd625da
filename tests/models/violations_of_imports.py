"""What breaks each constraint on imports; see violations_of_cases."""

from __future__ import annotations

from audit.models import ColumnMemory, ImportRun
from tests.models.violations_of_cases import breaks, twice


def _run(world, **fields) -> None:
    ImportRun.objects.create(
        round=world.round, file_name="f.csv", sha256="0" * 64, started_by=world.assessor, **fields
    )


@breaks("import_run_undone_by_somebody")
def _(world):
    _run(world, status="undone", plan_sha256="0" * 64)


@breaks("import_run_checked_before_done")
def _(world):
    _run(world, status="done")


@breaks("column_memory_once")
def _(world):
    twice(
        ColumnMemory.objects.create,
        force=world.round.force,
        kind="case-files",
        heading="ref",
        code="reference",
    )
