"""Rows and rights come from two places; here they are held against each other."""

import pytest

from audit.models import CaseFile, Round
from audit.permissions import Right, can, can_see_figures
from tests.cast import CAST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rounds")]

NAMES = [one.email.removesuffix(".example") for one in CAST]


@pytest.mark.parametrize("name", NAMES)
def test_a_case_file_is_visible_exactly_where_the_right_reaches(name, person):
    user = person(name)
    allowed = {row for row in CaseFile.objects.all() if can(user, Right.SEE_CASE_FILES, row)}
    assert set(CaseFile.objects.visible_to(user)) == allowed


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_visible_exactly_where_the_right_reaches(name, person):
    user = person(name)
    allowed = {row for row in Round.objects.all() if can_see_figures(user, row)}
    assert set(Round.objects.with_figures_visible_to(user)) == allowed


@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_figures_of_a_round_that_is_hidden_from_them(name, person):
    user = person(name)
    hidden = Round.objects.with_figures_visible_to(user).exclude(
        pk__in=Round.objects.visible_to(user)
    )
    assert not hidden.exists()
