"""A client for everybody whom the policy names, each as far in as they are said to be."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.totp.internal.auth import generate_totp_secret as new_secret
from django.test import Client, override_settings
from django.urls import reverse

from audit.models import Force, ForceMembership, User
from audit.rules.roles import Role
from tests.cast import PASSWORD, QUICK_HASHERS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIGNED_OUT = "signed-out"
CODE_NOT_GIVEN = "code@wexshire"
"""A moderator who has typed the right password, and not yet the code of the second step."""
NO_SECOND_STEP = "first@wexshire"
"""A moderator without a second step, where everybody must have one."""


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}.example"), BACKEND)
    return client


def make_people_who_are_half_in() -> None:
    with override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        for name in (CODE_NOT_GIVEN, NO_SECOND_STEP):
            user = User.objects.create_user(f"{name}.example", PASSWORD, name=name)
            force = Force.objects.get(code="wexshire")
            ForceMembership.objects.create(user=user, role=Role.MODERATOR, force=force)
    TOTP.activate(User.objects.get(email=f"{CODE_NOT_GIVEN}.example"), new_secret())


def half_signed_in() -> Client:
    client = Client()
    with override_settings(PASSWORD_HASHERS=QUICK_HASHERS, ACCOUNT_RATE_LIMITS=False):
        sent = {"login": f"{CODE_NOT_GIVEN}.example", "password": PASSWORD}
        response = client.post(reverse("account_login"), sent)
    assert response.url == reverse("mfa_authenticate"), "the password was not taken"
    return client


def client_of(name: str) -> Client:
    """Somebody whose account is closed has a session from before."""
    if name == SIGNED_OUT:
        return Client()
    return half_signed_in() if name == CODE_NOT_GIVEN else signed_in(name)
