"""The filter beside the list of case files: codes from the address, free text from the session."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from audit.forms.fields import GovukForm
from audit.forms.widgets import Checkboxes, Select, TextInput
from audit.models import AreaOfPractice, CaseFile, Framework, LocalNumber, Round, Theme, User
from audit.models.encryption import blind_indexes
from audit.rules.transitions import CaseFileStatus

ANY_GRADE, NO_GRADE, NOBODY = "graded", "none", "nobody"

SORTS = {
    "reference": ("reference",),
    "area": ("area__order", "reference"),
    "grade": ("grade_place", "reference"),
    "status": ("status", "reference"),
    "allocated": ("allocated_to__name", "reference"),
}


class CaseFileFilter(django_filters.FilterSet):
    """`grade` together with `area` is the grade under that area; alone it is the overall one."""

    round = django_filters.ModelChoiceFilter(
        queryset=lambda request: Round.objects.visible_to(request.user),
        to_field_name="code",
        label="Which inspection or audit?",
        empty_label="All",
        widget=Select,
    )
    area = django_filters.ChoiceFilter(
        label="Which area of practice?", empty_label="All", method="by_area", widget=Select
    )
    grade = django_filters.ChoiceFilter(
        label="Which grade?", empty_label="All", method="by_grade", widget=Select
    )
    theme = django_filters.ChoiceFilter(
        label="Which theme?",
        empty_label="All",
        field_name="final_assessment__observations__theme__code",
        distinct=True,
        widget=Select,
    )
    allocated = django_filters.ChoiceFilter(
        label="Allocated to whom?", empty_label="Anybody", method="by_allocated", widget=Select
    )
    status = django_filters.MultipleChoiceFilter(
        label="How far is it?", choices=CaseFileStatus.choices, widget=Checkboxes(small=True)
    )
    text = django_filters.CharFilter(
        label="Which words?",
        help_text="In the reference or the rationale, or the whole local number",
        method="by_text",
        widget=TextInput,
    )

    class Meta:
        model = CaseFile
        fields: list[str] = []
        form = GovukForm

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        user: User = self.request.user
        self.filters["area"].extra["choices"] = by_code(AreaOfPractice.objects.visible_to(user))
        self.filters["theme"].extra["choices"] = by_code(Theme.objects.visible_to(user))
        self.filters["grade"].extra["choices"] = grade_choices(user)
        self.filters["allocated"].extra["choices"] = self._people(user)

    def _people(self, user: User) -> list[tuple[str, str]]:
        """Those to whom a visible file is given, by key: no personal data in addresses."""
        given = CaseFile.objects.visible_to(user).order_by().values("allocated_to")
        people = User.objects.visible_to(user).filter(pk__in=given.distinct())
        return [(NOBODY, "Nobody yet"), *((str(person.pk), person.name) for person in people)]

    def by_area(self, files: QuerySet[CaseFile], name: str, area: str):
        if self.form.cleaned_data.get("grade"):
            return files  # by_grade asks for both at once
        graded = Q(final_assessment__area_grades__area__code=area)
        return files.filter(graded | Q(area__code=area)).distinct()

    def by_grade(self, files: QuerySet[CaseFile], name: str, grade: str):
        area = self.form.cleaned_data.get("area")
        if grade == NO_GRADE:
            files = files.filter(final_assessment=None)
            return files.filter(area__code=area) if area else files
        if not area:
            graded = files.exclude(final_assessment=None)
            return (
                graded
                if grade == ANY_GRADE
                else graded.filter(final_assessment__overall_grade=grade)
            )
        wanted = {"final_assessment__area_grades__area__code": area}
        if grade != ANY_GRADE:
            wanted["final_assessment__area_grades__grade"] = grade
        return files.filter(**wanted)

    def by_allocated(self, files: QuerySet[CaseFile], name: str, person: str):
        return files.filter(allocated_to=None if person == NOBODY else int(person))

    def by_text(self, files: QuerySet[CaseFile], name: str, text: str):
        numbers = LocalNumber.objects.visible_to(self.request.user)
        numbered = numbers.filter(index__in=blind_indexes(text))
        return files.filter(
            Q(reference__icontains=text)
            | Q(final_assessment__rationale__icontains=text)
            | Q(pk__in=numbered.values("case_file"))
        )


def by_code(rows: Iterable[AreaOfPractice | Theme]) -> list[tuple[str, str]]:
    """A choice for each code, though several frameworks may use it."""
    return list({row.code: str(row) for row in rows}.items())


def grade_choices(user: User) -> list[tuple[str, str]]:
    """The grades of every framework, each code once."""
    scales = [framework.scale for framework in Framework.objects.visible_to(user)]
    grades = {grade.code: grade.title for scale in scales for grade in scale.grades}
    return [*grades.items(), (ANY_GRADE, "Any grade"), (NO_GRADE, "Not graded yet")]


def sorted_files(files: QuerySet[CaseFile], sort: str, user: User) -> QuerySet[CaseFile]:
    """By one of SORTS, descending with a leading "-"; grades sort in the order of their scale."""
    key = sort.removeprefix("-")
    order = SORTS.get(key, SORTS["reference"])
    if key == "grade":
        files = files.annotate(grade_place=_grade_place(user))
    if not sort.startswith("-"):
        return files.order_by(*order)
    return files.order_by(f"-{order[0]}", *order[1:])


def _grade_place(user: User) -> Case:
    codes = [code for code, _ in grade_choices(user)]
    return Case(
        *(
            When(final_assessment__overall_grade=code, then=Value(place))
            for place, code in enumerate(codes)
        ),
        default=Value(len(codes)),
        output_field=IntegerField(),
    )
