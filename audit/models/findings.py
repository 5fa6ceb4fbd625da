"""What the inspector chose to print: common themes, supporting figures, published counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from audit.models.rounds import Round, RoundPartQuerySet
from audit.rules.counting import percentage, printed_differs
from audit.rules.grading import Polarity


class CommonTheme(models.Model):
    """A sentence about an area that the inspector chose to print."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="common_themes", verbose_name="inspection or audit"
    )
    area = models.ForeignKey("audit.AreaOfPractice", models.PROTECT, related_name="common_themes")
    polarity = models.CharField(max_length=10, choices=Polarity)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    themes = models.ManyToManyField("audit.Theme", blank=True, related_name="common_themes")

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["round", "area__order", "polarity", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "area", "polarity", "order"], name="common_theme_place_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class SupportingFigure(models.Model):
    """A count that a report leans on. Its percentage is computed, never typed."""

    class CountedBy(models.TextChoices):
        INSPECTORATE = "inspectorate", "The inspectorate"
        FORCE = "force", "The force"
        OTHER = "other", "Somebody else, or not stated"

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="supporting_figures", verbose_name="inspection or audit"
    )
    chapter = models.ForeignKey("audit.Stage", models.PROTECT, related_name="supporting_figures")
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=200)
    count = models.PositiveIntegerField(null=True, blank=True)
    base = models.PositiveIntegerField("out of", null=True, blank=True)
    base_label = models.CharField("what it is out of", max_length=120, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=120, blank=True)
    counted_by = models.CharField(max_length=12, choices=CountedBy)
    counted_in = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures_lent",
        verbose_name="dip sample that it was counted in",
    )
    as_printed = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["round", "chapter__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="figure_place_once"),
            models.UniqueConstraint(
                fields=["round", "counted_in", "label"],
                condition=Q(counted_in__isnull=False),
                name="figure_of_a_dip_sample_once",
            ),
            models.CheckConstraint(
                condition=Q(count=None) | Q(base=None) | Q(count__lte=F("base")),
                name="figure_count_within_base",
                violation_error_message="The count is above its base. Correct one of them.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def percentage(self) -> float | None:
        return percentage(self.count, self.base)

    @property
    def printed_differs(self) -> bool:
        return printed_differs(self.count, self.base, self.as_printed)


class PublishedCount(models.Model):
    """How many results stood at a grade as somebody printed it; no area for the headline."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="published_counts", verbose_name="inspection or audit"
    )
    area = models.ForeignKey(
        "audit.AreaOfPractice",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_counts",
    )
    grade = models.CharField(max_length=30)
    count = models.PositiveIntegerField()
    source_note = models.CharField("where it is printed", max_length=200, blank=True)

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["round", F("area__order").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "area", "grade"],
                name="published_count_once",
                violation_error_message="This area has a count for this grade already.",
            ),
            models.UniqueConstraint(
                fields=["round", "grade"],
                condition=Q(area=None),
                name="published_headline_count_once",
                violation_error_message="The headline has a count for this grade already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area or 'Headline'}, {self.grade}: {self.count}"
