"""What the local policing body says about an inspection of its force (Police Act 1996, s.55)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from audit.models.responses import Response
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role


class OversightQuerySet(ScopedQuerySet):
    """A draft is the body's own; what is published is a version of the report."""

    def within(self, scope: Scope) -> Q:
        return Q(round__force__in=scope.forces_of(Role.OBSERVER))


class OversightResponse(models.Model):
    """The body's own response to an inspection: its comments, and the chief officer's."""

    round = models.OneToOneField(
        Round, models.PROTECT, related_name="oversight", verbose_name="inspection"
    )
    comments = models.TextField("what the body says", blank=True)
    asked_chief_officer_by = models.DateField(
        "day by which the chief officer was asked to comment", null=True, blank=True
    )
    chief_officer_comments = models.TextField("what the chief officer says", blank=True)
    reply = models.TextField("what the body replies to the chief officer", blank=True)
    lock = models.PositiveIntegerField(default=1, editable=False)

    objects = OversightQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Response of the local policing body to {self.round}"


class OversightCommentQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(oversight__round__force__in=scope.forces_of(Role.OBSERVER))


class OversightComment(models.Model):
    """What the body says about one recommendation's answer."""

    oversight = models.ForeignKey(OversightResponse, models.CASCADE, related_name="items")
    response = models.ForeignKey(Response, models.PROTECT, related_name="oversight_comments")
    text = models.TextField()

    objects = OversightCommentQuerySet.as_manager()

    class Meta:
        ordering = ["oversight", "response__recommendation__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["oversight", "response"],
                name="oversight_comment_once",
                violation_error_message="There is a comment on this already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.response}"
