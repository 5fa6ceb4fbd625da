"""The list of inspections and audits, the page of one, and moving it on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Force, Round, RoundMember
from audit.rules.roles import RoundRole
from tests.factories import CaseFileFactory, RoundFactory, graded_file
from tests.pages import Page

LIST = reverse("round-list")


def page_of(round, client) -> Page:
    return Page(client.get(round.get_absolute_url()))


def test_the_list_shows_each_round_with_its_status(signed_in):
    RoundFactory(title="Audit of spring")
    RoundFactory(eastmarch=True, title="Not ours")
    rows = Page(signed_in("moderator@wexshire").get(LIST)).rows
    assert [(row[0], row[-1]) for row in rows[1:]] == [("Audit of spring", "Fieldwork")]


def test_a_long_list_of_rounds_has_pages(signed_in):
    RoundFactory.create_batch(26)
    client = signed_in("manager@wexshire")
    assert "Showing 1 to 25 of 26 inspections and audits" in Page(client.get(LIST)).text
    assert len(Page(client.get(f"{LIST}?page=2")).rows) == 2


@pytest.mark.parametrize("page", ["3", "0", "abc", ""])
def test_a_page_that_does_not_exist_leads_to_one_that_does(page, signed_in):
    RoundFactory.create_batch(26)
    response = signed_in("manager@wexshire").get(f"{LIST}?page={page}")
    assert len(Page(response).rows) > 1


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("moderator@wexshire", True),
        ("inspector@inspectorate", True),
        ("manager@wexshire", False),
        ("admin@casemark", False),
    ],
)
def test_opening_a_round_is_offered_to_those_who_may(who, may, signed_in):
    assert ("Open an inspection or audit" in Page(signed_in(who).get(LIST)).links) is may


def test_a_force_reads_no_result_of_an_unpublished_inspection(person, signed_in):
    round = RoundFactory(inspection=True, summary="Not for the force yet.")
    graded_file(round, person("inspector@inspectorate"), ("s47", "good"))
    page = page_of(round, signed_in("moderator@wexshire"))
    assert "once they are published" in page.text
    assert "Not for the force yet." not in page.text
    assert not [address for address in page.addresses if "reports" in address]


def test_an_auditor_is_led_to_their_own_files_and_sees_no_figures(person, signed_in):
    round = RoundFactory()
    CaseFileFactory.create_batch(2, round=round, allocated_to=person("auditor@wexshire"))
    client = signed_in("auditor@wexshire")
    page = page_of(round, client)
    listed = client.get(page.links["2 case files allocated to you"], follow=True)
    assert len(listed.context["page_obj"]) == 2
    assert "results" not in page.ids


def offered(who: str, round, signed_in) -> set[str]:
    steps = {
        "Add a case file",
        "Publish a version of the report",
        "Add a recommendation",
        "Change status",
    }
    return steps & set(page_of(round, signed_in(who)).links)


def test_the_moderator_of_an_open_audit_is_offered_every_step(signed_in):
    assert len(offered("moderator@wexshire", RoundFactory(), signed_in)) == 4


def test_the_manager_is_offered_no_step(signed_in):
    assert offered("manager@wexshire", RoundFactory(), signed_in) == set()


def test_a_correction_can_be_published_after_the_audit_is(signed_in):
    steps = offered("moderator@wexshire", RoundFactory(published=True), signed_in)
    assert steps == {"Publish a version of the report"}


def test_an_inspector_who_does_not_lead_is_offered_no_step(person, signed_in):
    round = RoundFactory(inspection=True)
    RoundMember.objects.create(
        round=round, user=person("inspector2@inspectorate"), role=RoundRole.INSPECTOR
    )
    assert offered("inspector2@inspectorate", round, signed_in) == set()


def move(round, client, **given):
    return client.post(reverse("round-move", args=[round.code]), given)


def test_signing_off_and_opening_again_have_a_page_of_their_own(signed_in):
    client, round = signed_in("moderator@wexshire"), RoundFactory(code="audit")
    for status, link in (("fieldwork", "Sign it off"), ("signed_off", "See what was signed off")):
        Round.objects.update(status=status)
        page = Page(client.get(reverse("round-move", args=["audit"])))
        [address] = [url for words, url in page.links.items() if words.startswith(link)]
        assert address == reverse("sign-off", args=["audit"])
        offered = {box.get("value") for box in page.elements("input", "govuk-radios__input")}
        assert offered == {"planned" if status == "fieldwork" else "published"}
    assert Page(move(round, client, status="fieldwork")).errors


@pytest.mark.parametrize("status", ["", "published", "nonsense"])
def test_a_step_that_may_not_follow_is_an_error(status, signed_in):
    round = RoundFactory()
    page = Page(move(round, signed_in("moderator@wexshire"), status=status))
    round.refresh_from_db()
    assert [where for _, where in page.errors] == ["id_status_0"]
    assert round.status == "fieldwork"


def test_publishing_before_the_fieldwork_is_refused_with_a_sentence(signed_in):
    round = RoundFactory(status="signed_off", published_on="2026-10-01")
    page = Page(move(round, signed_in("moderator@wexshire"), status="published"))
    round.refresh_from_db()
    assert page.errors
    assert round.status == "signed_off"


def test_what_is_published_moves_no_further(signed_in):
    round = RoundFactory(published=True)
    page = Page(move(round, signed_in("moderator@wexshire"), status="fieldwork"))
    round.refresh_from_db()
    assert page.errors
    assert round.status == "published"


OPEN = "/inspections-and-audits/open/"
MARCH = {
    f"fieldwork_started_{part}": value
    for part, value in {"day": "2", "month": "3", "year": "2026"}.items()
}


def test_a_moderator_opens_an_audit_of_their_own_force(signed_in, person):
    client = signed_in("moderator@wexshire")
    page = Page(client.get(OPEN))
    assert "Which force" not in page.text
    sent = {"title": "Audit of <2026>", **MARCH, "fieldwork_started_day": ""}
    done = Page(client.post(OPEN, sent, follow=True))
    round = Round.objects.get()
    assert (round.code, round.force.code, round.led_by) == ("wexshire-2026", "wexshire", "force")
    assert (round.kind, round.fieldwork) == ("internal_audit", "March 2026")
    assert done.heading == "Audit of <2026>"


def test_a_second_one_of_the_year_gets_a_code_of_its_own(signed_in):
    client = signed_in("moderator@wexshire")
    for _ in range(3):
        client.post(OPEN, {"title": "Audit", **MARCH})
    codes = Round.objects.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["wexshire-2026", "wexshire-2026-2", "wexshire-2026-3"]


def test_an_inspector_opens_an_inspection_and_leads_it(signed_in, person):
    client, force = signed_in("inspector@inspectorate"), Force.objects.get(code="eastmarch")
    sent = {"kind": "inspection", "force": force.pk, "title": "Inspection"}
    client.post(OPEN, sent)
    round = Round.objects.get()
    assert (round.force, round.led_by) == (force, "inspectorate")
    assert round.members.get().user == person("inspector@inspectorate")


def test_a_round_without_a_title_is_not_opened(signed_in):
    page = Page(signed_in("moderator@wexshire").post(OPEN, {}))
    assert page.errors == [("Enter its title", "id_title")]
    assert not Round.objects.exists()


def test_nobody_opens_an_audit_of_another_force(signed_in):
    force = Force.objects.get(code="eastmarch")
    signed_in("moderator@wexshire").post(OPEN, {"title": "Audit", "force": force.pk})
    assert Round.objects.get().force.code == "wexshire"


def test_one_follows_only_an_earlier_one_of_the_same_force(signed_in):
    other = RoundFactory(eastmarch=True)
    response = signed_in("moderator@wexshire").post(OPEN, {"title": "Audit", "previous": other.pk})
    assert Page(response).errors == [("Select the earlier one from the list", "id_previous")]
    assert Round.objects.count() == 1
