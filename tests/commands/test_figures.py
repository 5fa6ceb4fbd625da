import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.documents.figures import round_figures
from audit.models import AreaOfPractice
from tests.factories import RoundFactory, graded_file

pytestmark = pytest.mark.django_db


def _figures(code: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("figures", code, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def audit(person):
    round = RoundFactory(code="an-audit")
    graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    return round


def test_it_prints_json_and_nothing_else(audit):
    out, err = _figures("an-audit")
    assert json.loads(out) == round_figures(audit).as_json()
    assert err == ""


def test_the_figures_are_those_of_the_rows(audit):
    printed = json.loads(_figures("an-audit")[0])
    assert printed["headline"] == {
        "good": 1,
        "requires_improvement": 0,
        "inadequate": 0,
        "total": 1,
    }


def test_what_nobody_published_is_null(audit):
    assert json.loads(_figures("an-audit")[0])["published"] == {
        "headline": None,
        "areas_total": None,
    }


def test_letters_are_printed_as_they_are(audit):
    AreaOfPractice.objects.filter(code="s47").update(title="Enquêtes")
    assert "Enquêtes" in _figures("an-audit")[0]


def test_an_unknown_round_is_told_with_the_known_ones(audit):
    with pytest.raises(CommandError) as refusal:
        _figures("nowhere-2019")
    assert str(refusal.value) == "There is no round “nowhere-2019”. Known: an-audit."


def test_without_any_round_it_says_so():
    with pytest.raises(CommandError, match="Known: none."):
        _figures("durham-2019")
