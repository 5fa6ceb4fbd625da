"""The page of a case file, adding one, and the force's own numbers of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from audit.models import CaseFile, Child, LogEntry, Question
from audit.rules.answers import Fact
from audit.services.assessments import Judgement, assessment_save
from audit.services.case_files import local_number_add
from tests.factories import CaseFileFactory, RoundFactory, area, assessed, graded_file
from tests.pages import Page

NUMBER = "WX/26/0815"


@pytest.fixture
def case_file(person, service):
    made = CaseFileFactory(
        round=RoundFactory(code="audit"), allocated_to=person("auditor@wexshire")
    )
    local_number_add(case_file=made, kind="crime", number=NUMBER, by=service)
    return made


@pytest.fixture
def client(signed_in):
    return signed_in("moderator@wexshire")


ADD = {"area": "", "chosen_by": "force", "chosen_how": "random"}


def add_address() -> str:
    return reverse("case-file-add", args=["audit"])


def revealed() -> list[str]:
    entries = LogEntry.objects.filter(event="local_numbers.revealed")
    return [entry.by.email for entry in entries]


def test_the_page_does_not_show_the_local_number(case_file, client):
    response = client.get(case_file.get_absolute_url())
    assert NUMBER.encode() not in response.content
    assert "Show the number" in Page(response).text
    assert revealed() == []


def test_a_revealed_number_is_shown_and_that_is_recorded(case_file, client):
    page = Page(client.post(reverse("case-file-numbers", args=[case_file.reference])))
    assert f"Crime: {NUMBER}" in page.text
    assert revealed() == ["moderator@wexshire.example"]


def test_a_number_cannot_be_revealed_by_following_a_link(case_file, client):
    response = client.get(reverse("case-file-numbers", args=[case_file.reference]))
    assert response.url == case_file.get_absolute_url()
    assert revealed() == []


def test_a_page_with_a_number_is_kept_by_no_browser(case_file, client):
    response = client.post(reverse("case-file-numbers", args=[case_file.reference]))
    assert "no-store" in response.headers["Cache-Control"]


def test_the_children_are_shown_without_a_word_too_many(case_file, client):
    Child.objects.create(case_file=case_file, age_band="10_13", sex="female", in_care=True)
    assert "10 to 13, female, in care" in Page(client.get(case_file.get_absolute_url())).text


def test_a_draft_of_somebody_else_is_not_shown(case_file, client, person):
    assessed(
        case_file, person("auditor@wexshire"), ("s47", "good"), status="draft", rationale="Not yet"
    )
    assert "Not yet" not in Page(client.get(case_file.get_absolute_url())).text


def test_the_moderator_can_return_what_an_auditor_submitted(case_file, client, person):
    made = assessed(case_file, person("auditor@wexshire"), ("s47", "good"))
    page = Page(client.get(case_file.get_absolute_url()))
    assert page.links["Return it to its assessor"] == reverse("assessment-reopen", args=[made.pk])


def test_an_auditor_can_reopen_their_own_and_nobody_elses(person, signed_in):
    round, auditor = RoundFactory(), person("auditor@wexshire")
    own = graded_file(round, auditor, ("s47", "good"))
    CaseFile.objects.update(allocated_to=auditor)
    page = Page(signed_in("auditor@wexshire").get(own.get_absolute_url()))
    assert "Reopen my assessment" in page.links
    assert "Return it to its assessor" not in page.links


def test_a_reconstructed_file_shows_its_grade_and_nothing_to_do(client, person):
    file = graded_file(RoundFactory(), person("moderator@wexshire"), ("s47", "good"), rationale="")
    CaseFile.objects.filter(pk=file.pk).update(reconstructed=True)
    page = Page(client.get(file.get_absolute_url()))
    assert "reconstructed" in page.text
    assert not {"Grade this case file", "Reopen my assessment"} & set(page.links)


def test_a_file_is_added_under_a_random_reference(client):
    round = RoundFactory(code="audit")
    response = client.post(add_address(), ADD | {"area": area("cse").pk})
    made = round.case_files.get()
    assert response.url == made.get_absolute_url()
    assert (made.area.code, made.chosen_by, made.allocated_to) == ("cse", "force", None)


def test_a_file_is_added_with_its_local_number_and_whom_it_is_given_to(client, person):
    auditor = person("auditor@wexshire")
    round = RoundFactory(code="audit")
    given = {"allocated_to": auditor.pk, "number_kind": "custody", "number": f" {NUMBER} "}
    client.post(add_address(), ADD | {"area": area("s47").pk} | given)
    made = round.case_files.get()
    assert made.allocated_to == auditor
    assert [row.number for row in made.local_numbers.all()] == [NUMBER]


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({"area": ""}, "id_area_0"),
        ({"chosen_by": ""}, "id_chosen_by_0"),
        ({"chosen_how": "by dice"}, "id_chosen_how_0"),
        ({"number": "1"}, "id_number_kind"),
        ({"number_kind": "crime"}, "id_number"),
        ({"number": "1" * 61, "number_kind": "crime"}, "id_number"),
        ({"allocated_to": "0"}, "id_allocated_to"),
    ],
)
def test_a_file_with_an_error_is_not_added_and_the_error_leads_to_its_field(given, target, client):
    round = RoundFactory(code="audit")
    page = Page(client.post(add_address(), ADD | {"area": area("s47").pk} | given))
    assert [where for _, where in page.errors] == [target]
    assert target in page.ids
    assert not round.case_files.exists()


def test_only_people_who_can_grade_here_are_offered(client):
    RoundFactory(code="audit")
    offered = client.get(add_address()).context["form"].fields["allocated_to"].queryset
    assert {user.name for user in offered} == {"Amina Hall", "Ben Otieno", "Morgan Ellis"}


def test_a_file_is_not_added_to_an_audit_that_is_signed_off(client):
    round = RoundFactory(code="audit", status="signed_off")
    page = Page(client.post(add_address(), ADD | {"area": area("s47").pk}))
    assert "closed" in page.errors[0][0]
    assert not round.case_files.exists()


def test_a_case_file_shows_answers_along_the_journey_with_their_durations(person, signed_in):
    auditor = person("auditor@wexshire")
    case_file = CaseFileFactory(area_code="detention", allocated_to=auditor)
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    asked = {row.code: row for row in Question.objects.all()}
    answers = {
        asked["custody-arrived-at"]: Fact(at=at),
        asked["appropriate-adult-arrived-at"]: Fact(at=at + timedelta(hours=13)),
        asked["custody-referral-made"]: Fact(absence="not_recorded"),
    }
    judgement = Judgement({area("detention"): ""}, answers=answers, stages={})
    assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=None)
    text = Page(signed_in("auditor@wexshire").get(case_file.get_absolute_url())).text
    arrived = text.index("When did the child arrive at the police station?")
    waited = text.index("How long after arrival did the appropriate adult come? 13 hours")
    assert arrived < waited < text.index("Was a safeguarding referral made for the child?")
    assert "called? 13 hours" not in text
