"""The pages on which administrators look after people."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import LogEntry, RoundMember, User
from audit.rules.roles import Role, RoundRole
from audit.services.invitations import invitation_send, person_invite
from audit.services.memberships import membership_add
from audit.services.people import person_add
from tests.cast import PASSWORD
from tests.factories import RoundFactory
from tests.pages import Page, text_of

LIST = reverse("person-list")
STEPS = ("person-disable", "person-enable", "person-sign-out", "person-second-step")
FRESH = ("person-change", *STEPS, "role-give", "team-give")


def url(name: str, person) -> str:
    return reverse(name, args=[person.pk])


def facts(page: Page) -> dict[str, str]:
    """What the summary lists of a page say."""
    keys = [text_of(key) for key in page.elements("dt")]
    values = [text_of(value) for value in page.elements("dd", "govuk-summary-list__value")]
    return dict(zip(keys, values, strict=True))


def names(response) -> list[str]:
    return [person.name for person in response.context["page_obj"]]


# The list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("force=eastmarch", {"Ewan Shaw", "Farah Quinn", "Gil Norris"}),
        ("force=wexshire&role=manager", {"Priya Nair", "Tom Baird"}),
        ("role=inspector", {"Ines Calder", "Jonah Reid"}),
        ("force=none", {"Ines Calder", "Jonah Reid", "Dana Frost"}),
        ("role=none", {"Newcomer"}),
        ("signs_in=no", {"Newcomer"}),
        ("role=moderator&force=durham", set()),
    ],
)
def test_the_list_is_filtered_by_force_role_and_whether_they_sign_in(query, found, administrator):
    User.objects.create_user("new@wexshire.example", name="Newcomer", is_active=False)
    assert set(names(administrator.get(f"{LIST}?{query}"))) == found


def test_a_role_in_a_force_is_one_role_and_not_two(administrator, person, service):
    """An auditor of Wexshire who manages in Eastmarch is no manager of Wexshire."""
    eastmarch = person("manager@eastmarch").memberships.get().force
    auditor = person("auditor@wexshire")
    membership_add(person=auditor, role=Role.MANAGER, force=eastmarch, by=service)
    found = names(administrator.get(f"{LIST}?force=wexshire&role=manager"))
    assert auditor.name not in found
    assert auditor.name in names(administrator.get(f"{LIST}?force=eastmarch&role=manager"))


@pytest.mark.parametrize("words", ["AMINA", "hall", "auditor@wex"])
def test_names_and_addresses_are_looked_for_and_stand_in_no_address(words, administrator):
    response = administrator.post(LIST, {"text": words, "force": "wexshire"})
    assert response.url == f"{LIST}?force=wexshire"
    assert names(administrator.get(response.url)) == ["Amina Hall"]


def test_the_account_of_set_up_is_nowhere(administrator, service):
    assert service.name not in Page(administrator.get(LIST)).text
    for name in ("person-detail", *FRESH):
        assert administrator.get(url(name, service)).status_code == 404


def test_links_lead_there_from_home_and_from_behind_the_name(administrator):
    links = Page(administrator.get("/")).addresses
    assert {LIST, reverse("access-review"), reverse("job-list")} <= links
    assert Page(administrator.get("/")).links["People"] == LIST


def test_nobody_else_is_shown_the_way(signed_in):
    for who in ("moderator@wexshire", "inspector@inspectorate", "observer@wexshire"):
        assert LIST not in Page(signed_in(who).get("/")).addresses


# The page of one


def test_the_page_says_what_a_person_may_do_and_how_they_sign_in(administrator, person):
    inspector = person("inspector@inspectorate")
    round = RoundFactory(title="Inspection of spring", inspection=True)
    RoundMember.objects.create(round=round, user=inspector, role=RoundRole.LEAD)
    Authenticator.objects.create(user=inspector, type=Authenticator.Type.TOTP, data={})
    shown = facts(Page(administrator.get(url("person-detail", inspector))))
    assert shown["E-mail address"] == inspector.email
    assert shown["Last sign-in"] == "Never signed in"
    assert shown["Second step"] == "Set up: authenticator app"
    assert shown["Signed in now"] == "Nowhere"
    assert "whose team they are on" in shown["Inspector"]
    assert shown["Inspection of spring"].startswith("Lead")


def test_the_page_says_where_a_person_is_signed_in(administrator, person, client):
    given = {"login": "auditor@wexshire.example", "password": PASSWORD}
    client.post(reverse("account_login"), given)
    shown = facts(Page(administrator.get(url("person-detail", person("auditor@wexshire")))))
    assert shown["Signed in now"].count("Since") == 1
    assert "Never" not in shown["Last sign-in"]


def test_ones_own_page_offers_no_change_of_ones_rights(administrator, person):
    admin = person("admin@casemark")
    own, other = (
        Page(administrator.get(url("person-detail", somebody))).addresses
        for somebody in (admin, person("auditor@wexshire"))
    )
    assert url("person-change", admin) in own
    offered = {"disable", "give", "end"}
    assert {word for word in offered if any(f"/{word}/" in link for link in own)} == set()
    assert {word for word in offered if any(f"/{word}/" in link for link in other)} == offered


# Inviting


NEW = {"name": "Nia New", "email": "New@Wexshire.example", "role": "auditor"}


def wexshire(person) -> int:
    return person("auditor@wexshire").memberships.get().force_id


def test_an_invitation_makes_an_account_and_sends_an_e_mail(
    administrator, person, django_capture_on_commit_callbacks
):
    given = NEW | {"force": wexshire(person)}
    with django_capture_on_commit_callbacks(execute=True):
        page = Page(administrator.post(reverse("person-invite"), given, follow=True))
    assert (page.heading, "Nia New is invited." in page.text) == ("Nia New", True)
    assert "http://testserver/account/password/reset/key/" in mail.outbox[0].body
    invited = User.objects.get(name="Nia New")
    with django_capture_on_commit_callbacks(execute=True):
        again = administrator.post(url("person-invitation", invited), follow=True)
    assert "The invitation is sent again." in Page(again).text
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("service", [person_invite, invitation_send], ids=lambda it: it.__name__)
def test_an_e_mail_that_cannot_be_sent_is_said_and_loses_nothing(
    service, administrator, person, monkeypatch
):
    def save_and_fail(**given):
        """As the services do, whose e-mail leaves after all is saved."""
        service(**given)
        raise ConnectionRefusedError("smtp.internal:25")

    monkeypatch.setattr(f"audit.views.people.{service.__name__}", save_and_fail)
    given = NEW | {"force": wexshire(person)}
    page = administrator.post(reverse("person-invite"), given, follow=True)
    invited = User.objects.get(email="new@wexshire.example")
    if service is invitation_send:
        page = administrator.post(url("person-invitation", invited), follow=True)
    assert "The e-mail could not be sent." in Page(page).text
    assert "smtp.internal" not in Page(page).text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"email": "auditor@WEXSHIRE.example"}, "id_email", "has an account already"),
        ({"email": "nonsense"}, "id_email", "in the correct format"),
        ({"name": ""}, "id_name", "Enter their name"),
        ({"role": "manager"}, "id_force", "Select the force"),
        ({"role": "chief"}, "id_role_0", "Select the role"),
    ],
)
def test_an_invitation_with_an_error_says_what_to_do(changes, field, words, administrator):
    given = NEW | {"role": "inspector"} | changes
    [(text, target)] = Page(administrator.post(reverse("person-invite"), given)).errors
    assert words in text
    assert target == field
    assert mail.outbox == []


def test_whoever_has_a_password_needs_no_invitation(administrator, person):
    address = url("person-invitation", person("auditor@wexshire"))
    assert "no password yet" in Page(administrator.post(address, follow=True)).text
    assert mail.outbox == []


# Changing


def send(client, name: str, person, **given):
    """Opens the page and sends its form with `given`."""
    address = url(name, person)
    return client.post(address, Page(client.get(address)).typed | given, follow=True)


def test_a_name_and_an_address_are_changed(administrator, person):
    auditor = person("auditor@wexshire")
    given = {"email": "Hall@wexshire.example", "reason": "Married"}
    page = Page(send(administrator, "person-change", auditor, **given))
    assert facts(page)["E-mail address"] == "hall@wexshire.example"
    assert facts(page)["Name"] == "Amina Hall"


def test_an_address_that_somebody_has_is_refused_beside_its_field(administrator, person):
    given = {"email": "MANAGER@wexshire.example", "reason": "Moved"}
    page = Page(send(administrator, "person-change", person("auditor@wexshire"), **given))
    assert page.errors[0][1] == "id_email"


def test_a_person_is_switched_off_and_on_with_reasons(administrator, person, signed_in):
    auditor = person("auditor@wexshire")
    client = signed_in("auditor@wexshire")
    said = Page(send(administrator, "person-disable", auditor, reason="On leave")).text
    assert "Amina Hall can no longer sign in." in said
    assert client.get("/").status_code == 302
    said = Page(send(administrator, "person-enable", auditor, reason="Back")).text
    assert "Amina Hall can sign in again." in said
    reasons = [entry.text.reason for entry in LogEntry.objects.about(auditor)[:2]]
    assert reasons == ["Back", "On leave"]


@pytest.mark.parametrize("name", ["person-change", *STEPS])
def test_nothing_is_taken_without_a_reason(name, administrator, person):
    auditor = person("auditor@wexshire")
    Authenticator.objects.create(user=auditor, type=Authenticator.Type.TOTP, data={})
    before = User.objects.values().get(pk=auditor.pk)
    page = Page(send(administrator, name, auditor))
    assert page.errors == [("Enter the reason", "id_reason")]
    assert User.objects.values().get(pk=auditor.pk) == before
    assert Authenticator.objects.exists()


def test_a_second_step_is_reset(administrator, person):
    auditor = person("auditor@wexshire")
    Authenticator.objects.create(user=auditor, type=Authenticator.Type.TOTP, data={})
    page = Page(send(administrator, "person-second-step", auditor, reason="Lost the phone"))
    assert facts(page)["Second step"] == "Not set up"


def test_what_a_service_refuses_is_said_on_the_page(administrator, person):
    page = Page(send(administrator, "person-disable", person("admin@casemark"), reason="Left"))
    assert "Ask another administrator" in page.errors[0][0]
    assert person("admin@casemark").is_active


# Roles and teams


def test_a_role_is_given_and_ended(administrator, person):
    observer = person("observer@wexshire")
    given = {"role": "auditor", "force": wexshire(person), "reason": "Covers for Amina"}
    page = Page(send(administrator, "role-give", observer, **given))
    assert "Auditor, Wexshire Police (invented)" in facts(page)
    role = observer.memberships.get(role="auditor")
    asked = Page(administrator.get(url("role-end", role)))
    assert facts(asked)["What they no longer see"].startswith("The case files allocated")
    assert "Amina" not in Page(send(administrator, "role-end", role, reason="Done")).text
    assert not observer.memberships.filter(role="auditor").exists()


def test_a_place_in_a_team_is_given_and_ended(administrator, person):
    inspector = person("inspector@inspectorate")
    round = RoundFactory(title="Inspection of spring", inspection=True)
    given = {"round": round.pk, "role": "lead", "reason": "Leads it"}
    page = Page(send(administrator, "team-give", inspector, **given))
    assert "is on the team of Inspection of spring" in page.text
    send(administrator, "team-end", inspector.round_memberships.get(), reason="Moved")
    assert not inspector.round_memberships.exists()
    reasons = LogEntry.objects.filter(subject_type="roundmember").values_list("text__reason")
    assert [reason for (reason,) in reasons[:2]] == ["Moved", "Leads it"]


def test_a_team_is_chosen_and_only_from_those_that_the_role_goes_with(administrator, person):
    observer, round = person("observer@wexshire"), RoundFactory(inspection=True)
    options = list(Page(administrator.get(url("team-give", observer))).elements("option"))
    assert text_of(options[0]) == "Choose an inspection or audit"
    page = Page(send(administrator, "team-give", observer, role="lead", reason="Leads it"))
    assert page.errors == [("Select the inspection or audit", "id_round")]
    given = {"round": round.pk, "role": "lead", "reason": "Leads it"}
    [(text, target)] = Page(send(administrator, "team-give", observer, **given)).errors
    assert text.endswith("its team are inspectors. Olwen Price needs such a role first")
    assert target == "id_round"


def test_a_role_that_somebody_has_is_refused_in_words(administrator, person):
    given = {"role": "auditor", "force": wexshire(person), "reason": "Again"}
    assert Page(send(administrator, "role-give", person("auditor@wexshire"), **given)).errors


@pytest.mark.parametrize("name", ["role-give", "role-end", "team-give", "person-disable"])
def test_nobody_does_it_to_themselves_by_typing_the_address(name, administrator, person, db):
    admin = person("admin@casemark")
    about = admin.memberships.get() if name == "role-end" else admin
    given = {"reason": "Mine", "role": "moderator", "force": wexshire(person)}
    if name == "team-give":
        given |= {"round": RoundFactory().pk, "role": "lead"}
    page = Page(send(administrator, name, about, **given))
    assert "your own rights" in page.errors[0][0]
    assert [row.role for row in admin.memberships.all()] == ["administrator"]


# Who gets in, and as whom


@pytest.mark.parametrize("name", FRESH)
def test_rights_are_changed_only_just_after_a_password(name, signed_in, person):
    auditor = person("auditor@wexshire")
    client, address = signed_in("admin@casemark"), url(name, auditor)
    before = User.objects.values().get(pk=auditor.pk)
    for response in (client.get(address), client.post(address, {"reason": "Left"})):
        assert response.url.partition("?")[0] == reverse("account_reauthenticate")
    assert User.objects.values().get(pk=auditor.pk) == before


def test_a_change_that_was_asked_for_the_password_is_made_after_it(signed_in, person):
    client, auditor = signed_in("admin@casemark"), person("auditor@wexshire")
    asked = client.post(url("person-disable", auditor), {"reason": "Left"})
    back = parse_qs(urlsplit(asked.url).query)["next"][0]
    kept = Page(client.post(asked.url, {"password": PASSWORD, "next": back}, follow=True))
    client.post(url("person-disable", auditor), kept.typed)
    assert not person("auditor@wexshire").is_active


def test_a_password_given_long_ago_is_asked_for_again(administrator, person, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    session = administrator.session
    session["account_authentication_methods"][-1]["at"] -= 601
    session.save()
    address = url("person-disable", person("auditor@wexshire"))
    assert administrator.get(address).url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["person-detail", *FRESH])
def test_nobody_else_learns_who_there_is(name, freshly_signed_in, person):
    client = freshly_signed_in("moderator@wexshire")
    for key in (person("auditor@wexshire").pk, 99_999_999):
        response = client.get(reverse(name, args=[key]))
        assert response.status_code == 403
        assert "Amina" not in response.content.decode()


def test_lists_ask_as_often_for_many_people_as_for_few(administrator, service):
    force = User.objects.get(email="auditor@wexshire.example").memberships.get().force
    pages = (LIST, reverse("access-review"), reverse("access-review-force", args=[force.code]))

    def queries() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert administrator.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    few = queries()
    for number in range(15):
        made = person_add(email=f"n{number}@wexshire.example", name=f"N {number}", by=service)
        membership_add(person=made, role=Role.AUDITOR, force=force, by=service)
    assert queries() == few
