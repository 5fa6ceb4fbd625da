"""The files that a folder may hold: their columns, and what reads a line of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audit.rules import frames
from audit.services.loading import (
    case_file_tables,
    concern_tables,
    evidence_tables,
    query_tables,
    recommendation_tables,
    response_tables,
    round_tables,
    sample_tables,
    verdict_tables,
)
from audit.services.loading.cells import Cells
from audit.services.loading.loading import Loading

Load = Callable[[Loading, Cells], None]

_ASSESSED = ("reference", "origin", "assessor")


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    load: Load


def _table(load: Load, *columns: str) -> Table:
    return Table(columns, load)


TABLES: dict[str, Table] = {
    "team.csv": _table(round_tables.load_member, "email", "role"),
    "sign_off.csv": _table(round_tables.load_sign_off, "signed_by", "signed_at", "explanation"),
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
        *("code", "kind", "publisher", "title", "published_on", "address", "note", "closure"),
        "force",
    ),
    "recommendations.csv": _table(
        recommendation_tables.load_recommendation,
        *("number", "source_document", "kind", "legal_basis", "chapter", "areas", "themes"),
        *("title", "text", "time_limit", "due_by", "parent", "made_on", "questions"),
    ),
    "sub_points.csv": _table(
        recommendation_tables.load_sub_point, "recommendation", "group", "order", "text"
    ),
    "verdicts.csv": _table(
        verdict_tables.load_verdict,
        *("document", "recommendation", "sub_point", "movement", "state_now", "text"),
    ),
    "responses.csv": _table(
        response_tables.load_response,
        *("recommendation", "force", "owner", "deputy", "status", "statement", "answered_on"),
        "answer_received_on",
    ),
    "response_steps.csv": _table(
        response_tables.load_response_step,
        *("recommendation", "force", "status", "on", "by", "why"),
    ),
    "sub_point_answers.csv": _table(
        response_tables.load_point_answer,
        *("recommendation", "force", "point", "decision", "statement"),
    ),
    "actions.csv": _table(
        response_tables.load_action,
        *("number", "force", "recommendations", "points", "title", "what", "owner"),
        *("due_on", "first_due_on", "status", "done_on", "dropped_because"),
    ),
    "due_changes.csv": _table(
        response_tables.load_due_change, "action", "before", "after", "why", "by", "at"
    ),
    "progress_updates.csv": _table(
        response_tables.load_progress_update,
        *("number", "recommendation", "force", "action", "point", "by", "at", "text"),
    ),
    "evidence.csv": _table(evidence_tables.load_evidence, "update", "file", "by", "at"),
    "case_files.csv": _table(
        case_file_tables.load_case_file,
        *("reference", "area", "chosen_by", "chosen_how", "reconstructed", "allocated_to"),
        *("second_assessor", "due_on"),
    ),
    "children.csv": _table(
        case_file_tables.load_child,
        *("reference", "age_band", "sex", "ethnicity", "disabled", "in_care", "on_plan"),
    ),
    "conflicts.csv": _table(
        case_file_tables.load_conflict, "reference", "person", "declared_by", "reason"
    ),
    "local_numbers.csv": _table(case_file_tables.load_local_number, "reference", "kind", "number"),
    "sample.csv": _table(
        sample_tables.load_sample,
        *("number_kind", "columns", "seed", "sizes", "reserve", "drawn_by", "drawn_at"),
    ),
    "excluded_cases.csv": _table(
        sample_tables.load_excluded_case,
        *("number", "reference", "because", "excluded_by", "excluded_at"),
    ),
    "assessments.csv": _table(
        case_file_tables.load_assessment,
        *(*_ASSESSED, "status", "areas", "area_grades", "overall_grade", "rationale"),
        *("systems_looked_at", "assessed_on", "returned_because"),
    ),
    "queries.csv": _table(
        query_tables.load_query,
        *("number", "reference", "origin", "assessor", "field", "asked_by", "asked_at"),
        *("deputy", "resolved_by", "resolved_at"),
    ),
    "query_messages.csv": _table(query_tables.load_message, "query", "by", "at", "text"),
    "concerns.csv": _table(
        concern_tables.load_concern,
        *("number", "reference", "kind", "what", "told_whom", "rang_at", "raised_by", "raised_at"),
    ),
    "concern_steps.csv": _table(
        concern_tables.load_concern_step,
        *("concern", "deed", "by", "at", "text", "child_safe", "told"),
    ),
    "case_actions.csv": _table(
        concern_tables.load_case_action,
        *("reference", "what", "owner", "due_on", "done_on", "done_by", "done_note"),
        *("checked_on", "checked_by", "check_note"),
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
    sample_tables.FRAME: frozenset({*frames.COLUMNS, frames.EXCLUDED}),
    **{file: frozenset(table.columns) for file, table in TABLES.items()},
}
