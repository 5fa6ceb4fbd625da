"""What is wrong with a recommendation, or with the document that it stands in."""

from __future__ import annotations

from audit.clock import today
from audit.models import Recommendation, Round, SourceDocument, Stage
from audit.models.recommendations import legal_bases
from audit.rules.problems import Problem
from audit.rules.recommendations import (
    basis_problems,
    due_problems,
    made_problems,
    published_problems,
)
from audit.rules.verification import Closure

Basis = Recommendation.LegalBasis


def recommendation_problems(recommendation: Recommendation) -> list[Problem]:
    """With its chapter, its cause of concern, its legal basis and its dates."""
    document = recommendation.source_document
    offered = legal_bases(document.kind)
    return [
        *chapter_problems(recommendation.round, recommendation.chapter),
        *_parent_problems(recommendation),
        *basis_problems(
            recommendation.legal_basis, offered, [Basis(basis).label for basis in offered]
        ),
        *date_problems(recommendation),
    ]


def date_problems(recommendation: Recommendation) -> list[Problem]:
    """A due date before publication, and a day on which it cannot have been made."""
    published, made = recommendation.published, recommendation.made
    return [
        *made_problems(
            made,
            has_such_a_day=recommendation.has_day_made,
            published=published,
            today=today(),
        ),
        *due_problems(
            recommendation.time_limit,
            recommendation.due_by,
            noted=recommendation.legal_basis == Basis.NOTED,
            published=published,
            made=made,
        ),
    ]


def adding_problems(recommendation: Recommendation) -> list[Problem]:
    """What is published asked what it asked; of a historic round it is still written
    down, and set-up loads what was asked before."""
    if takes_new(recommendation.round):
        return []
    return [
        Problem(
            "",
            "This is published, so its recommendations stand. Publish a correction of the report, "
            "or enter what is new in a document of its own.",
        )
    ]


def takes_new(round: Round | None) -> bool:
    """Whether recommendations can still be added to it."""
    return round is None or round.historic or not round.is_published


def _parent_problems(recommendation: Recommendation) -> list[Problem]:
    parent = recommendation.parent
    if parent and parent.source_document_id != recommendation.source_document_id:
        return [Problem("parent", "The cause of concern must stand in the same document.")]
    return []


def chapter_problems(round: Round | None, chapter: Stage | None) -> list[Problem]:
    if not round or not chapter or chapter.framework_id == round.framework_id:
        return []
    return [
        Problem("chapter", "This chapter belongs to another framework. Choose one of this one's.")
    ]


def document_problems(document: SourceDocument) -> list[Problem]:
    """By itself, and with what stands in it already."""
    problems = published_problems(document.published, today()) if document.round is None else []
    if document.closure == Closure.INSPECTORATE and document.force is not None:
        problems.append(
            Problem(
                "closure",
                "No inspector sees what a force enters for itself. "
                "Choose that somebody of the force verifies it.",
            )
        )
    return problems or _held_problems(document)


def _held_problems(document: SourceDocument) -> list[Problem]:
    """What stands in it must still fit after the document's kind or date has changed."""
    offered = legal_bases(document.kind)
    rows = document.recommendations.select_related("round") if document.pk else ()
    for row in rows:
        row.source_document = document
        if row.legal_basis not in offered:
            return [
                Problem(
                    "kind",
                    f"Recommendation {row.number} rests on “{row.get_legal_basis_display()}”, "
                    "which a document of this kind has not. Change that one first.",
                )
            ]
        if date_problems(row):
            return [
                Problem(
                    "published_on",
                    f"Recommendation {row.number} was made, or is due, on a day that does not fit "
                    "this date. Correct one of the two.",
                )
            ]
    return []
