from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import LogEntry, Round, RoundMember
from audit.rules.dates import Precision
from audit.rules.roles import RoundRole
from audit.rules.transitions import TransitionError
from audit.services.rounds import round_move, round_open, round_save
from audit.services.sign_off import round_sign_off
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def _new(audit, **fields) -> Round:
    """A round not saved yet, alike to `audit`."""
    values = {"force": audit.force, "framework": audit.framework, "code": "a-new-one"}
    return RoundFactory.build(**{**values, **fields})


def _stored(round: Round) -> Round:
    return Round.objects.get(pk=round.pk)


def test_a_moderator_opens_an_audit(audit, moderator, events):
    round_open(round=_new(audit), by=moderator)
    assert Round.objects.filter(code="a-new-one").exists()
    assert events() == ["round.opened"]


def test_whoever_opens_an_inspection_leads_it(audit, person, events):
    inspector = person("inspector@inspectorate")
    opened = round_open(round=_new(audit, inspection=True), by=inspector)
    assert RoundMember.objects.get(round=opened).role == RoundRole.LEAD
    assert RoundMember.objects.get(round=opened).user == inspector
    assert events() == ["round.opened", "roundmember.added"]


def test_a_review_follows_an_inspection_of_the_same_force(audit, person):
    inspector, kind = person("inspector@inspectorate"), Round.Kind.POST_INSPECTION_REVIEW
    values = {"inspection": True, "kind": kind, "fieldwork_started_on": date(2026, 11, 30)}
    with pytest.raises(ValidationError, match="Choose the inspection that it follows"):
        round_open(round=_new(audit, **values), by=inspector)
    elsewhere = RoundFactory(inspection=True, published=True, eastmarch=True)
    with pytest.raises(ValidationError, match="Choose one of the same force"):
        round_open(round=_new(audit, previous=elsewhere, **values), by=inspector)
    parent = RoundFactory(inspection=True, published=True)
    assert round_open(round=_new(audit, previous=parent, **values), by=inspector).pk


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("moderator@wexshire", {"inspection": True}),
        ("inspector@inspectorate", {}),
        ("moderator@eastmarch", {}),
        ("auditor@wexshire", {}),
        ("admin@casemark", {"inspection": True}),
    ],
)
def test_nobody_opens_a_round_that_is_not_theirs(name, fields, audit, person):
    with pytest.raises(PermissionDenied):
        round_open(round=_new(audit, **fields), by=person(name))
    assert Round.objects.count() == 1


