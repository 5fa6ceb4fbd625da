"""Loading a folder of documents that report no round: all of it, or none."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from audit.models import Recommendation, SourceDocument, SubPoint, User
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.folder import LoadError, read_folder
from audit.services.loading.loading import Loading
from audit.services.loading.recommendation_tables import check_causes, load_source_document
from audit.services.loading.tables import COLUMNS, TABLES
from audit.services.trail import record

DOCUMENTS = "source_documents.csv"
FILES = (DOCUMENTS, "recommendations.csv", "sub_points.csv", "responses.csv")
FRAMEWORK = "framework"
"""A column of the documents' file: what the codes of chapters, areas, themes and questions mean."""


def sources_load(*, path: Path, by: User) -> dict[str, int]:
    """Makes the database say what the folder says; a second time it changes nothing. How many rows
    were added, changed, linked, removed, unchanged or kept.

    Raises LoadError with every problem, its file and its line, and then has written nothing.
    """
    columns = {file: COLUMNS[file] for file in FILES}
    columns[DOCUMENTS] |= {FRAMEWORK}
    loading = Loading(read_folder(path, columns, needed=DOCUMENTS), by)
    with transaction.atomic():
        if not loading.problems:
            _load(loading)
        if loading.problems:
            raise LoadError(loading.problems)
        outcome = dict(loading.outcome)
        if any(outcome.get(what) for what in ("added", "changed", "linked", "removed")):
            for document in SourceDocument.objects.filter(pk__in=loading.rows(SourceDocument)):
                content = {"folder_sha256": loading.folder.sha256, **outcome}
                record("source.loaded", document, by=by, after=content)
    return outcome


def _load(loading: Loading) -> None:
    loading.codes.expect(SourceDocument, Recommendation)
    loading.each(DOCUMENTS, _load_document)
    for file in FILES[1:]:
        loading.each(file, TABLES[file].load)
    if loading.problems:
        return
    check_causes(loading)
    loading.prune(SubPoint, recommendation__in=loading.rows(Recommendation))


def _load_document(loading: Loading, cells: Cells) -> None:
    """The framework of the first one holds for the folder."""
    code = cells.raw(FRAMEWORK)
    if cells.line.position == 1 and code:
        loading.codes.use_framework(cells.framework(FRAMEWORK))
    elif code != _framework_of_first(loading):
        raise CellError(f"{FRAMEWORK}: one folder has one framework. Write the same in each row.")
    load_source_document(loading, cells)


def _framework_of_first(loading: Loading) -> str:
    return loading.folder.of(DOCUMENTS)[0].cells.get(FRAMEWORK, "")
