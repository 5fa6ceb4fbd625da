"""The mails about an account: plain, in our words, and to nobody else."""

from __future__ import annotations

import re
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD
from tests.sign_in.conftest import code, sign_in

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


REFUSALS = [
    ConnectionRefusedError("no mail server at mail.wexshire.example"),
    SMTPRecipientsRefused({"auditor@wexshire.example": (550, b"no such mailbox")}),
]


@pytest.fixture(params=REFUSALS, ids=lambda refusal: type(refusal).__name__)
def no_mail_server(request, monkeypatch) -> str:
    """What kind of error sending raises."""

    def refuse(message, **options):
        raise request.param

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    return type(request.param).__name__


@pytest.mark.django_db
class TestWithoutAMailServer:
    def test_a_changed_password_is_changed_all_the_same(self, enter, no_mail_server, caplog):
        new = "gravel tortoise oboe lamp"
        given = {"oldpassword": PASSWORD, "password1": new}
        answer = enter("auditor@wexshire").post(reverse("account_change_password"), given)
        assert answer.status_code == 302
        assert sign_in("auditor@wexshire", new).status_code == 302
        said = [(line.name, line.getMessage()) for line in caplog.records]
        assert said == [("casemark.mail", f"An e-mail was not sent: {no_mail_server}")]
        assert "wexshire" not in caplog.text

    @pytest.mark.parametrize("name", ["auditor@wexshire", "nobody@nowhere"])
    def test_a_forgotten_password_answers_as_ever(self, client, no_mail_server, name):
        asked = {"email": f"{name}.example"}
        answer = client.post(reverse("account_reset_password"), asked)
        assert answer.url == reverse("account_reset_password_done")

    def test_an_app_is_set_up_all_the_same(self, enter, no_mail_server):
        client, activate = enter("auditor@wexshire"), reverse("mfa_activate_totp")
        secret = re.search(r'casemark-secret">(\w+)<', client.get(activate).content.decode())[1]
        answer = client.post(activate, {"code": code(secret)})
        assert answer.url == reverse("mfa_view_recovery_codes")
