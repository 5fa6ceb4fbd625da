"""Counts of a round that a report of another one can lean on: "n of m" for one answer."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten

from audit.documents.counted_files import counted_files
from audit.documents.facts import QuestionFacts, is_measured, round_facts, titles_of
from audit.documents.sampling import drawn_sample
from audit.models import CaseFile, Question, Round
from audit.rules.facts import amount, missing_in_words

GOOD = "good"
"""The answer's code where a number or duration within its limit is counted."""
LABEL = 200
"""Characters that a supporting figure's label can have."""


@dataclass(frozen=True)
class Share:
    """`count` of `base` files gave `answer` (a code) to `question`; `missing` says in words in
    how many of the others it is not known."""

    question: Question
    answer: str
    title: str
    count: int
    base: int
    missing: str

    @property
    def code(self) -> str:
        return f"{self.question.code}:{self.answer}"

    @property
    def label(self) -> str:
        return shorten(f"{self.question.text} {self.title}", LABEL, placeholder="…")


def shares_of(round: Round) -> list[Share]:
    """Every answer of the round's facts that is known of at least one file."""
    facts = round_facts(round, counted_files(CaseFile.objects.filter(round=round)))
    return [share for row in facts.questions for share in _shares(row)]


def share_in_words(share: Share) -> str:
    """ "Yes: 14 of 18; not recorded in 2"."""
    told = f"{share.title}: {share.count} of {share.base}"
    return f"{told}; {share.missing}" if share.missing else told


def source_in_words(round: Round, files: int) -> str:
    """ "Counted in the dip sample “…”, in 20 files that Casemark drew at random.", for a note."""
    kind, drawn = round.get_kind_display().lower(), drawn_sample(round)
    how = " that Casemark drew at random" if drawn and not drawn.others else ""
    counted = "1 file" if files == 1 else f"{files} files"
    return f"Counted in the {kind} “{round.title}”, in {counted}{how}."


def _shares(row: QuestionFacts) -> list[Share]:
    question, fact = row.question, row.overall
    if not fact.known:
        return []
    told = missing_in_words(fact)
    if is_measured(question):
        limit = question.counts_as_good.get("at_most")
        if limit is None or fact.good is None:
            return []
        title = f"No more than {amount(float(limit), question.unit)}"
        return [Share(question, GOOD, title, fact.good, fact.known, told)]
    titles = titles_of(question)
    return [
        Share(question, answer, titles.get(answer, answer), count, fact.known, told)
        for answer, count in fact.counts.items()
    ]
