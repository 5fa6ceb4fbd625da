"""Progress updates on responses and actions, and the evidence attached to them."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models.actions import Action
from audit.models.responses import Response
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.models.users import User


class ProgressUpdateQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        responses, actions = Response.objects.all(), Action.objects.all()
        return Q(response__in=responses.filter(responses.within(scope))) | Q(
            action__in=actions.filter(actions.within(scope))
        )

    def evidence_within(self, scope: Scope) -> Q:
        responses, actions = Response.objects.all(), Action.objects.all()
        return Q(response__in=responses.filter(responses.evidence_within(scope))) | Q(
            action__in=actions.filter(actions.evidence_within(scope))
        )


class ProgressUpdate(models.Model):
    """What somebody reports about a response, or about an action. It is added, never changed, so
    two people who report at once lose nothing."""

    response = models.ForeignKey(
        Response, models.PROTECT, null=True, blank=True, related_name="updates"
    )
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="updates"
    )
    sub_point = models.ForeignKey(
        "audit.SubPoint", models.PROTECT, null=True, blank=True, related_name="updates"
    )
    text = models.TextField("what was done")
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="updates_given")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(response=None, action__isnull=False)
                | Q(response__isnull=False, action=None),
                name="progress_update_of_one_thing",
                violation_error_message="Report on a response or on an action.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="progress_update_says_what",
                violation_error_message="Say what was done.",
            ),
        ]

    def __str__(self) -> str:
        return f"Progress update {self.pk}"


class EvidenceQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Evidence is opened by those who work on it or verify it, not by those who watch."""
        rows = ProgressUpdate.objects.all()
        return Q(update__in=rows.filter(rows.evidence_within(scope)))

    def standing(self) -> EvidenceQuerySet:
        return self.filter(withdrawn_at=None)

    def of_response(self, response: Response) -> EvidenceQuerySet:
        """What stands for a response: its own, and that of the actions which serve it."""
        return self.standing().filter(
            Q(update__response=response) | Q(update__action__in=response.actions.values("pk"))
        )


def evidence_storage() -> Storage:
    return storages["evidence"]


class Evidence(models.Model):
    """A file, or a dip sample whose facts show what changed."""

    class Kind(models.TextChoices):
        FILE = "file", "File"
        DIP_SAMPLE = "dip_sample", "Dip sample"

    update = models.ForeignKey(ProgressUpdate, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.FILE)
    file = models.FileField(storage=evidence_storage, max_length=120, blank=True)
    """Stored under a random name; empty once it is withdrawn."""
    name = models.CharField("name of the file", max_length=160, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField("bytes", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_for",
        verbose_name="dip sample",
    )
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="evidence_given")
    at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="evidence_withdrawn"
    )
    withdrawn_because = models.TextField("why it was withdrawn", blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["update", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="dip_sample", round__isnull=False, sha256="")
                | (Q(kind="file", round=None) & ~Q(sha256="")),
                name="evidence_file_or_dip_sample",
                violation_error_message="Attach a file, or choose a dip sample.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="evidence_withdrawn_whole",
                violation_error_message="Say why it is withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"


def had_a_hand(response: Response, person: User) -> bool:
    """Whether `person` carried any of it out; see `ResponseQuerySet.untouched_by`."""
    rows = Response.objects.filter(pk=response.pk)
    return not rows.untouched_by(person).exists()
