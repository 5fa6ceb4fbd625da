"""The filter of case files where more than one framework is in use."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from audit.forms.case_file_filter import CaseFileFilter, grade_choices, sorted_files
from audit.models import CaseFile, Framework
from tests.factories import CaseFileFactory, RoundFactory, assessed

SCALE = [
    {"code": code, "title": code.title(), "in_report": code}
    for code in ("outstanding", "good", "adequate")
]


@pytest.fixture
def second(db) -> Framework:
    """With a scale of its own, and an area and a theme whose codes the first one has too."""
    made = Framework.objects.create(code="ncpi-2024", title="The next", grades=SCALE)
    made.areaofpractice_set.create(code="s47", title="Section 47", short_title="Section 47")
    first = Framework.objects.get(code="ncpi-2014")
    made.theme_set.create(code=first.theme_set.first().code, title="The same theme")
    return made


@pytest.fixture
def files(second, person) -> list[CaseFile]:
    """One under the first framework, graded good, and one under the second, outstanding."""
    first = CaseFileFactory(reference="FIRST")
    assessed(first, person("moderator@wexshire"), ("s47", "good"))
    round, area = RoundFactory(framework=second), second.areaofpractice_set.get()
    later = CaseFileFactory(reference="SECOND", round=round, area=area)
    graded = assessed(later, person("moderator@wexshire"), ("s47", "outstanding"))
    graded.area_grades.update(area=area)
    return [first, later]


def filtered(user, **data) -> set[str]:
    request = RequestFactory().get("/")
    request.user = user
    found = CaseFileFilter(data, queryset=CaseFile.objects.all(), request=request)
    assert not found.form.errors
    return {file.reference for file in found.qs}


def test_an_area_that_two_frameworks_have_is_offered_once_and_finds_both(files, person):
    user = person("moderator@wexshire")
    assert filtered(user, area="s47") == {"FIRST", "SECOND"}
    assert filtered(user, area="s47", grade="outstanding") == {"SECOND"}
    assert filtered(user, area="s47", grade="graded") == {"FIRST", "SECOND"}


def test_a_theme_that_two_frameworks_have_can_be_chosen(files, second, person):
    code = second.theme_set.get().code
    assert filtered(person("moderator@wexshire"), theme=code) == set()


def test_every_grade_of_every_scale_is_offered_once(second, person):
    codes = [code for code, _ in grade_choices(person("moderator@wexshire"))]
    assert sorted(codes) == sorted({*codes})
    assert {"outstanding", "good", "inadequate"} < set(codes)
    assert codes[-2:] == ["graded", "none"]


def test_grades_of_several_scales_sort_each_in_its_order(files, person):
    user = person("moderator@wexshire")
    ordered = sorted_files(CaseFile.objects.all(), "grade", user)
    assert [file.reference for file in ordered] == ["SECOND", "FIRST"]
