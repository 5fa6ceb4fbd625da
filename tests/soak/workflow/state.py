"""A case file as the model has it, and what follows from it (design, section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.soak.workflow.people import Person

GOOD, POOR, WORST = "good", "requires_improvement", "inadequate"
DRAFT, SUBMITTED, SET_ASIDE, AGREED = "draft", "submitted", "set_aside", "agreed"


@dataclass
class Judgement:
    """One person's assessment, or the agreed one."""

    by: Person
    status: str = DRAFT
    grade: str = ""
    lock: int = 1
    handed_in: bool = False
    """Whether it was at any time, so that others can have seen it."""
    returned: bool = False
    """Whether a moderator gave it back, and it was not handed in since."""

    def become(self, status: str) -> None:
        self.status, self.lock = status, self.lock + 1


@dataclass
class Query:
    by: Person
    about: Person | None
    deputy: Person | None
    is_open: bool = True


@dataclass
class Concern:
    by: Person
    status: str = "raised"
    answered_by: Person | None = None


@dataclass
class File:
    round: str
    first: Person | None = None
    second: Person | None = None
    own: dict[Person, Judgement] = field(default_factory=dict)
    agreed: Judgement | None = None
    conflicts: set[Person] = field(default_factory=set)
    queries: list[Query] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)

    @property
    def asked(self) -> list[Person]:
        return [who for who in (self.first, self.second) if who]

    @property
    def standing(self) -> list[Judgement]:
        """Assessors' own, without what was set aside."""
        return [own for own in self.own.values() if own.status != SET_ASIDE]

    @property
    def is_agreed(self) -> bool:
        return self.agreed is not None and self.agreed.status == AGREED

    @property
    def is_blind(self) -> bool:
        done = {own.by for own in self.standing if own.status == SUBMITTED}
        return self.second is not None and not set(self.asked) <= done

    @property
    def final(self) -> str:
        """The grade that counts, or "": never one of two that are not settled."""
        if self.agreed:
            return self.agreed.grade if self.is_agreed else ""
        if self.second or len(self.standing) != 1:
            return ""
        [own] = self.standing
        return own.grade if own.status == SUBMITTED else ""

    @property
    def status(self) -> str:
        if self.is_agreed:
            return AGREED
        if not self.standing:
            return "to_grade"
        all_in = all(own.status == SUBMITTED for own in self.standing)
        return SUBMITTED if all_in and len(self.standing) >= len(self.asked) else "in_progress"

    def is_theirs(self, who: Person) -> bool:
        """Nobody moderates their own, nor a case that they worked on."""
        return who in self.asked or who in self.own or who in self.conflicts

    def shows(self, who: Person, whose: Person) -> bool:
        """One who is asked sees another's judgement only once both have handed theirs in."""
        if who == whose or who not in self.asked:
            return True
        done = who in self.own and self.own[who].status == SUBMITTED
        return done and not self.is_blind and self.own[whose].status != SET_ASIDE
