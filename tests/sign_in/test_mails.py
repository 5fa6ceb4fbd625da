"""The mails about an account: plain, in our words, and to nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD

TEMPLATES = Path(settings.BASE_DIR) / "templates"
MAILS = sorted(
    path.relative_to(TEMPLATES).as_posix().removesuffix("_message.txt")
    for path in TEMPLATES.glob("*/email/*_message.txt")
)
SENT_BY_ALLAUTH = {
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
}


def test_every_mail_has_our_words():
    assert set(MAILS) >= SENT_BY_ALLAUTH


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_plain_text_about_casemark(name):
    known = {
        "user": "Amina O'Hall",
        "timestamp": timezone.now(),
        "email": "a@wexshire.example",
        "password_reset_url": "https://casemark.example/x?a=1&b=2",
    }
    text = render_to_string(f"{name}_message.txt", known)
    subject = render_to_string(f"{name}_subject.txt", known).strip()
    assert "&#x27;" not in text
    assert "&amp;" not in text
    assert "Casemark" in subject
    assert "\n" not in subject
    assert "{" not in text


@pytest.mark.django_db
def test_a_changed_password_is_told_to_its_owner(enter):
    new = {"oldpassword": PASSWORD, "password1": "gravel tortoise oboe lamp"}
    enter("auditor@wexshire").post(reverse("account_change_password"), new)
    [message] = mail.outbox
    assert message.to == ["auditor@wexshire.example"]
    assert message.subject == "Your Casemark password was changed"
    assert message.body.startswith("Hello Amina Hall,")
    assert message.alternatives == []
