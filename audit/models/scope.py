"""Which rows a person may see: what their roles reach, and the QuerySet that asks for it.

Rights are read anew on each request: a `Scope` lives as long as its user object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from audit.rules.roles import READS_PUBLISHED, Role

if TYPE_CHECKING:
    from audit.models.users import User


@dataclass(frozen=True)
class Scope:
    """A person's reach: the forces in which they hold each role, and the rounds of their teams."""

    user_id: int
    forces: dict[str, frozenset[int]] = field(default_factory=dict)
    """Role → forces; a role held outside any force (inspector, administrator) maps to none."""
    team: dict[int, str] = field(default_factory=dict)
    """Round → the person's part in it."""
    earlier_rounds: frozenset[int] = frozenset()
    """The rounds before those of the teams: open to reading (design, section 4, visibility)."""

    def has(self, *roles: str) -> bool:
        return any(role in self.forces for role in roles)

    @property
    def reads_published(self) -> bool:
        return self.has(*READS_PUBLISHED)

    def forces_of(self, *roles: str) -> frozenset[int]:
        return frozenset().union(*(self.forces.get(role, frozenset()) for role in roles))

    @property
    def all_forces(self) -> frozenset[int]:
        return self.forces_of(*Role.values)

    @property
    def team_rounds(self) -> frozenset[int]:
        """Rounds whose case files an inspector reads: the teams' own and those before them."""
        return (
            frozenset(self.team) | self.earlier_rounds if self.has(Role.INSPECTOR) else frozenset()
        )


class ScopedQuerySet(models.QuerySet):
    """Rows that know who may see them. Subclasses say so in `within(scope)`."""

    def visible_to(self, user: User) -> Self:
        """The rows inside `user`'s scope; set-up's service account sees all, a stranger none."""
        if getattr(user, "is_service", False):
            return self.all()
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(self.within(user.scope))

    def within(self, scope: Scope) -> Q:
        raise NotImplementedError(f"{type(self).__name__} does not say who may see its rows")


class ReferenceQuerySet(ScopedQuerySet):
    """Reference data: open to everybody who is signed in."""

    def within(self, scope: Scope) -> Q:
        return Q()
