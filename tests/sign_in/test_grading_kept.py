"""What the grading form sends by itself to a session that is over is not lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import PASSWORD
from tests.factories import CaseFileFactory
from tests.pages import Page
from tests.sign_in.conftest import sign_in

pytestmark = pytest.mark.django_db
WHO = "auditor@wexshire"
JSON = {"HTTP_ACCEPT": "application/json"}
HALF = {"answer-missing-reported-at_day": "3", "answer-missing-reported-at_absence": ""}


@pytest.mark.parametrize("minutes", [31, 60 * 24], ids=["locked", "ended"])
def test_what_reaches_a_session_that_is_over_is_kept_and_saved_when_sent_again(
    minutes, enter, clock, person
):
    case_file = CaseFileFactory(area_code="missing", allocated_to=person(WHO))
    form = reverse("case-file-grade", args=[case_file.reference])
    client = enter(WHO)
    lock = client.post(form, {"rationale": "One."}, **JSON).json()["lock"]
    clock(minutes)
    sent = {"rationale": "Two.", "lock": lock} | HALF
    refused = client.post(form, sent, **JSON)
    assert refused.status_code == 302
    assert case_file.assessments.get().rationale == "One."
    if minutes == 31:
        answer = {"password": PASSWORD, "next": reverse("kept-form")}
        client.post(reverse("account_reauthenticate"), answer)
    else:
        sign_in(WHO, client=client)
    kept = Page(client.get(reverse("kept-form")))
    again = client.post(form, kept.typed, follow=True)
    draft = case_file.assessments.get()
    assert draft.rationale == "Two."
    assert Page(again).typed["answer-missing-reported-at_day"] == ["3"]
