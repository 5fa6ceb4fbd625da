"""Signing in and passwords: allauth's forms with our fields, and its adapter with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.functional import lazy

from audit.forms.fields import EmailField, GovukForm, PasswordField
from audit.forms.widgets import EmailInput, PasswordInput
from audit.models import User
from audit.services.mails import going_on_without_mail
from audit.services.sign_in import is_last_administrator, sign_in_failure_record

WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
"""Of showing that it is still you; the first that somebody has is offered first."""


class AccountAdapter(DefaultAccountAdapter):
    """Administrators make the accounts: nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address and the password do not belong together. Check both and try again"
        ),
        "enter_current_password": "This is not your current password. Type it again",
        "incorrect_password": "This is not your password. Type it again",
        "too_many_login_attempts": (
            "Too many attempts. Wait a minute and try again. If that is not enough, wait 15 minutes"
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """As written; allauth would put the host's name before it."""
        return subject

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person, or None; raises ValidationError where there were too many attempts.

        The password is checked, and the hasher runs once, whoever is named: a known, an unknown
        and a closed account, and one with too many attempts, answer alike and take as long. So
        nobody can lock out the last administrator: for them an attempt too many still counts
        if it is right, and answers as all others do if it is not.
        """
        refusal = None
        try:
            self.pre_authenticate(request, **credentials)
        except ValidationError as too_many:
            refusal = too_many
        user = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()  # of closed accounts
        excepted = is_last_administrator(user)
        if refusal and not excepted:
            raise refusal
        if user:
            self._rollback_login_failed_rl_usage()
        else:
            sign_in_failure_record(email=credentials.get("email", ""))
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Whatever it tells of is done already, and stays so where no mail server answers."""
        with going_on_without_mail():
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context=None, email: str | None = None
    ) -> None:
        """Addressed by name, also where nobody is signed in."""
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email
        )

    def login(self, request: HttpRequest, user: User) -> None:
        """Nobody gets in whose account was closed between the password and the second step."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Says nothing of what was typed to whoever reads the cache."""
        return attempts_key(credentials.get("email", ""))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]


def attempts_key(email: str) -> str:
    return salted_hmac("casemark.sign-in", email.strip().lower()).hexdigest()


def forget_failures(request: HttpRequest, user: User) -> None:
    """Opens an account again that too many attempts had closed: its owner has a new password."""
    ratelimit.clear(request, action="login_failed", key=attempts_key(user.email))


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
