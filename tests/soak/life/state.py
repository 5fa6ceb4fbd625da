"""Answers, actions and reports as the model has them, and who sees each (design, section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.soak.life.people import AUDIT, IOPC, TODAY, Asked, Person, is_told, works_on

AWAITING, ACCEPTED, IN_PART = "awaiting_response", "accepted", "accepted_in_part"
NOT_ACCEPTED, IN_PROGRESS, DELIVERED = "not_accepted", "in_progress", "delivered"
VERIFIED, RETURNED, SUPERSEDED = "verified", "returned", "superseded"
PLANNED, DONE, DROPPED = "planned", "done", "dropped"
DECISIONS = (ACCEPTED, IN_PART, NOT_ACCEPTED)
CLOSED = {VERIFIED, SUPERSEDED}
GOING_ON = {ACCEPTED, IN_PART, IN_PROGRESS, RETURNED}
"""Accepted, and something is left to do."""


@dataclass(eq=False)
class Answer:
    asked: Asked
    is_open_to_force: bool = True
    """Not so before the inspection that asks is published."""
    owner: Person | None = None
    deputy: Person | None = None
    lock: int = 1
    decisions: list[str] = field(default_factory=list)
    """To its points."""
    answered_on: date | None = None
    received_on: date | None = None
    steps: list[tuple[str, date, Person | None]] = field(
        default_factory=lambda: [(AWAITING, TODAY, None)]
    )
    hands: set[Person] = field(default_factory=set)
    """Whoever has had one in it, at any time."""
    extended: list[date] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.steps[-1][0]

    def become(self, status: str, by: Person, on: date) -> None:
        """Whoever says what is done has a hand in it; whoever verifies has not."""
        self.steps.append((status, on, by))
        self.lock += 1
        if status not in {VERIFIED, RETURNED}:
            self.hands.add(by)

    def seen_by(self, who: Person) -> bool:
        own = self.is_open_to_force and is_told(who, self.asked.force)
        return own or self.seen_by_team(who)

    def seen_by_team(self, who: Person) -> bool:
        return who.on_team and self.asked.source not in {AUDIT, IOPC}

    def evidence_seen_by(self, who: Person) -> bool:
        """Not by those who only watch."""
        own = self.is_open_to_force and works_on(who, self.asked.force)
        return own or self.seen_by_team(who)


@dataclass(eq=False)
class Deed:
    """An action."""

    force: str
    owner: Person
    due: date
    serves: list[Answer]
    first_due: date = TODAY
    status: str = PLANNED
    lock: int = 1
    done_on: date | None = None
    moved: list[tuple[date, date]] = field(default_factory=list)
    hands: set[Person] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return self.status in {PLANNED, IN_PROGRESS}

    def touched_by(self, who: Person) -> None:
        for one in (self, *self.serves):
            one.hands.add(who)

    def become(self, status: str) -> None:
        self.status, self.lock = status, self.lock + 1

    def seen_by(self, who: Person) -> bool:
        return who == self.owner or any(answer.seen_by(who) for answer in self.serves)

    def evidence_seen_by(self, who: Person) -> bool:
        own = who == self.owner or works_on(who, self.force)
        return own or any(answer.evidence_seen_by(who) for answer in self.serves)


@dataclass(eq=False)
class Shown:
    """A piece of evidence."""

    by: Person
    withdrawn_by: Person | None = None


@dataclass(eq=False)
class Report:
    about: Answer | Deed
    text: str
    by: Person
    shown: list[Shown] = field(default_factory=list)

    @property
    def answers(self) -> list[Answer]:
        return [self.about] if isinstance(self.about, Answer) else self.about.serves
