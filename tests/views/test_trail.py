from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Force, LogEntry
from audit.services.sealing import trail_seal
from audit.services.trail import record, record_refusal
from tests.factories import RoundFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db

TRAIL = "/trail/"


@pytest.fixture
def admin(signed_in):
    return signed_in("admin@casemark")


@pytest.fixture
def entries(person):
    """One change in each force, with texts, and a refusal."""
    for name, code in (("moderator@wexshire", "wexshire"), ("moderator@eastmarch", "eastmarch")):
        round = RoundFactory(force=Force.objects.get(code=code))
        record(
            "round.changed",
            round,
            by=person(name),
            before={"summary": "Kai was missed"},
            after={"summary": "A child was missed"},
            reason="Kai must not be named",
        )
    record_refusal("refused.no_right", by=person("auditor@wexshire"), view="round-move", asked=[])


def _rows(page: Page) -> list[str]:
    return [row[1] for row in page.rows[1:]]


def _filtered(admin, **chosen) -> list[str]:
    admin.get(TRAIL + "?forget=text")
    return _rows(Page(admin.post(TRAIL, chosen, follow=True)))


def test_it_says_who_did_what_and_no_text(entries, admin):
    page = Page(admin.get(TRAIL))
    assert "Morgan Ellis changed the inspection or audit" in page.text
    assert "Summary" in page.text
    assert "Kai" not in page.text


def test_it_is_searched_by_person_without_a_name_in_the_address(entries, admin):
    response = admin.post(TRAIL, {"text": "farah"}, follow=True)
    assert "farah" not in response.request["QUERY_STRING"].lower()
    assert len(_rows(Page(response))) == 1
    assert "Farah Quinn" in Page(response).text


def test_it_is_searched_by_force(entries, admin):
    assert len(_filtered(admin, force="eastmarch", text="farah")) == 1
    assert _filtered(admin, force="durham", text="farah") == []


def test_it_is_searched_by_what_happened(entries, admin):
    (row,) = _filtered(admin, event="refused.no_right")
    assert row == "Amina Hall asked for something that their role does not include"
    assert _filtered(admin, event="report.published") == []


def test_it_shows_a_week_unless_more_is_asked_for(admin, person):
    LogEntry.objects.create(
        at=timezone.now() - timedelta(days=20),
        by=person("moderator@eastmarch"),
        event="round.published",
        subject_type="round",
        subject_id="1",
    )
    chosen = {"event": "round.published"}
    assert _filtered(admin, **chosen) == []
    assert len(_filtered(admin, since="30", **chosen)) == 1
    assert len(_filtered(admin, since="all", **chosen)) == 1


def test_what_is_not_sealed_is_marked(entries, admin, settings, tmp_path):
    settings.SEAL_FILE = str(tmp_path / "seals.jsonl")
    assert "Not sealed yet" in Page(admin.get(TRAIL)).text
    trail_seal()
    page = Page(admin.get(TRAIL))
    assert "Not sealed yet" not in page.text
    assert "was last sealed on" in page.text


@pytest.mark.parametrize("name", ["moderator@wexshire", "inspector@inspectorate"])
def test_nobody_else_searches_it(name, entries, signed_in):
    assert signed_in(name).get(TRAIL).status_code == 403
