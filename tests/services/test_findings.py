import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import CommonTheme, LogEntry, Theme
from audit.services.findings import common_theme_add
from tests.answers import observed
from tests.factories import RoundFactory, area, graded_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(person):
    round = RoundFactory()
    for _ in range(3):
        case_file = graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    observed(case_file.final_assessment, "initial-response")
    return round


@pytest.fixture
def add(audit, person):
    def act(who="moderator@wexshire", polarity="weakness", code="s47", theme="initial-response"):
        return common_theme_add(
            round=audit,
            area=area(code),
            theme=Theme.objects.get(code=theme),
            polarity=polarity,
            by=person(who),
        )

    return act


def test_a_counted_theme_becomes_a_common_theme(add):
    common = add()
    assert common.text == "First response and immediate safety (seen in 1 of 3 files)"
    assert [theme.code for theme in common.themes.all()] == ["initial-response"]
    assert LogEntry.objects.filter(event="commontheme.added").count() == 1


def test_it_comes_after_those_that_stand(audit, add):
    CommonTheme.objects.create(
        round=audit, area=area("s47"), polarity="weakness", order=7, text="Another"
    )
    assert add().order == 8


def test_a_second_click_adds_nothing(add):
    add()
    with pytest.raises(ValidationError, match="stands in the report as a weakness"):
        add()
    assert CommonTheme.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"polarity": "strength"}, {"code": "missing"}, {"theme": "childs-voice"}]
)
def test_what_was_not_seen_is_no_common_theme(add, other):
    with pytest.raises(ValidationError, match="was not seen as a"):
        add(**other)


@pytest.mark.parametrize("who", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_it_needs_the_right_to_write_findings(add, who):
    with pytest.raises(PermissionDenied):
        add(who)
