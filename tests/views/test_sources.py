"""Documents in the browser: entered, added to, changed; what is refused leads to its field."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Force, Recommendation, SourceDocument, Theme
from tests.factories import RecommendationFactory, SourceDocumentFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("source-list"), reverse("source-add")
REVIEW = {"kind": "case_review", "publisher": "A partnership", "title": "Child N"}


@pytest.fixture
def manager(signed_in):
    return signed_in("manager@wexshire")


@pytest.fixture
def inspector(signed_in):
    return signed_in("inspector@inspectorate")


def test_a_manager_enters_a_document_of_the_force_and_is_not_asked_whose_it_is(manager):
    typed = Page(manager.get(ADD)).typed
    assert not {"force", "closure"} & set(typed)
    given = {
        **REVIEW,
        "published_on_month": "5",
        "published_on_year": "2026",
        "address": "www.example.org/n",
    }
    answer = manager.post(ADD, given)
    made = SourceDocument.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.force.code, made.closure) == ("wexshire", "force")
    assert (str(made.published), made.address) == ("May 2026", "https://www.example.org/n")


def test_an_inspector_enters_a_public_one_and_says_who_verifies(inspector):
    page = Page(inspector.post(ADD, REVIEW))
    assert [words for words, _ in page.errors] == ["Select who verifies it"]
    inspector.post(ADD, {**REVIEW, "closure": "inspectorate"})
    made = SourceDocument.objects.get()
    assert (made.force, made.closure) == (None, "inspectorate")


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"title": ""}, "id_title"),
        ({"kind": "novel"}, "id_kind_0"),
        ({"address": "not an address"}, "id_address"),
        ({"published_on_month": "5", "published_on_year": "2126"}, "id_published_on_0"),
        ({"published_on_month": "12", "published_on_year": "2026"}, "id_published_on_0"),
    ],
)
def test_an_error_leads_to_its_field_and_nothing_is_entered(changes, target, manager):
    page = Page(manager.post(ADD, REVIEW | changes))
    assert [where for _, where in page.errors] == [target]
    assert not SourceDocument.objects.exists()


def test_a_document_is_changed(manager, person):
    force = Force.objects.get(code="wexshire")
    made = SourceDocumentFactory(force=force, kind="case_review")
    address = reverse("source-change", args=[made.code])
    typed = Page(manager.get(address)).typed
    manager.post(address, typed | {"title": "Child O"})
    made.refresh_from_db()
    assert (made.title, made.kind, made.force) == ("Child O", "case_review", force)


def test_the_list_filters_by_kind_and_counts_what_one_may_see(manager):
    public = SourceDocumentFactory(kind="coroners_report", title="Public")
    RecommendationFactory(source_document=public, round=None)
    SourceDocumentFactory(kind="case_review", force=Force.objects.get(code="eastmarch"))
    SourceDocumentFactory(kind="internal_audit", title="Another")
    rows = Page(manager.get(LIST)).rows[1:]
    assert {row[0].split("Wexshire")[0]: row[3] for row in rows} == {"Public": "1", "Another": "0"}
    found = Page(manager.get(f"{LIST}?kind=coroners_report")).rows[1:]
    assert [row[1] for row in found] == ["Coroner's report"]


def test_the_page_of_a_document_says_where_each_stands_for_whom_one_may_see(manager, inspector):
    public = SourceDocumentFactory(kind="inspection_report", closure="inspectorate")
    made = RecommendationFactory(source_document=public, round=None)
    for code, status in (("wexshire", "in_progress"), ("eastmarch", "accepted")):
        made.responses.create(force=Force.objects.get(code=code), status=status)
    [_, row] = Page(manager.get(public.get_absolute_url())).rows
    assert row[2] == "In progress Wexshire"
    [_, row] = Page(inspector.get(public.get_absolute_url())).rows
    assert row[2] == "Accepted Eastmarch In progress Wexshire"


def test_of_many_forces_their_number_is_said(inspector):
    public = SourceDocumentFactory(kind="inspection_report", closure="inspectorate")
    made = RecommendationFactory(source_document=public, round=None)
    for force in Force.objects.all()[:4]:
        made.responses.create(force=force)
    [_, row] = Page(inspector.get(public.get_absolute_url())).rows
    assert row[2] == "Awaiting response 4 forces"


NOTED = {
    "kind": "learning",
    "legal_basis": "noted",
    "title": "Ask twice",
    "text": "Ask again.",
    "time_limit": "none",
}


def test_what_was_only_noted_is_shown_as_acted_on(inspector):
    of = SourceDocumentFactory(kind="iopc_investigation", publisher="IOPC")
    address = reverse("source-recommendation-add", args=[of.code])
    page = Page(inspector.post(address, NOTED | {"time_limit": "3_months"}))
    assert [where for _, where in page.errors] == ["id_time_limit_0"]
    answer = inspector.post(address, NOTED)
    [_, row] = Page(inspector.get(of.get_absolute_url())).rows
    assert row[1:] == ["Nothing is due", "Acted on already"]
    assert "so no answer is due" in Page(inspector.get(answer.url)).text


CAUSE = {
    "kind": "cause_of_concern",
    "title": "Not heard",
    "text": "Children are not heard.",
    "time_limit": "3_months",
}


@pytest.fixture
def report(db) -> SourceDocument:
    return SourceDocumentFactory(kind="inspection_report", publisher="HMICFRS")


@pytest.fixture
def add(report, inspector):
    """`add(**changes)`: what the form answers."""
    address = reverse("source-recommendation-add", args=[report.code])
    return lambda **changes: inspector.post(address, CAUSE | changes)


FIRST = {"first_title": "Hear them", "first_text": "Hear each child."}


def test_a_cause_of_concern_asks_for_its_first_recommendation(add):
    page = Page(add())
    assert [where for _, where in page.errors] == ["id_first_title", "id_first_text"]
    forces = [Force.objects.get(code=code).pk for code in ("wexshire", "durham")]
    add(**FIRST, forces=forces, sub_points="At once:\nAlone")
    cause, held = Recommendation.objects.order_by("number")
    assert (held.parent, held.title, held.time_limit) == (cause, "Hear them", "3_months")
    assert held.responses.count() == 2
    assert held.sub_points.get().group == "At once"


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"kind": "recommendation", **FIRST}, "id_first_title"),
        ({**FIRST, "sub_points": "Alone:"}, "id_sub_points"),
        ({**FIRST, "number": "0"}, "id_number"),
        (
            {
                **FIRST,
                "time_limit": "by_date",
                "due_by_day": "19",
                "due_by_month": "11",
                "due_by_year": "2026",
            },
            "id_due_by_0",
        ),
    ],
)
def test_what_cannot_be_leads_to_its_field(changes, target, add):
    """The report of the factory was published on 20 November 2026."""
    page = Page(add(**changes))
    assert page.errors[0][1] == target
    assert not Recommendation.objects.exists()


def test_a_recommendation_is_changed_and_put_to_more_forces(report, inspector):
    made = RecommendationFactory(source_document=report, round=None, legal_basis="inspection")
    made.sub_points.create(order=1, group="At once", text="Alone")
    page = Page(inspector.get(made.get_absolute_url()))
    typed = Page(inspector.get(page.links["Change the recommendation"])).typed
    assert typed["sub_points"] == ["At once:\nAlone"]
    theme = Theme.objects.first()
    sent = typed | {"title": "Better", "themes": [theme.pk]}
    inspector.post(page.links["Change the recommendation"], sent)
    made.refresh_from_db()
    assert (made.title, made.themes.get()) == ("Better", theme)
    address = page.links["Put it to more forces"]
    inspector.post(address, {"forces": [Force.objects.get(code="durham").pk]})
    assert made.responses.get().force.code == "durham"
    durham = str(Force.objects.get(code="durham").pk)
    assert f'value="{durham}"' not in inspector.get(address).content.decode()


def test_once_answered_the_page_says_that_it_stays(report, inspector):
    made = RecommendationFactory(source_document=report, round=None, legal_basis="inspection")
    made.responses.create(force=Force.objects.get(code="durham"), status="accepted")
    page = Page(inspector.get(reverse("recommendation-change", args=[made.pk])))
    assert "a force has answered it already" in page.text
    assert "Change the recommendation" not in Page(inspector.get(made.get_absolute_url())).links
