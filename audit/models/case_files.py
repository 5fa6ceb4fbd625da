"""Case files: the row behind which there is a child."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from audit.models import encryption
from audit.models.gradings import UNFINISHED, GradingsQuerySet
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.allocation import is_late
from audit.rules.roles import Role
from audit.rules.transitions import CaseFileStatus, RoundStatus


class CaseFileQuerySet(GradingsQuerySet):
    def within(self, scope: Scope) -> Q:
        """Allocated ones, the moderator's own force's, and those of an inspector's rounds.

        A force sees an inspectorate-led round's files with their grades only once it is
        published (design, section 4).
        """
        moderated = Q(round__force__in=scope.forces_of(Role.MODERATOR)) & (
            Q(round__led_by=Round.LedBy.FORCE) | Q(round__status=RoundStatus.PUBLISHED)
        )
        given = Q(allocated_to=scope.user_id) | Q(second_assessor=scope.user_id)
        allocated = given & Q(round__force__in=scope.forces_of(Role.AUDITOR))
        return allocated | moderated | Q(round__in=scope.team_rounds)

    def grade_counts_by_round(self) -> dict[int, dict[str | None, int]]:
        """Round → `grade_counts` of its files. One query."""
        rows = self.order_by().values_list("round", "final_assessment__overall_grade")
        counts: dict[int, dict[str | None, int]] = {}
        for round, grade, files in rows.annotate(files=Count("pk")):
            counts.setdefault(round, {})[grade] = files
        return counts

    def grade_counts(self) -> dict[str | None, int]:
        """Files per overall grade that counts; None holds the ungraded ones. One query."""
        rows = self.order_by().values_list("final_assessment__overall_grade")
        return dict(rows.annotate(files=Count("pk")))

    def drawn_by_casemark(self) -> CaseFileQuerySet:
        """Those that Casemark drew at random and whose sample stands."""
        return self.filter(sampled_case__isnull=False, sampled_case__sample__voided_at=None)

    def with_subjects(self) -> CaseFileQuerySet:
        """What a list shows of each file, in the same number of queries for any length."""
        return self.select_related(
            "round__force", "area", "allocated_to", "second_assessor", "final_assessment"
        ).prefetch_related("final_assessment__area_grades__area")

    def to_take_out(self) -> CaseFileQuerySet:
        """For thousands: what many files share is made once for each stretch of them."""
        return self.select_related("final_assessment").prefetch_related(
            "round__force", "round__framework", "area", "allocated_to", "second_assessor"
        )


class CaseFile(models.Model):
    """A case drawn into a round. `final_assessment` is kept by the services (rules/grading)."""

    class ChosenBy(models.TextChoices):
        FORCE = "force", "The force"
        INSPECTORATE = "inspectorate", "The inspectorate"
        UNKNOWN = "unknown", "Not known"

    class ChosenHow(models.TextChoices):
        RANDOM = "random", "At random"
        TARGETED = "targeted", "Picked by hand"
        UNKNOWN = "unknown", "Not known"

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="case_files", verbose_name="inspection or audit"
    )
    reference = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey(
        "audit.AreaOfPractice", models.PROTECT, related_name="case_files", verbose_name="drawn for"
    )
    chosen_by = models.CharField(max_length=12, choices=ChosenBy, default=ChosenBy.UNKNOWN)
    chosen_how = models.CharField(max_length=12, choices=ChosenHow, default=ChosenHow.UNKNOWN)
    allocated_to = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="case_files"
    )
    second_assessor = models.ForeignKey(
        "audit.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="second_case_files",
        help_text="Grades the file as well, without seeing the first grade.",
    )
    due_on = models.DateField("to be graded by", null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=CaseFileStatus, default=CaseFileStatus.TO_GRADE
    )
    blind = models.BooleanField(
        default=False,
        editable=False,
        help_text="Two people grade it and not both have submitted: neither sees the other’s.",
    )
    reconstructed = models.BooleanField(
        default=False, help_text="Made from published counts; stands for no known file."
    )
    final_assessment = models.OneToOneField(
        "audit.Assessment", models.SET_NULL, null=True, blank=True, related_name="final_for"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["round", "reference"]
        indexes = [
            models.Index(fields=["round", "status"], name="case_file_round_status"),
            models.Index(fields=["round", "area"], name="case_file_round_area"),
            models.Index(fields=["round", "final_assessment"], name="case_file_round_final"),
            models.Index(fields=["allocated_to", "status"], name="case_file_allocated"),
            models.Index(fields=["second_assessor", "status"], name="case_file_second"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_assessor=None) | Q(allocated_to__isnull=False),
                name="case_file_first_before_second",
                violation_error_message="Choose the first assessor before the second.",
            ),
            models.CheckConstraint(
                condition=Q(second_assessor=None) | ~Q(second_assessor=F("allocated_to")),
                name="case_file_two_assessors",
                violation_error_message="Choose two different people.",
            ),
            models.CheckConstraint(
                condition=Q(blind=False) | Q(second_assessor__isnull=False),
                name="case_file_blind_for_two",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("case-file-detail", args=[self.reference])

    @property
    def assessors(self) -> set[int]:
        """The keys of those who are asked to grade it: the first, and the second where two are."""
        return {pk for pk in (self.allocated_to_id, self.second_assessor_id) if pk}

    @property
    def is_double(self) -> bool:
        """Two people grade it, so no grade of it counts before they are settled."""
        return self.second_assessor_id is not None

    @classmethod
    def from_db(cls, db, field_names, values) -> CaseFile:
        """Remembers how the file was chosen, which nothing may change afterwards."""
        row = super().from_db(db, field_names, values)
        row._stored_chosen_how = row.__dict__.get("chosen_how")
        return row

    @property
    def is_drawn(self) -> bool:
        """Whether Casemark drew it at random."""
        return hasattr(self, "sampled_case")

    @property
    def chosen_in_words(self) -> str:
        """As `get_chosen_how_display`, and whether it was Casemark that drew it."""
        if self.chosen_how != self.ChosenHow.RANDOM:
            return self.get_chosen_how_display()
        return "At random, by Casemark" if self.is_drawn else "At random, not by Casemark"

    def is_late(self, today: date) -> bool:
        """Due before today, and somebody has not handed in yet."""
        return is_late(self.due_on, today) and self.status in UNFINISHED and self.round.is_open

    def clean(self) -> None:
        """The reference stands in addresses. How a file was chosen is said once, and for ever: a
        file that was picked by hand never passes for a random one."""
        if getattr(self, "_stored_chosen_how", None) not in (None, self.chosen_how):
            raise ValidationError(
                {"chosen_how": "How a file was chosen cannot be changed afterwards."}
            )
        if not re.fullmatch(r"[A-Za-z0-9_-]+", self.reference):
            raise ValidationError({"reference": "Use only letters, digits and hyphens."})

    def unique_error_message(
        self, model_class: type[models.Model], unique_check: tuple[str, ...]
    ) -> ValidationError:
        if unique_check == ("reference",):
            return ValidationError(
                f"There is a case file {self.reference} already. Choose another reference."
            )
        return super().unique_error_message(model_class, unique_check)


class CaseFilePartQuerySet(ScopedQuerySet):
    """Rows that belong to one case file are seen by those who see the file."""

    path = "case_file"

    def within(self, scope: Scope) -> Q:
        files = CaseFile.objects.all()
        return Q(**{f"{self.path}__in": files.filter(files.within(scope))})


class LocalNumberQuerySet(CaseFilePartQuerySet):
    def numbered(self, kind: str, number: str) -> LocalNumberQuerySet:
        return self.filter(kind=kind, index__in=encryption.blind_indexes(number))


class LocalNumber(encryption.EncryptedNumber, models.Model):
    """The force's own number for a case: encrypted, found only through its keyed index."""

    class Kind(models.TextChoices):
        CRIME = "crime", "Crime"
        CUSTODY = "custody", "Custody"
        MISSING = "missing", "Missing person"
        INCIDENT = "incident", "Incident"
        OTHER = "other", "Other"

    case_file = models.ForeignKey(CaseFile, models.CASCADE, related_name="local_numbers")
    kind = models.CharField(max_length=10, choices=Kind)
    encrypted = models.TextField(editable=False)
    index = models.CharField(max_length=64, editable=False, db_index=True)

    objects = LocalNumberQuerySet.as_manager()

    class Meta:
        ordering = ["case_file", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "kind", "index"],
                name="local_number_once",
                violation_error_message="This file has that number already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} number"  # never the number itself


