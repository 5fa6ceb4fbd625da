"""Assessments: one person's judgement of one case file, with the facts it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from audit.models.case_files import CaseFile, CaseFilePartQuerySet
from audit.models.frameworks import Question
from audit.models.gradings import OPEN_ROUNDS
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.answers import Fact
from audit.rules.dates import day_text
from audit.rules.durations import duration_of
from audit.rules.grading import Origin, Polarity
from audit.rules.transitions import AssessmentStatus, CaseFileStatus

COUNTING = (AssessmentStatus.SUBMITTED, AssessmentStatus.AGREED)


class AssessmentQuerySet(CaseFilePartQuerySet):
    def within(self, scope: Scope) -> Q:
        """As their files are seen, but nobody's judgement is led by another's (design, section 4).

        Whoever is asked to grade sees only their own before they have handed it in, and, where
        two grade blind, before both have; moderators included. What was set aside stays out of
        their sight. Whoever could begin a file that nobody has does not see how the force
        graded it itself.
        """
        own = Q(assessor__isnull=False, assessor=scope.user_id)
        asked = Q(case_file__allocated_to__isnull=False) & Q(case_file__allocated_to=scope.user_id)
        asked |= Q(case_file__second_assessor__isnull=False) & Q(
            case_file__second_assessor=scope.user_id
        )
        return super().within(scope) & (own | ~self._misleading(scope, asked))

    def _misleading(self, scope: Scope, asked: Q) -> Q:
        done = Assessment.objects.filter(
            assessor=scope.user_id, origin=Origin.ASSESSOR, status__in=COUNTING
        )
        is_open = Q(case_file__round__status__in=OPEN_ROUNDS)
        not_done = is_open & ~Q(case_file__in=done.values("case_file"))
        set_aside = Q(status=AssessmentStatus.SET_ASIDE)
        anybodys = Q(case_file__allocated_to=None, case_file__status=CaseFileStatus.TO_GRADE)
        return (asked & (Q(case_file__blind=True) | set_aside | not_done)) | (
            Q(origin=Origin.SELF) & is_open & anybodys
        )

    def standing(self) -> AssessmentQuerySet:
        """Assessors' own, without what was set aside when a file was taken back."""
        rows = self.filter(origin=Origin.ASSESSOR)
        return rows.exclude(status=AssessmentStatus.SET_ASIDE)


class Assessment(models.Model):
    """`lock` counts the saves: a form that started from an older one is refused."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="assessments")
    origin = models.CharField(max_length=10, choices=Origin)
    assessor = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    status = models.CharField(
        max_length=10, choices=AssessmentStatus, default=AssessmentStatus.DRAFT
    )
    overall_grade = models.CharField(max_length=30, blank=True)
    rationale = models.TextField(blank=True)
    systems_looked_at = models.TextField(blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    returned_because = models.TextField(
        blank=True, help_text="What a moderator wants changed; empty once it is submitted again."
    )
    unfinished = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Field → what was typed there and cannot be read yet: a draft loses nothing.",
    )
    lock = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["case_file", "origin", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "origin", "assessor"],
                name="assessment_once",
                violation_error_message="This person has assessed the file already.",
            ),
            models.UniqueConstraint(
                fields=["case_file"],
                condition=Q(origin=Origin.AGREED),
                name="assessment_agreed_once",
                violation_error_message="This file has an agreed assessment already.",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.AGREED) | Q(assessor__isnull=False),
                name="assessment_has_assessor",
                violation_error_message="Choose the assessor.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_file}: {self.get_origin_display().lower()}"

    @property
    def counts(self) -> bool:
        return self.status in COUNTING

    @property
    def answers_in_words(self) -> list[tuple[Question, str]]:
        """Each question with its answer, along the journey, and the durations that follow from
        two of them."""
        rows = list(self.answers.all())
        facts = {row.question.code: row.fact for row in rows}
        told = {row.question: row.in_words for row in rows}
        for row in rows:
            for duration in row.question.durations_to.all():
                if length := duration_of(duration, facts):
                    told[duration] = str(length)
        return sorted(told.items(), key=lambda row: (row[0].stage.order, row[0].order))


class AssessmentPartQuerySet(ScopedQuerySet):
    """Rows that belong to one assessment are seen by those who see the assessment."""

    def within(self, scope: Scope) -> Q:
        assessments = Assessment.objects.all()
        return Q(assessment__in=assessments.filter(assessments.within(scope)))


class AreaGradeQuerySet(AssessmentPartQuerySet):
    def final_in(self, rounds: Iterable[int]) -> AreaGradeQuerySet:
        """The area grades that count: those of each file's final assessment. `rounds` are keys.

        A subquery, because PostgreSQL takes twice as long for the join through assessments.
        """
        finals = CaseFile.objects.filter(round__in=rounds, final_assessment__isnull=False)
        return self.filter(assessment__in=finals.values("final_assessment"))

    def counts_by_area(self) -> dict[int, dict[int, dict[str, int]]]:
        """Round → area → grade → results, in one query."""
        places = ("assessment__case_file__round", "area", "grade")
        counts: dict[int, dict[int, dict[str, int]]] = {}
        for round, area, grade, results in (
            self.order_by().values_list(*places).annotate(results=Count("pk"))
        ):
            counts.setdefault(round, {}).setdefault(area, {})[grade] = results
        return counts

    def files_in_several_areas(self) -> int:
        """How many files stand under more than one area."""
        rows = self.order_by().values("assessment").annotate(areas=Count("pk"))
        return rows.filter(areas__gt=1).count()


class AreaGrade(models.Model):
    """The grade under one area; nearly every assessment has just one."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="area_grades")
    area = models.ForeignKey("audit.AreaOfPractice", models.PROTECT, related_name="area_grades")
    grade = models.CharField(max_length=30, blank=True)

    objects = AreaGradeQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "area__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area"],
                name="area_grade_once",
                violation_error_message="Each area can be graded once.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade or 'not graded'}"


