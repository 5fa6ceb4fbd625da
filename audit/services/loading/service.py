"""Loading a folder: all of it in one transaction, or, if anything is wrong, none of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from audit.models import (
    Action,
    Answer,
    AreaGrade,
    Assessment,
    CaseFile,
    CommonTheme,
    ImmediateConcern,
    LocalAuthority,
    NextStep,
    Observation,
    ProgressUpdate,
    PublishedCount,
    Query,
    Recommendation,
    Response,
    Round,
    SourceDocument,
    StageNote,
    SubPoint,
    SupportingFigure,
    User,
    Verdict,
)
from audit.permissions import Right, require
from audit.rules.counting import self_assessed_problems
from audit.services.evidence import files_with_rows
from audit.services.finals import refresh_final
from audit.services.loading import round_tables, sample_tables
from audit.services.loading.folder import LoadError, read_folder
from audit.services.loading.loading import Loading
from audit.services.loading.recommendation_tables import check_causes
from audit.services.loading.tables import COLUMNS, TABLES
from audit.services.sign_off import sign_off_as_loaded
from audit.services.trail import record

FINDINGS = (LocalAuthority, NextStep, PublishedCount, CommonTheme, SupportingFigure, Verdict)
"""What a folder alone holds of a round: what it no longer holds is removed."""


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
    with files_with_rows(), transaction.atomic():
        if not loading.problems and round_tables.load_round_file(loading):
            require(by, Right.WRITE_FINDINGS, loading.round)
            _load_tables(loading)
        if loading.problems:
            raise LoadError(loading.problems)
        sign_off_as_loaded(round=loading.round, signing=loading.signing, by=by)
        loaded = Loaded(loading.round, dict(loading.outcome))
        if loaded.wrote:
            content = {"folder_sha256": loading.folder.sha256, **loaded.outcome}
            record("round.loaded", loading.round, by=by, after=content)
    return loaded


def _load_tables(loading: Loading) -> None:
    loading.codes.expect(CaseFile, Assessment, SourceDocument, Recommendation)
    loading.codes.expect(Query, ImmediateConcern, Response, Action, ProgressUpdate)
    for file, table in TABLES.items():
        loading.each(file, table.load)
    if not loading.problems:
        sample_tables.join_files_to_sample(loading)
    if not loading.problems:
        check_causes(loading)
    if loading.problems:
        return
    round = loading.round
    files = CaseFile.objects.filter(round=round)
    for problem in self_assessed_problems(round.self_assessed, files.count()):
        text = f"{problem.field}: {problem.message}"
        place = round_tables.place_of(loading.folder.of("round.csv"), text)
        loading.problems.append(f"{place}: {text}")
    for model in FINDINGS:
        loading.prune(model, round=round)
    for part in (AreaGrade, StageNote, Answer, Observation):
        loading.prune(part, assessment__in=loading.rows(Assessment))
    loading.prune(
        SubPoint, recommendation__round=round, recommendation__in=loading.rows(Recommendation)
    )
    for case_file in files:
        refresh_final(case_file)
