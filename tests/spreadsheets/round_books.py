"""The workbook of an audit for tests: taken out, changed in one place, read as an upload is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    ImmediateConcern,
    Query,
    Round,
    SampledCase,
    User,
)
from audit.rules.imports import RowResult
from audit.services.case_files import local_number_add
from audit.services.concerns import concern_raise
from audit.services.queries import query_ask
from audit.spreadsheets.reading import Book, read_book
from audit.spreadsheets.round_workbook import round_listings, round_workbook_load
from audit.spreadsheets.writing import Listing, xlsx_bytes
from tests.answers import answered, observed
from tests.factories import CaseFileFactory, RoundFactory, assessed

Sheets = dict[str, list[dict[str, Any]]]
"""The name of a sheet → its rows, each by its headings."""


def sheets_of(round: Round, by: User) -> Sheets:
    return {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for table in round_listings(round, by)
    }


def book_of(round: Round, by: User, change: Callable[[Sheets], object] | None = None) -> Book:
    """As `by` takes it out, with what `change` makes of its rows."""
    return read_book(content_of(round, by, change))


def content_of(round: Round, by: User, change: Callable[[Sheets], object] | None = None) -> bytes:
    columns = {table.name: table.columns for table in round_listings(round, by)}
    sheets = sheets_of(round, by)
    if change:
        change(sheets)
    tables = [
        Listing(
            name, columns[name], [[row.get(column) for column in columns[name]] for row in rows]
        )
        for name, rows in sheets.items()
    ]
    return xlsx_bytes(tables, {"What": "A test"})


def brought(book: Book, round: Round, by: User, *, with_held: bool = False) -> list[RowResult]:
    """What became of its rows."""
    return round_workbook_load(book, round, by, with_held=with_held).results


def emptied(round: Round) -> None:
    """As if its files had never been."""
    files = CaseFile.objects.filter(round=round)
    SampledCase.objects.filter(sample__round=round).update(case_file=None)
    files.update(final_assessment=None)
    for model in (Query, ImmediateConcern, CaseAction, Assessment):
        model.objects.filter(case_file__in=files).delete()
    files.delete()


def said(results: list[RowResult]) -> list[str]:
    return [sentence for row in results for sentence in row.sentences]


def everything() -> dict[str, list]:
    """All rows of all tables, the trail included."""
    models = apps.get_app_config("audit").get_models(include_auto_created=True)
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def filled_audit(person) -> Round:
    """A-1 is a draft, B-2 submitted, C-3 agreed with a query, a concern and a case action that is
    done, D-4 reconstructed, E-5 drafted by nobody."""
    audit = RoundFactory(code="audit", title="Our audit")
    auditor, second, moderator = (
        person(name) for name in ("auditor@wexshire", "auditor2@wexshire", "moderator@wexshire")
    )
    files = {
        name: CaseFileFactory(round=audit, reference=name, allocated_to=allocated)
        for name, allocated in (("A-1", auditor), ("B-2", auditor), ("C-3", second), ("E-5", None))
    }
    draft = assessed(files["A-1"], auditor, ("s47", "good"), status="draft", rationale="Was seen.")
    answered(draft, child_spoken_to="yes")
    observed(draft, "childs-voice")
    answered(assessed(files["B-2"], auditor, ("s47", "good")), child_spoken_to="yes")
    query_ask(case_file=files["B-2"], text="Who saw her?", by=moderator)
    assessed(files["C-3"], second, ("s47", "inadequate"))
    assessed(files["C-3"], moderator, ("s47", "inadequate"), origin="agreed", status="agreed")
    local_number_add(case_file=files["A-1"], kind="crime", number="WXC/26/1", by=moderator)
    Child.objects.create(case_file=files["A-1"], age_band="5_9")
    concern_raise(
        case_file=files["C-3"],
        kind="child_at_risk",
        what="He sleeps in the car.",
        told_whom="Duty inspector",
        rang_at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        by=second,
    )
    action = {"owner": "Team 1", "due_on": date(2026, 12, 1)}
    CaseAction.objects.create(case_file=files["A-1"], what="Call the school.", **action)
    done = {"done_on": date(2026, 11, 1), "done_by": auditor, "done_note": "Called."}
    CaseAction.objects.create(case_file=files["C-3"], what="Visit again.", **action, **done)
    CaseFileFactory(round=audit, reference="D-4", reconstructed=True)
    return audit
