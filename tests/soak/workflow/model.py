"""The rules of the workflow (design, section 4), told anew: nothing is asked of the product.

Each step says why it must be refused, or "" and then it is done here, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.soak.steps import first_that_holds
from tests.soak.workflow.people import (
    Person,
    can_be_asked,
    grades,
    moderates,
    publishes,
    sees_every_file,
)
from tests.soak.workflow.state import AGREED, DRAFT, SET_ASIDE, SUBMITTED, File, Judgement

PLANNED, FIELDWORK, SIGNED_OFF, PUBLISHED = "planned", "fieldwork", "signed_off", "published"
MOVES = {(PLANNED, FIELDWORK), (FIELDWORK, PLANNED), (SIGNED_OFF, PUBLISHED)}
NO_RIGHT, CLOSED = "has no right", "the round is closed"
THEIRS, IS_AGREED = "nobody moderates their own", "the file is agreed"


@dataclass
class Model:
    rounds: dict[str, str]
    files: list[File]

    def is_closed(self, file: File) -> bool:
        return self.rounds[file.round] not in {PLANNED, FIELDWORK}

    # Who grades

    def give(
        self, file: File, first: Person | None, second: Person | None, by: Person, reason: str
    ) -> str:
        asked = [who for who in (first, second) if who]
        new = [who for who in asked if who not in file.asked]
        others = set(asked) != set(file.asked)
        lost = [own for own in file.standing if others and own.by not in asked]
        refusals = {
            NO_RIGHT: not moderates(by, file.round),
            CLOSED: self.is_closed(file),
            IS_AGREED: file.is_agreed,
            "there is a second without a first": bool(second and not first),
            "both are the same": bool(first and first == second),
            "somebody cannot grade here": any(not can_be_asked(one, file.round) for one in new),
            "somebody worked on the case": any(one in file.conflicts for one in new),
            "one can know the other's grade": others and self.can_know(file, asked),
            "there is no reason to take it from somebody": bool(lost) and not reason,
        }
        if refused := first_that_holds(refusals):
            return refused
        file.first, file.second = first, second
        for own in lost:
            own.become(SET_ASIDE)
        for who in asked:
            if who in file.own and file.own[who].status == SET_ASIDE:
                file.own[who].become(DRAFT)
        return ""

    @staticmethod
    def can_know(file: File, asked: list[Person]) -> bool:
        """Whether one of the two has been able to see the other's grade."""
        if len(asked) < 2:
            return False
        in_before = {own.by for own in file.own.values() if own.handed_in}
        return any(
            other in in_before and (one in in_before or sees_every_file(one, file.round))
            for one, other in (asked, reversed(asked))
        )

    def declare_conflict(self, file: File, whose: Person, by: Person) -> str:
        may = grades(by, file.round, file.asked) if whose == by else moderates(by, file.round)
        own = file.own.get(whose)
        stands = own is not None and own.status != SET_ASIDE
        refusals = {NO_RIGHT: not may, CLOSED: self.is_closed(file)}
        if refused := first_that_holds(refusals | {IS_AGREED: stands and file.is_agreed}):
            return refused
        file.conflicts.add(whose)
        if stands:
            own.become(SET_ASIDE)
        if whose == file.first:
            file.first, file.second = file.second, None
        elif whose == file.second:
            file.second = None
        return ""

    def remove_conflict(self, file: File, whose: Person, by: Person) -> str:
        if not moderates(by, file.round):
            return NO_RIGHT
        if whose == by:
            return THEIRS
        file.conflicts.remove(whose)
        return ""

    # Grading

    def save(self, file: File, by: Person, grade: str, lock: int | None, to: str) -> str:
        own = file.own.get(by)
        others = [other for other in file.standing if other.by != by]
        refusals = {
            NO_RIGHT: not grades(by, file.round, file.asked),
            CLOSED: self.is_closed(file),
            "they worked on the case": by in file.conflicts,
            "there is no grade": to == SUBMITTED and not grade,
            "somebody else has begun it": own is None and by not in file.asked and bool(others),
            "it was taken from them": own is not None and own.status == SET_ASIDE,
            "it is submitted": own is not None and own.status == SUBMITTED,
            "it was saved elsewhere": own is not None and own.lock != lock,
        }
        if refused := first_that_holds(refusals):
            return refused
        own = file.own.setdefault(by, Judgement(by))
        own.become(to)
        own.grade = grade
        own.handed_in = own.handed_in or to == SUBMITTED
        own.returned = own.returned and to == DRAFT
        return ""

    def reopen(self, file: File, whose: Person, by: Person) -> str:
        own, is_own = file.own[whose], whose == by
        others = [other for other in file.own.values() if other.by != by]
        seen = [o for o in others if o.returned or (o.status == SUBMITTED and not file.is_blind)]
        may = grades(by, file.round, file.asked) if is_own else moderates(by, file.round)
        refusals = {
            NO_RIGHT: not may,
            CLOSED: self.is_closed(file),
            "it is not submitted": own.status != SUBMITTED,
            IS_AGREED: file.is_agreed,
            THEIRS: not is_own and file.is_theirs(by),
            "they may have seen the other's grade": is_own and bool(seen),
        }
        if refused := first_that_holds(refusals):
            return refused
        own.become(DRAFT)
        own.returned = not is_own
        return ""

    def agree(self, file: File, grade: str, by: Person) -> str:
        refusals = {
            NO_RIGHT: not moderates(by, file.round),
            IS_AGREED: file.is_agreed,
            CLOSED: self.is_closed(file),
            THEIRS: file.is_theirs(by),
            "not everybody has submitted": file.is_blind or not file.standing,
            "somebody has a draft": any(own.status != SUBMITTED for own in file.standing),
            "a query is open": any(query.is_open for query in file.queries),
        }
        if refused := first_that_holds(refusals):
            return refused
        file.agreed = Judgement(by, AGREED, grade)
        return ""

    def reopen_agreed(self, file: File, by: Person) -> str:
        refusals = {
            NO_RIGHT: not moderates(by, file.round),
            CLOSED: self.is_closed(file),
            THEIRS: file.is_theirs(by),
            "it is not agreed": not file.is_agreed,
        }
        if refused := first_that_holds(refusals):
            return refused
        file.agreed.status = DRAFT
        return ""

    # The round

    def move(self, round: str, to: str, by: Person) -> str:
        if not publishes(by, round):
            return NO_RIGHT
        if (self.rounds[round], to) not in MOVES:
            return "it is no next step"
        self.rounds[round] = to
        return ""

    def sign_off(self, round: str, by: Person, explanation: str) -> str:
        files = [file for file in self.files if file.round == round]
        refusals = {
            NO_RIGHT: not moderates(by, round),
            "it is no next step": self.rounds[round] != FIELDWORK,
            "a file waits for moderation": any(file.status == SUBMITTED for file in files),
            "a query is open": any(query.is_open for file in files for query in file.queries),
            "what is missing is not explained": not explanation
            and not all(file.is_agreed for file in files),
        }
        if refused := first_that_holds(refusals):
            return refused
        self.rounds[round] = SIGNED_OFF
        return ""

    def reopen_round(self, round: str, by: Person) -> str:
        if not moderates(by, round):
            return NO_RIGHT
        if self.rounds[round] != SIGNED_OFF:
            return "it is not signed off"
        self.rounds[round] = FIELDWORK
        return ""