class StageNote(models.Model):
    """One stage of the child's journey in one assessment: a grade, or not applicable."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="stage_notes")
    stage = models.ForeignKey("audit.Stage", models.PROTECT, related_name="notes")
    grade = models.CharField(max_length=30, blank=True)
    not_applicable = models.BooleanField(default=False)
    went_well = models.TextField(blank=True)
    should_have_been_better = models.TextField(blank=True)

    objects = AssessmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "stage__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "stage"], name="stage_note_once"),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(grade=""),
                name="stage_note_grade_or_not_applicable",
                violation_error_message="Choose a grade or “not applicable”, not both.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.stage)


class Answer(models.Model):
    """A fact of the case: a value, or why there is none.

    "No record of it" is not "not done", and neither is "I could not see it".
    """

    class Absence(models.TextChoices):
        NOT_RECORDED = "not_recorded", "Not recorded"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        COULD_NOT_SEE = "could_not_see", "Could not see"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    question = models.ForeignKey("audit.Question", models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=60, blank=True)
    number = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    absence = models.CharField("no value because", max_length=20, choices=Absence, blank=True)

    objects = AssessmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "question__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="answer_once"),
            models.CheckConstraint(
                condition=(
                    Q(absence="")
                    & (
                        (~Q(choice="") & Q(number=None, at=None))
                        | Q(choice="", number__isnull=False, at=None)
                        | Q(choice="", number=None, at__isnull=False)
                    )
                )
                | (~Q(absence="") & Q(choice="", number=None, at=None)),
                name="answer_one_value_or_absence",
                violation_error_message="Give one value, or say why there is none.",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer to {self.question.code}"

    @property
    def fact(self) -> Fact:
        return Fact(self.choice, self.number, self.at, self.absence)

    @property
    def in_words(self) -> str:
        """The value as a person reads it, or why there is none."""
        if self.absence:
            return self.get_absence_display()
        if self.at:
            local = timezone.localtime(self.at)
            return f"{day_text(local.date())} at {local:%H:%M}"
        if self.number is not None:
            return f"{self.number.normalize():f} {self.question.unit}".strip()
        titles = {row["code"]: row["title"] for row in self.question.choices}
        return titles.get(self.choice, self.choice.capitalize())


class Observation(models.Model):
    """A theme seen in one assessment, as a strength or as a weakness."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="observations")
    theme = models.ForeignKey("audit.Theme", models.PROTECT, related_name="observations")
    polarity = models.CharField(max_length=10, choices=Polarity)
    note = models.TextField(blank=True)

    objects = AssessmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "polarity", "theme__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "theme", "polarity"], name="observation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme} ({self.get_polarity_display().lower()})"
