"""Making a submitted assessment a draft again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import LogEntry, RoundMember
from audit.rules.roles import RoundRole
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.grading import hand_in
from tests.pages import Page


@pytest.fixture
def assessment(person):
    auditor = person("auditor@wexshire")
    return assessed(CaseFileFactory(allocated_to=auditor), auditor, ("s47", "good"))


@pytest.fixture
def address(assessment) -> str:
    return reverse("assessment-reopen", args=[assessment.pk])


@pytest.mark.parametrize("reason", ["", "   "])
def test_reopening_needs_a_reason(reason, address, assessment, signed_in):
    page = Page(signed_in("auditor@wexshire").post(address, {"reason": reason}))
    assessment.refresh_from_db()
    assert [where for _, where in page.errors] == ["id_reason"]
    assert assessment.status == "submitted"


@pytest.mark.parametrize(
    ("who", "event"),
    [
        ("auditor@wexshire", "assessment.reopened"),
        ("moderator@wexshire", "assessment.returned"),
    ],
)
def test_a_reopened_assessment_no_longer_counts(who, event, address, assessment, signed_in):
    response = signed_in(who).post(address, {"reason": "One log was missed."})
    assessment.refresh_from_db()
    assert response.url == assessment.case_file.get_absolute_url()
    assert (assessment.status, assessment.case_file.final_assessment) == ("draft", None)
    assert LogEntry.objects.about(assessment).get().event == event


def test_reopening_twice_is_refused_the_second_time(address, assessment, signed_in):
    client = signed_in("moderator@wexshire")
    client.post(address, {"reason": "One log was missed."})
    page = Page(client.post(address, {"reason": "One log was missed."}))
    assert page.errors
    assert LogEntry.objects.about(assessment).count() == 1


def test_an_assessment_of_a_closed_audit_stays(address, assessment, signed_in):
    round = assessment.case_file.round
    round.status = "signed_off"
    round.save()
    page = Page(signed_in("moderator@wexshire").post(address, {"reason": "Too late."}))
    assert "closed" in page.errors[0][0]


def test_an_inspector_returns_nobody_elses(person, signed_in):
    round = RoundFactory(inspection=True)
    for name in ("inspector@inspectorate", "inspector2@inspectorate"):
        RoundMember.objects.create(round=round, user=person(name), role=RoundRole.INSPECTOR)
    other = assessed(
        CaseFileFactory(round=round), person("inspector@inspectorate"), ("s47", "good")
    )
    address = reverse("assessment-reopen", args=[other.pk])
    client = signed_in("inspector2@inspectorate")
    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "I disagree."}).status_code == 403


def test_the_assessor_reads_why_an_assessment_came_back(address, assessment, signed_in):
    signed_in("moderator@wexshire").post(address, {"reason": "One log was missed."})
    page = Page(signed_in("auditor@wexshire").get(assessment.case_file.get_absolute_url()))
    assert "Returned to its assessor: One log was missed." in page.text


def test_submitting_again_ends_the_return(address, assessment, signed_in):
    signed_in("moderator@wexshire").post(address, {"reason": "One log was missed."})
    assessment.refresh_from_db()
    grade = reverse("case-file-grade", args=[assessment.case_file.reference])
    answers = {"grade": "good", "lock": assessment.lock}
    hand_in(signed_in("auditor@wexshire"), grade, answers)
    assessment.refresh_from_db()
    assert (assessment.status, assessment.returned_because) == ("submitted", "")
