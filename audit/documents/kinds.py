"""The kinds of documents: their stable names are used in commands, addresses and template files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.documents import (
    action_plan,
    did_it_work,
    feedback_note,
    oversight_response,
    post_inspection_review,
    recommendation_register,
    sampling_record,
)
from audit.documents.case_file_audit import page_context
from audit.documents.snapshot import NAME, TITLE, Snapshot, case_file_audit
from audit.documents.version import Version
from audit.models import CaseFile, Round, User
from audit.permissions import Right, can_see_figures
from audit.rules.problems import Problem


def every_round(round: Round) -> bool:
    return True


def nothing_missing(round: Round) -> list[Problem]:
    return []


def has_case_files(round: Round) -> bool:
    """Whether it has some or may get some: of a historic round only what was published is held."""
    return not round.historic or CaseFile.objects.filter(round=round).exists()


def nothing_more(snapshot: Snapshot) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Paper:
    """What is printed on demand and never published; its snapshot is its own module's matter.
    `context` adds what the template shows beside the snapshot, such as charts."""

    name: str
    title: str
    context: Callable[[Snapshot], dict[str, Any]] = nothing_more

    @property
    def template(self) -> str:
        return f"documents/{self.name}.html"


@dataclass(frozen=True, kw_only=True)
class DocumentKind(Paper):
    """A report on a round, in versions; `snapshot` freezes its data. It is offered for some rounds,
    and written and published by whoever has the `right` to it there. Its draft is read by whom
    `reads_draft` says. `of_figures`: of what is signed off, it says that and nothing else.
    `problems`: what is missing before it can be published. `word`: boards edit it, so it is a Word
    document, too."""

    snapshot: Callable[[Round, Version], Snapshot]
    offered_for: Callable[[Round], bool] = every_round
    right: Right = Right.WRITE_FINDINGS
    reads_draft: Callable[[User, Round], bool] = can_see_figures
    of_figures: bool = True
    problems: Callable[[Round], list[Problem]] = nothing_missing
    word: bool = False


CASE_FILE_AUDIT = DocumentKind(
    name=NAME,
    title=TITLE,
    snapshot=case_file_audit,
    context=page_context,
    offered_for=has_case_files,
)

POST_INSPECTION_REVIEW = DocumentKind(
    name=post_inspection_review.NAME,
    title=post_inspection_review.TITLE,
    snapshot=post_inspection_review.snapshot_of,
    context=post_inspection_review.page_context,
    offered_for=post_inspection_review.is_review,
)

ACTION_PLAN = DocumentKind(
    name=action_plan.NAME,
    title=action_plan.TITLE,
    snapshot=action_plan.action_plan,
    offered_for=action_plan.has_plan,
    right=Right.ANSWER,
    reads_draft=action_plan.reads_draft,
    problems=action_plan.problems,
    of_figures=False,
    word=True,
)

OVERSIGHT_RESPONSE = DocumentKind(
    name=oversight_response.NAME,
    title=oversight_response.TITLE,
    snapshot=oversight_response.oversight_response,
    offered_for=oversight_response.is_answered_by_body,
    right=Right.WRITE_OVERSIGHT,
    reads_draft=oversight_response.reads_draft,
    problems=oversight_response.problems,
    of_figures=False,
)

KINDS: dict[str, DocumentKind] = {
    kind.name: kind
    for kind in (CASE_FILE_AUDIT, POST_INSPECTION_REVIEW, ACTION_PLAN, OVERSIGHT_RESPONSE)
}
"""The reports."""


def kinds_for(round: Round) -> list[DocumentKind]:
    """What can be reported on `round`, its main report first."""
    offered = [kind for kind in KINDS.values() if kind.offered_for(round)]
    return sorted(offered, key=lambda kind: kind.name != round.kind)


SAMPLING_RECORD = Paper(sampling_record.NAME, sampling_record.TITLE)
DID_IT_WORK = Paper(did_it_work.NAME, did_it_work.TITLE, did_it_work.page_context)
RECOMMENDATION_REGISTER = Paper(recommendation_register.NAME, recommendation_register.TITLE)
FEEDBACK_NOTE = Paper(feedback_note.NAME, feedback_note.TITLE, feedback_note.page_context)

PRINTED: dict[str, Paper] = {
    **KINDS,
    **{
        paper.name: paper
        for paper in (SAMPLING_RECORD, FEEDBACK_NOTE, DID_IT_WORK, RECOMMENDATION_REGISTER)
    },
}
"""Everything that can be rendered."""
