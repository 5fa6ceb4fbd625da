"""What a case file's audit says to the officer who worked on it and their supervisor.

It names nobody, holds no number of the force's, and gives the grade only once that is final.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from audit.documents.identity import force_part, paragraphs, round_part
from audit.models import Assessment, CaseAction, CaseFile, Round
from audit.rules.dates import day_text
from audit.rules.grading import Origin, Polarity
from audit.rules.personal_data import without_personal_data

NAME, TITLE = "feedback_note", "Feedback note"

Snapshot = dict[str, Any]
Clean = Callable[[str], str]


def feedback_note(
    case_file: CaseFile,
    assessments: Sequence[Assessment],
    actions: Iterable[CaseAction],
    *,
    numbers: Iterable[str],
    as_at: date,
) -> Snapshot:
    """`assessments` are those whose notes and facts count; `numbers` the force's own, which are
    struck out wherever somebody typed them."""
    final = case_file.final_assessment
    cleaner = Cleaner(numbers)
    clean = cleaner.clean
    snapshot = {
        "kind": NAME,
        "title": f"Feedback on case file {case_file.reference}",
        "reference": case_file.reference,
        "area": case_file.area.title,
        "force": force_part(case_file.round),
        "round": round_part(case_file.round),
        "version": _version(as_at, is_final=final is not None),
        "handling": _handling(case_file.round),
        "assessed_by": _role(case_file.round, assessments),
        "is_empty": not assessments,
        "grade": _grade(case_file, final, clean),
        "went_well": _noted(assessments, "went_well", Polarity.STRENGTH, clean),
        "better": _noted(assessments, "should_have_been_better", Polarity.WEAKNESS, clean),
        "facts": _facts(assessments),
        "actions": [_action(action, clean) for action in actions],
    }
    return {**snapshot, "replaced": cleaner.has_replaced}


class Cleaner:
    """Puts what stands for personal data into its place, and remembers that it did."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers, self.has_replaced = tuple(numbers), False

    def clean(self, text: str) -> str:
        cleaned = text
        for number in self.numbers:
            cleaned = cleaned.replace(number, "[force’s own number]")
        cleaned = without_personal_data(cleaned)
        self.has_replaced |= cleaned != text
        return cleaned


def _version(as_at: date, *, is_final: bool) -> dict[str, Any]:
    return {
        "label": f"Made on {day_text(as_at)}",
        "as_at": {"iso": as_at.isoformat(), "text": day_text(as_at)},
        "status": "final" if is_final else "draft",
    }


def _handling(round: Round) -> dict[str, str]:
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "meaning": "For the officer who worked on the case and their supervisor. "
        f"Do not share it outside {round.force.full_name}.",
    }


def _role(round: Round, assessments: Iterable[Assessment]) -> str:
    """Never a name: the note is about the work, not about who looked at it."""
    origins = [row.origin for row in assessments]
    several = origins.count(Origin.ASSESSOR) > 1
    if round.led_by == Round.LedBy.INSPECTORATE:
        looked = "Inspectors" if several else "An inspector"
    else:
        looked = "Auditors of the force" if several else "An auditor of the force"
    return f"{looked}; agreed in moderation" if Origin.AGREED in origins else looked


def _grade(case_file: CaseFile, final: Assessment | None, clean: Clean) -> dict[str, Any] | None:
    if final is None or not final.overall_grade:
        return None
    scale = case_file.round.framework.scale
    areas = [
        {"area": row.area.title, "grade": scale.grade(row.grade).title}
        for row in final.area_grades.all()
    ]
    return {
        "overall": scale.grade(final.overall_grade).title,
        "areas": areas if len(areas) > 1 else [],
        "rationale": paragraphs(clean(final.rationale)),
    }


def _noted(
    assessments: Iterable[Assessment], field: str, polarity: str, clean: Clean
) -> dict[str, Any]:
    """What was typed, by stage in its order, and the themes that were seen."""
    stages: dict[str, list[str]] = {}
    themes: dict[str, list[str]] = {}
    notes = [note for assessment in assessments for note in assessment.stage_notes.all()]
    for note in sorted(notes, key=lambda note: note.stage.order):
        if text := clean(getattr(note, field).strip()):
            stages.setdefault(note.stage.title, []).append(text)
    for assessment in assessments:
        for seen in assessment.observations.all():
            if seen.polarity == polarity:
                said = themes.setdefault(seen.theme.title, [])
                said += [clean(seen.note)] if seen.note else []
    return {
        "stages": [{"title": title, "texts": texts} for title, texts in stages.items()],
        "themes": [{"title": title, "notes": texts} for title, texts in themes.items()],
    }


def _facts(assessments: Iterable[Assessment]) -> list[dict[str, str]]:
    """Each question once; where those who looked found different things, all of them."""
    found: dict[int, tuple[Any, list[str]]] = {}
    for assessment in assessments:
        for answer in assessment.answers.all():
            _, said = found.setdefault(answer.question_id, (answer.question, []))
            if answer.in_words not in said:
                said.append(answer.in_words)
    ordered = sorted(found.values(), key=lambda row: (row[0].stage.order, row[0].order))
    return [{"question": question.text, "answer": "; or ".join(said)} for question, said in ordered]


def _action(action: CaseAction, clean: Clean) -> dict[str, str]:
    return {
        "what": clean(action.what),
        "owner": clean(action.owner),
        "due": day_text(action.due_on),
        "state": action.state.label,
    }


def page_context(snapshot: Snapshot) -> dict[str, Any]:
    """Nothing beside the snapshot itself."""
    return {}
