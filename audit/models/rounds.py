"""Rounds: inspections, post-inspection reviews, internal audits and dip samples."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from audit.models.partial_dates import partial_date, precision_field
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.dates import PartialDate
from audit.rules.deadlines import Clock, Due, due
from audit.rules.roles import Role
from audit.rules.transitions import RoundStatus


class RoundQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """The published ones, the person's own force's, their teams' and those before them."""
        own = scope.forces_of(Role.AUDITOR, Role.MODERATOR, Role.MANAGER)
        return self._published(scope) | Q(force__in=own) | Q(pk__in=scope.team_rounds)

    def with_figures_visible_to(self, user) -> RoundQuerySet:
        """Rounds whose counts this person may see: published ones, and, before that,
        force-led ones for the force's moderators and managers and the team's for its members."""
        if user.is_service:
            return self.all()
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(self.figures_within(user.scope))

    def figures_within(self, scope: Scope) -> Q:
        own = scope.forces_of(Role.MODERATOR, Role.MANAGER)
        force_led = Q(force__in=own, led_by=Round.LedBy.FORCE)
        return self._published(scope) | force_led | Q(pk__in=scope.team_rounds)

    def _published(self, scope: Scope) -> Q:
        if scope.reads_published:
            return Q(status=RoundStatus.PUBLISHED)
        return Q(pk__in=())

    def with_reconstructed(self) -> RoundQuerySet:
        """`reconstructed`: whether files of it were made from published counts."""
        from audit.models.case_files import CaseFile

        made = CaseFile.objects.filter(round=OuterRef("pk"), reconstructed=True)
        return self.annotate(reconstructed=Exists(made))

    def open(self) -> RoundQuerySet:
        return self.filter(status__in=(RoundStatus.PLANNED, RoundStatus.FIELDWORK))


class RoundManager(models.Manager.from_queryset(RoundQuerySet)):
    def get_by_natural_key(self, code: str) -> Round:
        return self.get(code=code)


