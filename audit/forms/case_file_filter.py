"""The filter beside the list of case files: codes from the address, free text from the session."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from audit.clock import today
from audit.documents.facts import AS_IT_SHOULD_BE, KNOWN, files_answering, titles_of
from audit.documents.facts_told import REASONS
from audit.documents.themes import files_showing
from audit.forms.fields import GovukForm
from audit.forms.widgets import Checkboxes, Select, TextInput
from audit.models import (
    AreaOfPractice,
    CaseFile,
    Conflict,
    Framework,
    LocalNumber,
    Question,
    Round,
    Theme,
    User,
)
from audit.models.encryption import blind_indexes
from audit.models.gradings import UNFINISHED
from audit.rules.grading import Polarity
from audit.rules.transitions import CaseFileStatus

ANY_GRADE, NO_GRADE, NOBODY = "graded", "none", "nobody"
LATE, SECOND, CONFLICT = "late", "second", "conflict"
WORK = [
    (CaseFileStatus.TO_GRADE.value, "Not begun"),
    (CaseFileStatus.IN_PROGRESS.value, "Begun, not handed in"),
    (CaseFileStatus.SUBMITTED.value, "Handed in, not agreed"),
    (LATE, "Late"),
]
"""How far somebody's own grading of a file is."""
ONLY = [
    (LATE, "Late"),
    (SECOND, "Graded by two people"),
    (CONFLICT, "With a conflict of interest"),
]

SORTS = {
    "reference": ("reference",),
    "area": ("area__order", "reference"),
    "grade": ("grade_place", "reference"),
    "status": ("status", "reference"),
    "allocated": ("allocated_to__name", "reference"),
    "due": (F("due_on").asc(nulls_last=True), "reference"),
}


class CaseFileFilter(django_filters.FilterSet):
    """`grade` together with `area` is the grade under that area; alone it is the overall one.

    `question` and `theme` look at what the final assessment says; `area` then is one that the file
    is graded in, as in the counts of facts and themes.
    """

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
        label="Which theme?", empty_label="All", method="by_theme", widget=Select
    )
    polarity = django_filters.ChoiceFilter(
        label="Seen as what?",
        empty_label="Either",
        choices=Polarity.choices,
        method="with_theme",
        widget=Select,
    )
    question = django_filters.ChoiceFilter(
        label="Which question?", empty_label="None", method="by_question", widget=Select
    )
    answer = django_filters.ChoiceFilter(
        label="Answered how?", empty_label="In any way", method="with_question", widget=Select
    )
    allocated = django_filters.ChoiceFilter(
        label="Allocated to whom?", empty_label="Anybody", method="by_allocated", widget=Select
    )
    status = django_filters.MultipleChoiceFilter(
        label="How far is it?", choices=CaseFileStatus.choices, widget=Checkboxes(small=True)
    )
    work = django_filters.ChoiceFilter(
        label="How far is the grading of each person?",
        empty_label="All",
        choices=WORK,
        method="by_work",
        widget=Select,
    )
    only = django_filters.MultipleChoiceFilter(
        label="Only which files?",
        choices=ONLY,
        method="by_only",
        widget=Checkboxes(small=True),
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
        questions = list(Question.objects.visible_to(user))
        self.filters["question"].extra["choices"] = by_code(questions)
        self.filters["answer"].extra["choices"] = answer_choices(questions)
        self.filters["grade"].extra["choices"] = grade_choices(user)
        self.filters["allocated"].extra["choices"] = people_choices(
            CaseFile.objects.visible_to(user), user
        )

    def by_area(self, files: QuerySet[CaseFile], name: str, area: str):
        if any(self.form.cleaned_data.get(name) for name in ("grade", "question", "theme")):
            return files  # by_grade, by_question and by_theme ask for both at once
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

    def by_theme(self, files: QuerySet[CaseFile], name: str, theme: str):
        asked = self.form.cleaned_data
        return files_showing(files, theme, asked.get("polarity", ""), asked.get("area", ""))

    def with_theme(self, files: QuerySet[CaseFile], name: str, polarity: str):
        """Says something only together with a theme."""
        return files

    def by_question(self, files: QuerySet[CaseFile], name: str, question: str):
        asked = self.form.cleaned_data
        answer = asked.get("answer", "")
        return files.filter(pk__in=files_answering(files, question, answer, asked.get("area", "")))

    def with_question(self, files: QuerySet[CaseFile], name: str, answer: str):
        """Says something only together with a question."""
        return files

    def by_allocated(self, files: QuerySet[CaseFile], name: str, person: str):
        return given_to(files, person)

    def by_work(self, files: QuerySet[CaseFile], name: str, work: str):
        """Of the person whom `allocated` names, or of any who is asked."""
        person = self.form.cleaned_data.get("allocated")
        whose = int(person) if person and person != NOBODY else None
        if work == LATE:
            return files.late(today()).work(UNFINISHED, whose)
        return files.work((work,), whose)

    def by_only(self, files: QuerySet[CaseFile], name: str, chosen: list[str]):
        if LATE in chosen:
            files = files.late(today())
        if SECOND in chosen:
            files = files.exclude(second_assessor=None)
        if CONFLICT in chosen:
            conflicts = Conflict.objects.visible_to(self.request.user)
            files = files.filter(pk__in=conflicts.values("case_file"))
        return files

    def by_text(self, files: QuerySet[CaseFile], name: str, text: str):
        numbers = LocalNumber.objects.visible_to(self.request.user)
        numbered = numbers.filter(index__in=blind_indexes(text))
        return files.filter(
            Q(reference__icontains=text)
            | Q(final_assessment__rationale__icontains=text)
            | Q(pk__in=numbered.values("case_file"))
        )


def answer_choices(questions: Iterable[Question]) -> list[tuple[str, str]]:
    """Any value, a good one, those of every question, each code once, then why there is none."""
    titles = {code: title for row in questions for code, title in titles_of(row).items()}
    any_value = [(KNOWN, "With any value"), (AS_IT_SHOULD_BE, "As it should be")]
    return [*any_value, *titles.items(), *REASONS.items()]


def people_choices(files: QuerySet[CaseFile], user: User) -> list[tuple[str, str]]:
    """Those who are asked to grade one of the files, by key: no personal data in addresses."""
    files = files.order_by()
    asked = Q(pk__in=files.values("allocated_to")) | Q(pk__in=files.values("second_assessor"))
    people = User.objects.visible_to(user).filter(asked)
    return [(NOBODY, "Nobody yet"), *((str(person.pk), person.name) for person in people)]


def given_to(files: QuerySet[CaseFile], person: str) -> QuerySet[CaseFile]:
    """`person` is one of `people_choices`: as first or as second assessor."""
    return files.filter(allocated_to=None) if person == NOBODY else files.asked(int(person))


def by_code(rows: Iterable[AreaOfPractice | Theme | Question]) -> list[tuple[str, str]]:
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
    first = F("due_on").desc(nulls_last=True) if key == "due" else f"-{order[0]}"
    return files.order_by(first, *order[1:])


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
