"""Source documents, and the recommendations in them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audit.models.partial_dates import partial_date, precision_field
from audit.models.responses import FORCE_ROLES, Response
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.dates import PartialDate, year_problems
from audit.rules.deadlines import Due, TimeLimit, recommendation_due
from audit.rules.verification import Closure


def usual_closure(kind: str) -> Closure:
    """Who verifies, where nobody says otherwise: the inspectorate what it asked for itself."""
    of_inspection = kind == SourceDocument.Kind.INSPECTION_REPORT
    return Closure.INSPECTORATE if of_inspection else Closure.FORCE


def legal_bases(kind: str) -> tuple[str, ...]:
    """The legal bases that what stands in a document of this kind can have."""
    kinds, bases = SourceDocument.Kind, Recommendation.LegalBasis
    return {
        str(kinds.INSPECTION_REPORT): (str(bases.INSPECTION),),
        str(kinds.IOPC_INVESTIGATION): (
            *(str(bases.IOPC_SECTION_10), str(bases.IOPC_28A), str(bases.NOTED)),
        ),
        str(kinds.CASE_REVIEW): (str(bases.CASE_REVIEW),),
        str(kinds.CORONERS_REPORT): (str(bases.CORONER),),
        str(kinds.INTERNAL_AUDIT): (str(bases.INTERNAL),),
    }[kind]


class SourceDocumentQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """A round's own is seen with the round's figures. Others are public, but for what a force
        entered for itself."""
        rounds = Round.objects.all()
        own = Q(force=None) | Q(force__in=scope.forces_of(*FORCE_ROLES))
        return Q(round__in=rounds.filter(rounds.figures_within(scope))) | (Q(round=None) & own)


class SourceDocument(models.Model):
    """A published document that asks something of a force, or an internal audit that does.

    `round` is the inspection or audit that it reports, where that is held here. `force` is whose
    people entered it for themselves; without one it is public. `closure` says who verifies what
    it asks for.
    """

    class Kind(models.TextChoices):
        INSPECTION_REPORT = "inspection_report", "Inspection report"
        IOPC_INVESTIGATION = "iopc_investigation", "IOPC investigation"
        CASE_REVIEW = "case_review", "Case review"
        CORONERS_REPORT = "coroners_report", "Coroner's report"
        INTERNAL_AUDIT = "internal_audit", "Internal audit"

    code = models.SlugField(max_length=60, unique=True)
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="inspection or audit that it reports",
    )
    force = models.ForeignKey(
        "audit.Force",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="force that entered it for itself",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    closure = models.CharField(
        "who verifies what it asks for", max_length=12, choices=Closure, default=Closure.FORCE
    )
    publisher = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    published_on = models.DateField(null=True, blank=True)
    published_precision = precision_field()
    address = models.URLField("web address", blank=True)
    note = models.TextField(blank=True)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        ordering = [F("published_on").desc(nulls_last=True), "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round=None) | Q(force=None),
                name="source_document_of_one_thing",
                violation_error_message="A document of an inspection or audit is not a force’s "
                "own entry.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})"

    def get_absolute_url(self) -> str:
        return reverse("source-detail", args=[self.code])

    def clean(self) -> None:
        for problem in year_problems(published_on=self.published):
            raise ValidationError({problem.field: problem.message})

    @property
    def published(self) -> PartialDate | None:
        return partial_date(self.published_on, self.published_precision)


class RecommendationQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Those of rounds whose results the person may see, those put to their force, and those of
        public documents for whoever reads what is published."""
        rounds = Round.objects.all()
        responses = Response.objects.all()
        put_to_own = responses.filter(responses.put_to_own(scope))
        entered = Q(round=None, source_document__force__in=scope.forces_of(*FORCE_ROLES))
        public = (
            Q(round=None, source_document__force=None) if scope.reads_published else Q(pk__in=())
        )
        return (
            Q(round__in=rounds.filter(rounds.figures_within(scope)))
            | Q(pk__in=put_to_own.values("recommendation"))
            | entered
            | public
        )

    def with_subjects(self) -> RecommendationQuerySet:
        return self.select_related("round__force", "source_document", "chapter").prefetch_related(
            "areas", "themes", "questions", "sub_points", "responses__force", "responses__owner"
        )


