"""Samples that Casemark drew: from which frame, by which seed, and what became of each case.

Of the frame only the numbers of drawn, reserve and excluded cases are kept, encrypted; its file
is named by its sha256. How cases are drawn: audit/rules/sampling.py.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from audit.models import encryption
from audit.models.case_files import CaseFile, LocalNumber
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role
from audit.rules.transitions import RoundStatus


class SampleQuerySet(ScopedQuerySet):
    path = ""
    """From the row to its sample, ending in two underscores."""

    def within(self, scope: Scope) -> Q:
        """Seen by those who see every case file of the round."""
        round = f"{self.path}round"
        moderated = Q(**{f"{round}__force__in": scope.forces_of(Role.MODERATOR)}) & (
            Q(**{f"{round}__led_by": Round.LedBy.FORCE})
            | Q(**{f"{round}__status": RoundStatus.PUBLISHED})
        )
        return moderated | Q(**{f"{round}__in": scope.team_rounds})

    def standing(self) -> SampleQuerySet:
        """Those that are not voided: at most one of a round."""
        return self.filter(**{f"{self.path}voided_at": None})


class SamplePartQuerySet(SampleQuerySet):
    path = "sample__"


class Sample(models.Model):
    """One draw. Never edited, only voided with a reason."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="samples", verbose_name="inspection or audit"
    )
    frame_sha256 = models.CharField(max_length=64)
    frame_rows = models.PositiveIntegerField(help_text="Excluded ones included.")
    number_kind = models.CharField(max_length=10, choices=LocalNumber.Kind)
    columns = models.JSONField(
        default=list, blank=True, help_text="What it is stratified by; empty for a simple sample."
    )
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("audit.User", models.PROTECT, related_name="samples_drawn")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="samples_voided"
    )
    voided_because = models.TextField(blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["round", "-drawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(voided_at=None),
                name="sample_standing_once",
                violation_error_message="A sample is drawn already. Void it to draw another one.",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None, voided_because="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(voided_because="")),
                name="sample_voided_by_somebody_with_reason",
                violation_error_message="Say why the sample is voided.",
            ),
        ]

    def __str__(self) -> str:
        return f"Sample of {self.round}"

    @property
    def is_standing(self) -> bool:
        return self.voided_at is None


class SampleStratum(models.Model):
    """A part of the frame with a size of its own; a simple sample has one, with an empty key."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="strata")
    order = models.PositiveSmallIntegerField()
    key = models.JSONField(default=list, blank=True)
    label = models.CharField(max_length=200)
    frame_count = models.PositiveIntegerField()
    excluded_count = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField()
    reserve_asked = models.PositiveIntegerField(default=0)

    objects = SamplePartQuerySet.as_manager()

    class Meta:
        ordering = ["sample", "order"]
        verbose_name_plural = "sample strata"
        constraints = [
            models.UniqueConstraint(fields=["sample", "order"], name="stratum_place_once"),
            models.CheckConstraint(
                condition=Q(frame_count__gte=F("excluded_count") + F("asked")),
                name="stratum_asks_no_more_than_there_are",
                violation_error_message="More cases are asked for than there are.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def eligible(self) -> int:
        """N of the stratum: the cases among which were drawn."""
        return self.frame_count - self.excluded_count


class SampledCaseQuerySet(SamplePartQuerySet):
    def drawn(self) -> SampledCaseQuerySet:
        """The cases that the sample consists of now, replacements included."""
        return self.filter(state=SampledCase.State.DRAWN)


class SampledCase(encryption.EncryptedNumber, models.Model):
    """A drawn, reserve or excluded case; its number is kept as `LocalNumber` keeps them."""

    class State(models.TextChoices):
        DRAWN = "drawn", "Drawn"
        RESERVE = "reserve", "In reserve"
        EXCLUDED_BEFORE = "excluded_before", "Excluded before the draw"
        EXCLUDED = "excluded", "Excluded after the draw"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="cases")
    stratum = models.ForeignKey(SampleStratum, models.CASCADE, related_name="cases")
    state = models.CharField(max_length=16, choices=State)
    place = models.PositiveIntegerField(
        null=True, blank=True, help_text="In the order of the draw, within the stratum, from 1."
    )
    encrypted = models.TextField(editable=False)
    index = models.CharField(max_length=64, editable=False)
    area = models.ForeignKey("audit.AreaOfPractice", models.PROTECT, related_name="sampled_cases")
    team = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=60, blank=True)
    case_file = models.OneToOneField(
        CaseFile, models.PROTECT, null=True, blank=True, related_name="sampled_case"
    )
    reference = models.CharField(
        max_length=20, blank=True, help_text="The case file’s, also once that is taken out."
    )
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    excluded_because = models.TextField(blank=True)
    excluded_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="cases_excluded"
    )
    excluded_at = models.DateTimeField(null=True, blank=True)

    objects = SampledCaseQuerySet.as_manager()

    class Meta:
        ordering = ["sample", "stratum__order", "place", "pk"]
        indexes = [models.Index(fields=["sample", "state"], name="sampled_case_state")]
        constraints = [
            models.UniqueConstraint(fields=["stratum", "place"], name="sampled_case_place_once"),
            models.UniqueConstraint(fields=["sample", "index"], name="sampled_case_number_once"),
            models.CheckConstraint(
                condition=Q(state="excluded_before", place=None)
                | (~Q(state="excluded_before") & Q(place__isnull=False)),
                name="sampled_case_has_place_unless_excluded_before",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=("drawn", "reserve")) & Q(excluded_because=""))
                | (Q(state__in=("excluded_before", "excluded")) & ~Q(excluded_because="")),
                name="sampled_case_excluded_with_reason",
                violation_error_message="Say why the case is excluded.",
            ),
            models.CheckConstraint(
                condition=Q(case_file=None) | Q(state="drawn"),
                name="sampled_case_file_only_if_drawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.reference or 'no file'}"  # never the number

    @property
    def round(self) -> Round:
        """Where rights are asked about."""
        return self.sample.round
