"""Documents without a round: who enters which, and what stands in them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Force, Question, Recommendation, Response, SourceDocument
from audit.rules.transitions import TransitionError
from audit.services.recommendation_changes import recommendation_change
from audit.services.recommendations import About, recommendation_add, recommendation_put
from audit.services.sources import source_add, source_change
from tests.factories import RecommendationFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db
Kind = SourceDocument.Kind


def force(code: str = "wexshire") -> Force:
    return Force.objects.get(code=code)


def document(**fields) -> SourceDocument:
    values = {"code": "", "kind": Kind.CORONERS_REPORT, "title": "A child", "publisher": "Coroner"}
    return SourceDocumentFactory.build(**values | fields)


def coroner(**fields) -> SourceDocument:
    return SourceDocumentFactory(kind=Kind.CORONERS_REPORT, publisher="Coroner", **fields)


def asked(of: SourceDocument, **fields) -> Recommendation:
    values = {"round": None, "source_document": of, "number": None, "legal_basis": "coroner"}
    return RecommendationFactory.build(**{**values, "chapter": None, **fields})


@pytest.mark.parametrize(
    ("name", "of", "may"),
    [
        ("manager@wexshire", "wexshire", True),
        ("moderator@wexshire", "wexshire", True),
        ("manager@wexshire", "eastmarch", False),
        ("manager@wexshire", None, False),
        ("inspector@inspectorate", None, True),
        ("inspector@inspectorate", "wexshire", False),
        ("auditor@wexshire", "wexshire", False),
        ("observer@wexshire", "wexshire", False),
        ("admin@casemark", None, False),
    ],
)
def test_a_force_enters_its_own_and_an_inspector_what_is_public(name, of, may, person, events):
    new = document(force=force(of) if of else None)
    if may:
        assert source_add(document=new, by=person(name)).code == "a-child"
        assert events() == ["source.added"]
    else:
        with pytest.raises(PermissionDenied):
            source_add(document=new, by=person(name))
        assert events() == []


def test_a_code_is_made_of_the_title_and_is_no_address(person):
    by = person("inspector@inspectorate")
    codes = [source_add(document=document(title=title), by=by).code for title in ("Add", "Z", "Z")]
    assert codes == ["document-add", "z", "z-2"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"published_on": date(2126, 1, 1)}, "published_on"),
        ({"published_on": date(2027, 1, 1)}, "published_on"),
        ({"closure": "inspectorate", "force": "wexshire"}, "closure"),
        ({"title": ""}, "title"),
        ({"address": "javascript:alert(1)"}, "address"),
    ],
)
def test_what_cannot_be_is_refused(fields, field, service):
    if "force" in fields:
        fields = fields | {"force": force()}
    with pytest.raises(ValidationError) as error:
        source_add(document=document(**fields), by=service)
    assert field in error.value.message_dict


def test_a_force_changes_its_own_and_what_stands_in_it_must_fit(person, events):
    standing = coroner(force=force(), published_on=None)
    RecommendationFactory(
        source_document=standing, round=None, legal_basis="coroner", made_on=date(2026, 5, 2)
    )
    manager = person("manager@wexshire")
    standing.published_on = date(2026, 5, 1)
    with pytest.raises(ValidationError, match="does not fit this date"):
        source_change(document=standing, by=manager)
    standing.published_on, standing.kind = date(2026, 5, 2), Kind.CASE_REVIEW
    with pytest.raises(ValidationError, match="which a document of this kind has not"):
        source_change(document=standing, by=manager)
    standing.kind = Kind.CORONERS_REPORT
    source_change(document=standing, by=manager)
    assert events() == ["source.changed"]
    with pytest.raises(PermissionDenied):
        source_change(document=standing, by=person("manager@eastmarch"))


def test_what_a_force_enters_for_itself_is_put_to_it_alone(person):
    own, manager = coroner(force=force()), person("manager@wexshire")
    added = recommendation_add(recommendation=asked(own), by=manager, forces=[force("eastmarch")])
    assert [response.force for response in added.responses.all()] == [force()]
    with pytest.raises(ValidationError, match="This is a force’s own"):
        recommendation_put(recommendation=added, forces=[force("eastmarch")], by=manager)


def test_a_public_one_goes_to_any_forces_and_later_to_more(person, events):
    inspector = person("inspector@inspectorate")
    added = recommendation_add(
        recommendation=asked(coroner()), by=inspector, forces=[force(), force("eastmarch")]
    )
    recommendation_put(recommendation=added, forces=[force("durham")], by=inspector)
    assert added.responses.count() == 3
    assert events() == ["recommendation.added", *["response.opened"] * 3]
    assert Recommendation.objects.visible_to(person("manager@durham")).get() == added
    with pytest.raises(ValidationError, match="Select at least one force"):
        recommendation_put(recommendation=added, forces=[], by=inspector)
    with pytest.raises(PermissionDenied):
        recommendation_put(
            recommendation=added, forces=[force("durham")], by=person("manager@durham")
        )


def test_what_was_only_noted_asks_nobody(person):
    of = SourceDocumentFactory(kind=Kind.IOPC_INVESTIGATION, publisher="IOPC")
    noted = asked(of, legal_basis="noted", time_limit="none", kind="learning")
    inspector = person("inspector@inspectorate")
    added = recommendation_add(recommendation=noted, by=inspector, forces=[force()])
    assert not Response.objects.exists()
    with pytest.raises(ValidationError, match="Nothing is asked by this one"):
        recommendation_put(recommendation=added, forces=[force()], by=inspector)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"time_limit": "by_date", "due_by": date(2026, 11, 19)}, "due_by"),
        ({"made_on": date(2026, 11, 21)}, "made_on"),
        ({"legal_basis": "iopc_28a"}, "legal_basis"),
    ],
)
def test_dates_and_the_legal_basis_must_fit_the_document(fields, field, service):
    """The factory's document was published on 20 November 2026."""
    with pytest.raises(ValidationError) as error:
        recommendation_add(recommendation=asked(coroner(), **fields), by=service)
    assert field in error.value.message_dict


