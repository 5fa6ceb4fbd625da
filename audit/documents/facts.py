"""A round's facts counted: each question over all files that it is asked of, and by area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from audit.documents.counted_files import CountedFile, Files, counted_files, in_area
from audit.models import Answer, AreaOfPractice, CaseFile, Question, Round
from audit.rules.durations import may_come_first
from audit.rules.facts import (
    ENDS_FIRST,
    UNANSWERED,
    FactCount,
    Given,
    count_answers,
    duration,
    is_good,
)

KNOWN = "known"
"""In the filter of case files: any value at all."""
AS_IT_SHOULD_BE = "as_it_should_be"
"""Likewise: a value that counts as good."""
NO_ANSWER = Given(missing=UNANSWERED)


class Answers:
    """What the final assessments of `files` answer to `questions`, in one query."""

    def __init__(self, files: QuerySet[CaseFile], questions: Iterable[Question]) -> None:
        wanted = {
            pk for row in questions for pk in (row.pk, row.starts_with_id, row.ends_with_id) if pk
        }
        finals = files.order_by().values("final_assessment")
        rows = Answer.objects.filter(assessment__in=finals, question__in=wanted).order_by()
        fields = ("assessment", "question", "choice", "number", "at", "absence")
        self._given = {
            (assessment, question): _given(choice, number, at, absence)
            for assessment, question, choice, number, at, absence in rows.values_list(*fields)
        }

    def of(self, file: CountedFile, question: Question) -> Given:
        """The file's answer to `question`; a duration is worked out from its two ends."""
        if question.starts_with_id is None or question.ends_with_id is None:
            return self._given.get((file.assessment, question.pk), NO_ANSWER)
        start, end = (
            self._given.get((file.assessment, pk), NO_ANSWER)
            for pk in (question.starts_with_id, question.ends_with_id)
        )
        early = may_come_first(question)
        return duration(start, end, question.unit, may_end_first=early)

    def count(self, files: Iterable[CountedFile], question: Question) -> FactCount:
        given = [self.of(file, question) for file in files]
        return count_answers(given, tuple(titles_of(question)), question.counts_as_good)


@dataclass(frozen=True)
class QuestionFacts:
    """One question's counts; `by_area` holds each area with files that it is asked of."""

    question: Question
    overall: FactCount
    by_area: tuple[tuple[AreaOfPractice, FactCount], ...]

    def within(self, area: str) -> FactCount | None:
        """The counts of one area by its code, of all for ""; None where no file is in it."""
        if not area:
            return self.overall
        return next((fact for row, fact in self.by_area if row.code == area), None)


@dataclass(frozen=True)
class RoundFacts:
    """`files` have a final assessment; without any, every question counts nothing."""

    files: int
    questions: tuple[QuestionFacts, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """Each question in all (`area` null), then by area; [] where no file counts."""
        if not self.files:
            return []
        return [
            {"question": row.question.code, "area": area, **_as_json(row.question, fact)}
            for row in self.questions
            for area, fact in [(None, row.overall), *((a.code, f) for a, f in row.by_area)]
        ]


def round_facts(round: Round, files: Files) -> RoundFacts:
    """In a fixed number of queries; `files` are the round's counted ones."""
    questions = list(asked_in(round))
    areas = round.framework.areas
    answers = Answers(CaseFile.objects.filter(round=round), questions)
    return RoundFacts(len(files), tuple(_facts(row, files, areas, answers) for row in questions))


def asked_in(round: Round) -> QuerySet[Question]:
    """The framework's questions by stage; of a dip sample those that were chosen for it."""
    questions = Question.objects.filter(framework=round.framework_id)
    if not round.grades:
        questions = questions.filter(rounds=round)
    return with_parts(questions)


def with_parts(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With stage and areas, in the order of the child's journey."""
    found: QuerySet[Question] = questions.select_related("stage").prefetch_related("areas")
    return found.order_by("stage__order", "order")


def files_answering(
    files: QuerySet[CaseFile], question: str, answer: str, area: str = ""
) -> list[int]:
    """The keys of those of `files` behind one count, by the very rule that counted them.

    `question` and `area` are codes ("" for any area); `answer` is a choice's code, a reason why
    there is no value, KNOWN, AS_IT_SHOULD_BE, or "" for all that were asked. Each
    framework has its own question of that code.
    """
    found = []
    for asked in with_parts(Question.objects.filter(code=question)):
        own = files.filter(round__framework=asked.framework_id)
        counted = counted_files(own)
        if area:
            areas = AreaOfPractice.objects.filter(framework=asked.framework_id, code=area)
            counted = in_area(counted, next((row.pk for row in areas), 0))
        answers = Answers(own, [asked])
        found += [
            file.pk
            for file in asked_of(asked, counted)
            if _matches(answers.of(file, asked), answer, asked)
        ]
    return found


def asked_of(question: Question, files: Iterable[CountedFile]) -> Files:
    """The files to which the question applies by their areas."""
    areas = {area.pk for area in question.areas.all()}
    return tuple(file for file in files if not areas or areas & file.areas)


def titles_of(question: Question) -> dict[str, str]:
    """Code → title of each value that a yes/no or a choice offers; empty for other kinds."""
    if question.kind == Question.Kind.YES_NO:
        return {"yes": "Yes", "no": "No"}
    return {row["code"]: row["title"] for row in question.choices}


def is_measured(question: Question) -> bool:
    """Whether its values are numbers: median, quartiles and longest are told of those."""
    return question.kind in (Question.Kind.DURATION, Question.Kind.NUMBER)


def _facts(
    question: Question, files: Files, areas: Iterable[AreaOfPractice], answers: Answers
) -> QuestionFacts:
    asked = asked_of(question, files)
    by_area = [(area, in_area(asked, area.pk)) for area in areas]
    return QuestionFacts(
        question,
        answers.count(asked, question),
        tuple((area, answers.count(rows, question)) for area, rows in by_area if rows),
    )


def _given(choice: str, number: Decimal | None, at: datetime | None, absence: str) -> Given:
    if absence:
        return Given(missing=absence)
    if at is not None:
        return Given(at)
    return Given(float(number)) if number is not None else Given(choice)


def _matches(given: Given, answer: str, asked: Question) -> bool:
    if answer == AS_IT_SHOULD_BE:
        return is_good(given.value, asked.counts_as_good) is True
    if answer == KNOWN:
        return not given.missing
    if not answer:
        return True
    return answer in (given.missing, given.value)


def _as_json(question: Question, fact: FactCount) -> dict[str, Any]:
    row: dict[str, Any] = {"files": fact.files, "known": fact.known}
    if question.kind == Question.Kind.CHOICE:
        row["choices"] = dict(fact.counts)
    else:
        row |= fact.counts
    reasons = dict(fact.missing)
    if question.kind != Question.Kind.DURATION:
        del reasons[ENDS_FIRST]
    row |= reasons | {"good": fact.good}
    return row | _spread_json(question, fact) if is_measured(question) else row


def _spread_json(question: Question, fact: FactCount) -> dict[str, Any]:
    spread = fact.spread
    names = ("median", "lower_quartile", "upper_quartile", "longest")
    values = (spread.median, *spread.quartiles, spread.longest) if spread else (None,) * 4
    rounded = [value if value is None else round(value, 6) for value in values]
    return {"unit": question.unit, **dict(zip(names, rounded, strict=True))}
