"""Conflicts of interest: who worked on a case and so must not judge it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from audit.models.case_files import CaseFile, CaseFilePartQuerySet
from audit.models.scope import Scope
from audit.models.users import User


class ConflictQuerySet(CaseFilePartQuerySet):
    def within(self, scope: Scope) -> Q:
        """As their files are seen, and one's own always: the file went with it."""
        return super().within(scope) | Q(person=scope.user_id)

    def between(self, case_file: CaseFile, person: User) -> ConflictQuerySet:
        """One at the most: where there is one, `person` may neither grade nor moderate the file."""
        return self.filter(case_file=case_file, person=person)


class Conflict(models.Model):
    """`person` must not grade or moderate the file: declared, never guessed."""

    case_file = models.ForeignKey(CaseFile, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey("audit.User", models.PROTECT, related_name="conflicts")
    declared_by = models.ForeignKey("audit.User", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = "conflict of interest"
        verbose_name_plural = "conflicts of interest"
        ordering = ["case_file", "declared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "person"],
                name="conflict_once",
                violation_error_message="This conflict of interest is declared already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_file}: {self.person}"
