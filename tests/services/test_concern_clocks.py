"""The clocks of immediate concerns, and the e-mails: at once, when late, and once more."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import CaseFile, ConcernStep, ImmediateConcern, RoundMember
from audit.rules.concerns import Level
from audit.rules.roles import RoundRole
from audit.services.case_files import local_number_add
from audit.services.concern_clocks import _escalated, concerns_escalate
from audit.services.concern_contacts import contacts_name
from audit.services.concern_mails import TRY_AGAIN, concern_mails_send
from audit.services.concerns import (
    concern_acknowledge,
    concern_answer,
    concern_close,
    concern_raise,
    concern_send_back,
)
from tests.factories import CaseFileFactory, RoundFactory

pytestmark = pytest.mark.django_db

WHAT = "She goes home to him tonight."
ANSWER = {"done": "He was arrested.", "child_safe": "A social worker saw her."}
MANAGERS = {"manager@wexshire.example", "manager2@wexshire.example"}
MODERATOR = "moderator@wexshire.example"


@pytest.fixture
def people(person):
    names = {"auditor": "auditor", "manager": "manager", "moderator": "moderator"}
    return {name: person(f"{who}@wexshire") for name, who in names.items()}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`committed(act)`: what it does, as if its transaction had ended."""

    def commit(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return commit


@pytest.fixture
def concern(case_file, people, committed) -> ImmediateConcern:
    local_number_add(
        case_file=case_file, kind="crime", number="WXC/26/4711", by=people["moderator"]
    )
    return committed(
        lambda: concern_raise(
            case_file=case_file,
            kind="child_at_risk",
            what=WHAT,
            told_whom="Duty inspector",
            rang_at=timezone.now(),
            by=people["auditor"],
        )
    )


def late(concern, hours: float = 0) -> None:
    """The clock that runs ended so many hours ago."""
    ended = timezone.now() - timedelta(hours=hours, minutes=1)
    ImmediateConcern.objects.filter(pk=concern.pk).update(due_at=ended)


def told() -> set[str]:
    """To whom e-mails went since the last time."""
    people = {address for message in mail.outbox for address in message.to}
    mail.outbox.clear()
    return people


def escalations() -> list[str]:
    steps = ConcernStep.objects.filter(deed="escalated")
    return list(steps.values_list("told", flat=True))


def test_each_step_tells_those_whom_it_waits_for(concern, people, committed):
    assert told() == MANAGERS
    committed(lambda: concern_acknowledge(concern=concern, by=people["manager"]))
    assert told() == set()
    committed(lambda: concern_answer(concern=concern, by=people["manager"], **ANSWER))
    assert told() == {"auditor@wexshire.example", MODERATOR}
    committed(lambda: concern_send_back(concern=concern, reason="Who?", by=people["auditor"]))
    assert told() == MANAGERS
    committed(lambda: concern_answer(concern=concern, by=people["manager"], **ANSWER))
    told()
    committed(lambda: concern_close(concern=concern, note="", by=people["auditor"]))
    assert told() == set()


def test_an_email_says_that_there_is_one_and_nothing_of_the_case(concern):
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        assert f"http://localhost:8000/concerns/{concern.pk}/" in said
        assert f"number {concern.pk}" in said
        for secret in (
            *(WHAT, "risk", "Duty inspector", "4711"),
            *(concern.case_file.reference, concern.round.title, concern.case_file.area.title),
        ):
            assert secret not in said
        assert len(message.to) == 1


def test_nobody_is_told_before_it_is_late(concern, committed):
    told()
    assert committed(concerns_escalate) == 0
    assert told() == set()


def test_each_stage_tells_once(concern, committed, events):
    told()
    late(concern)
    assert committed(concerns_escalate) == 1
    assert told() == MANAGERS
    assert committed(concerns_escalate) == 0
    late(concern, hours=4)
    assert committed(concerns_escalate) == 1
    assert told() == {*MANAGERS, MODERATOR, "auditor@wexshire.example"}
    late(concern, hours=400)
    assert committed(concerns_escalate) == 0
    assert escalations() == [Level.CONTACTS, Level.FORCE]
    assert events()[-2:] == ["concern.escalated"] * 2


def test_a_run_that_comes_late_tells_the_whole_force_at_once(concern, committed):
    told()
    late(concern, hours=9)
    assert committed(concerns_escalate) == 1
    assert MODERATOR in told()
    assert escalations() == [Level.FORCE]


def test_then_any_manager_or_moderator_may_answer(concern, people, person):
    contacts_name(
        round=concern.round,
        contact=people["manager"],
        deputy=None,
        telephone="",
        by=people["moderator"],
    )
    other = person("manager2@wexshire")
    assert not ImmediateConcern.objects.visible_to(other).exists()
    late(concern, hours=5)
    concerns_escalate()
    seen = ImmediateConcern.objects.visible_to(other).get()
    concern_acknowledge(concern=seen, by=other)
    assert ImmediateConcern.objects.visible_to(other).exists()


def test_the_clock_for_the_answer_escalates_anew(concern, people, committed):
    late(concern)
    concerns_escalate()
    concern_acknowledge(concern=concern, by=people["manager"])
    assert concerns_escalate() == 0
    late(concern)
    assert concerns_escalate() == 1
    assert escalations() == [Level.CONTACTS] * 2


def test_what_is_answered_is_not_late(concern, people):
    late(concern)
    concern_answer(concern=concern, by=people["manager"], **ANSWER)
    assert concerns_escalate() == 0


def test_two_workers_tell_once(concern, committed):
    """The second has found the concern late before the first is done with it."""
    told()
    late(concern)
    by = concern.raised_by
    committed(lambda: [_escalated(concern.pk, by) for _ in range(2)])
    assert escalations() == [Level.CONTACTS]
    steps = ConcernStep.objects.filter(deed="escalated").count()
    committed(concern_mails_send)
    assert (steps, told()) == (1, MANAGERS)


def test_a_mail_server_that_is_away_keeps_nothing_from_being_done(
    case_file, people, committed, monkeypatch
):
    def away(self, messages):
        raise SMTPServerDisconnected("auditor@wexshire.example")

    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with monkeypatch.context() as broken:
        broken.setattr(backend, away)
        committed(
            lambda: concern_raise(
                case_file=CaseFile.objects.get(pk=case_file.pk),
                kind="child_at_risk",
                what=WHAT,
                told_whom="Duty inspector",
                rang_at=timezone.now(),
                by=people["auditor"],
            )
        )
    assert ImmediateConcern.objects.count() == 1
    concern_mails_send()
    assert told() == set()  # only a moment ago
    ConcernStep.objects.update(mail_tried_at=timezone.now() - TRY_AGAIN - timedelta(seconds=1))
    concern_mails_send()
    assert told() == MANAGERS
    concern_mails_send()
    assert told() == set()


def test_a_lead_is_told_of_what_is_late_in_an_inspection(person, committed):
    round = RoundFactory(inspection=True)
    lead, colleague = person("inspector@inspectorate"), person("inspector2@inspectorate")
    RoundMember.objects.create(round=round, user=lead, role=RoundRole.LEAD)
    RoundMember.objects.create(round=round, user=colleague, role=RoundRole.INSPECTOR)
    concern = concern_raise(
        case_file=CaseFileFactory(round=round),
        kind="child_at_risk",
        what=WHAT,
        told_whom="Duty inspector",
        rang_at=timezone.now(),
        by=colleague,
    )
    told()
    late(concern, hours=5)
    committed(concerns_escalate)
    inspectors = {"inspector@inspectorate.example", "inspector2@inspectorate.example"}
    assert told() == {*MANAGERS, MODERATOR, *inspectors}
