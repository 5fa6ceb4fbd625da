"""Giving case files to people: one, or all that a filter leaves; and conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from audit.forms.case_file_filter import by_code, given_to, people_choices
from audit.forms.dates import DateField
from audit.forms.fields import GovukForm, RowField, RowsField, WholeNumberField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Checkboxes, NumberInput, Select, Textarea
from audit.models import AreaOfPractice, CaseFile, Round, User
from audit.rules.transitions import CaseFileStatus
from audit.services.allocation_plans import Wish
from audit.services.case_files import assessors_of

DUE_HINT = "For example, 27 11 2026"


class AllocationFilter(django_filters.FilterSet):
    """Which of an audit's files are to be given out."""

    area = django_filters.ChoiceFilter(
        label="Drawn for which area?", empty_label="All", field_name="area__code", widget=Select
    )
    allocated = django_filters.ChoiceFilter(
        label="Who has them?", empty_label="Anybody", method="by_allocated", widget=Select
    )
    status = django_filters.MultipleChoiceFilter(
        label="How far are they?", choices=CaseFileStatus.choices, widget=Checkboxes(small=True)
    )

    class Meta:
        model = CaseFile
        fields: list[str] = []
        form = GovukForm

    def __init__(self, *args, round: Round, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        areas = AreaOfPractice.objects.visible_to(user).filter(framework=round.framework)
        files = CaseFile.objects.visible_to(user).filter(round=round)
        self.filters["area"].extra["choices"] = by_code(areas)
        self.filters["allocated"].extra["choices"] = people_choices(files, user)

    def by_allocated(self, files: QuerySet[CaseFile], name: str, person: str):
        return given_to(files, person)


def able_to_grade(round: Round, user: User) -> QuerySet[User]:
    able = [person.pk for person in assessors_of(round)]
    return User.objects.visible_to(user).filter(pk__in=able)


class AllocateManyForm(GovukForm):
    first = RowsField(
        queryset=None,
        label="Who should grade them?",
        help_text="Tick one person to give them all. Tick several, and each gets so many that the "
        "open work of all is as even as can be. Tick nobody to leave it as it is. Who grades a "
        "file cannot settle it: keep somebody free who moderates.",
        what="who should grade them",
        required=False,
        widget=Checkboxes(small=True),
    )
    share = WholeNumberField(
        label="How many of every 100 should two people grade?",
        help_text="For example, 25. They are chosen at random. Leave it empty for none.",
        what="how many of every 100",
        required=False,
        min_value=1,
        max_value=100,
        widget=NumberInput(width=3),
    )
    second = RowsField(
        queryset=None,
        label="Who should be the second to grade those?",
        help_text="Neither of the two sees the other’s grade before both have submitted.",
        what="who should be the second to grade",
        required=False,
        widget=Checkboxes(small=True),
    )
    due_on = DateField(
        label="By when should they be graded?",
        help_text=f"{DUE_HINT}. Leave it empty to leave the dates as they are.",
        what="the date",
        required=False,
    )

    def __init__(self, *args, round: Round, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = able_to_grade(round, user)

    def clean(self) -> dict:
        cleaned = super().clean()
        share, second = cleaned.get("share"), cleaned.get("second")
        if second and not share and "share" not in self.errors:
            self.add_error("share", "Enter how many of every 100 two people should grade")
        if share and not second and "second" not in self.errors:
            self.add_error("second", "Select who should be the second to grade")
        if not self.errors and not (cleaned["first"] or share or cleaned["due_on"]):
            raise ValidationError("Tick who should grade them, or enter a share or a date.")
        return cleaned

    def wish(self, seed: str) -> Wish:
        given = self.cleaned_data
        return Wish(
            first=list(given["first"]),
            second=list(given["second"]),
            share=given["share"] or 0,
            due_on=given["due_on"],
            seed=seed,
        )


class AllocateForm(GuardedForm):
    """One file; fields as the model's, so that what a service refuses finds its place."""

    allocated_to = RowField(
        queryset=None,
        label="Who should grade it?",
        help_text="Who grades a file cannot settle it: keep somebody free who moderates.",
        what="who should grade it",
        required=False,
        empty_label="Nobody yet",
    )
    second_assessor = RowField(
        queryset=None,
        label="Who should grade it as well, without seeing the first grade?",
        what="who should grade it as well",
        required=False,
        empty_label="Nobody",
    )
    due_on = DateField(
        label="By when should it be graded?", help_text=DUE_HINT, what="the date", required=False
    )
    reason = GuardedTextareaField(
        label="Why is it changed?",
        help_text="Needed if you take the file from somebody who has begun it.",
        what="why it is changed",
        required=False,
        max_length=1000,
        widget=Textarea(rows=3),
    )

    def __init__(self, *args, case_file: CaseFile, barred: Iterable[int], user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = able_to_grade(case_file.round, user).exclude(pk__in=barred)
        people |= User.objects.visible_to(user).filter(pk__in=case_file.assessors)
        for name in ("allocated_to", "second_assessor"):
            self.fields[name].queryset = people
            self.fields[name].initial = getattr(case_file, f"{name}_id")
        self.fields["due_on"].initial = case_file.due_on


class ConflictForm(GuardedForm):
    """`others` are those for whom a moderator may declare it; others declare their own."""

    person = RowField(
        queryset=None,
        label="Who has a conflict of interest?",
        what="who has a conflict of interest",
        empty_label=None,
        widget=Select,
    )
    reason = GuardedTextareaField(
        label="What did they have to do with the case?",
        help_text="For example, “Supervised the officer in the case”. Do not name anybody.",
        what="what they had to do with the case",
        max_length=1000,
        widget=Textarea(rows=3),
    )

    def __init__(self, *args, case_file: CaseFile, others: bool, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if others:
            known = able_to_grade(case_file.round, user) | User.objects.visible_to(user).filter(
                pk=user.pk
            )
            self.fields["person"].queryset = known
            self.fields["person"].initial = user.pk
        else:
            del self.fields["person"]
            self.fields["reason"].label = "What did you have to do with the case?"

    @property
    def whose(self) -> User:
        return self.cleaned_data.get("person") or self.user


class ConflictRemoveForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why is there no conflict of interest?",
        what="why there is no conflict of interest",
        max_length=1000,
        widget=Textarea(rows=3),
    )
