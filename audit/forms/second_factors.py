"""The second step of signing in: allauth's forms with our fields, its adapter with our words."""

from __future__ import annotations

from typing import Any

from allauth.core import context, ratelimit
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from audit.forms.fields import GovukForm, TextField
from audit.forms.widgets import TextInput
from audit.models import User
from audit.models.encryption import decrypt, encrypt
from audit.services.sign_in import is_last_administrator, passkey_count, second_step_by_code

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
TOO_MANY = "too_many_login_attempts"


class SecondStepAdapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": (
            "The code is not right. Wait until your app shows the next one, then type that"
        ),
        "cannot_generate_recovery_codes": "Set up an app or a passkey first",
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Passkey {passkey_count(user) + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Casemark"}


class CodeField(TextField):
    """Codes of apps, and recovery codes; people type spaces into them."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "label": "What is the code?",
            "what": "the code",
            "max_length": 20,
            "widget": TextInput(CODE, width=10),
        }
        super().__init__(**defaults | options)

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class OnlyOnce:
    """An app's code is taken once, for as long as it is good at all (ASVS 6.5.1)."""

    def clean_code(self) -> str:
        code = super().clean_code()
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        used = salted_hmac("casemark.used-code", f"{self.user.pk}:{code}").hexdigest()
        if not cache.add(f"used-code:{used}", True, timeout=steps * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class LastAdministratorGetsIn:
    """For them a code too many still counts if it is right, and answers as all others do if it
    is not, as with passwords (AccountAdapter.authenticate). A code can be guessed where a
    password cannot, so what still counts is limited by address."""

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except ValidationError as refusal:
            if refusal.code != TOO_MANY or not is_last_administrator(self.user):
                raise
            if not ratelimit.consume(context.request, action="last_administrator"):
                raise
            code = self.cleaned_data["code"]
            self.authenticator = second_step_by_code(self.user, code)
            if self.authenticator is None:
                raise
            return code


class SignInCodeForm(OnlyOnce, LastAdministratorGetsIn, GovukForm, base.AuthenticateForm):
    code = CodeField(
        help_text="The six digits that your app shows now, or one of your recovery codes."
    )


class ConfirmCodeForm(OnlyOnce, LastAdministratorGetsIn, GovukForm, base.ReauthenticateForm):
    code = CodeField(
        help_text="The six digits that your app shows now, or one of your recovery codes."
    )


class AppForm(OnlyOnce, GovukForm, totp.ActivateTOTPForm):
    code = CodeField(
        label="Which code does the app show now?",
        what="the code that the app shows",
        help_text="Six digits, which change every half minute.",
    )


class PasskeyNameField(TextField):
    def __init__(self, **options: Any) -> None:
        defaults = {
            "label": "What do you call it?",
            "what": "a name",
            "max_length": 60,
            "help_text": "To tell it from others, for example “Work laptop”.",
        }
        super().__init__(**defaults | options)


class PasskeyForm(GovukForm, webauthn.AddWebAuthnForm):
    """Always one that signs in by itself: allauth's script reads the ticked box."""

    name = PasskeyNameField(required=False)
    passwordless = forms.BooleanField(
        required=False, initial=True, widget=forms.CheckboxInput({"hidden": True})
    )

    def clean_passwordless(self) -> bool:
        return True


class PasskeyNameForm(GovukForm, webauthn.EditWebAuthnForm):
    name = PasskeyNameField()
