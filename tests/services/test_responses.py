"""The life of one force's answer: each step by whoever may take it, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.clock import today
from audit.models import Response, RoundMember, SubPoint, SubPointAnswer
from audit.models.progress import had_a_hand
from audit.rules.roles import RoundRole
from audit.rules.transitions import StaleError, TransitionError
from audit.services.progress import action_report, response_report
from audit.services.recommendations import recommendation_add
from audit.services.responses import (
    PointAnswer,
    response_answer,
    response_assign,
    response_deliver,
    response_received,
    response_verify,
    responses_supersede,
)
from tests.factories import (
    ActionFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    shown_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(person):
    return person("manager@wexshire")


@pytest.fixture
def second(person):
    return person("manager2@wexshire")


@pytest.fixture
def response(audit):
    return ResponseFactory(recommendation=RecommendationFactory(round=audit))


def _answer(response, by, decision="accepted", statement="", points=None):
    return response_answer(
        response=response,
        decision=decision,
        statement=statement,
        points=points or {},
        lock=Response.objects.get(pk=response.pk).lock,
        by=by,
    )


def _reported(response, by, **fields):
    """Answered, and reported on with evidence."""
    _answer(response, by)
    update = response_report(response=response, text="Sergeants are named.", by=by, **fields)
    shown_by(update)
    return Response.objects.get(pk=response.pk)


def _delivered(response, by):
    held = _reported(response, by)
    return response_deliver(
        response=held, why="All is in place.", on=today(), lock=held.lock, by=by
    )


def _points(response, *texts):
    return [
        SubPoint.objects.create(recommendation=response.recommendation, order=order, text=text)
        for order, text in enumerate(texts, start=1)
    ]


def test_it_is_asked_from_the_day_it_is_put_to_the_force(audit, person):
    new = RecommendationFactory.build(
        round=audit, source_document=SourceDocumentFactory(), number=None
    )
    added = recommendation_add(recommendation=new, by=person("moderator@wexshire"))
    step = added.responses.get().steps.get()
    assert (step.status, step.on) == ("awaiting_response", today())


def test_a_manager_answers_and_the_step_is_kept(response, manager):
    answered = _answer(response, manager, statement="From next month.")
    assert (answered.status, answered.answered_on) == ("accepted", today())
    step = answered.steps.get()
    assert (step.status, step.why, step.by) == ("accepted", "From next month.", manager)


@pytest.mark.parametrize("decision", ["not_accepted", "accepted_in_part"])
def test_what_is_not_accepted_as_it_is_needs_a_reason(decision, response, manager):
    with pytest.raises(ValidationError, match="Say why it is not accepted"):
        _answer(response, manager, decision=decision, statement=" ")
    assert _answer(response, manager, decision=decision, statement="Because.").status == decision


def test_points_are_answered_one_by_one_and_make_the_whole(response, manager):
    one, two = _points(response, "Look at once", "Record the search")
    answered = _answer(
        response,
        manager,
        decision="",
        points={one.pk: PointAnswer("accepted"), two.pk: PointAnswer("not_accepted", "No room.")},
    )
    assert answered.status == "accepted_in_part"
    kept = SubPointAnswer.objects.filter(response=response)
    assert [(row.decision, row.statement) for row in kept] == [
        ("accepted", ""),
        ("not_accepted", "No room."),
    ]


def test_a_point_that_is_not_answered_is_named(response, manager):
    one, two = _points(response, "Look at once", "Record the search")
    with pytest.raises(ValidationError) as refused:
        _answer(response, manager, points={one.pk: PointAnswer("not_accepted")})
    assert set(refused.value.message_dict) == {f"point-{one.pk}_statement", f"point-{two.pk}"}
    assert not SubPointAnswer.objects.exists()


def test_an_answer_can_be_changed_until_work_begins(response, manager):
    _answer(response, manager, decision="not_accepted", statement="No room.")
    assert _answer(response, manager).status == "accepted"
    response_report(response=response, text="Begun.", by=manager)
    with pytest.raises(TransitionError, match="Work on it has begun"):
        _answer(response, manager, decision="not_accepted", statement="No room.")


def test_two_who_answer_at_once_lose_nothing(response, manager, second):
    _answer(response, manager, statement="Mine.")
    with pytest.raises(StaleError, match="Somebody else saved"):
        response_answer(
            response=response, decision="accepted", statement="", points={}, lock=1, by=second
        )
    response.refresh_from_db()
    assert response.statement == "Mine."


def test_two_who_report_at_once_are_both_kept(response, manager, second):
    _answer(response, manager)
    for person in (manager, second):
        response_report(response=response, text=f"By {person}", by=person)
    assert response.updates.count() == 2


@pytest.mark.parametrize(
    "name", ["moderator@wexshire", "observer@wexshire", "manager@eastmarch", "admin@casemark"]
)
def test_nobody_answers_without_the_right(name, response, person):
    with pytest.raises(PermissionDenied):
        _answer(response, person(name))


def test_the_first_report_begins_the_work(response, manager):
    _answer(response, manager)
    response_report(response=response, text="Begun.", by=manager)
    response.refresh_from_db()
    assert response.status == "in_progress"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("awaiting_response", "Answer the recommendation first"),
        ("not_accepted", "Change the answer first"),
        ("verified", "is closed"),
        ("superseded", "is closed"),
    ],
)
def test_progress_is_not_reported_on_what_is_not_under_way(status, said, response, manager):
    Response.objects.update(status=status)
    with pytest.raises(TransitionError, match=said):
        response_report(response=response, text="Done.", by=manager)


def test_it_is_delivered_with_evidence_only(response, manager):
    _answer(response, manager)
    update = response_report(response=response, text="Done.", by=manager)
    held = Response.objects.get(pk=response.pk)
    delivered = {"why": "All done.", "on": today(), "lock": held.lock, "by": manager}
    with pytest.raises(ValidationError, match="Attach evidence first"):
        response_deliver(response=held, **delivered)
    shown_by(update)
    assert response_deliver(response=held, **delivered).status == "delivered"


def test_evidence_that_was_withdrawn_shows_nothing(response, manager):
    held = _reported(response, manager)
    evidence = response.updates.get().evidence.get()
    evidence.withdrawn_at, evidence.withdrawn_by = evidence.at, manager
    evidence.withdrawn_because = "The wrong file"
    evidence.save()
    with pytest.raises(ValidationError, match="Attach evidence first"):
        response_deliver(response=held, why="Done.", on=today(), lock=held.lock, by=manager)


def test_the_evidence_of_an_action_counts_for_what_it_serves(response, manager):
    _answer(response, manager)
    action = ActionFactory(owner=manager, responses=[response])
    shown_by(action_report(action=action, text="Done.", by=manager))
    held = Response.objects.get(pk=response.pk)
    given = {"why": "Done.", "on": today(), "lock": held.lock}
    assert response_deliver(response=held, **given, by=manager).status == "delivered"


@pytest.mark.parametrize(
    ("days", "said"), [(1, "is in the future"), (-1, "before the recommendation was answered")]
)
def test_it_is_delivered_between_the_answer_and_today(days, said, response, manager):
    held = _reported(response, manager)
    on = today() + timedelta(days=days)
    with pytest.raises(ValidationError, match=said):
        response_deliver(response=held, why="Done.", on=on, lock=held.lock, by=manager)


def test_it_is_not_delivered_before_work_on_it_began(response, manager, settings):
    """How it stood on a day is its last step up to then."""
    settings.TODAY = "2026-11-10"
    _answer(response, manager)
    settings.TODAY = "2026-11-20"
    shown_by(response_report(response=response, text="Begun.", by=manager))
    held = Response.objects.get(pk=response.pk)
    given = {"why": "Done.", "lock": held.lock, "by": manager}
    with pytest.raises(ValidationError, match="Work on it began on 20 November 2026"):
        response_deliver(response=held, on=date(2026, 11, 15), **given)
    assert response_deliver(response=held, on=date(2026, 11, 20), **given).steps.last().on == date(
        2026, 11, 20
    )


def test_a_point_that_came_later_is_answered_before_it_is_delivered(response, manager):
    held = _reported(response, manager)
    _points(response, "And write it down")
    with pytest.raises(ValidationError, match="Answer each point"):
        response_deliver(response=held, why="Done.", on=today(), lock=held.lock, by=manager)


def test_points_that_were_left_are_answered_while_work_goes_on(response, manager):
    held = _reported(response, manager)
    [late] = _points(response, "And write it down")
    held = _answer(held, manager, decision="", points={late.pk: PointAnswer("accepted")})
    assert (held.status, held.steps.last().status) == ("in_progress", "in_progress")
    given = {"why": "Done.", "on": today(), "lock": held.lock}
    assert response_deliver(response=held, **given, by=manager).status == "delivered"


def test_a_second_manager_verifies_it(response, manager, second):
    _delivered(response, manager)
    verified = response_verify(
        response=response, outcome="verified", why="I read ten logs.", by=second
    )
    assert verified.status == "verified"
    step = verified.steps.last()
    assert (step.status, step.why, step.by) == ("verified", "I read ten logs.", second)


def test_verified_twice_by_two_clicks_is_once(response, manager, second, events):
    _delivered(response, manager)
    for _ in range(2):
        response_verify(response=response, outcome="verified", why="I read logs.", by=second)
    assert events().count("response.verified") == 1


def test_it_comes_back_with_a_reason_and_is_delivered_again(response, manager, second):
    _delivered(response, manager)
    with pytest.raises(ValidationError, match="Say what you looked at"):
        response_verify(response=response, outcome="returned", why="", by=second)
    response_verify(response=response, outcome="returned", why="Two logs had gaps.", by=second)
    response_report(response=response, text="Gaps are closed.", by=manager)
    held = Response.objects.get(pk=response.pk)
    assert held.status == "in_progress"
    given = {"why": "Again.", "on": today(), "lock": held.lock}
    assert response_deliver(response=held, **given, by=manager).status == "delivered"


@pytest.mark.parametrize("outcome", ["accepted", "delivered", ""])
def test_verifying_ends_in_verified_or_returned(outcome, response, manager, second):
    _delivered(response, manager)
    with pytest.raises(ValidationError, match="Select whether it is verified or returned"):
        response_verify(response=response, outcome=outcome, why="Seen.", by=second)


def test_what_is_not_delivered_is_not_verified(response, manager, second):
    _reported(response, manager)
    with pytest.raises(TransitionError):
        response_verify(response=response, outcome="verified", why="Seen.", by=second)


def _owner(response, person, manager):
    Response.objects.filter(pk=response.pk).update(owner=person)


def _deputy(response, person, manager):
    Response.objects.filter(pk=response.pk).update(owner=manager, deputy=person)


def _once_owner(response, person, manager):
    for owner in (person, manager):
        lock = Response.objects.get(pk=response.pk).lock
        response_assign(response=response, owner=owner, deputy=None, lock=lock, by=manager)


def _action_owner(response, person, manager):
    ActionFactory(owner=person, responses=[response])


def _once_action_owner(response, person, manager):
    ActionFactory(owner=manager, responses=[response]).past_owners.add(person)


def _reporter(response, person, manager):
    response_report(response=response, text="More.", by=person)


def _supplier(response, person, manager):
    shown_by(response.updates.get(), by=person)


@pytest.mark.parametrize(
    "part",
    [_owner, _deputy, _once_owner, _action_owner, _once_action_owner, _reporter, _supplier],
)
def test_nobody_verifies_what_they_had_a_hand_in(part, response, manager, second):
    _delivered(response, manager)
    part(response, second, manager)
    with pytest.raises(ValidationError, match="You had a hand in this"):
        response_verify(response=response, outcome="verified", why="Seen.", by=second)


def test_whoever_answered_or_delivered_it_had_a_hand_in_it(response, manager, second):
    _answer(response, manager)
    assert had_a_hand(response, manager)
    assert not had_a_hand(response, second)


def test_whoever_returned_it_may_verify_it_later(response, manager, second):
    _delivered(response, manager)
    returned = response_verify(response=response, outcome="returned", why="Gaps.", by=second)
    assert not had_a_hand(returned, second)


def test_of_an_inspection_the_team_verifies_and_no_manager(person, manager, second):
    inspection = RoundFactory(inspection=True, published=True)
    document = SourceDocumentFactory(round=inspection, closure="inspectorate")
    asked = RecommendationFactory(round=inspection, source_document=document)
    response = ResponseFactory(recommendation=asked)
    _delivered(response, manager)
    with pytest.raises(PermissionDenied):
        response_verify(response=response, outcome="verified", why="Seen.", by=second)
    inspector = person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=inspector, role=RoundRole.INSPECTOR)
    given = {"outcome": "verified", "why": "I read ten logs."}
    assert response_verify(response=response, **given, by=inspector).status == "verified"


def test_owner_and_deputy_are_managers_of_the_force(response, manager, second, person):
    for name in ("auditor@wexshire", "manager@eastmarch"):
        with pytest.raises(ValidationError, match="Choose a manager of Wexshire"):
            response_assign(response=response, owner=person(name), deputy=None, lock=1, by=manager)
    assigned = response_assign(response=response, owner=manager, deputy=second, lock=1, by=manager)
    assert (assigned.owner, assigned.deputy) == (manager, second)


@pytest.mark.parametrize(("owner", "said"), [(False, "Choose an owner"), (True, "somebody else")])
def test_a_deputy_stands_in_for_another(owner, said, response, manager):
    with pytest.raises(ValidationError, match=said):
        response_assign(
            response=response,
            owner=manager if owner else None,
            deputy=manager,
            lock=1,
            by=manager,
        )


def test_another_recommendation_takes_its_place(response, manager):
    responses_supersede(responses=[response], why="The new one says more.", by=manager)
    response.refresh_from_db()
    assert response.status == "superseded"
    with pytest.raises(TransitionError):
        _answer(response, manager)


def test_how_it_stood_on_a_day_is_its_last_step_until_then(response, manager):
    for day, status in ((1, "awaiting_response"), (9, "accepted"), (20, "in_progress")):
        response.steps.create(status=status, on=date(2026, 11, day), by=manager)
    assert response.steps.until(date(2026, 11, 19)).last().status == "accepted"


def test_the_iopc_receives_the_answer_after_it_was_given(response, manager):
    asked = response.recommendation
    with pytest.raises(TransitionError, match="only for the IOPC"):
        response_received(response=response, on=today(), lock=1, by=manager)
    asked.legal_basis = asked.LegalBasis.IOPC_28A
    asked.save()
    with pytest.raises(TransitionError, match="Answer the recommendation first"):
        response_received(response=response, on=today(), lock=1, by=manager)
    answered = _answer(response, manager)
    noted = response_received(response=response, on=today(), lock=answered.lock, by=manager)
    assert noted.answer_received_on == today()
