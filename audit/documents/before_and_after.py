"""Facts and themes counted in two rounds: in how many of how many files, and the test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audit.documents.counted_files import Files, counted_files
from audit.documents.drawn_files import DrawnFiles
from audit.documents.facts import AS_IT_SHOULD_BE, Answers, asked_of, is_measured, titles_of
from audit.documents.results import percent
from audit.documents.themes import Seen, seen_in, theme_files
from audit.models import CaseFile, Question, Round, Theme
from audit.rules.comparison import Comparison, compare_drawn
from audit.rules.counting import percentage
from audit.rules.did_it_work import Counted
from audit.rules.facts import (
    FactCount,
    amount,
    count_answers,
    is_good,
    missing_in_words,
    spread_sentence,
)
from audit.rules.grading import Polarity

TO_BE_JUDGED = "Has to be judged file by file"


Links = tuple[dict[str, str], dict[str, str]]


@dataclass(frozen=True)
class Side:
    """What one round says: the final assessments in `good` among those in `base`. `said` stands
    for the count where no value counts as good, `missing` tells the files left out of the base."""

    good: frozenset[int]
    base: frozenset[int]
    said: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Line:
    """`links` is what the list of case files calls the count and its base; `more_is_better` is
    None where a difference is neither."""

    title: str
    measure: str
    before: Side
    after: Side
    links: Links
    more_is_better: bool | None
    comparison: Comparison | None = None

    @property
    def counted(self) -> Counted:
        found = self.comparison
        tested = found is not None and found.more_than_chance is not None
        better = None
        if found and found.more_than_chance and found.difference:
            better = (found.difference.value > 0) is self.more_is_better
        bases = len(self.before.base), len(self.after.base)
        return Counted(f"{self.title} ({self.measure})", bases, tested, better)

    def as_part(self) -> dict[str, Any]:
        judged = self.more_is_better is None
        return {
            "title": self.title,
            "measure": self.measure,
            "links": list(self.links),
            "before": _side_part(self.before),
            "after": _side_part(self.after),
            "test": TO_BE_JUDGED if judged else (self.comparison.short if self.comparison else ""),
        }


class RoundFiles:
    """The files of a round whose answers and observations count. A dip sample has answers to its
    own questions only. Ten queries or so for `questions` of any number."""

    def __init__(self, round: Round, questions: Iterable[Question]) -> None:
        files = CaseFile.objects.filter(round=round)
        self.round, self.files = round, counted_files(files)
        self.drawn = DrawnFiles(round)
        self.seen: Seen = seen_in(round)
        own = None if round.grades else set(round.questions.values_list("pk", flat=True))
        self.questions = [row for row in questions if own is None or row.pk in own]
        self.answers = Answers(files, self.questions)

    def fact(self, question: Question) -> Side:
        files: Files = asked_of(question, self.files) if question in self.questions else ()
        given = [(file.assessment, self.answers.of(file, question)) for file in files]
        counts = question.counts_as_good
        fact = count_answers((one for _, one in given), tuple(titles_of(question)), counts)
        return Side(
            frozenset(pk for pk, one in given if is_good(one.value, counts)),
            frozenset(pk for pk, one in given if not one.missing),
            "" if counts else _said(question, fact),
            "" if is_measured(question) and not counts else missing_in_words(fact),
        )

    def theme(self, theme: Theme, polarity: Polarity) -> Side:
        found = theme_files(theme, self.files, self.seen)
        return Side(frozenset(getattr(found, polarity)), frozenset(found.base))


def fact_lines(
    before: RoundFiles, after: RoundFiles, questions: Iterable[Question], *, test: bool
) -> list[Line]:
    lines = []
    for question in questions:
        sides = before.fact(question), after.fact(question)
        links = ({"question": question.code, "answer": AS_IT_SHOULD_BE}, _known(question))
        better = True if question.counts_as_good else None
        tested = _test(before, after, sides) if test and better else None
        lines.append(Line(question.text, good_in_words(question), *sides, links, better, tested))
    return lines


def theme_lines(
    before: RoundFiles, after: RoundFiles, themes: Iterable[Theme], *, test: bool
) -> list[Line]:
    """As a weakness always, as a strength where anybody saw it so."""
    lines = []
    for theme in themes:
        for polarity in (Polarity.WEAKNESS, Polarity.STRENGTH):
            sides = before.theme(theme, polarity), after.theme(theme, polarity)
            if polarity == Polarity.STRENGTH and not any(side.good for side in sides):
                continue
            links: Links = ({"theme": theme.code, "polarity": str(polarity.value)}, {})
            tested = _test(before, after, sides) if test else None
            measure = f"seen as a {polarity.label.lower()}"
            better = polarity == Polarity.STRENGTH
            lines.append(Line(theme.title, measure, *sides, links, better, tested))
    return lines


def good_in_words(question: Question) -> str:
    """ "yes", "no more than 72 hours": what counts as good; "as answered" where that is open."""
    good = question.counts_as_good
    if "at_most" in good:
        return f"no more than {amount(float(good['at_most']), question.unit)}"
    titles = titles_of(question)
    answers = [titles.get(code, code).lower() for code in good.get("any_of", ())]
    return " or ".join(answers) or "as answered"


def _known(question: Question) -> dict[str, str]:
    return {"question": question.code, "answer": "known"}


def _said(question: Question, fact: FactCount) -> str:
    """ "Yes 5, No 7"; "Median 13 hours, in 4 of 6 files."; "" where nothing is known."""
    if not fact.known:
        return ""
    if is_measured(question):
        return spread_sentence(fact, question.unit)
    titles = titles_of(question)
    counts = (f"{titles.get(code, code)} {count}" for code, count in fact.counts.items())
    return ", ".join(counts)


def _test(before: RoundFiles, after: RoundFiles, sides: tuple[Side, Side]) -> Comparison:
    first, second = (
        files.drawn.share(side.base, side.good)
        for files, side in zip((before, after), sides, strict=True)
    )
    return compare_drawn(first, second)


def _side_part(side: Side) -> dict[str, Any]:
    count, base = len(side.good), len(side.base)
    share = None if side.said else percentage(count, base)
    return {
        "count": count,
        "base": base,
        "share": "" if share is None else percent(share),
        "said": side.said,
        "missing": side.missing,
    }
