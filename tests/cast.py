"""One cast of people, for the tests and the demonstration alike. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass

from audit.models import Force, ForceMembership, Round, RoundMember, User
from audit.rules.roles import Role, RoundRole
from audit.services.memberships import membership_add, round_member_add
from audit.services.people import person_add

PASSWORD = "casemark-demo-2026"
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""For tests: hashing a printed password slowly, thirteen times, proves and protects nothing."""


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: Role
    force: str = ""


CAST = (
    Person("auditor@wexshire.example", "Amina Hall", Role.AUDITOR, "wexshire"),
    Person("auditor2@wexshire.example", "Ben Otieno", Role.AUDITOR, "wexshire"),
    Person("moderator@wexshire.example", "Morgan Ellis", Role.MODERATOR, "wexshire"),
    Person("manager@wexshire.example", "Priya Nair", Role.MANAGER, "wexshire"),
    Person("manager2@wexshire.example", "Tom Baird", Role.MANAGER, "wexshire"),
    Person("owner@wexshire.example", "Ravi Sund", Role.ACTION_OWNER, "wexshire"),
    Person("observer@wexshire.example", "Olwen Price", Role.OBSERVER, "wexshire"),
    Person("auditor@eastmarch.example", "Ewan Shaw", Role.AUDITOR, "eastmarch"),
    Person("moderator@eastmarch.example", "Farah Quinn", Role.MODERATOR, "eastmarch"),
    Person("manager@eastmarch.example", "Gil Norris", Role.MANAGER, "eastmarch"),
    # No invented person stands under a real force's name.
    Person("manager@durham.example", "Demonstration manager", Role.MANAGER, "durham"),
    Person("inspector@inspectorate.example", "Ines Calder", Role.INSPECTOR),
    Person("inspector2@inspectorate.example", "Jonah Reid", Role.INSPECTOR),
    Person("admin@casemark.example", "Dana Frost", Role.ADMINISTRATOR),
)

DURHAM_TEAM = (
    ("inspector@inspectorate.example", RoundRole.LEAD),
    ("inspector2@inspectorate.example", RoundRole.INSPECTOR),
)
"""Who may open the Durham round in the demonstration; no fact about the real inspection."""


def create_cast(*, by: User) -> None:
    """Adds whoever is missing; a second time it changes nothing."""
    for person in CAST:
        user = User.objects.filter(email=person.email).first() or _added(person, by)
        force = Force.objects.get(code=person.force) if person.force else None
        if not ForceMembership.objects.filter(user=user, role=person.role, force=force).exists():
            membership_add(person=user, role=person.role, force=force, by=by)


def _added(person: Person, by: User) -> User:
    """With a password that is printed in public, and that nobody else is allowed."""
    user = person_add(email=person.email, name=person.name, by=by)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def open_durham_to_inspectors(*, by: User) -> None:
    round = Round.objects.get(code="durham-2019")
    for email, role in DURHAM_TEAM:
        person = User.objects.get(email=email)
        if not RoundMember.objects.filter(round=round, user=person).exists():
            round_member_add(round=round, person=person, role=role, by=by)
