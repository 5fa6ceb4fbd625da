from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import AreaOfPractice, CaseFile, LogEntry
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit():
    return RoundFactory(code="own-audit")


def _refusals() -> list[tuple]:
    rows = LogEntry.objects.filter(event__startswith="refused.").order_by("pk")
    return list(rows.values_list("event", "by__email", "subject_id", "changed"))


def test_what_is_missing_and_what_is_outside_are_recorded_alike(audit, signed_in):
    client = signed_in("moderator@eastmarch")
    for code in ("own-audit", "no-such"):
        assert client.get(reverse("round-detail", args=[code])).status_code == 404
    assert _refusals() == [
        ("refused.not_found", "moderator@eastmarch.example", "round-detail", [f"code={code}"])
        for code in ("own-audit", "no-such")
    ]


def test_a_missing_right_is_recorded(audit, signed_in):
    address = reverse("round-move", args=[audit.code])
    assert signed_in("auditor@wexshire").get(address).status_code == 403
    assert _refusals() == [
        ("refused.no_right", "auditor@wexshire.example", "round-move", [f"code={audit.code}"])
    ]


def test_an_address_that_leads_nowhere_is_not_recorded(signed_in):
    assert signed_in("auditor@wexshire").get("/nowhere/").status_code == 404
    assert _refusals() == []


def test_whoever_is_not_signed_in_leaves_no_entry(audit, client):
    client.get(reverse("round-detail", args=[audit.code]))
    assert _refusals() == []


def test_a_choice_that_was_not_offered_changes_nothing_and_is_recorded(audit, signed_in):
    stranger = AreaOfPractice.objects.order_by("-pk").first().pk + 1000
    address = reverse("case-file-add", args=[audit.code])
    response = signed_in("moderator@wexshire").post(address, {"area": stranger})
    assert response.status_code == 200
    assert not CaseFile.objects.exists()
    assert _refusals() == [
        ("refused.choice", "moderator@wexshire.example", "case-file-add", ["area"])
    ]


def test_a_choice_in_the_admin_that_was_not_offered_is_recorded(audit, signed_in):
    address = reverse("admin:audit_casefile_add")
    signed_in("moderator@wexshire").post(address, {"round": 999_999, "area": 999_999})
    ((event, _, view, fields),) = _refusals()
    assert (event, view) == ("refused.choice", "admin:audit_casefile_add")
    assert fields == ["area", "round"]


def test_a_filter_by_something_outside_the_scope_is_recorded(audit, signed_in):
    signed_in("moderator@eastmarch").get(reverse("case-file-list") + f"?round={audit.code}")
    assert [refusal[0] for refusal in _refusals()] == ["refused.choice"]
