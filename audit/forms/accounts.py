"""Signing in and passwords: allauth's forms with our fields, and its adapter with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from audit.forms.fields import EmailField, GovukForm, PasswordField
from audit.forms.widgets import EmailInput, PasswordInput


class AccountAdapter(DefaultAccountAdapter):
    """Administrators make the accounts: nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address and the password do not belong together. Check both and try again"
        ),
        "enter_current_password": "This is not your current password. Type it again",
        "incorrect_password": "This is not your password. Type it again",
        "too_many_login_attempts": "Too many attempts to sign in. Wait five minutes and try again",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """As written; allauth would put the host's name before it."""
        return subject


class CurrentPasswordField(PasswordField):
    widget = PasswordInput({"autocomplete": "current-password"})


def password_hint() -> str:
    validators = get_default_password_validators()
    length = next(v.min_length for v in validators if isinstance(v, MinimumLengthValidator))
    return (
        f"Use at least {length} characters, for example four words that have nothing to do with "
        "each other. Leave out your name, your e-mail address and passwords that many people use."
    )


class NewPasswordField(PasswordField):
    """Asked for once, because it can be shown. allauth's forms set `user`."""

    widget = PasswordInput({"autocomplete": "new-password"})
    user = None

    def __init__(self) -> None:
        super().__init__(
            label="What is your new password?",
            what="your new password",
            help_text=lazy(password_hint, str)(),
        )

    def clean(self, value: Any) -> str:
        return get_adapter().clean_password(super().clean(value), user=self.user)


class SignInForm(GovukForm, allauth.LoginForm):
    password = CurrentPasswordField(label="What is your password?", what="your password")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # allauth makes this field while it starts, so it is replaced only here.
        self.fields["login"] = EmailField(
            label="What is your e-mail address?",
            what="your e-mail address",
            widget=EmailInput({"autocomplete": "username"}),
        )

    def clean(self) -> dict[str, Any]:
        """A refusal belongs to the first field, so that the error summary leads somewhere."""
        try:
            super().clean()
        except ValidationError as refusal:
            self.add_error("login", refusal)
        return self.cleaned_data


class ForgottenPasswordForm(GovukForm, allauth.ResetPasswordForm):
    email = EmailField(label="What is your e-mail address?", what="your e-mail address")


class NewPasswordForm(GovukForm, allauth.ResetPasswordKeyForm):
    """Behind the link that was sent by e-mail."""

    password1 = NewPasswordField()
    password2 = None


class FirstPasswordForm(GovukForm, allauth.SetPasswordForm):
    """For somebody signed in who has no password yet."""

    password1 = NewPasswordField()
    password2 = None


class ChangePasswordForm(GovukForm, allauth.ChangePasswordForm):
    oldpassword = CurrentPasswordField(
        label="What is your current password?", what="your current password"
    )
    password1 = NewPasswordField()
    password2 = None


class ConfirmPasswordForm(GovukForm, allauth.ReauthenticateForm):
    password = CurrentPasswordField(label="What is your password?", what="your password")