WRONG = {
    "fieldwork ends before it starts": (
        {"fieldwork_ended_on": date(2026, 11, 1)},
        "fieldwork_ended_on",
        "Fieldwork cannot end (1 November 2026) before it starts (2 November 2026).",
    ),
    "published before fieldwork": (
        {"published_on": date(2026, 11, 1)},
        "published_on",
        "The publication date (1 November 2026) cannot be before fieldwork (2 November 2026).",
    ),
    "published in a month before fieldwork": (
        {"published_on": date(2026, 10, 1), "published_precision": Precision.MONTH},
        "published_on",
        "The publication date (October 2026) cannot be before fieldwork (2 November 2026).",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_dates_in_the_wrong_order_are_refused_and_nothing_changes(what, audit, moderator, events):
    fields, field, sentence = WRONG[what]
    for name, value in fields.items():
        setattr(audit, name, value)
    with pytest.raises(ValidationError) as refusal:
        round_save(round=audit, by=moderator)
    assert refusal.value.message_dict[field][0].startswith(sentence)
    assert _stored(audit).published_on is None
    assert events() == []


def test_a_review_is_not_published_before_its_parent(audit, moderator):
    parent = RoundFactory(published=True)
    audit.previous, audit.published_on = parent, date(2026, 11, 19)
    with pytest.raises(ValidationError, match="before the one it follows"):
        round_save(round=audit, by=moderator)


def test_a_parent_is_not_dated_after_its_review(audit, moderator):
    RoundFactory(published=True, previous=audit)
    audit.published_on = date(2026, 11, 21)
    with pytest.raises(ValidationError, match="follows this and was published before"):
        round_save(round=audit, by=moderator)


def test_a_round_does_not_follow_one_of_another_force(audit, moderator):
    audit.previous = RoundFactory(eastmarch=True)
    with pytest.raises(ValidationError, match="is about another force"):
        round_save(round=audit, by=moderator)


def test_a_round_does_not_follow_itself(audit, moderator):
    audit.previous = audit
    with pytest.raises(ValidationError, match="cannot follow itself"):
        round_save(round=audit, by=moderator)


def test_more_self_assessed_files_than_there_are_is_refused(case_file, moderator):
    case_file.round.self_assessed = 2
    with pytest.raises(ValidationError, match="cannot have assessed 2 of 1 case files"):
        round_save(round=case_file.round, by=moderator)


def test_a_round_is_not_moved_to_another_force(audit, moderator):
    audit.force = RoundFactory(eastmarch=True).force
    with pytest.raises(PermissionDenied):
        round_save(round=audit, by=moderator)
    assert _stored(audit).force.code == "wexshire"


def test_a_round_of_another_force_is_not_taken_over(moderator, audit):
    theirs = RoundFactory(eastmarch=True)
    theirs.force = audit.force
    with pytest.raises(PermissionDenied):
        round_save(round=theirs, by=moderator)


def test_a_change_is_recorded_with_what_was_changed(audit, moderator):
    audit.summary = "More was found."
    round_save(round=audit, by=moderator, reason="Completed.")
    entry = LogEntry.objects.first()
    assert (entry.event, entry.changed, entry.force) == (
        "round.changed",
        ["summary"],
        audit.force,
    )


def test_saving_what_has_not_changed_records_nothing(audit, moderator, events):
    round_save(round=_stored(audit), by=moderator)
    assert events() == []


@pytest.mark.parametrize(
    ("before", "to"), [("fieldwork", "signed_off"), ("signed_off", "fieldwork")]
)
def test_signing_off_and_opening_again_are_done_elsewhere(before, to, audit, moderator, events):
    audit.status = before
    audit.save()
    with pytest.raises(TransitionError, match="on the page for signing off"):
        round_move(round=audit, to=to, by=moderator)
    assert _stored(audit).status == before
    assert events() == []


def test_publishing_sets_the_day(audit, moderator, settings):
    settings.TODAY = "2026-12-18"
    round_sign_off(round=audit, by=moderator)
    round_move(round=audit, to="published", by=moderator)
    assert str(_stored(audit).published) == "18 December 2026"


def test_publishing_keeps_a_day_that_is_set(audit, moderator):
    audit.status, audit.published_on = "signed_off", date(2026, 12, 1)
    audit.save()
    round_move(round=audit, to="published", by=moderator)
    assert str(_stored(audit).published) == "1 December 2026"


def test_an_audit_is_not_published_before_it_is_signed_off(audit, moderator, events):
    with pytest.raises(TransitionError, match="Possible: planned, signed off"):
        round_move(round=audit, to="published", by=moderator)
    assert _stored(audit).status == "fieldwork"
    assert events() == []


def test_a_step_is_taken_from_where_the_audit_stands_now(audit, moderator):
    seen_earlier = _stored(audit)
    round_sign_off(round=audit, by=moderator)
    round_move(round=audit, to="published", by=moderator)
    with pytest.raises(TransitionError, match="Possible: none"):
        round_move(round=seen_earlier, to="planned", by=moderator)


@pytest.mark.parametrize("to", ["signed_off", "published", "planned"])
def test_who_may_not_move_it_is_not_told_where_it_stands(to, audit, person):
    with pytest.raises(PermissionDenied):
        round_move(round=audit, to=to, by=person("auditor@wexshire"))


def test_the_rounds_moderator_signs_off_and_only_its_lead_publishes(person):
    inspection, inspector = RoundFactory(inspection=True), person("inspector2@inspectorate")
    RoundMember.objects.create(round=inspection, user=inspector, role=RoundRole.MODERATOR)
    round_sign_off(round=inspection, by=inspector)
    with pytest.raises(PermissionDenied):
        round_move(round=inspection, to="published", by=inspector)
