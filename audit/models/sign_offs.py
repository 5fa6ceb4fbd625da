"""Sign-offs: when a round's figures were frozen, and when and why it was opened again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from audit.models.rounds import Round, RoundPartQuerySet


class SignOffQuerySet(RoundPartQuerySet):
    def standing(self) -> SignOffQuerySet:
        return self.filter(reopened_at=None)


class SignOff(models.Model):
    """`figures` is figures.json as it was then, `sha256` its fingerprint."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="sign_offs", verbose_name="inspection or audit"
    )
    signed_by = models.ForeignKey("audit.User", models.PROTECT, related_name="sign_offs")
    signed_at = models.DateTimeField()
    explanation = models.TextField(
        blank=True, help_text="Why it was signed off short of something."
    )
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reopened_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="sign_offs_reopened"
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["round", "signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(reopened_at=None),
                name="sign_off_stands_once",
                violation_error_message="It is signed off already.",
            ),
            models.CheckConstraint(
                condition=Q(reopened_by=None, reopened_at=None, reopened_because="")
                | (
                    Q(reopened_by__isnull=False, reopened_at__isnull=False)
                    & ~Q(reopened_because="")
                ),
                name="sign_off_reopened_with_reason",
                violation_error_message="Say why it is opened again.",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-off of {self.round}"
