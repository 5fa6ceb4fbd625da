"""The form of a recommendation, the filter of their list, and the form of a version."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from audit.forms.recommendation_filter import RecommendationFilter
from audit.forms.recommendations import RecommendationForm
from audit.forms.reports import PublishForm
from audit.forms.rounds import RoundMoveForm
from audit.models import Framework, Recommendation, Theme
from audit.rules.transitions import ROUND_STEPS, RoundStatus
from audit.services.rounds import is_sign_off
from tests.factories import RecommendationFactory, RoundFactory


@pytest.fixture
def second(db) -> Framework:
    first = Framework.objects.get()
    made = Framework.objects.create(code="second", title="Second", grades=first.grades)
    made.stage_set.create(code="contact", title="Contact")
    made.theme_set.create(code=Theme.objects.first().code, title="The same theme")
    return made


def test_only_parts_of_the_rounds_framework_are_offered(second, person):
    form = RecommendationForm(round=RoundFactory(), user=person("moderator@wexshire"))
    for name in ("chapter", "areas", "themes"):
        assert {row.framework.code for row in form.fields[name].queryset} == {"ncpi-2014"}


def test_a_theme_that_two_frameworks_have_can_be_chosen_in_the_filter(second, person):
    made = RecommendationFactory()
    made.themes.set(Theme.objects.filter(code=second.theme_set.get().code))
    request = RequestFactory().get("/")
    request.user = person("moderator@wexshire")
    found = RecommendationFilter(
        {"theme": second.theme_set.get().code},
        queryset=Recommendation.objects.all(),
        request=request,
    )
    assert list(found.qs) == [made]


def test_a_first_version_is_asked_nothing_and_a_later_one_what_it_changes():
    assert list(PublishForm(is_first=True).fields) == []
    assert PublishForm({"correction": ""}, is_first=False).errors["correction"] == [
        "Enter what this version changes"
    ]


@pytest.mark.parametrize("status", RoundStatus.values)
def test_a_round_is_offered_the_steps_that_may_follow(status):
    form = RoundMoveForm(round=RoundFactory.build(status=status, force=None, framework=None))
    offered = {code for code, _ in form.fields["status"].choices}
    assert offered == {to for to in ROUND_STEPS[status] if not is_sign_off(status, to)}
