"""What waits for each person, and when."""

from __future__ import annotations

from datetime import date

import pytest

from audit.documents.waiting import waiting_for
from audit.models import Action, Force, Recommendation, Report, ReportVersion, Response, Round
from audit.rules.transitions import ResponseStatus, RoundStatus
from audit.rules.verification import Closure
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
)

pytestmark = pytest.mark.django_db

PUBLISHED = date(2026, 9, 8)
PLAN_DUE, DELIVERY_DUE = date(2026, 10, 20), date(2026, 12, 8)


@pytest.fixture
def inspection(db) -> Round:
    """Published on 8 September: a plan by 20 October, delivery in three months."""
    return RoundFactory(inspection=True, published=True, published_on=PUBLISHED)


def _asked(round: Round, **given) -> Response:
    closure = given.pop("closure", Closure.INSPECTORATE)
    asked = RecommendationFactory(
        source_document=SourceDocumentFactory(round=round, publisher="HMICFRS", closure=closure),
        round=round,
        number=given.pop("number", 3),
        legal_basis=Recommendation.LegalBasis.INSPECTION,
    )
    return ResponseFactory(recommendation=asked, **given)


def _action(owner, *responses: Response, due_on: date = DELIVERY_DUE) -> Action:
    action = Action.objects.create(
        force=responses[0].force,
        title="Train the duty desk",
        owner=owner,
        due_on=due_on,
        first_due_on=due_on,
    )
    action.responses.set(responses)
    return action


def _told(user, day: date) -> dict[str, list[str]]:
    waiting = waiting_for(user, day)
    return {
        name: [item.what for item in getattr(waiting, name)]
        for name in ("overdue", "due_soon", "to_verify", "later")
        if getattr(waiting, name)
    }


PLAN, DELIVERY = "Action plan", "Delivery"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 9, 21), {"later": [PLAN, DELIVERY]}),
        (date(2026, 9, 22), {"due_soon": [PLAN], "later": [DELIVERY]}),
        (PLAN_DUE, {"due_soon": [PLAN], "later": [DELIVERY]}),
        (date(2026, 10, 21), {"overdue": [PLAN], "later": [DELIVERY]}),
        (date(2026, 12, 9), {"overdue": [PLAN, DELIVERY]}),
    ],
)
def test_a_manager_is_told_of_each_clock_of_the_force(day, told, inspection, person):
    _asked(inspection)
    assert _told(person("manager@wexshire"), day) == told
    assert _told(person("manager@eastmarch"), day) == {}


def test_what_is_answered_is_told_of_its_delivery_alone(inspection, person):
    _asked(inspection, status=ResponseStatus.ACCEPTED)
    assert _told(person("manager@wexshire"), date(2027, 1, 1)) == {"overdue": [DELIVERY]}


def test_of_a_historic_round_nobody_is_told(inspection, person):
    response = _asked(inspection)
    _action(person("manager2@wexshire"), response)
    Round.objects.filter(pk=inspection.pk).update(historic=True)
    for who in ("manager@wexshire", "manager2@wexshire", "observer@wexshire"):
        assert _told(person(who), date(2027, 1, 1)) == {}


def test_an_action_owner_is_told_of_their_own_actions_and_nothing_else(inspection, person):
    response, owner = _asked(inspection), person("auditor@wexshire")
    _action(owner, response)
    _action(person("manager2@wexshire"), response)
    assert _told(owner, date(2026, 12, 8)) == {"due_soon": ["To be done"]}
    assert _told(owner, date(2026, 12, 9)) == {"overdue": ["To be done"]}
    assert len(waiting_for(person("manager@wexshire"), date(2026, 12, 9)).overdue) == 4


def test_what_waits_is_named_by_numbers_and_its_publisher(inspection, person):
    response = _asked(inspection)
    action = _action(person("auditor@wexshire"), response)
    names = {item.name for item in waiting_for(person("manager@wexshire"), PLAN_DUE).due_soon}
    assert names == {"HMICFRS, recommendation 3"}
    (item,) = waiting_for(person("auditor@wexshire"), DELIVERY_DUE).due_soon
    assert item.name == f"Action {action.pk}"


def test_an_inspector_is_told_of_what_was_delivered_to_their_round(inspection, person):
    inspector = person("inspector@inspectorate")
    later = RoundFactory(code="later", inspection=True, previous=inspection)
    later.members.create(user=inspector, role="lead")
    _asked(inspection, status=ResponseStatus.DELIVERED)
    assert _told(inspector, PLAN_DUE) == {"to_verify": ["Verification"]}
    assert _told(person("inspector2@inspectorate"), PLAN_DUE) == {}
    assert _told(person("manager@wexshire"), PLAN_DUE) == {}


def test_where_the_force_closes_a_second_manager_is_told_and_nobody_who_had_a_hand(
    inspection, person
):
    manager, second = person("manager@wexshire"), person("manager2@wexshire")
    response = _asked(
        inspection, closure=Closure.FORCE, status=ResponseStatus.DELIVERED, owner=manager
    )
    assert _told(manager, PLAN_DUE) == {}
    assert _told(second, PLAN_DUE) == {"to_verify": ["Verification"]}
    response.past_owners.add(second)
    assert _told(second, PLAN_DUE) == {}


def test_an_observer_is_told_of_the_response_that_their_body_has_to_publish(
    inspection, person, service
):
    observer = person("observer@wexshire")
    body = "Local policing body's published response"
    assert _told(observer, date(2026, 11, 2)) == {"due_soon": [body]}
    assert _told(observer, date(2026, 11, 3)) == {"overdue": [body]}
    report = Report.objects.create(
        round=inspection, force=inspection.force, kind="oversight_response"
    )
    ReportVersion.objects.create(
        report=report, number=1, published_by=service, published_at="2026-11-01T10:00Z"
    )
    assert _told(observer, date(2026, 11, 3)) == {}


def test_what_an_inspection_will_ask_is_told_to_nobody_before_it_is_published(person):
    round = RoundFactory(inspection=True, published_on=PUBLISHED, status=RoundStatus.SIGNED_OFF)
    _asked(round)
    assert _told(person("manager@wexshire"), date(2027, 1, 1)) == {}


def test_it_takes_as_many_queries_for_many_as_for_one(
    inspection, person, django_assert_max_num_queries
):
    manager = person("manager@wexshire")
    for number in range(1, 9):
        response = _asked(inspection, number=number)
        _action(manager, response)
    assert Force.objects.count() > 2
    with django_assert_max_num_queries(10):
        assert len(waiting_for(manager, date(2027, 1, 1)).overdue) == 24
