"""People's accounts, the roles they hold, and the teams they are on."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Force, ForceMembership, Round, RoundMember, User
from audit.permissions import Right
from audit.rules.roles import Role
from audit.services.saving import delete_checked, save_checked


@transaction.atomic
def person_add(*, email: str, name: str, by: User, password: str | None = None) -> User:
    """A new account. Without a password its owner sets one by the “forgotten password” page."""
    user = User(email=User.objects.normalize_email(email).lower(), name=name)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from None
    user.set_password(password)
    return save_checked(user, by=by, right=Right.ADMINISTER)


def person_save(*, person: User, by: User) -> User:
    """Saves changes to an account, such as that its owner can no longer sign in."""
    return save_checked(person, by=by, right=Right.ADMINISTER)


def membership_add(*, person: User, role: Role, force: Force | None, by: User) -> ForceMembership:
    """Gives `person` a role; only inspectors and administrators hold one without a force."""
    membership = ForceMembership(user=person, role=role, force=force)
    return save_checked(membership, by=by, right=Right.ADMINISTER)


def membership_end(*, membership: ForceMembership, by: User) -> None:
    delete_checked(membership, by=by, right=Right.ADMINISTER)


def round_member_add(*, round: Round, person: User, role: str, by: User) -> RoundMember:
    """Puts a person on a round's team."""
    member = RoundMember(round=round, user=person, role=role)
    return save_checked(member, by=by, right=Right.ADMINISTER)
