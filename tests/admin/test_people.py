"""People in the administration: found by others' forms, changed nowhere there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.admin import site
from audit.models import ForceMembership, RoundMember, User
from audit.rules.roles import RoundRole
from tests.admin.reading import add, change, delete, errors, events, listing
from tests.factories import RoundFactory
from tests.pages import Page

EVERYBODY = ("admin@casemark", "moderator@wexshire", "inspector@inspectorate")


@pytest.fixture
def inspection(person):
    """One whose lead is the first inspector."""
    made = RoundFactory(code="inspection", inspection=True)
    lead = person("inspector@inspectorate")
    RoundMember.objects.create(round=made, user=lead, role=RoundRole.LEAD)
    return made


def test_neither_roles_nor_teams_have_pages_of_their_own():
    assert not {ForceMembership, RoundMember} & set(site._registry)
    inlines = {inline.model for page in site._registry.values() for inline in page.inlines}
    assert ForceMembership not in inlines


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_account_is_listed_added_changed_or_deleted(who, person, signed_in):
    client, user = signed_in(who), person(who)
    before = list(User.objects.order_by("pk").values())
    for address in (listing("user"), add("user"), delete(user)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
    given = {"name": "Another", "email": "x@wexshire.example", "is_active": "on"}
    assert client.post(change(user), given).status_code == 403
    assert list(User.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_of_an_account_holds_no_form_and_no_more_than_an_address(who, person, signed_in):
    page = Page(signed_in(who).get(change(person(who))))
    assert person(who).email in page.text
    assert set(page.typed) <= {""}
    assert "Last login" not in page.text


def test_an_administrator_gives_themselves_nothing_by_sending_more(person, signed_in):
    admin = person("admin@casemark")
    force = person("auditor@wexshire").memberships.get().force
    given = {
        "name": "Dana Frost",
        "email": admin.email,
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "moderator",
        "memberships-0-force": force.pk,
    }
    assert signed_in("admin@casemark").post(change(admin), given).status_code == 403
    assert [row.role for row in admin.memberships.all()] == ["administrator"]


@pytest.mark.parametrize("who", EVERYBODY[1:])
def test_colleagues_are_still_found_by_what_is_typed(who, inspection, person, signed_in):
    model, field = ("casefile", "allocated_to")
    asked = {"app_label": "audit", "model_name": model, "field_name": field, "term": ""}
    response = signed_in(who).get(reverse("admin:autocomplete"), asked)
    assert person(who).name in {row["text"] for row in response.json()["results"]}


# The team beside an inspection


def team(send, client, round, **given):
    return send(client, change(round), **{f"members-{key}": one for key, one in given.items()})


@pytest.fixture
def colleague(person):
    """Somebody whom the lead sees, and can choose, because both are on another team."""
    before, other = RoundFactory(inspection=True), person("inspector2@inspectorate")
    for user in (other, person("inspector@inspectorate")):
        RoundMember.objects.create(round=before, user=user, role=RoundRole.INSPECTOR)
    return other


def test_a_lead_puts_somebody_on_the_team_and_that_signs_them_out(
    inspection, colleague, signed_in, send
):
    lead, client = signed_in("inspector@inspectorate"), signed_in("inspector2@inspectorate")
    new = {"1-user": colleague.pk, "1-role": "moderator"}
    team(send, lead, inspection, TOTAL_FORMS="2", **new)
    assert inspection.members.get(user=colleague).role == RoundRole.MODERATOR
    assert events()[-1] == "roundmember.added"
    assert client.get("/").status_code == 302


def test_a_lead_is_told_whom_the_team_does_not_take(inspection, colleague, person, signed_in, send):
    colleague.memberships.update(role="administrator")
    client = signed_in("inspector@inspectorate")
    new = {"1-user": colleague.pk, "1-role": "inspector"}
    response = team(send, client, inspection, TOTAL_FORMS="2", **new)
    assert "its team are inspectors" in client.get(response.url).content.decode()
    assert not inspection.members.filter(user=colleague).exists()


def test_a_lead_puts_nobody_on_the_team_whom_they_do_not_see(inspection, person, signed_in, send):
    stranger = person("auditor@eastmarch")
    new = {"1-user": stranger.pk, "1-role": "inspector"}
    response = team(send, signed_in("inspector@inspectorate"), inspection, TOTAL_FORMS="2", **new)
    assert "Select a valid choice" in errors(response)
    assert not inspection.members.filter(user=stranger).exists()
    assert events()[-1] == "refused.choice"


def test_a_lead_takes_somebody_off_the_team(inspection, person, signed_in, send):
    other = person("inspector2@inspectorate")
    member = RoundMember.objects.create(round=inspection, user=other, role=RoundRole.INSPECTOR)
    client = signed_in("inspector2@inspectorate")
    place = [row.pk for row in inspection.members.all()].index(member.pk)
    team(send, signed_in("inspector@inspectorate"), inspection, **{f"{place}-DELETE": "on"})
    assert not inspection.members.filter(user=other).exists()
    assert client.get("/").status_code == 302


def test_a_lead_changes_nothing_of_their_own(inspection, person, signed_in, send):
    client = signed_in("inspector@inspectorate")
    response = team(send, client, inspection, **{"0-DELETE": "on"})
    assert "your own rights" in client.get(response.url).content.decode()
    team(send, client, inspection, **{"0-role": "inspector"})
    [own] = inspection.members.all()
    assert (own.user, own.role) == (person("inspector@inspectorate"), RoundRole.LEAD)
