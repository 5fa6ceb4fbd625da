"""Answers of several case files at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Assessment, CaseFile, Question, User
from audit.permissions import Right, require
from audit.rules.answers import Fact, field_of
from audit.rules.grading import Origin
from audit.rules.transitions import StaleError, TransitionError
from audit.services.assessments import assessment_save
from audit.services.judgements import Judgement, judgement_of


@dataclass(frozen=True)
class Sheet:
    """Changed answers of one file; None takes one away. `lock` is the save they started from."""

    case_file: CaseFile
    lock: int | None
    answers: Mapping[Question, Fact | None]


class StaleSheetsError(Exception):
    """Some of the files were saved elsewhere meanwhile: `files`; `problems` tells it."""

    def __init__(self, problems: ValidationError, files: list[CaseFile]) -> None:
        super().__init__()
        self.problems, self.files = problems, files


@transaction.atomic
def answers_save(*, sheets: Sequence[Sheet], by: User) -> list[Assessment]:
    """Saves each sheet as a draft of `by`'s own.

    Raises ValidationError with every file's problems (keys "reference:field") and writes nothing;
    StaleSheetsError where all that is wrong is that files were saved elsewhere meanwhile.
    """
    saved, problems, stale = [], dict[str, list[str]](), []
    for sheet in sheets:
        reference = sheet.case_file.reference
        try:
            saved.append(_save(sheet, by))
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                problems[f"{reference}:{field}"] = [f"{reference}: {text}" for text in texts]
        except StaleError:
            stale.append(sheet.case_file)
            problems[f"{reference}:"] = [
                f"{reference} was saved somewhere else after you opened this page. Nothing is "
                "saved yet. Compare the cells, then save again if yours should stand."
            ]
        except TransitionError as error:
            problems[f"{reference}:"] = [f"{reference}: {error}"]
    if stale:
        raise StaleSheetsError(ValidationError(problems), stale)
    if problems:
        raise ValidationError(problems)
    return saved


@transaction.atomic
def _save(sheet: Sheet, by: User) -> Assessment:
    require(by, Right.GRADE, sheet.case_file)
    judgement = _with_answers(_stored(sheet.case_file, by), sheet)
    return assessment_save(case_file=sheet.case_file, judgement=judgement, by=by, lock=sheet.lock)


def _stored(case_file: CaseFile, by: User) -> Judgement:
    """What `by` has said of the file so far. Should it change before it is saved, the lock says
    so."""
    own = Assessment.objects.filter(case_file=case_file, origin=Origin.ASSESSOR, assessor=by)
    if assessment := own.first():
        return judgement_of(assessment)
    graded = case_file.round.grades
    return Judgement({case_file.area: ""} if graded else {}, answers={}, stages={}, unfinished={})


def _with_answers(stored: Judgement, sheet: Sheet) -> Judgement:
    answers = {**(stored.answers or {}), **sheet.answers}
    typed_over = {field_of(question.code) for question in sheet.answers}
    unfinished = {
        name: text for name, text in (stored.unfinished or {}).items() if name not in typed_over
    }
    given = {question: fact for question, fact in answers.items() if fact is not None}
    return replace(stored, answers=given, unfinished=unfinished)
