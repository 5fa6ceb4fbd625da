"""How clocks are shown, and more time for an answer recorded, in pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Extension, Force, Recommendation, Response
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db

BASIS = Recommendation.LegalBasis


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = "2026-11-30"


def _iopc(**given) -> Response:
    """Made on 8 October, so that 56 days beginning with it end on 2 December."""
    asked = RecommendationFactory(
        source_document=SourceDocumentFactory(),
        round=None,
        time_limit="none",
        **{"legal_basis": BASIS.IOPC_28A, "made_on": date(2026, 10, 8)} | given,
    )
    return ResponseFactory(recommendation=asked, force=Force.objects.get(code="wexshire"))


def _page(client, response: Response) -> str:
    return Page(client.get(response.recommendation.get_absolute_url())).text


def _answer(client, response: Response) -> Page:
    return Page(client.get(response.get_absolute_url()))


def test_an_inspection_shows_each_clock_how_it_was_counted_and_its_source(signed_in):
    round = RoundFactory(inspection=True, published=True, published_on=date(2022, 9, 8))
    asked = RecommendationFactory(round=round, legal_basis=BASIS.INSPECTION)
    text = _page(signed_in("manager@wexshire"), ResponseFactory(recommendation=asked))
    for said in (
        "20 October 2022 Overdue Six weeks after 8 September 2022, the day of publication.",
        "Source: The inspection report's next steps.",
        "2 November 2022 56 days beginning with 8 September 2022, the day of publication.",
        "Source: Police Act 1996, section 55(5A) and (5B).",
        "8 December 2022 Overdue Three calendar months after 8 September 2022",
    ):
        assert said in text


def test_whoever_sees_no_answer_sees_the_dates_and_nothing_overdue(signed_in):
    round = RoundFactory(inspection=True, published=True, published_on=date(2022, 9, 8))
    asked = RecommendationFactory(round=round, legal_basis=BASIS.INSPECTION)
    response = ResponseFactory(recommendation=asked)
    text = _page(signed_in("manager@eastmarch"), response)
    assert "20 October 2022 Six weeks after" in text
    assert "Overdue" not in text


def test_of_a_historic_round_nothing_is_overdue(signed_in):
    round = RoundFactory(
        inspection=True, published=True, published_on=date(2020, 3, 1), historic=True
    )
    asked = RecommendationFactory(round=round, legal_basis=BASIS.INSPECTION)
    text = _page(signed_in("manager@wexshire"), ResponseFactory(recommendation=asked))
    assert "12 April 2020" in text
    assert "Overdue" not in text


def test_where_the_law_sets_no_date_it_says_so(signed_in):
    text = _page(signed_in("manager@wexshire"), _iopc(legal_basis=BASIS.IOPC_SECTION_10))
    assert "No date is set in law for an answer." in text
    assert "more time" not in text


def test_more_time_is_recorded_from_the_page_of_the_answer(signed_in):
    response, manager = _iopc(), signed_in("manager@wexshire")
    page = _answer(manager, response)
    assert "2 December 2026 Due soon" in page.text
    form = page.links["Record more time for the answer"]
    assert "only where it is asked for by the last day" in Page(manager.get(form)).text
    sent = _dated(applied_on=date(2026, 11, 28), until=date(2027, 1, 31)) | {"why": "They agreed."}
    assert manager.post(form, sent).status_code == 302
    said = "extended to 31 January 2027 on the application of 28 November 2026"
    assert said in _answer(manager, response).text
    assert said in _page(manager, response)


def _dated(**days: date) -> dict[str, int]:
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in days.items()
        for part in ("day", "month", "year")
    }


def test_applied_for_late_the_page_says_what_to_do(signed_in, settings):
    settings.TODAY = "2026-12-10"
    response, manager = _iopc(), signed_in("manager@wexshire")
    form = reverse("extension-grant", args=[response.pk])
    sent = _dated(applied_on=date(2026, 12, 3), until=date(2027, 1, 31)) | {"why": "They agreed."}
    page = Page(manager.post(form, sent))
    assert "after the last day (2 December 2026)" in page.text
    assert not Extension.objects.exists()


def test_where_no_law_gives_more_time_the_page_asks_for_nothing(signed_in):
    response = _iopc(legal_basis=BASIS.CASE_REVIEW)
    page = Page(signed_in("manager@wexshire").get(reverse("extension-grant", args=[response.pk])))
    assert "No law gives more time for this answer." in page.text
    assert "Who allowed it" not in page.text


def test_only_a_manager_of_the_force_is_led_there(signed_in):
    response = _iopc()
    assert "Record more time" not in _answer(signed_in("moderator@wexshire"), response).text
