"""What is said and offered of each column of a sheet of graded case files."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from audit.models import CaseFile, LocalNumber, Question, Round
from audit.rules.grading import Origin
from audit.rules.offered_answers import has_choices, offered_answers
from audit.spreadsheets.case_columns import (
    FILE_COLUMNS,
    JUDGEMENT_COLUMNS,
    NUMBER,
    REFERENCE,
    asked_questions,
    question_column,
)
from audit.spreadsheets.columns import Column
from audit.spreadsheets.filling_in import ANY, DAY, MOMENT, TEXT, Entry, Others
from audit.spreadsheets.vocabulary import (
    Words,
    area_words,
    choice_words,
    grade_words,
    theme_words,
)

GRADING = {"grade", "area_grades", "rationale", "strengths", "weaknesses"}
"""What is not asked where files are not graded."""
SEVERAL = "Several are separated by a semicolon (;)."
AREA_GRADES = (
    "Only where a file stands under several areas and their grades differ, each area with its "
    "grade: {first}: {best}; {second}: {worst}. Empty means that the grade holds for each area."
)
HOW = {
    "yes_no": "",
    "choice": "",
    "number": "Enter a number, or choose why there is none.",
    "date_time": "Enter a date and a time, such as 31/3/2026 14:30, or choose why there is none.",
}
ANSWERS = (
    "An empty cell below a question is no answer. Not recorded (nr): there is no record of it. Not "
    "applicable (na): it does not arise in this case. Could not see (cns): you could not look at "
    "the record.",
    "Times are those of the clock in the United Kingdom. A day without its time is read as "
    "midnight, because the cell shows 00:00.",
    "Leave out names, dates of birth and addresses of people.",
)


class CaseEntries:
    """Of one round; `judgement` are those of a judgement that everybody may write."""

    def __init__(self, round: Round) -> None:
        self.round = round
        self.grades, self.areas, self.themes = (
            words(round.framework) for words in (grade_words, area_words, theme_words)
        )

    @cached_property
    def questions(self) -> list[Question]:
        questions = asked_questions(self.round)
        prefetch_related_objects(questions, "areas")
        return questions

    @property
    def all(self) -> list[Entry]:
        """Of the template: what `case_columns` has, without what this round does not ask."""
        left_out = set() if self.round.grades else GRADING
        columns = [row for row in (*FILE_COLUMNS, *JUDGEMENT_COLUMNS) if row.code not in left_out]
        return [*map(self.entry, columns), *map(self.question, self.questions)]

    def entry(self, column: Column) -> Entry:
        return Entry(column, **self._said[column.code])

    def question(self, question: Question) -> Entry:
        areas = ", ".join(area.short_title for area in question.areas.all()) or "every area"
        parts = (HOW[question.kind], question.hint, f"Asked of files under {areas}.")
        return Entry(
            question_column(question),
            " ".join(part for part in parts if part),
            offered=offered_answers(question),
            others=Others.ASKED if has_choices(question) else Others.TAKEN,
            form=MOMENT if question.kind == Question.Kind.DATE_TIME else ANY,
        )

    @cached_property
    def _said(self) -> dict[str, dict[str, Any]]:
        return {**self._of_the_file(), **self._of_the_judgement(), **self._of_the_grades()}

    def _of_the_file(self) -> dict[str, dict[str, Any]]:
        either = "Yes, or a local number"
        return {
            REFERENCE: {
                "note": "How Casemark knows the file: letters, digits and hyphens only.",
                "needed": either,
                "form": TEXT,
                "width": 16,
            },
            NUMBER: {
                "note": "The force’s own number of the case, such as the crime number.",
                "needed": "Yes, or a reference",
                "form": TEXT,
                "width": 18,
            },
            "number_kind": _listed(
                "What the local number is.",
                choice_words("a kind of number", LocalNumber.Kind),
                needed="With a local number",
            ),
            "areas": _listed(
                f"The area of practice that the file stands under. {SEVERAL}",
                self.areas,
                needed="For a new file",
                others=Others.TAKEN,
                width=36,
            ),
            "chosen_by": _listed(
                "Who chose the file.", choice_words("an answer", CaseFile.ChosenBy)
            ),
            "chosen_how": _listed(
                "How the file was chosen. This is said once and cannot be changed afterwards.",
                choice_words("an answer", CaseFile.ChosenHow),
            ),
        }

    def _of_the_judgement(self) -> dict[str, dict[str, Any]]:
        return {
            "origin": _listed(
                "Whose judgement the row holds. Empty means an assessor’s.",
                choice_words("an origin", Origin),
            ),
            "assessor": {
                "note": "The e-mail address of the person who graded the file. Empty means you.",
                "width": 32,
            },
            "assessed_on": {
                "note": "The day on which the file was graded, such as 31/3/2026.",
                "form": DAY,
                "width": 14,
            },
        }

    def _of_the_grades(self) -> dict[str, dict[str, Any]]:
        worst = self.round.framework.scale.worst.in_report
        areas, grades = (*self.areas.offered, "Area", "Area"), self.grades.offered
        places = {"first": areas[0], "second": areas[1], "best": grades[0], "worst": grades[-1]}
        seen = {"others": Others.TAKEN, "width": 36}
        return {
            "grade": _listed(
                "The grade of the whole file. Short forms and capitals make no difference.",
                self.grades,
                others=Others.ASKED,
            ),
            "area_grades": {"note": AREA_GRADES.format(**places), "width": 36},
            "rationale": {
                "note": f"Why the file has its grade. A file graded {worst} needs a reason. Leave "
                "out names, dates of birth and addresses.",
                "needed": f"If graded {worst}",
                "width": 50,
            },
            "strengths": _listed(f"Themes seen as a strength. {SEVERAL}", self.themes, **seen),
            "weaknesses": _listed(f"Themes seen as a weakness. {SEVERAL}", self.themes, **seen),
        }


def _listed(note: str, words: Words, **more: Any) -> dict[str, Any]:
    return {"note": note, "offered": words.offered, **more}
