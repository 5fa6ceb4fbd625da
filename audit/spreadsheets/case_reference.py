"""What the cells of a sheet of case files may stand for in one inspection or audit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.db.models import TextChoices

from audit.models import AreaOfPractice, CaseFile, LocalNumber, Question, Round, Theme, User
from audit.rules.answers import field_of
from audit.rules.grading import LONGEST_RATIONALE, Origin
from audit.services.case_files import assessors_of
from audit.services.judgement_problems import Asked, asked_of
from audit.spreadsheets.case_columns import asked_questions
from audit.spreadsheets.values import (
    AreaGradesWidget,
    CellWidget,
    DayWidget,
    FactWidget,
    NamesWidget,
    NameWidget,
)
from audit.spreadsheets.vocabulary import (
    area_words,
    choice_words,
    grade_words,
    theme_words,
    words_of,
)

ORIGINS: dict[str, tuple[str, ...]] = {
    Origin.SELF: ("Self-assessment", "Force"),
    Origin.AGREED: ("Agreed", "Moderated"),
}
"""What else people call an origin."""


class CaseReference:
    """Everything that is the same for all rows, read once. `by` imports, and with `everything`
    may import more than drafts of their own."""

    def __init__(self, round: Round, by: User, *, everything: bool) -> None:
        self.round, self.by, self.everything = round, by, everything
        self.areas: dict[str, AreaOfPractice] = {row.code: row for row in round.framework.areas}
        themes = Theme.objects.visible_to(by).filter(framework=round.framework)
        self.themes: dict[str, Theme] = {row.code: row for row in themes}
        self.questions: dict[str, Question] = {
            field_of(row.code): row for row in asked_questions(round)
        }
        self.people: dict[str, User] = {row.email: row for row in assessors_of(round)}
        self._asked: dict[tuple[str, ...], Asked] = {}
        self._new_files: dict[str, CaseFile] = {}

    def asked(self, codes: tuple[str, ...]) -> Asked:
        """What is asked of a file under these areas."""
        if codes not in self._asked:
            self._asked[codes] = asked_of(self.round, [self.areas[code] for code in codes])
        return self._asked[codes]

    def new_file(self, code: str) -> CaseFile:
        """Stands for any file of this area that is not there yet."""
        if code not in self._new_files:
            self._new_files[code] = CaseFile(round=self.round, area=self.areas[code])
        return self._new_files[code]

    def code_of(self, area: int) -> str:
        return next(code for code, row in self.areas.items() if row.pk == area)

    @cached_property
    def places(self) -> dict[str, int]:
        """The order of areas and themes, by their codes."""
        return {code: place for place, code in enumerate([*self.areas, *self.themes])}

    @cached_property
    def widgets(self) -> dict[str, CellWidget]:
        """What reads the cells of each column."""
        framework = self.round.framework
        areas, grades = NamesWidget(area_words(framework)), NameWidget(grade_words(framework))
        themes = theme_words(framework)
        people = [(email, [row.name]) for email, row in self.people.items()]
        return {
            "reference": CellWidget(),
            "local_number": CellWidget(60),
            "number_kind": _choice("a kind of number", LocalNumber.Kind),
            "areas": areas,
            "chosen_by": _choice("somebody who chooses files", CaseFile.ChosenBy),
            "chosen_how": _choice("a way of choosing files", CaseFile.ChosenHow),
            "origin": _choice("an origin", Origin, ORIGINS),
            "assessor": NameWidget(words_of("somebody who can grade here", people)),
            "grade": grades,
            "area_grades": AreaGradesWidget(areas, grades),
            "rationale": CellWidget(LONGEST_RATIONALE),
            "strengths": NamesWidget(themes),
            "weaknesses": NamesWidget(themes),
            "assessed_on": DayWidget(),
            "version": CellWidget(),
            **{code: FactWidget(question) for code, question in self.questions.items()},
        }


def _choice(
    what: str, choices: type[TextChoices], more: Mapping[str, tuple[str, ...]] | None = None
) -> NameWidget:
    return NameWidget(choice_words(what, choices, more))
