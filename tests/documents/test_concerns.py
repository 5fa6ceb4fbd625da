"""Immediate concerns in the report: counted by kind, and nothing of any one of them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.documents.concerns import concerns_part
from audit.documents.render import render_html
from audit.documents.snapshot import case_file_audit
from audit.models import ImmediateConcern
from audit.services.concerns import concern_answer, concern_raise
from tests.documents.conftest import VERSION
from tests.factories import CaseFileFactory, RoundFactory

pytestmark = pytest.mark.django_db

WHAT = "She goes home to him tonight."


@pytest.fixture
def audit(db):
    return RoundFactory()


def raised(audit, person, kind: str, *, answered: bool = False) -> ImmediateConcern:
    concern = concern_raise(
        case_file=CaseFileFactory(round=audit),
        kind=kind,
        what=WHAT,
        told_whom="Duty inspector",
        rang_at=timezone.now(),
        by=person("moderator@wexshire"),
    )
    if answered:
        manager = person("manager@wexshire")
        concern_answer(concern=concern, done="Arrested.", child_safe="Seen.", by=manager)
    return concern


def test_they_are_counted_by_kind(audit, person):
    raised(audit, person, "child_at_risk", answered=True)
    raised(audit, person, "child_at_risk")
    late = raised(audit, person, "possible_misconduct", answered=True)
    past = late.raised_at - timedelta(hours=1)
    ImmediateConcern.objects.filter(pk=late.pk).update(answer_by=past)
    raised(RoundFactory(), person, "child_at_risk")
    part = concerns_part(audit)
    assert part["kinds"] == [
        {"title": "A child is at risk now", "raised": 2, "in_time": 1, "open": 2},
        {"title": "Possible misconduct", "raised": 1, "in_time": 0, "open": 1},
    ]
    assert part["in_words"] == (
        "3 immediate concerns were raised. The force answered 1 of 3 in time. 3 are still open."
    )


def test_none_is_said_to_be_none(audit):
    assert concerns_part(audit)["in_words"] == "No immediate concern was raised."


def test_of_a_historic_round_nothing_is_said():
    assert concerns_part(RoundFactory(historic=True)) is None


def test_the_report_counts_them_and_tells_of_none(audit, person):
    raised(audit, person, "child_at_risk")
    snapshot = case_file_audit(audit, VERSION)
    assert WHAT not in json.dumps(snapshot)
    page = render_html(snapshot)
    assert "1 immediate concern was raised." in page
    assert 'href="#concerns"' in page
