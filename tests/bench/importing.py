"""In a process of its own: imports so many graded cases, and says in JSON what it took.

`python -m tests.bench.importing HOW ROWS`; HOW is "ours", "default" or "plain".
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from time import perf_counter

import django

GRADES = ("good", "requires_improvement", "inadequate")
WHY = "The record shows what was decided, by whom and when, and what was done for the child."
BATCH = 500


def main(how: str, rows: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["CASEMARK_ENV"] = "test"
    django.setup()
    # Not at the top: they need Django set up.
    from django.core.management import call_command

    from audit.models import User
    from tests.browser.database import temporary_database
    from tests.cast import create_cast
    from tests.factories import RoundFactory

    with temporary_database(f"casemark_import_{how}"):
        call_command("load_reference")
        create_cast(by=User.objects.service_account())
        took = HOW[how](RoundFactory(), rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**took, "peak": peak}))


def cases(rows: int) -> list[dict[str, str]]:
    auditor = "auditor@wexshire.example"
    return [
        {
            "reference": f"WX-{number:06}",
            "areas": "s47",
            "assessor": auditor,
            "grade": GRADES[number % 3],
            "rationale": f"{WHY} Number {number}.",
        }
        for number in range(rows)
    ]


def csv_lines(rows: int) -> bytes:
    given = cases(rows)
    lines = [
        ",".join(given[0]),
        *(f'{",".join([*row.values()][:-1])},"{row["rationale"]}"' for row in given),
    ]
    return "\n".join(lines).encode()


def timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def ours(round, rows: int) -> dict[str, float]:
    from audit.models import CaseFile, User
    from audit.spreadsheets.importing import check, confirm
    from tests.bench.draw import peak_of_reading
    from tests.spreadsheets.case_sheets import matched

    by = User.objects.get(email="moderator@wexshire.example")
    content = csv_lines(rows)
    run = matched(round, by, content)
    checking = timed(lambda: check(run=run, by=by))
    run.refresh_from_db()
    assert run.counts["new"] == rows
    confirming = timed(lambda: confirm(run=run, by=by))
    assert CaseFile.objects.filter(final_assessment__isnull=False).count() == rows
    reading = peak_of_reading(content)
    return {"check": checking, "confirm": confirming, "reading": reading}


def default(round, rows: int) -> dict[str, float]:
    """As django-import-export does it unless it is told otherwise; the further rows are written
    by its hook for what hangs on a row, the trail's among them. No rules and no rights."""
    import tablib
    from import_export.resources import ModelResource

    from audit.models import AreaGrade, AreaOfPractice, Assessment, CaseFile, User
    from audit.services.trail import record, values_of

    auditor = User.objects.get(email="auditor@wexshire.example")
    area = AreaOfPractice.objects.get(framework=round.framework, code="s47")

    class CaseFileResource(ModelResource):
        class Meta:
            model = CaseFile
            fields = ("reference", "status")
            import_id_fields = ("reference",)

        def before_save_instance(self, instance, row, **kwargs):
            instance.round, instance.area, instance.allocated_to = round, area, auditor

        def after_save_instance(self, instance, row, **kwargs):
            assessment = Assessment.objects.create(
                case_file=instance,
                origin="assessor",
                assessor=auditor,
                status="submitted",
                overall_grade=row["grade"],
                rationale=row["rationale"],
            )
            AreaGrade.objects.create(assessment=assessment, area=area, grade=row["grade"])
            instance.final_assessment = assessment
            instance.save()
            for event, one in (
                ("case_file.imported", instance),
                ("assessment.submitted", assessment),
            ):
                record(event, one, by=auditor, after=values_of(one), reason="Imported")

    given = [row | {"status": "submitted"} for row in cases(rows)]
    dataset = tablib.Dataset(headers=list(given[0]))
    dataset.extend(tuple(row.values()) for row in given)
    resource = CaseFileResource()
    return {
        "check": timed(lambda: resource.import_data(dataset, dry_run=True, raise_errors=True)),
        "confirm": timed(lambda: resource.import_data(dataset, raise_errors=True)),
    }


def plain(round, rows: int) -> dict[str, float]:
    """The same objects, and the trail's, as quickly as Django writes them."""
    from django.db import transaction

    from audit.models import AreaOfPractice, User

    auditor = User.objects.get(email="auditor@wexshire.example")
    area = AreaOfPractice.objects.get(framework=round.framework, code="s47")

    def write() -> None:
        given = cases(rows)
        with transaction.atomic():
            for start in range(0, rows, BATCH):
                write_plainly(round, area, auditor, given[start : start + BATCH])

    return {"confirm": timed(write)}


def write_plainly(round, area, auditor, rows: list[dict[str, str]]) -> None:
    from django.utils import timezone

    from audit.models import AreaGrade, Assessment, CaseFile, LogEntry, LogText

    files = CaseFile.objects.bulk_create(
        CaseFile(round=round, reference=row["reference"], area=area, allocated_to=auditor)
        for row in rows
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(
            case_file=one,
            origin="assessor",
            assessor=auditor,
            status="submitted",
            overall_grade=row["grade"],
            rationale=row["rationale"],
        )
        for one, row in zip(files, rows, strict=True)
    )
    AreaGrade.objects.bulk_create(
        AreaGrade(assessment=one, area=area, grade=one.overall_grade) for one in assessments
    )
    for one, assessment in zip(files, assessments, strict=True):
        one.status, one.final_assessment = "submitted", assessment
    CaseFile.objects.bulk_update(files, ["status", "final_assessment"], batch_size=100)
    digest = "0" * 64
    entries = LogEntry.objects.bulk_create(
        LogEntry(
            at=timezone.now(),
            by=auditor,
            force=round.force,
            event="case_file.imported",
            subject_type=one._meta.model_name,
            subject_id=str(one.pk),
            changed=["reference"],
            after_digest=digest,
            mac=digest,
        )
        for one in [*files, *assessments]
    )
    LogText.objects.bulk_create(
        LogText(entry=entry, before={}, after=row)
        for entry, row in zip(entries, rows * 2, strict=True)
    )


HOW = {"ours": ours, "default": default, "plain": plain}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
