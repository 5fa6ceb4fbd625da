"""What Django and allauth say about signing in, handed to the services that act on it."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from audit.forms.accounts import forget_failures
from audit.models import User
from audit.rules.sessions import SessionState
from audit.services.sessions import session_begin, session_unlock, state_of
from audit.services.sign_in import (
    SignInEvent,
    second_step_record,
    sign_in_failure_record,
    sign_in_record,
)


@receiver(auth.user_logged_in)
def begin_session(request: HttpRequest, **kwargs: Any) -> None:
    session_begin(request.session)


@receiver(account.user_logged_in)
def record_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever has just signed in has shown who they are, and is not asked again at once."""
    sign_in_record(SignInEvent.SIGNED_IN, person=user)
    record_authentication(request, user, method="sign_in", reauthenticated=True)


@receiver(auth.user_logged_out)
def record_sign_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """The person's own doing, unless their session had reached its end."""
    if user is None:
        return
    ended = state_of(request.session) == SessionState.ENDED
    event = SignInEvent.SESSION_ENDED if ended else SignInEvent.SIGNED_OUT
    sign_in_record(event, person=user)


@receiver(account.authentication_step_completed)
def unlock(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if kwargs.get("reauthenticated") and request.user == user:
        session_unlock(request.session, person=user)


@receiver([account.password_changed, account.password_set, account.password_reset])
def record_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password ends all other sessions of the person, because they are bound to the old."""
    sign_in_record(SignInEvent.PASSWORD_CHANGED, person=user)
    forget_failures(request, user)


@receiver(mfa.authenticator_added)
def record_second_step(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    second_step_record(authenticator, "added", person=user)


@receiver(mfa.authenticator_removed)
def record_removal(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    second_step_record(authenticator, "removed", person=user)


@receiver(mfa.authenticator_reset)
def record_renewal(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    second_step_record(authenticator, "renewed", person=user)


@receiver(mfa.authenticator_used)
def record_recovery(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        sign_in_record(SignInEvent.RECOVERY_CODE_USED, person=user)


@receiver(mfa.authentication_failed)
def record_wrong_code(user: User, **kwargs: Any) -> None:
    sign_in_failure_record(email=user.email)
