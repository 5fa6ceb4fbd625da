"""Loading a folder: all of it in one transaction, or, if anything is wrong, none of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from audit.models import (
    Answer,
    AreaGrade,
    Assessment,
    CaseFile,
    CommonTheme,
    LocalAuthority,
    NextStep,
    Observation,
    PublishedCount,
    Recommendation,
    Round,
    SourceDocument,
    StageNote,
    SubPoint,
    SupportingFigure,
    User,
)
from audit.permissions import Right, require
from audit.rules.counting import self_assessed_problems
from audit.services.finals import refresh_final
from audit.services.loading import case_file_tables, recommendation_tables, round_tables
from audit.services.loading.cells import Cells
from audit.services.loading.folder import LoadError, read_folder
from audit.services.loading.loading import Loading
from audit.services.trail import record

Load = Callable[[Loading, Cells], None]

_ASSESSED = ("reference", "origin", "assessor")


@dataclass(frozen=True)
class Table:
    columns: frozenset[str]
    load: Load


def _table(load: Load, *columns: str) -> Table:
    return Table(frozenset(columns), load)


TABLES: dict[str, Table] = {
    "team.csv": _table(round_tables.load_member, "email", "role"),
    "local_authorities.csv": _table(
        round_tables.load_local_authority, "name", "judgement", "judged_on", "note"
    ),
    "next_steps.csv": _table(round_tables.load_next_step, "order", "clock", "text"),
    "published_counts.csv": _table(
        round_tables.load_published_count, "area", "grade", "count", "source_note"
    ),
    "common_themes.csv": _table(
        round_tables.load_common_theme, "area", "polarity", "order", "text", "themes"
    ),
    "figures.csv": _table(
        round_tables.load_figure,
        *("chapter", "label", "count", "base", "base_label", "unit", "period"),
        *("counted_by", "as_printed", "note"),
    ),
    "source_documents.csv": _table(
        recommendation_tables.load_source_document,
        *("code", "kind", "publisher", "title", "published_on", "address", "note"),
    ),
    "recommendations.csv": _table(
        recommendation_tables.load_recommendation,
        *("number", "source_document", "kind", "legal_basis", "chapter", "areas", "themes"),
        *("title", "text", "time_limit", "due_by"),
    ),
    "sub_points.csv": _table(
        recommendation_tables.load_sub_point, "recommendation", "group", "order", "text"
    ),
    "responses.csv": _table(
        recommendation_tables.load_response,
        *("recommendation", "force", "owner", "deputy", "status", "statement", "answered_on"),
    ),
    "case_files.csv": _table(
        case_file_tables.load_case_file,
        *("reference", "area", "chosen_by", "chosen_how", "reconstructed", "allocated_to"),
    ),
    "children.csv": _table(
        case_file_tables.load_child,
        *("reference", "age_band", "sex", "ethnicity", "disabled", "in_care", "on_plan"),
    ),
    "local_numbers.csv": _table(case_file_tables.load_local_number, "reference", "kind", "number"),
    "assessments.csv": _table(
        case_file_tables.load_assessment,
        *(*_ASSESSED, "status", "areas", "area_grades", "overall_grade", "rationale"),
        *("systems_looked_at", "assessed_on"),
    ),
    "stage_notes.csv": _table(
        case_file_tables.load_stage_note,
        *(*_ASSESSED, "stage", "grade", "went_well", "should_have_been_better"),
    ),
    "answers.csv": _table(case_file_tables.load_answer, *_ASSESSED, "question", "value"),
    "observations.csv": _table(
        case_file_tables.load_observation, *_ASSESSED, "theme", "polarity", "note"
    ),
}
"""The files of a folder, in the order in which they are loaded: later ones name earlier rows."""

COLUMNS = {
    "round.csv": frozenset({"field", "value"}),
    **{file: table.columns for file, table in TABLES.items()},
}


@dataclass(frozen=True)
class Loaded:
    """What loading did: the round, and how many rows were added, changed, removed, kept …"""

    round: Round
    outcome: dict[str, int]

    @property
    def wrote(self) -> bool:
        return any(self.outcome.get(what) for what in ("added", "changed", "linked", "removed"))


def round_load(*, path: Path, by: User) -> Loaded:
    """Makes the database say what the folder says; a second time it changes nothing.

    Raises LoadError with every problem, its file and its line, and then has written nothing.
    Assessments and responses that people have changed since are kept as they are.
    """
    loading = Loading(read_folder(path, COLUMNS), by)
    with transaction.atomic():
        if not loading.problems and round_tables.load_round_file(loading):
            require(by, Right.WRITE_FINDINGS, loading.round)
            _load_tables(loading)
        if loading.problems:
            raise LoadError(loading.problems)
        loaded = Loaded(loading.round, dict(loading.outcome))
        if loaded.wrote:
            content = {"folder_sha256": loading.folder.sha256, **loaded.outcome}
            record("round.loaded", loading.round, by=by, after=content)
    return loaded


def _load_tables(loading: Loading) -> None:
    loading.codes.expect(CaseFile, Assessment, SourceDocument, Recommendation)
    for file, table in TABLES.items():
        loading.each(file, table.load)
    if loading.problems:
        return
    round = loading.round
    files = CaseFile.objects.filter(round=round)
    for problem in self_assessed_problems(round.self_assessed, files.count()):
        text = f"{problem.field}: {problem.message}"
        place = round_tables.place_of(loading.folder.of("round.csv"), text)
        loading.problems.append(f"{place}: {text}")
    for model in (LocalAuthority, NextStep, PublishedCount, CommonTheme, SupportingFigure):
        loading.prune(model, round=round)
    for part in (AreaGrade, StageNote, Answer, Observation):
        loading.prune(part, assessment__in=loading.rows(Assessment))
    loading.prune(
        SubPoint, recommendation__round=round, recommendation__in=loading.rows(Recommendation)
    )
    for case_file in files:
        refresh_final(case_file)
