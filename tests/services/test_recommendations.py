from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Force, Framework, Recommendation, Response, RoundMember, Stage
from audit.rules.deadlines import TimeLimit
from audit.rules.roles import RoundRole
from audit.services.recommendations import (
    About,
    recommendation_add,
    recommendation_put,
    report_of,
)
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory, area

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def document():
    return SourceDocumentFactory()


def _new(round, document, **fields) -> Recommendation:
    values = {"round": round, "source_document": document, "number": None}
    return RecommendationFactory.build(**{**values, **fields})


def test_a_recommendation_takes_the_next_number_of_its_document(audit, document, moderator):
    RecommendationFactory(source_document=document, number=4)
    RecommendationFactory(number=9)
    added = recommendation_add(recommendation=_new(audit, document), by=moderator)
    assert added.number == 5


def test_the_first_one_is_number_1(audit, document, moderator):
    assert recommendation_add(recommendation=_new(audit, document), by=moderator).number == 1


def test_a_number_that_is_taken_is_refused(audit, document, moderator):
    RecommendationFactory(source_document=document, number=1)
    with pytest.raises(ValidationError, match="has a recommendation with that number already"):
        recommendation_add(recommendation=_new(audit, document, number=1), by=moderator)


def test_areas_and_sub_points_are_kept_in_their_order(audit, document, moderator):
    added = recommendation_add(
        recommendation=_new(audit, document),
        by=moderator,
        about=About(
            areas=[area("missing"), area("cse")],
            points=[("", "Look at once"), ("At night", "Record the search")],
        ),
    )
    assert {one.code for one in added.areas.all()} == {"missing", "cse"}
    assert [(point.order, point.group, point.text) for point in added.sub_points.all()] == [
        (1, "", "Look at once"),
        (2, "At night", "Record the search"),
    ]


def test_it_is_put_to_the_force_and_its_answer_awaited(audit, document, moderator, events):
    added = recommendation_add(recommendation=_new(audit, document), by=moderator)
    response = Response.objects.get(recommendation=added)
    assert (response.force, response.status) == (audit.force, "awaiting_response")
    assert events() == ["recommendation.added", "response.opened"]


def test_of_a_historic_round_nothing_is_asked(document, moderator):
    past = RoundFactory(historic=True)
    added = recommendation_add(recommendation=_new(past, document), by=moderator)
    assert not added.responses.exists()


@pytest.mark.parametrize(
    "name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch", "admin@casemark"]
)
def test_nobody_writes_one_without_the_right(name, audit, document, person):
    with pytest.raises(PermissionDenied):
        recommendation_add(recommendation=_new(audit, document), by=person(name))
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize(("part", "may"), [(RoundRole.LEAD, True), (RoundRole.INSPECTOR, False)])
def test_of_an_inspection_its_lead_writes_them(part, may, document, person):
    inspection, inspector = RoundFactory(inspection=True), person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=inspector, role=part)
    recommendation = _new(inspection, document)
    if may:
        assert recommendation_add(recommendation=recommendation, by=inspector).pk
    else:
        with pytest.raises(PermissionDenied):
            recommendation_add(recommendation=recommendation, by=inspector)


def test_a_chapter_of_another_framework_is_refused(audit, document, moderator):
    other = Framework.objects.create(code="other", title="Another", grades=audit.framework.grades)
    chapter = Stage.objects.create(framework=other, code="leadership", title="Leadership")
    with pytest.raises(ValidationError, match="belongs to another framework"):
        recommendation_add(recommendation=_new(audit, document, chapter=chapter), by=moderator)


def test_a_cause_of_concern_of_another_document_is_refused(audit, document, moderator):
    concern = RecommendationFactory(kind=Recommendation.Kind.CAUSE_OF_CONCERN)
    with pytest.raises(ValidationError, match="must stand in the same document"):
        recommendation_add(recommendation=_new(audit, document, parent=concern), by=moderator)


@pytest.mark.parametrize(
    "fields",
    [
        {"time_limit": TimeLimit.BY_DATE, "due_by": None},
        {"time_limit": TimeLimit.THREE_MONTHS, "due_by": date(2027, 1, 1)},
    ],
)
def test_a_date_goes_with_the_limit_by_a_date_and_only_with_it(fields, audit, document, moderator):
    with pytest.raises(ValidationError, match="Enter the date where the time limit"):
        recommendation_add(recommendation=_new(audit, document, **fields), by=moderator)


def test_what_is_refused_leaves_no_trace(audit, document, moderator, events):
    with pytest.raises(ValidationError):
        recommendation_add(recommendation=_new(audit, document, text=""), by=moderator)
    assert not Recommendation.objects.exists()
    assert events() == []


def test_a_force_is_asked_once(audit, moderator):
    recommendation = RecommendationFactory(round=audit)
    recommendation_put(recommendation=recommendation, forces=[audit.force], by=moderator)
    with pytest.raises(ValidationError, match="has been asked already. Leave it out."):
        recommendation_put(recommendation=recommendation, forces=[audit.force], by=moderator)


def test_nobody_puts_a_recommendation_to_a_force_without_the_right(audit, person):
    recommendation = RecommendationFactory(round=audit)
    with pytest.raises(PermissionDenied):
        recommendation_put(
            recommendation=recommendation, forces=[audit.force], by=person("manager@wexshire")
        )


def test_a_draft_inspections_recommendation_stays_with_its_team(document, person):
    inspection, lead = RoundFactory(inspection=True), person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    added = recommendation_add(recommendation=_new(inspection, document), by=lead)
    assert not Recommendation.objects.visible_to(person("manager@wexshire")).exists()
    assert list(Recommendation.objects.visible_to(lead)) == [added]


def test_without_a_document_it_stands_in_the_rounds_own_report(audit, moderator):
    recommendation = _new(audit, None, legal_basis="")
    first = recommendation_add(recommendation=recommendation, by=moderator)
    second = recommendation_add(recommendation=_new(audit, None), by=moderator)
    assert first.source_document == second.source_document
    assert (first.source_document.round, first.source_document.kind) == (audit, "internal_audit")
    assert (first.number, second.number, first.legal_basis) == (1, 2, "internal")


def test_the_report_of_an_inspection_is_the_inspectorates(document, person):
    inspection, lead = RoundFactory(inspection=True), person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    added = recommendation_add(recommendation=_new(inspection, None, legal_basis=""), by=lead)
    assert added.source_document.kind == "inspection_report"
    assert added.legal_basis == "inspection"


@pytest.mark.parametrize(
    ("code", "publisher"),
    [("wexshire", "Demonstration inspectorate"), ("durham", "HMICFRS")],
)
def test_what_is_invented_is_not_published_by_the_real_inspectorate(code, publisher, service):
    inspection = RoundFactory(inspection=True, force=Force.objects.get(code=code))
    assert report_of(round=inspection, by=service).publisher == publisher


def test_what_is_published_gets_no_recommendation_more(document, moderator):
    published = RoundFactory(published=True)
    with pytest.raises(ValidationError, match="This is published, so its recommendations stand"):
        recommendation_add(recommendation=_new(published, None), by=moderator)
    assert not Recommendation.objects.exists()
    past = RoundFactory(published=True, historic=True)
    assert recommendation_add(recommendation=_new(past, None), by=moderator).pk
