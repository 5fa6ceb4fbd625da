"""What the grading form makes of its answers, and where it puts what a service refuses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from audit.forms.assessments import GradeForm
from audit.models import Theme
from tests.factories import CaseFileFactory, area, assessed


@pytest.fixture
def case_file(db):
    return CaseFileFactory()


@pytest.fixture
def form(case_file, person):
    """`form(data)`: the form as `data` filled it in; with `assessment`, on that draft."""

    def make(data=None, assessment=None, **options) -> GradeForm:
        user = person("moderator@wexshire")
        return GradeForm(data, case_file=case_file, assessment=assessment, user=user, **options)

    return make


def test_one_grade_is_a_judgement_without_an_overall_grade(form, case_file):
    filled = form({"grade": "good", "rationale": "Seen at once."})
    assert filled.is_valid()
    judgement = filled.judgement()
    assert judgement.area_grades == {case_file.area: "good"}
    assert (judgement.overall_grade, judgement.overall) == ("", "good")


def test_two_areas_are_a_judgement_with_the_overall_grade_that_was_chosen(form, case_file):
    given = {"grade": "good", "second_area": area("cse").pk, "second_grade": "inadequate"}
    filled = form(given | {"overall_grade": "requires_improvement"})
    assert filled.is_valid()
    judgement = filled.judgement()
    assert judgement.area_grades == {case_file.area: "good", area("cse"): "inadequate"}
    assert judgement.overall == "requires_improvement"


def test_an_overall_grade_without_a_second_area_is_left_aside(form):
    filled = form({"grade": "good", "second_area": "", "overall_grade": "inadequate"})
    assert filled.is_valid()
    assert filled.judgement().overall_grade == ""


def test_a_theme_can_be_both_a_strength_and_a_weakness(form, case_file):
    theme = Theme.objects.for_area(case_file.area).first()
    filled = form({"grade": "good", "strengths": [theme.pk], "weaknesses": [theme.pk]})
    assert filled.is_valid()
    assert filled.judgement().observations == [(theme, "strength"), (theme, "weakness")]


def test_a_theme_of_another_area_is_not_taken(form, case_file):
    others = Theme.objects.exclude(pk__in=Theme.objects.for_area(case_file.area))
    filled = form({"grade": "good", "strengths": [others.first().pk]})
    assert list(filled.errors) == ["strengths"]


def test_a_draft_under_two_areas_opens_with_both_and_with_the_themes_of_both(
    form, case_file, person
):
    grades = (("s47", "good"), ("cse", "inadequate"))
    draft = assessed(
        case_file, person("moderator@wexshire"), *grades, overall="good", status="draft"
    )
    opened = form(assessment=draft)
    assert opened.two_areas
    assert opened.initial["second_area"] == area("cse").pk
    offered = set(opened.fields["strengths"].themes.values())
    assert offered == set(Theme.objects.for_areas([area("s47"), area("cse")]))


@pytest.mark.parametrize(
    ("given", "at_fault"),
    [
        ({"grade": "", "second_grade": ""}, ["grade", "second_grade"]),
        ({"grade": "good", "second_grade": ""}, ["second_grade"]),
        ({"grade": "good", "second_grade": "good"}, ["grade"]),
    ],
)
def test_what_is_wrong_with_the_grades_stands_beside_those_at_fault(given, at_fault, form):
    filled = form(given | {"second_area": area("cse").pk})
    filled.is_valid()
    filled.add_service_errors(ValidationError({"area_grades": "Choose a grade."}))
    assert list(filled.errors) == at_fault


def test_what_belongs_to_no_field_stands_on_top(form):
    filled = form({"grade": "good"})
    filled.is_valid()
    filled.add_service_errors(ValidationError({"__all__": "It is closed.", "other": "No."}))
    assert filled.non_field_errors() == ["It is closed.", "No."]
