"""Who takes part, what is asked of which force, and what the table of rights (design, section 5)
lets each do. Told anew here: nothing is asked of the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

INSPECTION, UNPUBLISHED, AUDIT = "inspection", "unpublished", "audit"
"""Two inspections of Wexshire and its own audit. A document of the IOPC has no such round."""
IOPC = "iopc"


@dataclass(frozen=True)
class Person:
    """`on_team`: of an inspector, whether they are on the team of both inspections."""

    email: str
    role: str
    force: str = ""
    on_team: bool = False


@dataclass(frozen=True)
class Asked:
    """A recommendation as it is put to one force; `points` counts those it is divided into."""

    source: str
    force: str
    points: int = 0

    @property
    def verified_by(self) -> str:
        return "inspector" if self.source in {INSPECTION, UNPUBLISHED} else "manager"


PEOPLE = (
    Person("manager@wexshire", "manager", "wexshire"),
    Person("manager2@wexshire", "manager", "wexshire"),
    Person("manager3@wexshire", "manager", "wexshire"),
    Person("owner@wexshire", "action_owner", "wexshire"),
    Person("owner2@wexshire", "action_owner", "wexshire"),
    Person("moderator@wexshire", "moderator", "wexshire"),
    Person("observer@wexshire", "observer", "wexshire"),
    Person("auditor@wexshire", "auditor", "wexshire"),
    Person("manager@eastmarch", "manager", "eastmarch"),
    Person("manager2@eastmarch", "manager", "eastmarch"),
    Person("owner@eastmarch", "action_owner", "eastmarch"),
    Person("inspector@inspectorate", "inspector", on_team=True),
    Person("inspector2@inspectorate", "inspector"),
    Person("admin@casemark", "administrator"),
)

ASKED = (
    Asked(INSPECTION, "wexshire", points=2),
    Asked(AUDIT, "wexshire"),
    Asked(IOPC, "wexshire"),
    Asked(IOPC, "eastmarch"),
    Asked(UNPUBLISHED, "wexshire"),
)

TODAY = date(2026, 11, 30)
PUBLISHED = {
    INSPECTION: date(2026, 11, 20),
    AUDIT: date(2026, 11, 16),
    IOPC: date(2026, 10, 5),
    UNPUBLISHED: None,
}
"""The first day on which an action for it can be due."""
MADE, LAST = date(2026, 10, 12), date(2026, 12, 6)
"""When the IOPC made its recommendation, and the 56th day, beginning with that."""


def manages(who: Person, force: str) -> bool:
    return (who.role, who.force) == ("manager", force)


def can_own_actions(who: Person, force: str) -> bool:
    return who.role in {"manager", "action_owner"} and who.force == force


def verifies(who: Person, asked: Asked) -> bool:
    """As the source says; whether they had a hand in it is another question."""
    return who.on_team if asked.verified_by == "inspector" else manages(who, asked.force)


def works_on(who: Person, force: str) -> bool:
    return who.role in {"moderator", "manager"} and who.force == force


def is_told(who: Person, force: str) -> bool:
    return works_on(who, force) or (who.role, who.force) == ("observer", force)
