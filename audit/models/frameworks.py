"""A version of the audit method: its grade scale, areas, stages, themes and questions."""

from __future__ import annotations

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from audit.models.scope import ReferenceQuerySet
from audit.rules.grading import Polarity, Scale


class FrameworkManager(models.Manager.from_queryset(ReferenceQuerySet)):
    def get_by_natural_key(self, code: str) -> Framework:
        return self.get(code=code)


class Framework(models.Model):
    """Reference data. `grades` lists the scale, best first: code, title, in_report."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    period = models.CharField(max_length=60, blank=True)
    grades = models.JSONField("grade scale")

    objects = FrameworkManager()

    class Meta:
        ordering = ["-code"]

    def __str__(self) -> str:
        return f"{self.title}, {self.period}" if self.period else self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def clean(self) -> None:
        try:
            scale = Scale.from_json(self.grades)
        except ValueError as error:
            raise ValidationError({"grades": str(error)}) from None
        lost = sorted(self._grades_given() - set(scale.codes)) if self.pk else []
        if lost:
            raise ValidationError(
                {"grades": f"Files are graded {', '.join(lost)}: put that back into the scale."}
            )

    def _grades_given(self) -> set[str]:
        """The codes that files of this framework were graded with."""
        assessments = "case_files__assessments__"
        overall = self.rounds.order_by().values_list(f"{assessments}overall_grade", flat=True)
        by_area = self.rounds.order_by().values_list(f"{assessments}area_grades__grade", flat=True)
        return {grade for grade in overall.union(by_area) if grade}

    @cached_property
    def scale(self) -> Scale:
        return Scale.from_json(self.grades)

    @cached_property
    def areas(self) -> list[AreaOfPractice]:
        """In their order; asked once for all figures of a round."""
        return list(AreaOfPractice.objects.filter(framework=self))


class PartQuerySet(ReferenceQuerySet):
    def for_area(self, area: AreaOfPractice) -> PartQuerySet:
        """The stages, themes or questions that apply to files of `area`: its own, and all's."""
        return self.filter(Q(areas=None) | Q(areas=area)).filter(framework=area.framework_id)

    def for_areas(self, areas: list[AreaOfPractice]) -> PartQuerySet:
        return self.filter(Q(areas=None) | Q(areas__in=areas)).distinct()


class PartManager(models.Manager.from_queryset(PartQuerySet)):
    def get_by_natural_key(self, framework: str, code: str) -> models.Model:
        return self.get(framework__code=framework, code=code)


class FrameworkPart(models.Model):
    """A row of reference data known by a code within its framework."""

    framework = models.ForeignKey(Framework, models.PROTECT)
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PartManager()

    class Meta:
        abstract = True
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="%(class)s_code_once")
        ]

    def natural_key(self) -> tuple[str, str]:
        return (self.framework.code, self.code)

    natural_key.dependencies = ["audit.framework"]


class AreaOfPractice(FrameworkPart):
    """The "case type" of a case file: eight in the NCPI."""

    title = models.CharField(max_length=160)
    short_title = models.CharField(max_length=40)
    description = models.TextField(blank=True)

    class Meta(FrameworkPart.Meta):
        verbose_name = "area of practice"
        verbose_name_plural = "areas of practice"

    def __str__(self) -> str:
        return self.short_title


class Stage(FrameworkPart):
    """A stage of the child's journey, and the chapter of a report that treats it.

    Leadership is a chapter but no stage (`is_stage` false).
    """

    title = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    is_stage = models.BooleanField("is a stage of the child's journey", default=True)
    chapter_number = models.PositiveSmallIntegerField(null=True, blank=True)
    areas = models.ManyToManyField(AreaOfPractice, blank=True, related_name="stages")
    guidance = models.JSONField(
        "what distinguishes the grades",
        default=dict,
        blank=True,
        help_text='A grade’s code → when a file deserves it at this stage: {"good": "…"}.',
    )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if not self.framework_id:
            return  # said beside that field
        scale = self.framework.scale
        if not isinstance(self.guidance, dict) or set(self.guidance) - set(scale.codes):
            raise ValidationError(
                {"guidance": f"Give a text for each of these codes: {', '.join(scale.codes)}."}
            )


class Theme(FrameworkPart):
    """Something seen again and again in case files, as a strength or as a weakness."""

    USUAL_POLARITY = [*Polarity.choices, ("either", "Either")]

    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    usual_polarity = models.CharField(max_length=10, choices=USUAL_POLARITY, default="either")
    areas = models.ManyToManyField(AreaOfPractice, blank=True, related_name="themes")

    def __str__(self) -> str:
        return self.title


class Question(FrameworkPart):
    """A fact asked of each case file.

    `counts_as_good` is {} where it depends, {"any_of": [codes]} for a choice or yes/no,
    {"at_most": number} for a number or (in `unit`) a duration. A duration is never answered:
    it is the time from the answer to `starts_with` to the answer to `ends_with`.
    """

    class Kind(models.TextChoices):
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "Choice"
        NUMBER = "number", "Number"
        DATE_TIME = "date_time", "Date and time"
        DURATION = "duration", "Duration between two answers"

    text = models.CharField(max_length=200)
    hint = models.TextField(blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="questions")
    areas = models.ManyToManyField(AreaOfPractice, blank=True, related_name="questions")
    kind = models.CharField(max_length=10, choices=Kind)
    choices = models.JSONField(default=list, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    starts_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="durations_from"
    )
    ends_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="durations_to"
    )
    counts_as_good = models.JSONField(default=dict, blank=True)

    class Meta(FrameworkPart.Meta):
        constraints = [
            *FrameworkPart.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="duration", starts_with__isnull=False, ends_with__isnull=False)
                | (~Q(kind="duration") & Q(starts_with=None, ends_with=None)),
                name="question_duration_has_two_ends",
                violation_error_message="A duration, and nothing else, needs the two questions "
                "that it lies between.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
