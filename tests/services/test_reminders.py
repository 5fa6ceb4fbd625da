"""The daily e-mail: one a person and day, with numbers and dates and no word of their subject."""

from __future__ import annotations

from datetime import date
from io import StringIO
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from audit.models import Action, Recommendation, ReminderSent, Response
from audit.rules.transitions import ResponseStatus
from audit.services.reminders import reminders_send
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
)

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2026, 10, 20), date(2026, 10, 21)
MANAGERS = {"manager@wexshire.example", "manager2@wexshire.example"}
TITLE, TEXT = "Look sooner at Blue Lane", "Look at every referral about Blue Lane sooner."


@pytest.fixture
def response(db) -> Response:
    """Put to Wexshire by an inspection of 8 September; its plan is due on 20 October."""
    round = RoundFactory(inspection=True, published=True, published_on=date(2026, 9, 8))
    asked = RecommendationFactory(
        source_document=SourceDocumentFactory(
            round=round, publisher="HMICFRS", title="Blue Lane", closure="inspectorate"
        ),
        round=round,
        number=3,
        legal_basis=Recommendation.LegalBasis.INSPECTION,
        title=TITLE,
        text=TEXT,
    )
    return ResponseFactory(recommendation=asked)


@pytest.fixture
def action(response, person) -> Action:
    action = Action.objects.create(
        force=response.force,
        title="Train Blue Lane",
        what="Train everybody of Blue Lane.",
        owner=person("auditor@wexshire"),
        due_on=DAY,
        first_due_on=DAY,
    )
    action.responses.add(response)
    return action


def _told() -> set[str]:
    people = {address for message in mail.outbox for address in message.to}
    mail.outbox.clear()
    return people


def test_a_second_run_on_a_day_sends_nothing(response):
    assert reminders_send(DAY) == 3
    assert _told() == {*MANAGERS, "observer@wexshire.example"}
    assert reminders_send(DAY) == 0
    assert not mail.outbox
    assert reminders_send(NEXT) == 3


def test_whoever_had_it_from_a_run_at_the_same_time_gets_no_second_one(response, person):
    ReminderSent.objects.create(user=person("manager@wexshire"), on=DAY)
    reminders_send(DAY)
    assert "manager@wexshire.example" not in _told()


def test_each_gets_what_is_theirs(response, action):
    reminders_send(DAY)
    told = {message.to[0]: message for message in mail.outbox}
    owner, manager = told["auditor@wexshire.example"], told["manager@wexshire.example"]
    assert owner.subject == "Recommendations: 1 due soon"
    assert f"- Action {action.pk}: To be done, due 20 October 2026" in owner.body
    assert "HMICFRS" not in owner.body
    assert manager.subject == "Recommendations: 2 due soon"
    assert "- HMICFRS, recommendation 3: Action plan" in manager.body


def test_after_the_last_day_it_says_overdue(response, action):
    reminders_send(NEXT)
    manager = next(one for one in mail.outbox if one.to == ["manager@wexshire.example"])
    assert manager.subject == "Recommendations: 2 overdue"
    assert "Overdue: 2" in manager.body


def test_no_word_of_a_recommendation_an_action_or_a_document_is_in_it(response, action, settings):
    for day in (DAY, NEXT):
        reminders_send(day)
    assert mail.outbox
    for message in mail.outbox:
        assert "Blue Lane" not in message.subject + message.body
        assert f"{settings.SITE_ADDRESS}/" in message.body


def test_when_nothing_is_due_nobody_is_written_to(response):
    assert reminders_send(date(2026, 9, 9)) == 0
    assert not ReminderSent.objects.exists()


def test_of_a_historic_round_nobody_is_reminded(response, action):
    round = response.recommendation.round
    round.historic = True
    round.save()
    assert reminders_send(date(2030, 1, 1)) == 0


def test_whose_account_is_switched_off_gets_none(response, person):
    manager = person("manager@wexshire")
    manager.is_active = False
    manager.save()
    reminders_send(DAY)
    assert "manager@wexshire.example" not in _told()


def test_what_no_mail_server_took_is_sent_by_the_next_run(response, monkeypatch):
    def refuse(self, messages):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refuse)
        assert reminders_send(DAY) == 0
    assert reminders_send(DAY) == 3


def test_whoever_verifies_is_told_what_waits(response, person):
    later = RoundFactory(inspection=True, previous=response.recommendation.round)
    later.members.create(user=person("inspector@inspectorate"), role="lead")
    Response.objects.filter(pk=response.pk).update(status=ResponseStatus.DELIVERED)
    reminders_send(date(2026, 9, 9))
    (message,) = mail.outbox
    assert message.to == ["inspector@inspectorate.example"]
    assert message.subject == "Recommendations: 1 to verify"
    assert "- HMICFRS, recommendation 3: Verification" in message.body


def test_a_long_list_is_cut_and_counted(response):
    for number in range(10, 35):
        asked = RecommendationFactory(
            source_document=response.recommendation.source_document,
            round=response.recommendation.round,
            number=number,
            legal_basis=Recommendation.LegalBasis.INSPECTION,
        )
        ResponseFactory(recommendation=asked)
    reminders_send(DAY)
    manager = next(one for one in mail.outbox if one.to == ["manager@wexshire.example"])
    assert "Due soon: 26" in manager.body
    assert "- and 6 more" in manager.body


def test_the_command_says_how_many_it_sent(response, settings):
    settings.TODAY = DAY.isoformat()
    for expected in ("Sent 3 e-mails for 20 October 2026.", "Sent 0 e-mails for 20 October 2026."):
        out = StringIO()
        call_command("send_reminders", stdout=out)
        assert out.getvalue().strip() == expected
