"""No row of another force in any list, choice or suggestion of the administration."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from audit.admin import site
from tests.admin.reading import change, errors
from tests.four_rounds import Place, make_four_rounds
from tests.many_rows import add_findings
from tests.pages import Page

ALL_SEE = {"force", "framework", "areaofpractice", "stage", "theme", "question", "sourcedocument"}
MODELS = {model._meta.model_name: model for model in site._registry}
OWN = [name for name in MODELS if name not in ALL_SEE]
PEOPLE_THERE = ("Ewan Shaw", "Farah Quinn", "Gil Norris")


@pytest.fixture(scope="module")
def places(module_db) -> dict[str, Place]:
    made = make_four_rounds()
    for place in made.values():
        add_findings(place.round, 1)
    return made


@pytest.fixture
def elsewhere(places) -> set[str]:
    """Words that stand only in rows of Eastmarch."""
    other = places["other"]
    references = {file.reference for file in other.round.case_files.all()}
    return {"Elsewhere", "elsewhere", *references, *PEOPLE_THERE}


def found(words: set[str], text: str) -> set[str]:
    return {word for word in words if word in text}


@pytest.mark.parametrize("who", ["moderator@wexshire", "inspector@inspectorate"])
@pytest.mark.parametrize("model", OWN)
def test_no_list_and_no_empty_form_names_a_row_of_another_force(
    model, who, elsewhere, db, signed_in
):
    client = signed_in(who)
    pages = [client.get(reverse(f"admin:audit_{model}_{what}")) for what in ("changelist", "add")]
    text = "".join(page.content.decode() for page in pages if page.status_code == 200)
    assert found(elsewhere, text) == set()


def rows_of(place: Place, model: str):
    """The rows of a model that hang on one place."""
    round = place.round
    return {
        "round": [round],
        "casefile": [place.case_file],
        "assessment": [place.assessment],
        "recommendation": [place.recommendation],
        "response": place.recommendation.responses.all(),
        "report": round.reports.all(),
        "reportversion": [place.version],
        "commontheme": round.common_themes.all(),
        "supportingfigure": round.supporting_figures.all(),
        "publishedcount": round.published_counts.all(),
    }.get(model, [])


@pytest.mark.parametrize("model", [name for name in OWN if name not in {"user", "logentry"}])
def test_a_row_of_another_force_is_not_found(model, places, db, signed_in):
    client = signed_in("moderator@wexshire")
    rows = rows_of(places["other"], model)
    assert rows
    for row in rows:
        for what in ("change", "delete", "history"):
            response = client.get(reverse(f"admin:audit_{model}_{what}", args=[row.pk]))
            assert (response.status_code, response.headers.get("Location")) in {
                (302, reverse("admin:index")),
                (403, None),
            }


def suggesting() -> list[tuple[str, str]]:
    """Every field that suggests rows while one types: (model, field)."""
    pages = list(site._registry.values())
    inlines = [inline(page.model, site) for page in pages for inline in page.inlines]
    return sorted(
        {
            (page.model._meta.model_name, field)
            for page in (*pages, *inlines)
            for field in page.autocomplete_fields
        }
    )


@pytest.mark.parametrize(("model", "field"), suggesting())
def test_no_suggestion_names_a_row_of_another_force(model, field, elsewhere, db, signed_in):
    asked = {"app_label": "audit", "model_name": model, "field_name": field, "term": ""}
    response = signed_in("moderator@wexshire").get(reverse("admin:autocomplete"), asked)
    assert response.status_code == 200
    assert found(elsewhere, response.content.decode()) == set()


def test_a_row_of_another_force_cannot_be_chosen(places, db, signed_in, send):
    client, round = signed_in("moderator@wexshire"), places["own"].round
    response = send(client, change(round), previous=places["other"].round.pk)
    assert "Select a valid choice" in errors(response)
    round.refresh_from_db()
    assert round.previous is None


def test_a_draft_of_somebody_else_is_not_shown(places, person, db, signed_in):
    case_file = places["own"].case_file
    draft = case_file.assessments.create(
        origin="assessor", assessor=person("auditor@wexshire"), rationale="Not handed in"
    )
    address = reverse("admin:audit_assessment_change", args=[draft.pk])
    assert signed_in("moderator@wexshire").get(address).status_code == 302
    assert "Not handed in" in Page(signed_in("auditor@wexshire").get(address)).typed["rationale"]


def test_the_filters_of_a_list_offer_only_rounds_in_scope(places, elsewhere, db, signed_in):
    page = signed_in("moderator@wexshire").get(reverse("admin:audit_casefile_changelist"))
    text = page.content.decode()
    assert "Our own" in text
    assert found(elsewhere, text) == set()


def test_the_words_that_are_looked_for_do_stand_where_they_may(places, elsewhere, db, signed_in):
    client = signed_in("moderator@eastmarch")
    pages = [
        client.get(reverse(f"admin:audit_{name}_changelist")) for name in ("round", "casefile")
    ]
    text = "".join(page.content.decode() for page in pages)
    assert found(elsewhere, text) >= elsewhere - {"elsewhere", *PEOPLE_THERE}


def test_no_key_leads_to_the_page_of_its_row(places, db, signed_in):
    """As Django's own address would, for any row of any force."""
    row = places["other"].case_file
    kind = ContentType.objects.get_for_model(row).pk
    answers = [
        signed_in("moderator@wexshire").get(f"{reverse('admin:index')}r/{kind}/{pk}/")
        for pk in (row.pk, 99_999_999)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_page_of_the_administration_leads_to_the_row_s_own_page(places, db, signed_in):
    row = places["own"].case_file
    page = signed_in("moderator@wexshire").get(
        reverse("admin:audit_casefile_change", args=[row.pk])
    )
    assert row.get_absolute_url() in Page(page).addresses
