"""Who sees actions, reports on them, and what is attached: the design's table, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import (
    Action,
    CalendarToken,
    DueChange,
    Evidence,
    Force,
    ForceMembership,
    OversightComment,
    OversightResponse,
    ProgressUpdate,
    Recommendation,
    RecommendationLink,
    ReminderSent,
    Response,
    Round,
    RoundMember,
    SourceDocument,
    User,
)
from audit.rules.roles import Role, RoundRole
from tests.cast import CAST
from tests.factories import (
    ActionFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    shown_by,
)

pytestmark = pytest.mark.django_db

EVERYBODY = {one.email.removesuffix(".example") for one in CAST}
WORKING = {"moderator@wexshire", "manager@wexshire", "manager2@wexshire"}
FORCE = WORKING | {"observer@wexshire"}
TEAM = {"inspector@inspectorate"}


@pytest.fixture
def inspection(person) -> Round:
    """Published, of Wexshire, with one inspector on its team."""
    round = RoundFactory(inspection=True, published=True)
    lead = person("inspector@inspectorate")
    RoundMember.objects.create(round=round, user=lead, role=RoundRole.LEAD)
    return round


@pytest.fixture
def response(inspection) -> Response:
    return ResponseFactory(
        recommendation=RecommendationFactory(round=inspection), status="accepted"
    )


@pytest.fixture
def owner() -> User:
    user = User.objects.create(email="someone@wexshire.example", name="Someone")
    wexshire = Force.objects.get(code="wexshire")
    ForceMembership.objects.create(user=user, force=wexshire, role=Role.ACTION_OWNER)
    return user


def _who_sees(row, person) -> set[str]:
    rows = type(row).objects
    return {name for name in EVERYBODY if rows.visible_to(person(name)).filter(pk=row.pk).exists()}


def test_an_action_is_seen_with_what_it_serves(response, person):
    action = ActionFactory(owner=person("manager2@wexshire"), responses=[response])
    change = DueChange.objects.create(
        action=action, before=date(2027, 1, 1), after=date(2027, 2, 1), why="Late", by=action.owner
    )
    assert _who_sees(action, person) == FORCE | TEAM
    assert _who_sees(change, person) == FORCE | TEAM


def test_its_owner_sees_an_action_and_nothing_else(response, owner):
    action = ActionFactory(owner=owner, responses=[response])
    ActionFactory(owner=User.objects.get(email="manager@wexshire.example"), responses=[response])
    assert list(Action.objects.visible_to(owner)) == [action]
    for model in (Response, Recommendation, Round):
        assert not model.objects.visible_to(owner).exists()


def test_an_owner_who_lost_their_role_sees_the_action_no_more(response, owner):
    ActionFactory(owner=owner, responses=[response])
    owner.memberships.all().delete()
    assert not Action.objects.visible_to(User.objects.get(pk=owner.pk)).exists()


def test_a_report_is_seen_with_what_it_is_about_and_its_evidence_by_those_who_work_on_it(
    response, person
):
    update = ProgressUpdateFactory(response=response, by=person("manager@wexshire"))
    assert _who_sees(update, person) == FORCE | TEAM
    assert _who_sees(shown_by(update), person) == WORKING | TEAM


def test_an_owner_sees_what_is_attached_to_their_action_alone(response, owner, person):
    action = ActionFactory(owner=owner, responses=[response])
    mine = shown_by(ProgressUpdateFactory(response=None, action=action, by=owner))
    manager = person("manager@wexshire")
    shown_by(ProgressUpdateFactory(response=response, by=manager))
    assert list(Evidence.objects.visible_to(owner)) == [mine]
    assert ProgressUpdate.objects.visible_to(owner).count() == 1
    assert _who_sees(mine, person) == WORKING | TEAM


def test_what_an_inspection_asks_is_the_teams_until_it_is_published(inspection, response, person):
    update = ProgressUpdateFactory(response=response, by=person("manager@wexshire"))
    evidence = shown_by(update)
    Round.objects.filter(pk=inspection.pk).update(status="fieldwork", published_on=None)
    for row in (response, update, evidence):
        assert _who_sees(row, person) == TEAM


def test_evidence_of_another_force_is_not_seen(inspection, person):
    eastmarch = Force.objects.get(code="eastmarch")
    response = ResponseFactory(
        recommendation=RecommendationFactory(round=inspection), force=eastmarch
    )
    manager = person("manager@eastmarch")
    evidence = shown_by(ProgressUpdateFactory(response=response, by=manager))
    assert _who_sees(evidence, person) == {"moderator@eastmarch", manager.email[:-8], *TEAM}


def test_what_a_force_entered_for_itself_is_its_own(person):
    document = SourceDocumentFactory(force=Force.objects.get(code="wexshire"))
    asked = RecommendationFactory(round=None, source_document=document)
    assert _who_sees(document, person) == FORCE
    assert _who_sees(asked, person) == FORCE


def test_a_public_document_is_read_by_all_who_read_what_is_published(person):
    document = SourceDocumentFactory()
    asked = RecommendationFactory(round=None, source_document=document)
    assert _who_sees(document, person) == EVERYBODY
    assert _who_sees(asked, person) == EVERYBODY - {"admin@casemark", "owner@wexshire"}
    assert SourceDocument.objects.count() == 1


def test_a_link_is_seen_where_both_ends_are(person):
    one = RecommendationFactory(round=None)
    own = RecommendationFactory(
        round=None, source_document=SourceDocumentFactory(force=Force.objects.get(code="wexshire"))
    )
    link = RecommendationLink.objects.create(
        source=own, target=one, kind="duplicates", by=person("manager@wexshire")
    )
    assert _who_sees(link, person) == FORCE


def test_a_forces_own_link_is_seen_by_that_force(person):
    link = RecommendationLink.objects.create(
        source=RecommendationFactory(round=None),
        target=RecommendationFactory(round=None),
        kind="contradicts",
        force=Force.objects.get(code="wexshire"),
        by=person("manager@wexshire"),
    )
    assert _who_sees(link, person) == FORCE | {"auditor@wexshire", "auditor2@wexshire"}


def test_a_draft_of_the_policing_bodys_response_is_its_own(inspection, response, person):
    oversight = OversightResponse.objects.create(round=inspection)
    comment = OversightComment.objects.create(oversight=oversight, response=response, text="Good.")
    assert _who_sees(oversight, person) == {"observer@wexshire"}
    assert _who_sees(comment, person) == {"observer@wexshire"}


def test_a_forces_managers_see_its_calendar_feeds(person):
    token = CalendarToken.objects.create(
        force=Force.objects.get(code="wexshire"),
        label="Board",
        digest="0" * 64,
        made_by=person("manager@wexshire"),
    )
    assert _who_sees(token, person) == {"manager@wexshire", "manager2@wexshire"}


def test_a_person_sees_their_own_reminders(person):
    sent = ReminderSent.objects.create(user=person("manager@wexshire"), on=date(2026, 11, 30))
    assert _who_sees(sent, person) == {"manager@wexshire"}
