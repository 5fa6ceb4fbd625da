"""People's accounts: made, changed, switched off and on, signed out.

Whatever changes what a person may do signs them out, so that it holds from their next click.
Nobody gives or takes rights of their own, and somebody is always left who can administer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Model

from audit.models import ForceMembership, User
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.rules.roles import Role
from audit.services.mails import tell
from audit.services.saving import save_checked
from audit.services.sessions import sessions_of
from audit.services.trail import record

OWN_RIGHTS = "These are your own rights. Ask another administrator to change them."
LAST_ADMINISTRATOR = (
    "Nobody else who can sign in is an administrator. Make somebody else one first."
)


@transaction.atomic
def person_add(*, email: str, name: str, by: User, password: str | None = None) -> User:
    """A new account. Without a password its owner sets one, by the link of an invitation."""
    user = User(email=User.objects.normalize_email(email).lower(), name=_one_line(name))
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from None
    user.set_password(password)
    return save_checked(user, by=by, right=Right.ADMINISTER, problems=_email_problems(user))


@transaction.atomic
def person_change(*, person: User, name: str, email: str, reason: str, by: User) -> User:
    """Corrects a name or an address. Whoever signs in by another address signs in anew, and
    is told so at both: whoever holds the account must notice when it is taken from them."""
    held = person_held(person, by=by, own=True)
    before = {"name": held.name, "email": held.email}
    held.name, held.email = _one_line(name), email.lower()
    problems = _email_problems(held)
    save_checked(held, by=by, right=Right.ADMINISTER, problems=problems, reason=reason)
    if held.email != before["email"]:
        EmailAddress.objects.filter(user=held).delete()  # else the old address signs in as well
        end_sessions(held)
        _tell_of_address(before["email"], name=before["name"], signs_in=False, changed_by=by)
        _tell_of_address(held.email, name=held.name, signs_in=True, changed_by=by)
    return held


@transaction.atomic
def person_disable(*, person: User, reason: str, by: User) -> User:
    """Keeps a person from signing in; their roles stay, for whenever they are let in again."""
    held = person_held(person, by=by)
    keep_an_administrator(without=held.memberships.all())
    held.is_active = False
    save_checked(held, by=by, right=Right.ADMINISTER, event="user.disabled", reason=reason)
    end_sessions(held)
    return held


@transaction.atomic
def person_enable(*, person: User, reason: str, by: User) -> User:
    """Lets a person sign in again, with the roles that they hold."""
    held = person_held(person, by=by)
    held.is_active = True
    save_checked(held, by=by, right=Right.ADMINISTER, event="user.enabled", reason=reason)
    end_sessions(held)
    return held


@transaction.atomic
def person_sign_out(*, person: User, reason: str, by: User) -> None:
    """Ends every session of a person, for example after a device was lost."""
    held = person_held(person, by=by)
    record("user.signed_out", held, by=by, reason=reason)
    end_sessions(held)


def open_sessions(*, person: User, user: User) -> list[UserSession]:
    """Where the person is signed in at present, the latest seen first."""
    require(user, Right.ADMINISTER)
    return sessions_of(person)


def person_held(
    person: User,
    *,
    by: User,
    own: bool = False,
    right: Right = Right.ADMINISTER,
    on: Model | None = None,
) -> User:
    """The account as it stands, locked until the change is made, after asking whether `by` may.

    Both accounts are locked and `by` is asked about as it stands then: of two administrators who
    take each other's rights at once, the second has none any more. `own` permits one's own.
    """
    require(by, right, on)
    if person.is_service:
        raise PermissionDenied("The account of set-up is nobody's to change.")
    if person.pk == by.pk and not own:
        raise ValidationError(OWN_RIGHTS)
    both = User.objects.select_for_update().filter(pk__in=(person.pk, by.pk)).order_by("pk")
    locked: dict[int, User] = {user.pk: user for user in both}
    require(locked[by.pk], right, on)
    return locked[person.pk]


def keep_an_administrator(*, without: Iterable[ForceMembership]) -> None:
    """Refuses to end the last administrator's rights; the rows asked about stay locked."""
    gone = {row.pk for row in without if row.role == Role.ADMINISTRATOR}
    if not gone:
        return
    rows = ForceMembership.objects.select_for_update().filter(role=Role.ADMINISTRATOR)
    held = set(rows.order_by("pk").values_list("pk", flat=True))
    if not User.objects.able_to_administer().filter(memberships__in=held - gone).exists():
        raise ValidationError(LAST_ADMINISTRATOR)


def end_sessions(person: User) -> None:
    """Every client of the person is signed out at its next request (User.get_session_auth_hash)."""
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)


def _one_line(name: str) -> str:
    """A line break in a name would begin a line of its own in e-mails and lists."""
    return " ".join(name.split())


def _tell_of_address(address: str, **shown: Any) -> None:
    subject = "The e-mail address of your Casemark account was changed"
    tell(address, subject, "audit/people/address_changed.txt", **shown)


def _email_problems(person: User) -> list[Problem]:
    taken = User.objects.filter(email__iexact=person.email).exclude(pk=person.pk).exists()
    message = "Somebody with this e-mail address has an account already. Look in the list of people"
    return [Problem("email", message)] if taken else []
