"""Anybody does anything, in any order: what is done and what is refused is as the model says."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from audit.models import Assessment
from tests.soak.steps import which
from tests.soak.workflow.closing import Closing
from tests.soak.workflow.grading import Grading
from tests.soak.workflow.people import Person, moderates
from tests.soak.workflow.seeing import (
    PAGES,
    QUESTIONS,
    pages_before_and_after,
    rows_that_differ,
)
from tests.soak.workflow.sequence import files, given_grades
from tests.soak.workflow.state import DRAFT, SUBMITTED
from tests.soak.workflow.talking import Talking

STARTS = ("nothing", "stale", "first", "known", "both", "taken", "agreed", "own", "query")
BEGUN_BY_NOBODY, BEGUN_BY_ONE = {"nothing", "stale"}, {"first", "known"}


class Workflow(Grading, Talking, Closing):
    @initialize(number=files, grade=given_grades, other=given_grades, start=st.sampled_from(STARTS))
    def begin(self, number: int, grade: str, other: str, start: str) -> None:
        """Most sequences start where something has been handed in, or more."""
        file = self.model.files[number]
        first, moderator = file.first, self.able(moderates, file)[-1]
        asked = [] if start in BEGUN_BY_NOBODY else [first] if start in BEGUN_BY_ONE else file.asked
        for who, given in zip(asked, (grade, other), strict=False):
            self.save(who, number, given, SUBMITTED)
        if start == "stale":
            self.save(first, number, grade, DRAFT)
            self.save(first, number, other, DRAFT, stale=True)
        if start == "known":  # to somebody who has seen it
            self.give_to(moderator, number, first, moderator)
        if start == "taken":  # from the second, or the only one
            self.give_to(moderator, number, first if file.second else None, None)
        if start == "query":
            self.ask_about(moderator, number)
        if start in {"agreed", "query"}:
            self.agree(moderator, number, grade)
        if start == "own":
            for who in self.moderating_their_own(file):
                self.agree(who, number, grade)

    @property
    def blind(self) -> list[tuple[int, Person]]:
        """Each file with each of those from whom it hides something."""
        return [
            (number, who)
            for number, file in enumerate(self.model.files)
            for who in file.asked
            if file.is_blind and set(file.own) - {who}
        ]

    @precondition(lambda self: self.blind)
    @rule(n=which, grade=given_grades, asked=st.integers(0, len(QUESTIONS) - 1))
    def look_at_rows(self, n: int, grade: str, asked: int) -> None:
        """No figure, list, filter or sort that somebody asks for who grades blind depends on the
        others' judgement."""
        who, hidden = self.hidden(n)
        assert rows_that_differ(self.user(who), hidden, grade, asked) == {}
        self.counted["looked at rows while blind"] += 1

    @precondition(lambda self: self.blind)
    @rule(n=which, grade=given_grades, page=st.sampled_from(PAGES))
    def look_at_a_page(self, n: int, grade: str, page: str) -> None:
        who, hidden = self.hidden(n)
        client = self.world.clients[who]
        before, after = pages_before_and_after(client, hidden, grade, page)
        assert before == after, f"{page} differs"
        self.counted["looked at a page while blind"] += 1

    def hidden(self, n: int) -> tuple[Person, list[Assessment]]:
        """Somebody who grades blind, and what others have said of the file, agreed or not."""
        number, who = self.blind[n % len(self.blind)]
        rows = Assessment.objects.filter(case_file=self.world.keys[number])
        others = rows.exclude(assessor=self.user(who))
        return who, list(others.select_related("case_file__round__framework"))
