"""Who takes part, in which two rounds, and what the table of rights (design, section 5) lets each
do. Told anew here: nothing is asked of the product."""

from __future__ import annotations

from dataclasses import dataclass

AUDIT, INSPECTION = "audit", "inspection"
"""Wexshire's own audit, and an inspection of Wexshire."""


@dataclass(frozen=True)
class Person:
    """`part` is an inspector's in the inspection's team."""

    email: str
    role: str
    force: str = ""
    part: str = ""


PEOPLE = (
    Person("auditor@wexshire", "auditor", "wexshire"),
    Person("auditor2@wexshire", "auditor", "wexshire"),
    Person("moderator@wexshire", "moderator", "wexshire"),
    Person("moderator2@wexshire", "moderator", "wexshire"),
    Person("manager@wexshire", "manager", "wexshire"),
    Person("observer@wexshire", "observer", "wexshire"),
    Person("auditor@eastmarch", "auditor", "eastmarch"),
    Person("moderator@eastmarch", "moderator", "eastmarch"),
    Person("inspector@inspectorate", "inspector", part="lead"),
    Person("inspector2@inspectorate", "inspector", part="moderator"),
    Person("inspector3@inspectorate", "inspector", part="inspector"),
    Person("inspector4@inspectorate", "inspector"),
    Person("admin@casemark", "administrator"),
)


def is_of(who: Person, role: str) -> bool:
    return (who.role, who.force) == (role, "wexshire")


def can_be_asked(who: Person, round: str) -> bool:
    """To grade a file: assessors of the force, or the inspection's team."""
    if round == AUDIT:
        return is_of(who, "auditor") or is_of(who, "moderator")
    return bool(who.part)


def grades(who: Person, round: str, asked: list[Person]) -> bool:
    if round == AUDIT:
        return is_of(who, "moderator") or (is_of(who, "auditor") and who in asked)
    return bool(who.part)


def sees_every_file(who: Person, round: str) -> bool:
    """Before the round is published."""
    return is_of(who, "moderator") if round == AUDIT else bool(who.part)


def moderates(who: Person, round: str) -> bool:
    return is_of(who, "moderator") if round == AUDIT else who.part in {"lead", "moderator"}


def publishes(who: Person, round: str) -> bool:
    return is_of(who, "moderator") if round == AUDIT else who.part == "lead"


def answers_concerns(who: Person) -> bool:
    """No contact is named here, so it is the force's managers."""
    return is_of(who, "manager")


def settles_concerns(who: Person, round: str, raised_by: Person, asked: list[Person]) -> bool:
    """Whoever raised it, as long as they grade there, and whoever leads."""
    leads = is_of(who, "moderator") if round == AUDIT else who.part == "lead"
    return leads or (who == raised_by and grades(who, round, asked))
