"""More time for an answer: recorded where the law gives it, and only then."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.documents.clocks import response_clocks
from audit.models import Extension, LogEntry, LogText, Recommendation, Response
from audit.rules.transitions import ResponseStatus, TransitionError
from audit.services.extensions import extension_grant
from tests.factories import RecommendationFactory, ResponseFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db

MADE, LAST = date(2026, 10, 1), date(2026, 11, 25)
BASIS = Recommendation.LegalBasis


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = "2026-11-30"


def _asked(basis: str = BASIS.IOPC_28A, **given) -> Response:
    """Made on 1 October, so that 56 days beginning with it end on 25 November."""
    from audit.models import Force

    asked = RecommendationFactory(
        source_document=SourceDocumentFactory(round=None),
        round=None,
        legal_basis=basis,
        made_on=MADE,
        time_limit="none",
    )
    return ResponseFactory(recommendation=asked, force=Force.objects.get(code="wexshire"), **given)


def _grant(response: Response, by, **given) -> Extension:
    said = {"until": date(2026, 12, 20), "applied_on": LAST, "why": "The IOPC wrote."} | given
    return extension_grant(response=response, by=by, **said)


def _due(response: Response) -> str:
    return str(response_clocks(response).rows[0].clock.due)


def test_applied_for_on_the_last_day_it_moves_the_last_day(person):
    response = _asked()
    assert _due(response) == "25 November 2026"
    _grant(response, person("manager@wexshire"))
    assert _due(Response.objects.get(pk=response.pk)) == "20 December 2026"
    entry = LogEntry.objects.get(event="extension.granted")
    assert LogText.objects.get(entry=entry).reason == "The IOPC wrote."


def test_applied_for_a_day_late_it_is_refused_and_nothing_moves(person):
    response = _asked()
    with pytest.raises(ValidationError) as refused:
        _grant(response, person("manager@wexshire"), applied_on=date(2026, 11, 26))
    assert "after the last day (25 November 2026)" in refused.value.message_dict["applied_on"][0]
    assert not Extension.objects.exists()


def test_a_coroner_may_be_asked_late(person):
    response = _asked(BASIS.CORONER)
    assert _due(response) == "26 November 2026"
    _grant(response, person("manager@wexshire"), applied_on=date(2026, 11, 29))
    assert _due(Response.objects.get(pk=response.pk)) == "20 December 2026"


@pytest.mark.parametrize("basis", [BASIS.IOPC_SECTION_10, BASIS.CASE_REVIEW, BASIS.INTERNAL])
def test_where_no_law_gives_more_time_none_is_recorded(basis, person):
    with pytest.raises(ValidationError, match="No law gives more time"):
        _grant(_asked(basis), person("manager@wexshire"))


def test_it_says_who_allowed_it(person):
    with pytest.raises(ValidationError) as refused:
        _grant(_asked(), person("manager@wexshire"), why="  ")
    assert "why" in refused.value.message_dict


def test_what_is_answered_needs_no_more_time(person):
    response = _asked(status=ResponseStatus.ACCEPTED)
    with pytest.raises(TransitionError, match="answered already"):
        _grant(response, person("manager@wexshire"))


def test_sent_twice_it_is_recorded_once(person):
    response, manager = _asked(), person("manager@wexshire")
    assert _grant(response, manager) == _grant(response, manager)
    assert LogEntry.objects.filter(event="extension.granted").count() == 1


@pytest.mark.parametrize("who", ["manager@eastmarch", "moderator@wexshire", "observer@wexshire"])
def test_it_takes_a_manager_of_the_force(who, person):
    with pytest.raises(PermissionDenied):
        _grant(_asked(), person(who))
