"""Actions: planned for one or more recommendations, moved, done, dropped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.clock import today
from audit.models import Action, ForceMembership, Response, Round, SubPoint, User
from audit.models.progress import had_a_hand
from audit.rules.roles import Role
from audit.rules.transitions import StaleError, TransitionError
from audit.services.actions import (
    Plan,
    action_add,
    action_begin,
    action_change,
    action_done,
    action_drop,
    action_reopen,
)
from audit.services.progress import action_report, response_report
from tests.factories import (
    ActionFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(person):
    return person("manager@wexshire")


@pytest.fixture
def response(audit):
    return ResponseFactory(recommendation=RecommendationFactory(round=audit), status="accepted")


@pytest.fixture
def owner(audit):
    user = User.objects.create(email="someone@wexshire.example", name="Someone")
    ForceMembership.objects.create(user=user, force=audit.force, role=Role.ACTION_OWNER)
    return user


def _plan(owner, *responses, **fields):
    values = {"title": "Name sergeants", "what": "", "due_on": today() + timedelta(days=30)}
    return Plan(owner=owner, responses=responses, **(values | fields))


def test_one_action_serves_several_recommendations_and_somebody_who_sees_nothing_else(
    response, owner, manager, audit
):
    other = ResponseFactory(
        recommendation=RecommendationFactory(round=audit), status="accepted_in_part"
    )
    action = action_add(plan=_plan(owner, response, other), by=manager)
    assert set(action.responses.all()) == {response, other}
    assert (action.first_due_on, action.owner) == (action.due_on, owner)


@pytest.mark.parametrize("status", ["awaiting_response", "not_accepted", "verified"])
def test_nothing_is_planned_for_what_is_not_accepted(status, response, manager):
    Response.objects.update(status=status)
    response.refresh_from_db()
    with pytest.raises(ValidationError, match="Answer the recommendation first"):
        action_add(plan=_plan(manager, response), by=manager)
    assert not Action.objects.exists()


def test_an_action_is_of_one_force(response, manager, person):
    eastmarch = ResponseFactory(
        recommendation=RecommendationFactory(round=RoundFactory(eastmarch=True)),
        status="accepted",
    )
    with pytest.raises(PermissionDenied):
        action_add(plan=_plan(manager, response, eastmarch), by=manager)


def test_its_owner_has_a_role_in_the_force(response, manager, person):
    with pytest.raises(ValidationError, match="a manager or an action owner of Wexshire"):
        action_add(plan=_plan(person("manager@eastmarch"), response), by=manager)


def test_it_is_not_due_before_the_recommendation_was_published(audit, response, manager):
    Round.objects.filter(pk=audit.pk).update(published_on=date(2026, 11, 20))
    response = Response.objects.get(pk=response.pk)
    with pytest.raises(ValidationError, match="before the recommendation was published"):
        action_add(plan=_plan(manager, response, due_on=date(2026, 11, 19)), by=manager)
    assert action_add(plan=_plan(manager, response, due_on=date(2026, 11, 20)), by=manager).pk


def test_it_is_not_due_more_than_ten_years_ahead(response, manager):
    with pytest.raises(ValidationError, match="more than 10 years ahead. Enter 30 November 2036"):
        action_add(plan=_plan(manager, response, due_on=date(2036, 12, 1)), by=manager)
    assert action_add(plan=_plan(manager, response, due_on=date(2036, 11, 30)), by=manager).pk


def test_points_are_of_its_recommendations(response, manager):
    other = SubPoint.objects.create(recommendation=RecommendationFactory(), text="Look at once")
    with pytest.raises(ValidationError, match="points of the recommendations"):
        action_add(plan=_plan(manager, response, sub_points=(other,)), by=manager)


def test_a_new_date_needs_a_reason_and_the_first_one_stays(response, manager):
    action = action_add(plan=_plan(manager, response), by=manager)
    first, later = action.due_on, action.due_on + timedelta(days=14)
    plan = _plan(manager, response, due_on=later)
    with pytest.raises(ValidationError, match="Say why the date changes"):
        action_change(action=action, plan=plan, why=" ", lock=1, by=manager)
    changed = action_change(action=action, plan=plan, why="Courses are full.", lock=1, by=manager)
    assert (changed.first_due_on, changed.due_on) == (first, later)
    change = changed.due_changes.get()
    assert (change.before, change.after, change.why) == (first, later, "Courses are full.")


def test_other_changes_need_no_reason_and_remember_who_owned_it(response, manager, owner):
    action = action_add(plan=_plan(manager, response), by=manager)
    plan = _plan(owner, response, title="Name a sergeant each night")
    changed = action_change(action=action, plan=plan, why="", lock=1, by=manager)
    assert list(changed.past_owners.all()) == [manager]
    assert not changed.due_changes.exists()


def test_two_who_change_it_at_once_lose_nothing(response, manager, person):
    action = action_add(plan=_plan(manager, response), by=manager)
    first = _plan(manager, response, title="First")
    action_change(action=action, plan=first, why="", lock=1, by=manager)
    with pytest.raises(StaleError):
        action_change(
            action=action,
            plan=_plan(manager, response, title="Second"),
            why="",
            lock=1,
            by=person("manager2@wexshire"),
        )
    assert Action.objects.get().title == "First"


def test_its_owner_reports_on_it_and_what_it_serves_begins(response, owner, manager):
    action = action_add(plan=_plan(owner, response), by=manager)
    action_report(action=action, text="The rota is out.", by=owner)
    action.refresh_from_db()
    response.refresh_from_db()
    assert (action.status, response.status) == ("in_progress", "in_progress")


def test_its_owner_reports_on_nothing_else(response, owner, manager):
    action = ActionFactory(owner=manager, responses=[response])
    with pytest.raises(PermissionDenied):
        action_report(action=action, text="Done.", by=owner)
    with pytest.raises(PermissionDenied):
        response_report(response=response, text="Done.", by=owner)


def test_its_owner_marks_it_done(response, owner, manager):
    action = action_add(plan=_plan(owner, response), by=manager)
    with pytest.raises(ValidationError, match="in the future"):
        action_done(action=action, done_on=today() + timedelta(days=1), by=owner)
    for _ in range(2):
        done = action_done(action=action, done_on=today(), by=owner)
    assert (done.status, done.done_on) == ("done", today())


def test_what_is_over_is_not_changed_before_it_is_opened_again(response, owner, manager):
    action = action_add(plan=_plan(owner, response), by=manager)
    done = action_done(action=action, done_on=today(), by=owner)
    plan = _plan(manager, response)
    with pytest.raises(TransitionError, match="Open it again"):
        action_change(action=done, plan=plan, why="", lock=done.lock, by=manager)
    with pytest.raises(TransitionError, match="is over"):
        action_report(action=done, text="More.", by=owner)
    opened = action_reopen(action=done, why="The rota lapsed.", by=manager)
    assert (opened.status, opened.done_on) == ("in_progress", None)


def test_what_is_over_does_not_begin_what_it_serves(response, owner, manager):
    action = action_add(plan=_plan(owner, response), by=manager)
    action_drop(action=action, why="No money.", by=manager)
    with pytest.raises(TransitionError, match="is over"):
        action_begin(action=action, by=owner)
    assert Response.objects.get(pk=response.pk).status == "accepted"


@pytest.fixture
def other(audit):
    return ResponseFactory(recommendation=RecommendationFactory(round=audit), status="accepted")


@pytest.mark.parametrize("status", ["delivered", "verified"])
def test_what_was_delivered_with_an_action_keeps_it(status, response, other, owner, manager):
    action = action_add(plan=_plan(owner, response), by=manager)
    Response.objects.filter(pk=response.pk).update(status=status)
    with pytest.raises(ValidationError, match="Keep the recommendations that were delivered"):
        action_change(action=action, plan=_plan(owner, other), why="", lock=action.lock, by=manager)
    assert list(action.responses.all()) == [response]


@pytest.mark.parametrize("part", ["owner", "past owner", "reporter"])
def test_an_action_taken_away_leaves_behind_who_had_a_hand(
    part, response, other, owner, manager, person
):
    second = person("manager2@wexshire")
    action = action_add(plan=_plan(second if part == "owner" else owner, response), by=manager)
    if part == "past owner":
        action.past_owners.add(second)
    if part == "reporter":
        action_report(action=action, text="Half of them are named.", by=second)
    action.refresh_from_db()
    assert had_a_hand(response, second)
    action_change(action=action, plan=_plan(owner, other), why="", lock=action.lock, by=manager)
    response.steps.all().delete()  # that it began, which is a hand in it by itself
    assert had_a_hand(response, second)


def test_it_is_dropped_with_a_reason_by_a_manager(response, owner, manager):
    action = action_add(plan=_plan(owner, response), by=manager)
    with pytest.raises(PermissionDenied):
        action_drop(action=action, why="Not needed.", by=owner)
    with pytest.raises(ValidationError, match="Say why it is dropped"):
        action_drop(action=action, why="", by=manager)
    dropped = action_drop(action=action, why="The new system does it.", by=manager)
    assert dropped.status == "dropped"
    opened = action_reopen(action=dropped, why="It does not.", by=manager)
    assert (opened.status, opened.dropped_because) == ("planned", "")


def test_what_is_late_is_open_and_past_its_day(manager, response):
    late = ActionFactory(owner=manager, responses=[response], due_on=date(2026, 11, 29))
    ActionFactory(owner=manager, responses=[response], due_on=date(2026, 11, 30))
    day = date(2026, 11, 30)
    done = ActionFactory(owner=manager, responses=[response], due_on=date(2026, 11, 1))
    Action.objects.filter(pk=done.pk).update(status="done", done_on=day)
    assert list(Action.objects.overdue(day)) == [late]
    assert late.is_overdue(day)
