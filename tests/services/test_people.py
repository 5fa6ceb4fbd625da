import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Force, ForceMembership, LogEntry, LogText, RoundMember, User
from audit.rules.roles import Role, RoundRole
from audit.services.people import (
    membership_add,
    membership_end,
    person_add,
    person_save,
    round_member_add,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(person):
    return person("admin@casemark")


def _wexshire():
    return Force.objects.get(code="wexshire")


def test_an_administrator_adds_a_person(admin):
    added = person_add(
        email="New@Wexshire.example", name="New", password="a long enough one", by=admin
    )
    assert added.email == "new@wexshire.example"
    assert User.objects.get(pk=added.pk).check_password("a long enough one")


def test_without_a_password_nobody_can_sign_in_yet(admin):
    added = person_add(email="new@wexshire.example", name="New", by=admin)
    assert not added.has_usable_password()


@pytest.mark.parametrize("password", ["short", "1q2w3e4r5t6y7u8i9o0p", "new@wexshire.example"])
def test_a_weak_password_is_refused(password, admin, events):
    with pytest.raises(ValidationError) as refusal:
        person_add(email="new@wexshire.example", name="New", password=password, by=admin)
    assert list(refusal.value.message_dict) == ["password"]
    assert events() == []


@pytest.mark.parametrize("email", ["auditor@wexshire.example", "Auditor@WEXSHIRE.example"])
def test_an_address_has_one_account(email, admin):
    with pytest.raises(ValidationError):
        person_add(email=email, name="Twice", by=admin)


def test_the_trail_never_holds_a_password(admin):
    person_add(email="new@wexshire.example", name="New", password="a long enough one", by=admin)
    entry = LogEntry.objects.first()
    stored = str(LogText.objects.filter(entry=entry).values().get())
    assert "new@wexshire.example" in stored
    assert "password" not in stored


@pytest.mark.parametrize("name", ["moderator@wexshire", "inspector@inspectorate"])
def test_nobody_else_manages_people(name, person):
    with pytest.raises(PermissionDenied):
        person_add(email="new@wexshire.example", name="New", by=person(name))
    with pytest.raises(PermissionDenied):
        membership_add(
            person=person("auditor@wexshire"),
            role=Role.MODERATOR,
            force=_wexshire(),
            by=person(name),
        )


def test_a_person_can_be_kept_from_signing_in(person, admin):
    auditor = person("auditor@wexshire")
    auditor.is_active = False
    person_save(person=auditor, by=admin)
    assert not User.objects.get(pk=auditor.pk).is_active
    assert LogEntry.objects.first().changed == ["is_active"]


def test_the_service_account_cannot_be_opened(service, admin):
    service.is_active = True
    with pytest.raises(ValidationError):
        person_save(person=service, by=admin)


def test_a_role_is_given_and_taken(person, admin, events):
    observer = person("observer@wexshire")
    given = membership_add(person=observer, role=Role.AUDITOR, force=_wexshire(), by=admin)
    membership_end(membership=given, by=admin)
    assert list(observer.memberships.values_list("role", flat=True)) == ["observer"]
    assert events() == ["forcemembership.added", "forcemembership.deleted"]


def test_a_role_is_given_once(person, admin):
    with pytest.raises(ValidationError):
        membership_add(
            person=person("auditor@wexshire"), role=Role.AUDITOR, force=_wexshire(), by=admin
        )


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.MODERATOR, Role.MANAGER, Role.ACTION_OWNER, Role.OBSERVER]
)
def test_a_role_of_a_force_needs_the_force(role, person, admin):
    with pytest.raises(ValidationError, match="Choose the force"):
        membership_add(person=person("observer@wexshire"), role=role, force=None, by=admin)
    assert ForceMembership.objects.filter(force=None, role=role).count() == 0


def test_a_person_is_on_a_team_once(audit, person, admin):
    inspector = person("inspector@inspectorate")
    round_member_add(round=audit, person=inspector, role=RoundRole.LEAD, by=admin)
    with pytest.raises(ValidationError, match="on the team already"):
        round_member_add(round=audit, person=inspector, role=RoundRole.INSPECTOR, by=admin)
    assert RoundMember.objects.get(round=audit).role == RoundRole.LEAD
