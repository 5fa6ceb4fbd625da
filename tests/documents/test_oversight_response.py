from __future__ import annotations

from datetime import date

import pytest

from audit.documents.kinds import OVERSIGHT_RESPONSE
from audit.documents.oversight_response import oversight_response
from audit.documents.render import render_html, render_pdf
from audit.documents.version import Version
from audit.models import Force, OversightComment, OversightResponse
from tests.documents import pdf_structure
from tests.factories import RoundFactory
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db
VERSION = Version(1, date(2026, 5, 4))


@pytest.fixture
def inspection():
    return inspection_of()


@pytest.fixture
def response(inspection):
    first = put(
        inspection,
        (date(2026, 4, 20), "not_accepted"),
        number=1,
        title="Buy a system",
        statement="It is shared.",
    )
    put(inspection, number=2, title="Count the missing")
    written = OversightResponse.objects.create(
        round=inspection,
        comments="The body has read it.\n\nIt will ask again in June.",
        asked_chief_officer_by=date(2026, 4, 1),
        chief_officer_comments="We agree.",
        reply="The body is glad.",
    )
    OversightComment.objects.create(oversight=written, response=first, text="The reason holds.")
    return oversight_response(inspection, VERSION)


def test_it_says_what_the_body_and_the_chief_officer_say(response):
    html = render_html(response)
    assert response["comments"] == ["The body has read it.", "It will ask again in June."]
    for words in ("We agree.", "The body is glad.", "1 April 2026"):
        assert words in html


def test_each_recommendation_has_the_forces_reason_and_the_bodys_comment(response):
    first, second = response["answers"]
    assert (first["decision"], first["statement"]) == ("Not accepted", ["It is shared."])
    assert first["comments"] == ["The reason holds."]
    assert (second["decision"], second["comments"]) == ("No answer yet", [])


def test_it_is_due_on_the_fifty_sixth_day(response):
    """Published on 10 March 2026, which is the first of the 56 days."""
    assert response["due"]["due"] == "4 May 2026"
    assert "56 days beginning with 10 March 2026" in response["due"]["counted"]
    assert response["due"]["source"].startswith("Police Act 1996, section 55")


def test_the_pdf_is_structured(response):
    assert pdf_structure.problems(render_pdf(response)) == []


def test_only_the_published_report_of_an_inspection_is_answered(inspection):
    offered = OVERSIGHT_RESPONSE.offered_for
    assert offered(inspection)
    assert not offered(inspection_of(status="signed_off"))
    assert not offered(RoundFactory(published=True))
    national = Force.objects.filter(kind=Force.Kind.NATIONAL).first()
    assert not offered(inspection_of(national.code))