class Child(models.Model):
    """A child in a case file, told by what matters for fairness and no more."""

    class AgeBand(models.TextChoices):
        UNBORN = "unborn", "Unborn"
        UNDER_1 = "under_1", "Under 1"
        AGE_1_4 = "1_4", "1 to 4"
        AGE_5_9 = "5_9", "5 to 9"
        AGE_10_13 = "10_13", "10 to 13"
        AGE_14_15 = "14_15", "14 or 15"
        AGE_16_17 = "16_17", "16 or 17"
        UNKNOWN = "unknown", "Not recorded"

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        UNKNOWN = "unknown", "Not recorded"

    class Ethnicity(models.TextChoices):
        """The five groups of the census of England and Wales."""

        ASIAN = "asian", "Asian or Asian British"
        BLACK = "black", "Black, Black British, Caribbean or African"
        MIXED = "mixed", "Mixed or multiple ethnic groups"
        WHITE = "white", "White"
        OTHER = "other", "Other ethnic group"
        UNKNOWN = "unknown", "Not recorded"

    case_file = models.ForeignKey(CaseFile, models.CASCADE, related_name="children")
    age_band = models.CharField(max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=10, choices=Ethnicity, default=Ethnicity.UNKNOWN)
    disabled = models.BooleanField(null=True, blank=True)
    in_care = models.BooleanField(null=True, blank=True)
    on_plan = models.BooleanField("on a child protection plan", null=True, blank=True)

    objects = CaseFilePartQuerySet.as_manager()

    class Meta:
        ordering = ["case_file", "pk"]
        verbose_name_plural = "children"

    def __str__(self) -> str:
        return f"{self.get_age_band_display()}, {self.get_sex_display().lower()}"

    @property
    def unborn(self) -> bool:
        return self.age_band == self.AgeBand.UNBORN