class Recommendation(models.Model):
    """Something a document asks a force to do; a cause of concern holds its recommendations."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        AREA_FOR_IMPROVEMENT = "area_for_improvement", "Area for improvement"
        CAUSE_OF_CONCERN = "cause_of_concern", "Cause of concern"
        LEARNING = "learning", "Learning"

    class LegalBasis(models.TextChoices):
        INSPECTION = "inspection", "Police inspection (Police Act 1996)"
        IOPC_SECTION_10 = "iopc_section_10", "IOPC, section 10 (Police Reform Act 2002)"
        IOPC_28A = "iopc_28a", "IOPC, paragraph 28A (Police Reform Act 2002, Schedule 3)"
        CORONER = "coroner", "Coroner, prevention of future deaths"
        CASE_REVIEW = "case_review", "Case review"
        INTERNAL = "internal", "Internal audit"
        NOTED = "noted", "Learning noted, already acted on"

    source_document = models.ForeignKey(
        SourceDocument, models.PROTECT, related_name="recommendations"
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="inspection or audit",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held",
        limit_choices_to={"kind": Kind.CAUSE_OF_CONCERN},
        verbose_name="cause of concern that holds it",
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.RECOMMENDATION)
    legal_basis = models.CharField(max_length=20, choices=LegalBasis)
    chapter = models.ForeignKey(
        "audit.Stage", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    areas = models.ManyToManyField(
        "audit.AreaOfPractice", blank=True, related_name="recommendations"
    )
    themes = models.ManyToManyField("audit.Theme", blank=True, related_name="recommendations")
    questions = models.ManyToManyField("audit.Question", blank=True, related_name="recommendations")
    title = models.CharField(max_length=100)
    text = models.TextField()
    time_limit = models.CharField(max_length=12, choices=TimeLimit, default=TimeLimit.NONE)
    due_by = models.DateField("date it is due by", null=True, blank=True)
    made_on = models.DateField(
        "day on which it was made or sent",
        null=True,
        blank=True,
        help_text="By the IOPC or a coroner: the time for an answer runs from then.",
    )
    made_precision = precision_field()

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["source_document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_document", "number"],
                name="recommendation_number_once",
                violation_error_message="This document has a recommendation with that number "
                "already.",
            ),
            models.CheckConstraint(
                condition=Q(time_limit=TimeLimit.BY_DATE, due_by__isnull=False)
                | (~Q(time_limit=TimeLimit.BY_DATE) & Q(due_by=None)),
                name="recommendation_date_with_limit",
                violation_error_message="Enter the date where the time limit is “by a date”, "
                "and only there.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(kind="cause_of_concern"),
                name="recommendation_one_level",
                violation_error_message="A cause of concern cannot be held by another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("recommendation-detail", args=[self.pk])

    def clean(self) -> None:
        if self.parent and self.parent.kind != self.Kind.CAUSE_OF_CONCERN:
            raise ValidationError({"parent": "Only a cause of concern can hold recommendations."})

    @property
    def made(self) -> PartialDate | None:
        return partial_date(self.made_on, self.made_precision)

    @property
    def has_day_made(self) -> bool:
        """Whether its clock starts when it was made, or sent, and not when it was published."""
        bases = self.LegalBasis
        return self.legal_basis in (bases.IOPC_SECTION_10, bases.IOPC_28A, bases.CORONER)

    @property
    def asks_for_answer(self) -> bool:
        """Not so what was only noted, what a historic round asked, and a cause of concern, whose
        recommendations are answered."""
        historic = self.round is not None and self.round.historic
        noted = self.legal_basis == self.LegalBasis.NOTED
        return not (noted or historic or self.kind == self.Kind.CAUSE_OF_CONCERN)

    @property
    def published(self) -> PartialDate | None:
        """When its clock started: the publication of its round, else of its document."""
        return (self.round and self.round.published) or self.source_document.published

    @property
    def due(self) -> Due | None:
        return recommendation_due(TimeLimit(self.time_limit), self.published, self.due_by)

    @property
    def due_day(self) -> date | None:
        """The last day, for putting recommendations in order; an immediate one was due at once."""
        if self.time_limit == TimeLimit.IMMEDIATELY:
            return self.published.last if self.published else None
        return self.due.last if self.due else None


class RecommendationPartQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        rows = Recommendation.objects.all()
        return Q(recommendation__in=rows.filter(rows.within(scope)))


class SubPoint(models.Model):
    """One of the points into which a recommendation is divided; `group` is their lead-in."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="sub_points")
    group = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()

    objects = RecommendationPartQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "order"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "order"], name="sub_point_place_once")
        ]

    def __str__(self) -> str:
        return self.text