INSPECTION = {"legal_basis": "inspection", "chapter": None}


@pytest.fixture
def report() -> SourceDocument:
    return SourceDocumentFactory(kind=Kind.INSPECTION_REPORT, publisher="HMICFRS")


def test_a_cause_of_concern_comes_with_its_first_recommendation(report, person):
    inspector, question = person("inspector@inspectorate"), Question.objects.first()
    cause = asked(report, kind="cause_of_concern", **INSPECTION)
    with pytest.raises(ValidationError, match="enter it with its first recommendation"):
        recommendation_add(recommendation=cause, by=inspector)
    assert not Recommendation.objects.exists()
    cause = asked(report, kind="cause_of_concern", **INSPECTION)
    first = Recommendation(title="Hear them", text="Hear each child.", time_limit="none")
    about = About(questions=[question], points=[("", "Alone")])
    added = recommendation_add(
        recommendation=cause, first=first, about=about, forces=[force()], by=inspector
    )
    held = added.held.get()
    assert (added.number, held.number, held.sub_points.count()) == (1, 2, 1)
    assert (added.responses.count(), held.responses.count()) == (0, 1)
    assert held.questions.get() == question


def test_its_last_recommendation_is_not_taken_out_of_it(report, service):
    cause = RecommendationFactory(
        source_document=report, round=None, kind="cause_of_concern", **INSPECTION
    )
    fields = {"source_document": report, "round": None, **INSPECTION}
    held, other = (RecommendationFactory(parent=cause, **fields) for _ in range(2))
    for one in (held, other):
        one.parent = None
    recommendation_change(recommendation=held, about=About(), by=service)
    with pytest.raises(ValidationError, match="would hold no recommendation"):
        recommendation_change(recommendation=other, about=About(), by=service)
    assert cause.held.get() == other
    cause.kind = "recommendation"
    with pytest.raises(ValidationError, match="stays one"):
        recommendation_change(recommendation=cause, about=About(), by=service)


def test_it_is_changed_until_it_is_answered(report, service, events):
    standing = RecommendationFactory(source_document=report, round=None, **INSPECTION)
    first = standing.sub_points.create(order=1, text="One")
    standing.sub_points.create(order=2, text="Two")
    response = standing.responses.create(force=force())
    standing.title = "In other words"
    points = [("Lead", "One, better")]
    recommendation_change(recommendation=standing, about=About(points=points), by=service)
    first.refresh_from_db()
    assert (first.group, first.text) == ("Lead", "One, better")
    assert standing.sub_points.count() == 1
    recommendation_change(recommendation=standing, about=About(points=points), by=service)
    assert events() == ["recommendation.changed"]
    points.append(("", "Two"))
    recommendation_change(recommendation=standing, about=About(points=points), by=service)
    assert list(standing.sub_points.values_list("order", "text")) == [
        (1, "One, better"),
        (2, "Two"),
    ]
    response.status = "accepted"
    response.save()
    with pytest.raises(TransitionError, match="A force has answered it already"):
        recommendation_change(recommendation=standing, about=About(), by=service)


def test_forces_that_are_asked_stay_asked(service):
    of = SourceDocumentFactory(kind=Kind.IOPC_INVESTIGATION, publisher="IOPC")
    standing = RecommendationFactory(
        source_document=of, round=None, legal_basis="iopc_section_10", time_limit="none"
    )
    standing.responses.create(force=force())
    standing.legal_basis = "noted"
    with pytest.raises(ValidationError, match="Forces are asked already"):
        recommendation_change(recommendation=standing, about=About(), by=service)
