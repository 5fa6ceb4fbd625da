"""The review of access: what it is about, what it ends, and what the trail keeps of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Force, ForceMembership, LogEntry, RoundMember
from audit.rules.roles import Role, RoundRole
from audit.services.access_review import (
    access_review_record,
    holdings_in,
    last_reviews,
    people_counts,
    people_in,
)
from audit.services.memberships import membership_add
from audit.services.people import person_add
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(person):
    return person("admin@casemark")


@pytest.fixture
def wexshire(db):
    return Force.objects.get(code="wexshire")


@pytest.fixture
def review(admin):
    """`review(force, *ended)`: keeps everything that may be decided but `ended`."""

    def save(force, *ended, **options):
        given = {"by": admin, "reason": "No longer needed"} | options
        rows = [row for row in holdings_in(force, user=admin) if row.user_id != given["by"].pk]
        kept = [row for row in rows if row not in ended]
        return access_review_record(force=force, kept=kept, ended=ended, **given)

    return save


def test_a_force_s_review_is_about_its_people_and_nobody_elses(admin, wexshire):
    emails = {person.email for person in people_in(wexshire, user=admin)}
    assert len(emails) == 7
    assert all(email.endswith("@wexshire.example") for email in emails)


def test_whoever_holds_nothing_in_a_force_is_reviewed_apart(admin, service, wexshire):
    nobody = person_add(email="new@wexshire.example", name="New", by=service)
    rest = set(people_in(None, user=admin))
    assert nobody in rest
    assert admin in rest
    assert service not in rest
    counts = people_counts(user=admin)
    assert (counts[wexshire.pk], counts[None]) == (7, len(rest))


def test_every_holding_is_in_the_review_of_some_force(admin, person, service, wexshire):
    """A person of two forces with a role outside any and a place in a team."""
    manager = person("manager@eastmarch")
    membership_add(person=manager, role=Role.AUDITOR, force=wexshire, by=service)
    membership_add(person=manager, role=Role.INSPECTOR, force=None, by=service)
    RoundMember.objects.create(round=RoundFactory(), user=manager, role=RoundRole.INSPECTOR)
    eastmarch = Force.objects.get(code="eastmarch")
    held = {
        force.code: [str(row) for row in holdings_in(force, user=admin) if row.user == manager]
        for force in (wexshire, eastmarch)
    }
    everywhere = ["Inspector", "Gil Norris, inspector"]
    assert set(held["wexshire"]) == {"Auditor, Wexshire Police (invented)", *everywhere}
    assert set(held["eastmarch"]) == {"Manager, Eastmarch Constabulary (invented)", *everywhere}
    reviewed = {
        row for force in (None, *Force.objects.all()) for row in holdings_in(force, user=admin)
    }
    assert reviewed == {*ForceMembership.objects.all(), *RoundMember.objects.all()}


def test_a_review_ends_what_was_chosen_and_signs_out(review, wexshire, person, signed_in):
    client, stays = signed_in("auditor2@wexshire"), signed_in("auditor@wexshire")
    review(wexshire, person("auditor2@wexshire").memberships.get())
    assert not person("auditor2@wexshire").memberships.exists()
    assert person("auditor@wexshire").memberships.exists()
    assert (client.get("/").status_code, stays.get("/").status_code) == (302, 200)


def test_a_review_is_one_entry_with_counts_beside_what_was_ended(review, wexshire, person, events):
    inspector = person("auditor2@wexshire")
    member = RoundMember.objects.create(
        round=RoundFactory(), user=inspector, role=RoundRole.INSPECTOR
    )
    entry = review(wexshire, inspector.memberships.get(), member)
    assert events() == ["forcemembership.deleted", "roundmember.deleted", "access.reviewed"]
    assert (entry.force, entry.subject_type) == (wexshire, "force")
    assert entry.text.after == {"people": 7, "kept": 6, "ended": 2}
    reasons = LogEntry.objects.order_by("-pk").values_list("text__reason", flat=True)[:3]
    assert set(reasons) == {"No longer needed"}


def test_what_came_since_has_to_be_looked_at_too(wexshire, admin, person, service, events):
    seen = holdings_in(wexshire, user=admin)
    membership_add(
        person=person("observer@wexshire"), role=Role.MODERATOR, force=wexshire, by=service
    )
    before = events()
    with pytest.raises(ValidationError, match="changed while you were looking"):
        access_review_record(force=wexshire, kept=seen, ended=[], by=admin)
    assert events() == before


def test_nothing_of_another_force_is_ended_along(wexshire, admin, person):
    foreign = person("manager@eastmarch").memberships.get()
    with pytest.raises(ValidationError):
        access_review_record(
            force=wexshire, kept=holdings_in(wexshire, user=admin), ended=[foreign], by=admin
        )
    assert person("manager@eastmarch").memberships.exists()


def test_nobody_decides_about_themselves(review, admin):
    own = admin.memberships.get()
    with pytest.raises(ValidationError):
        review(None, own)
    review(None)
    assert admin.memberships.get() == own


def test_a_review_that_would_leave_no_administrator_ends_nothing(review, admin, person, service):
    inspector = person("inspector@inspectorate").memberships.get()
    kept = inspector.pk
    with pytest.raises(ValidationError, match="Make somebody else one first"):
        review(None, inspector, admin.memberships.get(), by=service)
    assert ForceMembership.objects.filter(pk=kept).exists()


def test_the_last_review_of_each_force_is_known(review, wexshire, admin, monkeypatch):
    eastmarch = Force.objects.get(code="eastmarch")
    assert last_reviews([wexshire, eastmarch], user=admin) == {}
    for day in (3, 5):
        # Late in the evening by the clock of Greenwich it is the next day in London in summer.
        at = datetime(2026, 6, day, 23, 30, tzinfo=ZoneInfo("UTC"))
        monkeypatch.setattr("audit.services.trail.timezone.now", lambda at=at: at)
        review(wexshire)
    review(None)
    found = last_reviews([wexshire, eastmarch], user=admin)
    assert set(found) == {wexshire.pk, None}
    assert (str(found[wexshire.pk].day), found[wexshire.pk].by) == ("2026-06-06", "Dana Frost")


def test_the_review_of_one_force_is_not_that_of_another(review, wexshire, admin):
    review(wexshire)
    eastmarch = Force.objects.get(code="eastmarch")
    assert last_reviews([eastmarch], user=admin) == {}


@pytest.mark.parametrize("name", ["moderator@wexshire", "manager@wexshire"])
def test_nobody_else_reviews_or_looks(name, person, wexshire):
    by = person(name)
    for ask in (people_in, holdings_in):
        with pytest.raises(PermissionDenied):
            ask(wexshire, user=by)
    for ask in (lambda: people_counts(user=by), lambda: last_reviews([wexshire], user=by)):
        with pytest.raises(PermissionDenied):
            ask()
    with pytest.raises(PermissionDenied):
        access_review_record(force=wexshire, kept=[], ended=[], by=by)
