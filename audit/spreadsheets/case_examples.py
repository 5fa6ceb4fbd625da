"""Five invented case files, filled in with the words of a framework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from audit.models import Question
from audit.rules.grading import Grade
from audit.rules.offered_answers import ABSENT, choice_words, has_choices
from audit.rules.written import NotUnderstood
from audit.spreadsheets.case_columns import question_column
from audit.spreadsheets.case_entries import CaseEntries
from audit.spreadsheets.filling_in import Example
from audit.spreadsheets.vocabulary import Words
from audit.spreadsheets.writing import Value

WEXSHIRE, EASTMARCH = "auditor@wexshire.example", "auditor@eastmarch.example"
DAY = date(2026, 11, 3)


def case_examples(entries: CaseEntries) -> list[Example]:
    """The second stands under two areas; the third has no reference, and its grade is written as
    somebody might; the fourth says why there are no answers, the fifth is not graded yet."""
    framework = entries.round.framework
    areas = [area.code for area in framework.areas]
    if not areas:
        return []
    first, second, last = areas[0], areas[1 % len(areas)], areas[-1]
    rows: list[tuple[list[str], dict[str, Value]]] = [
        ([first], _good(entries)),
        (list(dict.fromkeys([first, second])), _two_areas(entries, first, second)),
        ([second], _as_people_write(entries)),
        ([last], _worst(entries)),
        ([last], {"reference": "EASTMARCH-0005", "assessor": EASTMARCH}),
    ]
    return [
        {"areas": entries.areas.text(codes), **said, **_answers(entries, codes, row)}
        for row, (codes, said) in enumerate(rows)
    ]


def _good(entries: CaseEntries) -> dict[str, Value]:
    return {
        "reference": "WEXSHIRE-0001",
        "chosen_by": "The force",
        "chosen_how": "Picked by hand",
        "assessor": WEXSHIRE,
        "grade": entries.grades.offered[0],
        "strengths": "; ".join(entries.themes.offered[:2]),
        "assessed_on": DAY,
    }


def _two_areas(entries: CaseEntries, first: str, second: str) -> dict[str, Value]:
    best, worst = entries.grades.offered[0], entries.grades.offered[-1]
    shown = entries.areas.shown
    return {
        "reference": "WEXSHIRE-0002",
        "grade": worst,
        "area_grades": f"{shown[first]}: {best}; {shown[second]}: {worst}",
        "rationale": "Nobody asked the child what had happened.",
        "weaknesses": "; ".join(entries.themes.offered[1:3]),
        "assessed_on": DAY,
    }


def _as_people_write(entries: CaseEntries) -> dict[str, Value]:
    scale = entries.round.framework.scale
    return {
        "local_number": "WX/0003/26",
        "number_kind": "Crime",
        "grade": other_spelling(scale.grades[len(scale.grades) // 2], entries.grades),
        "weaknesses": "; ".join(entries.themes.offered[:1]),
        "assessed_on": DAY,
    }


def _worst(entries: CaseEntries) -> dict[str, Value]:
    return {
        "reference": "EASTMARCH-0004",
        "assessor": EASTMARCH,
        "grade": entries.grades.offered[-1].upper(),
        "rationale": "The record says that a visit was made, and not what was found.",
        "assessed_on": DAY,
    }


def other_spelling(grade: Grade, words: Words) -> str:
    """As somebody may write it, and as it is understood: "R/I", "requiring improvement"."""
    initials = "/".join(word[0].upper() for word in grade.title.split())
    for spelt in (initials if "/" in initials else "", grade.in_report):
        if spelt and _is_understood(words, spelt, grade.code):
            return spelt
    return grade.title.upper()


def _is_understood(words: Words, spelt: str, code: str) -> bool:
    try:
        return words.names.code(spelt) == code
    except NotUnderstood:
        return False


def _answers(entries: CaseEntries, areas: Iterable[str], row: int) -> dict[str, Value]:
    """To the first questions of their kind that apply; the last row has none yet."""
    asked = [one for one in entries.questions if _applies(one, areas)]
    if row == 4:
        return {}
    if row == 3:
        return {
            question_column(one).code: absence
            for one, absence in zip(asked, ABSENT.values(), strict=False)
        }
    return {question_column(one).code: _answer(one, row) for one in asked}


def _applies(question: Question, areas: Iterable[str]) -> bool:
    own = {area.code for area in question.areas.all()}
    return not own or bool(own.intersection(areas))


def _answer(question: Question, row: int) -> Value:
    if has_choices(question):
        words = [*choice_words(question).values()]
        return words[row % len(words)]
    if question.kind == Question.Kind.NUMBER:
        return row + 1
    return datetime(2026, 10, 5 + row, 14, 30)