class Round(models.Model):
    """One inspection, review, audit or dip sample of a force; on screen called by its kind."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "Inspection"
        POST_INSPECTION_REVIEW = "post_inspection_review", "Post-inspection review"
        INTERNAL_AUDIT = "internal_audit", "Internal audit"
        DIP_SAMPLE = "dip_sample", "Dip sample"

    class LedBy(models.TextChoices):
        INSPECTORATE = "inspectorate", "The inspectorate"
        FORCE = "force", "The force"

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30, choices=Kind)
    force = models.ForeignKey("audit.Force", models.PROTECT, related_name="rounds")
    framework = models.ForeignKey("audit.Framework", models.PROTECT, related_name="rounds")
    led_by = models.CharField(max_length=12, choices=LedBy)
    title = models.CharField(max_length=160)
    fieldwork_started_on = models.DateField("fieldwork started on", null=True, blank=True)
    fieldwork_ended_on = models.DateField("fieldwork ended on", null=True, blank=True)
    fieldwork_precision = precision_field()
    published_on = models.DateField("published on", null=True, blank=True)
    published_precision = precision_field()
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_rounds",
        verbose_name="follows",
    )
    status = models.CharField(max_length=12, choices=RoundStatus, default=RoundStatus.PLANNED)
    summary = models.TextField(blank=True)
    method = models.TextField(blank=True)
    historic = models.BooleanField(
        default=False, help_text="Loaded from a public document: no clock nags about it."
    )
    self_assessed = models.PositiveIntegerField(
        "case files that the force assessed itself",
        null=True,
        blank=True,
        help_text="Only where it is not known which files they were.",
    )

    questions = models.ManyToManyField(
        "audit.Question",
        blank=True,
        related_name="rounds",
        help_text="Of a dip sample: the questions that it asks of each file.",
    )
    asked_for_by = models.ForeignKey(
        "audit.Recommendation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dip_samples",
        help_text="The recommendation that this dip sample is to throw light on.",
    )
    asked_for_point = models.ForeignKey(
        "audit.SubPoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dip_samples",
        verbose_name="point of the recommendation",
    )
    concern_contact = models.ForeignKey(
        "audit.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_rounds",
        verbose_name="the force’s contact for immediate concerns",
    )
    concern_deputy = models.ForeignKey(
        "audit.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_deputy_rounds",
        verbose_name="the contact’s deputy",
    )
    concern_telephone = models.CharField(
        "number to ring about an immediate concern", max_length=40, blank=True
    )

    objects = RoundManager()

    class Meta:
        verbose_name = "inspection or audit"
        verbose_name_plural = "inspections and audits"
        ordering = [F("fieldwork_started_on").desc(nulls_first=True), "code"]
        indexes = [models.Index(fields=["force", "status"], name="round_force_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(fieldwork_started_on=None)
                | Q(fieldwork_ended_on=None)
                | Q(fieldwork_ended_on__gte=F("fieldwork_started_on")),
                name="round_fieldwork_in_order",
                violation_error_message="Fieldwork cannot end before it starts. Correct a date.",
            ),
            models.CheckConstraint(
                condition=~Q(status=RoundStatus.PUBLISHED)
                | Q(published_on__isnull=False)
                | Q(historic=True),
                name="round_published_has_date",
                violation_error_message="Enter the date of publication.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round-detail", args=[self.code])

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def fieldwork_started(self) -> PartialDate | None:
        return partial_date(self.fieldwork_started_on, self.fieldwork_precision)

    @property
    def fieldwork_ended(self) -> PartialDate | None:
        return partial_date(self.fieldwork_ended_on, self.fieldwork_precision)

    @property
    def published(self) -> PartialDate | None:
        return partial_date(self.published_on, self.published_precision)

    @property
    def is_published(self) -> bool:
        return self.status == RoundStatus.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Cases may be added and graded."""
        return self.status in (RoundStatus.PLANNED, RoundStatus.FIELDWORK)

    @property
    def grades(self) -> bool:
        """Whether its files are graded: a dip sample asks questions only."""
        return self.kind != self.Kind.DIP_SAMPLE

    @property
    def fieldwork(self) -> str:
        """ "October 2019", "3 March 2025 to 28 March 2025", or "" where nothing is known."""
        started, ended = self.fieldwork_started, self.fieldwork_ended
        if started and ended and str(started) != str(ended):
            return f"{started} to {ended}"
        return str(started or ended or "")


class RoundPartQuerySet(ScopedQuerySet):
    """What a round's report says: seen by those who may see the round's figures."""

    def within(self, scope: Scope) -> Q:
        rounds = Round.objects.all()
        return Q(round__in=rounds.filter(rounds.figures_within(scope)))


class LocalAuthority(models.Model):
    """A local authority in the force's area, with Ofsted's judgement of its children's services."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="local_authorities", verbose_name="inspection or audit"
    )
    name = models.CharField(max_length=80)
    judgement = models.CharField(max_length=60)
    judged_on = models.DateField(null=True, blank=True)
    judged_precision = precision_field()
    note = models.TextField(blank=True)

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="local_authority_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def judged(self) -> PartialDate | None:
        return partial_date(self.judged_on, self.judged_precision)


class NextStep(models.Model):
    """What the report says must happen next, and the clock that says by when."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="next_steps", verbose_name="inspection or audit"
    )
    order = models.PositiveSmallIntegerField(default=0)
    clock = models.CharField(max_length=30, choices=Clock)
    text = models.TextField()

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["round", "order"]
        constraints = [models.UniqueConstraint(fields=["round", "order"], name="next_step_once")]

    def __str__(self) -> str:
        return self.get_clock_display()

    @property
    def due(self) -> Due | None:
        """Counted from publication; None before it."""
        published = self.round.published
        return due(Clock(self.clock), published) if published else None
