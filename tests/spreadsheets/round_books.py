"""The workbook of an audit for tests: taken out, changed in one place, read as an upload is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps

from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    ImmediateConcern,
    Query,
    Round,
    SampledCase,
    User,
)
from audit.rules.imports import RowResult
from audit.spreadsheets.reading import Book, read_book
from audit.spreadsheets.round_workbook import round_listings
from audit.spreadsheets.writing import Listing, xlsx_bytes

Sheets = dict[str, list[dict[str, Any]]]
"""The name of a sheet → its rows, each by its headings."""


def sheets_of(round: Round, by: User) -> Sheets:
    return {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for table in round_listings(round, by)
    }


def book_of(round: Round, by: User, change: Callable[[Sheets], object] | None = None) -> Book:
    """As `by` takes it out, with what `change` makes of its rows."""
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
    return read_book(xlsx_bytes(tables, {"What": "A test"}))


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
