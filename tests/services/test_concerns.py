"""Immediate concerns: from a draft to closed, and who may take which step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.models import ConcernStep, ImmediateConcern, LogEntry, RoundMember
from audit.models.concerns import contacts_of
from audit.rules.concerns import ConcernStatus
from audit.rules.deadlines import hours_after
from audit.rules.roles import RoundRole
from audit.rules.transitions import TransitionError
from audit.services.case_files import local_number_add
from audit.services.concern_contacts import contacts_name, contacts_to_name
from audit.services.concerns import (
    concern_acknowledge,
    concern_answer,
    concern_close,
    concern_numbers_reveal,
    concern_raise,
    concern_send_back,
)
from tests.factories import CaseFileFactory, RoundFactory

pytestmark = pytest.mark.django_db

ANSWER = {"done": "He was arrested at 14:10.", "child_safe": "A social worker saw her at 15:00."}


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def manager(person):
    return person("manager@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def raised(case_file, by, **given) -> ImmediateConcern:
    values = {
        "kind": "child_at_risk",
        "what": "She goes home to him tonight.",
        "told_whom": "Duty inspector",
        "rang_at": timezone.now() - timedelta(minutes=5),
    }
    return concern_raise(case_file=case_file, by=by, **values | given)


@pytest.fixture
def concern(case_file, auditor):
    return raised(case_file, auditor)


def deeds(concern) -> list[str]:
    return list(ConcernStep.objects.filter(concern=concern).values_list("deed", flat=True))


def test_from_a_draft_to_closed(case_file, auditor, manager, events):
    concern = raised(case_file, auditor)
    concern_acknowledge(concern=concern, by=manager)
    concern_answer(concern=concern, by=manager, **ANSWER)
    concern_send_back(concern=concern, reason="Where is her brother?", by=auditor)
    concern_answer(concern=concern, by=manager, **ANSWER)
    closed = concern_close(concern=concern, note="", by=auditor)
    said = ["raised", "acknowledged", "answered", "sent_back", "answered", "closed"]
    assert deeds(concern) == said
    assert events() == [f"concern.{deed}" for deed in said]
    assert (closed.status, closed.due_at) == (ConcernStatus.CLOSED, None)
    assert not ImmediateConcern.objects.open().exists()


def test_the_clocks_run_from_when_it_was_raised(concern, manager, settings):
    assert concern.due_at == hours_after(concern.raised_at, settings.CONCERN_HOURS)
    held = concern_acknowledge(concern=concern, by=manager)
    assert held.due_at == hours_after(concern.raised_at, settings.CONCERN_ANSWER_HOURS)
    assert concern_answer(concern=concern, by=manager, **ANSWER).due_at is None


def test_what_is_sent_back_has_its_time_anew(concern, auditor, manager, settings):
    concern_answer(concern=concern, by=manager, **ANSWER)
    first = ImmediateConcern.objects.get().answered_at
    back = concern_send_back(concern=concern, reason="Who saw her?", by=auditor)
    assert back.due_at > concern.answer_by - timedelta(minutes=1)
    concern_answer(concern=concern, by=manager, **ANSWER)
    assert ImmediateConcern.objects.get().answered_at == first


def test_the_same_once_more_has_one_effect(case_file, auditor, manager, events):
    rang = timezone.now()
    first = raised(case_file, auditor, rang_at=rang)
    assert raised(case_file, auditor, rang_at=rang) == first
    for _ in range(2):
        concern_acknowledge(concern=first, by=manager)
    for _ in range(2):
        concern_answer(concern=first, by=manager, **ANSWER)
    for _ in range(2):
        concern_close(concern=first, note="Seen.", by=auditor)
    said = ["raised", "acknowledged", "answered", "closed"]
    assert events() == [f"concern.{deed}" for deed in said]


def test_two_children_in_one_file_are_two_concerns(case_file, auditor):
    rang = timezone.now()
    raised(case_file, auditor, rang_at=rang, what="The girl.")
    raised(case_file, auditor, rang_at=rang, what="Her brother.")
    assert ImmediateConcern.objects.count() == 2


def test_it_is_raised_after_sign_off_too(case_file, auditor):
    case_file.round.status = "signed_off"
    case_file.round.save()
    assert raised(case_file, auditor).is_open


def test_who_has_not_rung_yet_is_told_to(case_file, auditor):
    with pytest.raises(ValidationError, match="Ring first"):
        raised(case_file, auditor, rang_at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize("field", ["what", "told_whom"])
def test_what_was_seen_and_who_was_rung_are_said(field, case_file, auditor):
    with pytest.raises(ValidationError) as refusal:
        raised(case_file, auditor, **{field: "  "})
    assert field in refusal.value.message_dict


def test_a_reconstructed_file_stands_for_no_child(person):
    case_file = CaseFileFactory(reconstructed=True, allocated_to=person("auditor@wexshire"))
    with pytest.raises(ValidationError, match="no known child"):
        raised(case_file, person("auditor@wexshire"))


@pytest.mark.parametrize("missing", ["done", "child_safe"])
def test_an_answer_says_what_was_done_and_that_the_child_is_safe(missing, concern, manager):
    with pytest.raises(ValidationError) as refusal:
        concern_answer(concern=concern, by=manager, **ANSWER | {missing: " "})
    assert list(refusal.value.message_dict) == [missing]


def test_what_is_sent_back_says_why(concern, auditor, manager):
    concern_answer(concern=concern, by=manager, **ANSWER)
    with pytest.raises(ValidationError, match="what is missing"):
        concern_send_back(concern=concern, reason=" ", by=auditor)


def test_nothing_is_closed_before_it_is_answered(concern, auditor, manager):
    with pytest.raises(TransitionError):
        concern_close(concern=concern, note="", by=auditor)
    concern_acknowledge(concern=concern, by=manager)
    with pytest.raises(TransitionError):
        concern_close(concern=concern, note="", by=auditor)


OUTSIDERS = (
    *("auditor2@wexshire", "observer@wexshire", "manager@eastmarch"),
    "inspector@inspectorate",
)


@pytest.mark.parametrize("name", [*OUTSIDERS, "moderator@wexshire", "auditor@wexshire"])
def test_only_contacts_answer(name, concern, person):
    with pytest.raises(PermissionDenied):
        concern_acknowledge(concern=concern, by=person(name))
    with pytest.raises(PermissionDenied):
        concern_answer(concern=concern, by=person(name), **ANSWER)


@pytest.mark.parametrize("name", [*OUTSIDERS, "manager@wexshire"])
def test_only_the_raiser_and_who_leads_settle(name, concern, manager, person):
    concern_answer(concern=concern, by=manager, **ANSWER)
    with pytest.raises(PermissionDenied):
        concern_close(concern=concern, note="", by=person(name))
    with pytest.raises(PermissionDenied):
        concern_send_back(concern=concern, reason="No.", by=person(name))


def test_a_moderator_closes_in_the_forces_own_audit(concern, manager, moderator):
    concern_answer(concern=concern, by=manager, **ANSWER)
    assert not concern_close(concern=concern, note="", by=moderator).is_open


def test_in_an_inspection_the_lead_closes_and_a_colleague_does_not(person, manager):
    round = RoundFactory(inspection=True)
    lead, colleague = person("inspector@inspectorate"), person("inspector2@inspectorate")
    for user, role in ((lead, RoundRole.LEAD), (colleague, RoundRole.INSPECTOR)):
        RoundMember.objects.create(round=round, user=user, role=role)
    case_file = CaseFileFactory(round=round)
    concerns = {by: raised(case_file, by) for by in (lead, colleague)}
    for concern in concerns.values():
        concern_answer(concern=concern, by=manager, **ANSWER)
    with pytest.raises(PermissionDenied):
        concern_close(concern=concerns[lead], note="", by=colleague)
    for concern in concerns.values():
        assert not concern_close(concern=concern, note="", by=lead).is_open


def named(round, by, contact=None, deputy=None):
    return contacts_name(round=round, contact=contact, deputy=deputy, telephone="", by=by)


def test_without_a_name_all_managers_are_contacts(audit, manager, person):
    assert contacts_of(audit) == [manager, person("manager2@wexshire")]


def test_the_contact_comes_before_the_deputy(audit, manager, moderator):
    named(audit, moderator, moderator, manager)
    assert contacts_of(audit) == [moderator, manager]


def test_whoever_is_not_named_no_longer_answers(audit, concern, manager, moderator, person):
    named(audit, moderator, manager)
    concern.refresh_from_db()
    with pytest.raises(PermissionDenied):
        concern_acknowledge(concern=concern, by=person("manager2@wexshire"))
    assert concern_acknowledge(concern=concern, by=manager).status == ConcernStatus.ACKNOWLEDGED


def test_where_the_contact_has_left_the_managers_are_asked(audit, manager, moderator, person):
    named(audit, moderator, manager)
    manager.is_active = False
    manager.save()
    assert contacts_of(audit) == [person("manager2@wexshire")]


def test_a_contact_who_raises_one_does_not_answer_it(audit, case_file, moderator, manager):
    """Where nobody else is named, the whole force is asked at once."""
    named(audit, moderator, moderator)
    concern = raised(case_file, moderator)
    assert concern.opened_to_force
    with pytest.raises(TransitionError, match="You raised"):
        concern_answer(concern=concern, by=moderator, **ANSWER)
    assert concern_answer(concern=concern, by=manager, **ANSWER).status == ConcernStatus.ANSWERED


def test_whoever_answered_does_not_close(audit, concern, moderator):
    named(audit, moderator, moderator)
    concern_answer(concern=ImmediateConcern.objects.get(), by=moderator, **ANSWER)
    with pytest.raises(TransitionError, match="You answered"):
        concern_close(concern=concern, note="", by=moderator)


def test_a_contact_is_a_manager_or_moderator_of_the_force(audit, moderator, person):
    for name in ("auditor@wexshire", "manager@eastmarch"):
        with pytest.raises(ValidationError, match="no manager or moderator"):
            named(audit, moderator, person(name))


def test_a_deputy_stands_beside_a_contact(audit, moderator, manager):
    with pytest.raises(ValidationError, match="before the deputy"):
        named(audit, moderator, None, manager)
    with pytest.raises(ValidationError, match="two different people"):
        named(audit, moderator, manager, manager)


def test_an_inspector_who_leads_names_people_of_the_force(person, manager):
    round, lead = RoundFactory(inspection=True), person("inspector@inspectorate")
    RoundMember.objects.create(round=round, user=lead, role=RoundRole.LEAD)
    assert manager in contacts_to_name(round=round, by=lead)
    named(round, lead, manager)
    assert contacts_of(round) == [manager]


def test_the_contact_gets_the_forces_number_and_that_is_recorded(
    case_file, concern, manager, moderator, events
):
    local_number_add(case_file=case_file, kind="crime", number="WXC/26/4711", by=moderator)
    numbers = concern_numbers_reveal(concern=concern, by=manager)
    assert list(numbers.values()) == ["WXC/26/4711"]
    assert events()[-1] == "local_numbers.revealed"
    assert LogEntry.objects.latest("pk").by == manager


def test_nobody_else_gets_the_number(concern, person):
    with pytest.raises(PermissionDenied):
        concern_numbers_reveal(concern=concern, by=person("auditor2@wexshire"))


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("auditor@wexshire", True),
        ("moderator@wexshire", True),
        ("manager@wexshire", True),
        ("manager2@wexshire", True),
        ("auditor2@wexshire", False),
        ("observer@wexshire", False),
        ("manager@eastmarch", False),
        ("moderator@eastmarch", False),
        ("inspector@inspectorate", False),
        ("admin@casemark", False),
    ],
)
def test_who_sees_it(name, seen, concern, person):
    assert ImmediateConcern.objects.visible_to(person(name)).exists() is seen


def test_once_somebody_is_named_other_managers_do_not_see_it(audit, concern, moderator, person):
    named(audit, moderator, person("manager2@wexshire"))
    assert not ImmediateConcern.objects.visible_to(person("manager@wexshire")).exists()


def test_it_waits_for_the_force_and_then_for_who_closes(concern, auditor, manager, moderator):
    def waits_for(user) -> bool:
        rows = ImmediateConcern.objects.visible_to(user)
        return rows.waiting_for(user.scope).exists()

    assert [waits_for(one) for one in (auditor, manager, moderator)] == [False, True, False]
    concern_answer(concern=concern, by=manager, **ANSWER)
    assert [waits_for(one) for one in (auditor, manager, moderator)] == [True, False, True]
    concern_close(concern=concern, note="", by=auditor)
    assert [waits_for(one) for one in (auditor, manager, moderator)] == [False] * 3


def test_what_is_opened_to_the_force_stays_in_it(concern, person):
    ImmediateConcern.objects.update(opened_to_force=True)
    sees = {
        name: ImmediateConcern.objects.visible_to(person(name)).exists()
        for name in ("manager2@wexshire", "manager@eastmarch", "moderator@eastmarch")
    }
    assert [name for name, seen in sees.items() if seen] == ["manager2@wexshire"]
