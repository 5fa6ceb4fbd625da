"""What is graded keeps the framework and the scale that it was graded by."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import Framework
from audit.services.rounds import round_save
from tests.factories import RoundFactory, graded_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_framework():
    ncpi = Framework.objects.get(code="ncpi-2014")
    return Framework.objects.create(code="another", title="Another", grades=ncpi.grades)


def test_a_round_with_case_files_keeps_its_framework(person, other_framework):
    round = RoundFactory()
    graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    round.framework = other_framework
    with pytest.raises(ValidationError, match="open another inspection or audit"):
        round_save(round=round, by=person("moderator@wexshire"))


def test_a_round_without_case_files_can_change_its_framework(person, other_framework):
    round = RoundFactory()
    round.framework = other_framework
    round_save(round=round, by=person("moderator@wexshire"))
    round.refresh_from_db()
    assert round.framework == other_framework


def test_a_grade_that_is_in_use_stays_in_the_scale(person):
    graded_file(RoundFactory(), person("auditor@wexshire"), ("s47", "good"))
    framework = Framework.objects.get(code="ncpi-2014")
    framework.grades = framework.grades[1:]
    with pytest.raises(ValidationError, match="Files are graded good"):
        framework.full_clean()


def test_a_grade_that_nobody_gave_can_go(person):
    graded_file(RoundFactory(), person("auditor@wexshire"), ("s47", "good"))
    framework = Framework.objects.get(code="ncpi-2014")
    framework.grades = framework.grades[:2]
    framework.full_clean()
