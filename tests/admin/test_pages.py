"""Who finds what in the administration: the lists and forms of every model, by role."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from audit.admin import site
from audit.models import User
from tests.four_rounds import make_four_rounds, make_people_beside_the_cast
from tests.pages import Page

WHO = ("admin@casemark", "moderator@wexshire", "inspector@inspectorate", "manager@wexshire")
LISTS = {
    # model: what each of WHO is answered when asking for its list, then for its empty form
    "areaofpractice": ((200, 200, 200, 200), (200, 403, 403, 403)),
    "assessment": ((403, 200, 200, 403), (403, 200, 200, 403)),
    "casefile": ((403, 200, 200, 403), (403, 200, 200, 403)),
    "commontheme": ((200, 200, 200, 200), (403, 200, 200, 403)),
    "force": ((200, 200, 200, 200), (200, 403, 403, 403)),
    "framework": ((200, 200, 200, 200), (200, 403, 403, 403)),
    "logentry": ((200, 403, 403, 403), (403, 403, 403, 403)),
    "publishedcount": ((200, 200, 200, 200), (403, 200, 200, 403)),
    "question": ((200, 200, 200, 200), (200, 403, 403, 403)),
    "recommendation": ((200, 200, 200, 200), (403, 200, 200, 200)),
    "report": ((200, 200, 200, 200), (403, 403, 403, 403)),
    "reportversion": ((200, 200, 200, 200), (403, 403, 403, 403)),
    "response": ((200, 200, 200, 200), (403, 403, 403, 403)),
    "round": ((200, 200, 200, 200), (403, 200, 200, 403)),
    "sourcedocument": ((200, 200, 200, 200), (403, 200, 200, 200)),
    "stage": ((200, 200, 200, 200), (200, 403, 403, 403)),
    "supportingfigure": ((200, 200, 200, 200), (403, 200, 200, 403)),
    "theme": ((200, 200, 200, 200), (200, 403, 403, 403)),
    "user": ((403, 403, 403, 403), (403, 403, 403, 403)),
}


@pytest.fixture(scope="module")
def places(module_db):
    make_people_beside_the_cast()
    return make_four_rounds()


def address(what: str, model: str, *args) -> str:
    return reverse(f"admin:audit_{model}_{what}", args=args)


def test_the_table_knows_every_model_of_the_administration():
    assert {model._meta.model_name for model in site._registry} == set(LISTS)


@pytest.mark.parametrize("model", LISTS)
def test_lists_and_forms_open_to_those_who_may(model, places, db, signed_in):
    clients = [signed_in(who) for who in WHO]
    lists = tuple(client.get(address("changelist", model)).status_code for client in clients)
    forms = tuple(client.get(address("add", model)).status_code for client in clients)
    assert (lists, forms) == LISTS[model]


@pytest.mark.parametrize("who", WHO)
def test_the_first_page_names_only_what_can_be_opened(who, places, db, signed_in):
    client = signed_in(who)
    page = Page(client.get(reverse("admin:index")))
    named = {model for model in LISTS if address("changelist", model) in page.addresses}
    place = WHO.index(who)
    assert named == {model for model, (lists, _) in LISTS.items() if lists[place] == 200}


def test_a_person_without_a_role_is_refused_and_not_sent_round_in_circles(places, client):
    nobody = User.objects.get(email="nobody@wexshire.example")
    client.force_login(nobody, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_whoever_is_signed_out_signs_in_on_the_sites_own_page(db):
    response = Client().get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["logout", "password_change"])
def test_the_administration_has_no_account_pages_of_its_own(name, places, db, signed_in):
    response = signed_in("admin@casemark").get(reverse(f"admin:{name}"))
    assert response.url.startswith("/account/")


def test_the_status_of_a_round_is_shown_and_not_asked(places, db, signed_in):
    page = Page(
        signed_in("moderator@wexshire").get(address("change", "round", places["own"].round.pk))
    )
    assert "Fieldwork" in page.text
    assert "status" not in page.typed


@pytest.mark.parametrize(
    ("who", "place", "changes"),
    [
        ("moderator@wexshire", "own", True),
        ("moderator@wexshire", "published", False),
        ("manager@wexshire", "own", False),
        ("inspector@inspectorate", "inspection", True),
        ("inspector2@inspectorate", "inspection", False),
        ("inspector@inspectorate", "published", False),
    ],
)
def test_a_round_is_changed_by_whoever_writes_its_findings(
    who, place, changes, places, db, signed_in
):
    page = Page(signed_in(who).get(address("change", "round", places[place].round.pk)))
    assert ("title" in page.typed) is changes


def test_an_open_round_leads_to_its_imports(places, signed_in):
    client = signed_in("moderator@wexshire")
    round = places["own"].round
    page = Page(client.get(reverse("admin:audit_round_change", args=[round.pk])))
    assert page.links["Import a spreadsheet"] == reverse("import-list", args=[round.code])
