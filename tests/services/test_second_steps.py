"""The second step of others: what administrators see of it, and how they reset it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import LogEntry
from audit.services.second_steps import second_step_reset, second_steps_of

pytestmark = pytest.mark.django_db

TOTP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES


@pytest.fixture
def admin(person):
    return person("admin@casemark")


def set_up(person, *kinds):
    for kind in kinds:
        Authenticator.objects.create(user=person, type=kind, data={"secret": "never shown"})


def test_it_is_told_in_words_and_codes_alone_are_none(person, admin):
    both, codes = person("auditor@wexshire"), person("manager@wexshire")
    set_up(both, TOTP, PASSKEY, PASSKEY, CODES)
    set_up(codes, CODES)
    told = second_steps_of([both, codes, admin], user=admin)
    assert told == {both.pk: ["authenticator app", "passkey"]}


def test_a_reset_takes_everything_and_signs_out(person, admin, signed_in):
    auditor, manager = person("auditor@wexshire"), person("manager@wexshire")
    for somebody in (auditor, manager):
        set_up(somebody, TOTP, CODES)
    client = signed_in("auditor@wexshire")
    second_step_reset(person=auditor, reason="Lost the phone", by=admin)
    assert client.get("/").status_code == 302
    assert set(Authenticator.objects.values_list("user", flat=True)) == {manager.pk}


def test_the_trail_says_what_was_reset_and_why_and_no_secret(person, admin):
    auditor = person("auditor@wexshire")
    set_up(auditor, TOTP, CODES)
    second_step_reset(person=auditor, reason="Lost the phone", by=admin)
    entry = LogEntry.objects.about(auditor).first()
    assert (entry.event, entry.text.reason) == ("user.second_step_reset", "Lost the phone")
    assert entry.text.before == {"second_steps": ["recovery_codes", "totp"]}
    assert "never shown" not in str(entry.text.__dict__)


def test_whose_second_step_is_reset_is_told(person, admin, django_capture_on_commit_callbacks):
    auditor = person("auditor@wexshire")
    set_up(auditor, TOTP)
    with django_capture_on_commit_callbacks(execute=True):
        second_step_reset(person=auditor, reason="Lost the phone", by=admin)
    [message] = mail.outbox
    assert message.to == ["auditor@wexshire.example"]
    assert message.body.startswith("Hello Amina Hall,\n\nDana Frost reset the second step")
    assert "Lost" not in message.body


def test_nobody_resets_their_own_or_what_is_not_there(person, admin):
    set_up(admin, TOTP)
    with pytest.raises(ValidationError, match="your own rights"):
        second_step_reset(person=admin, reason="Lost", by=admin)
    with pytest.raises(ValidationError, match="nothing to reset"):
        second_step_reset(person=person("auditor@wexshire"), reason="Lost", by=admin)


def test_nobody_else_resets_or_looks(person):
    auditor, moderator = person("auditor@wexshire"), person("moderator@wexshire")
    set_up(auditor, TOTP)
    with pytest.raises(PermissionDenied):
        second_step_reset(person=auditor, reason="Lost", by=moderator)
    with pytest.raises(PermissionDenied):
        second_steps_of([auditor], user=moderator)
    assert Authenticator.objects.exists()
