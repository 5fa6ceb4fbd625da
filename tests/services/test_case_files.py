from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import CaseFile, LocalNumber, LogEntry, RoundMember
from audit.rules.roles import RoundRole
from audit.services.allocation import case_file_allocate
from audit.services.case_files import (
    assessors_of,
    case_file_add,
    local_number_add,
    local_numbers_reveal,
    random_reference,
)
from tests.factories import CaseFileFactory, RoundFactory, area

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def _add(round, by, **fields):
    return case_file_add(**{"round": round, "area": area("s47"), "by": by, **fields})


def test_a_new_file_gets_a_random_reference(audit, moderator):
    case_file = _add(audit, moderator)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", case_file.reference)
    assert case_file.status == "to_grade"


def test_references_are_not_made_twice():
    assert len({random_reference() for _ in range(500)}) == 500


def test_a_duplicate_reference_is_refused_in_a_sentence_and_nothing_changes(
    audit, moderator, events
):
    first = CaseFileFactory(round=audit)
    with pytest.raises(ValidationError, match="Choose another reference"):
        _add(audit, moderator, reference=first.reference)
    assert CaseFile.objects.count() == 1
    assert events() == []


@pytest.mark.parametrize("name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_only_a_moderator_of_the_force_adds_files(name, audit, person):
    with pytest.raises(PermissionDenied):
        _add(audit, person(name))


def test_a_closed_audit_takes_no_more_files(moderator):
    closed = RoundFactory(published=True)
    with pytest.raises(ValidationError, match="This internal audit is closed"):
        _add(closed, moderator)


@pytest.mark.parametrize(
    "name", ["manager@wexshire", "observer@wexshire", "auditor@eastmarch", "admin@casemark"]
)
def test_a_file_cannot_be_given_to_somebody_who_cannot_grade_it(name, audit, moderator, person):
    somebody = person(name)
    with pytest.raises(ValidationError) as refusal:
        _add(audit, moderator, allocated_to=somebody)
    assert refusal.value.message_dict == {
        "allocated_to": [f"{somebody} cannot grade here. Choose somebody who can."]
    }
    assert not CaseFile.objects.exists()


def test_a_file_cannot_be_given_to_somebody_who_has_left(audit, moderator, person):
    auditor = person("auditor@wexshire")
    auditor.is_active = False
    auditor.save()
    with pytest.raises(ValidationError, match="cannot grade here"):
        _add(audit, moderator, allocated_to=auditor)


def test_a_part_in_the_team_is_not_enough_to_grade(audit, moderator, person):
    manager = person("manager@wexshire")
    RoundMember.objects.create(round=audit, user=manager, role=RoundRole.LEAD)
    assert manager not in assessors_of(audit)


def test_the_force_s_auditors_and_moderators_can_grade_its_audit(audit):
    assert {person.email for person in assessors_of(audit)} == {
        "auditor@wexshire.example",
        "auditor2@wexshire.example",
        "moderator@wexshire.example",
    }


def test_the_team_can_grade_an_inspection_and_nobody_of_the_force(person):
    inspection = RoundFactory(inspection=True)
    inspector = person("inspector@inspectorate")
    RoundMember.objects.create(round=inspection, user=inspector, role=RoundRole.INSPECTOR)
    assert assessors_of(inspection) == [inspector]


def test_a_file_is_given_to_another_and_the_trail_says_so(case_file, moderator, person, events):
    case_file_allocate(case_file=case_file, to=person("auditor2@wexshire"), by=moderator)
    assert CaseFile.objects.get(pk=case_file.pk).allocated_to == person("auditor2@wexshire")
    assert events() == ["case_file.allocated"]


def test_a_file_can_be_given_to_nobody(case_file, moderator):
    case_file_allocate(case_file=case_file, to=None, by=moderator)
    assert CaseFile.objects.get(pk=case_file.pk).allocated_to is None


def test_giving_a_file_to_whom_it_is_given_records_nothing(case_file, moderator, events):
    case_file_allocate(case_file=case_file, to=case_file.allocated_to, by=moderator)
    assert events() == []


def test_no_file_is_given_out_in_a_closed_audit(case_file, moderator):
    round = case_file.round
    round.status, round.published_on = "published", date(2026, 11, 20)
    round.save()
    with pytest.raises(ValidationError, match="is closed"):
        case_file_allocate(case_file=case_file, to=None, by=moderator)


NUMBER = "WXC/26/078936"


def test_a_file_is_added_with_the_forces_own_number(audit, moderator, events):
    case_file = _add(audit, moderator, local_number=("crime", NUMBER))
    assert list(LocalNumber.objects.numbered("crime", NUMBER)) == [case_file.local_numbers.get()]
    assert events() == ["case_file.added", "local_number.added"]


def test_an_unusable_number_adds_no_file_either(audit, moderator, events):
    with pytest.raises(ValidationError):
        _add(audit, moderator, local_number=("shoe size", "42"))
    assert not CaseFile.objects.exists()
    assert events() == []


@pytest.mark.parametrize("number", ["", "  "])
def test_a_number_must_be_given(number, case_file, moderator):
    with pytest.raises(ValidationError, match="Enter the number"):
        local_number_add(case_file=case_file, kind="crime", number=number, by=moderator)


def test_a_file_has_each_number_once(case_file, moderator):
    local_number_add(case_file=case_file, kind="crime", number=NUMBER, by=moderator)
    with pytest.raises(ValidationError, match="This file has that number already"):
        local_number_add(case_file=case_file, kind="crime", number=NUMBER.lower(), by=moderator)


def test_a_file_has_each_number_once_after_a_change_of_keys(case_file, moderator, settings):
    local_number_add(case_file=case_file, kind="crime", number=NUMBER, by=moderator)
    settings.FIELD_KEYS = ["a-newer-key-" + "n" * 32, *settings.FIELD_KEYS]
    with pytest.raises(ValidationError, match="This file has that number already"):
        local_number_add(case_file=case_file, kind="crime", number=NUMBER, by=moderator)


def test_the_trail_never_holds_the_number(case_file, moderator):
    local_number_add(case_file=case_file, kind="crime", number=NUMBER, by=moderator)
    entry = LogEntry.objects.first()
    stored = [LogEntry.objects.filter(pk=entry.pk).values().get(), entry.text.after]
    assert "078936" not in str(stored)
    assert "encrypted" not in str(stored)


def test_the_number_is_shown_to_whom_the_file_is_allocated_and_that_is_recorded(
    case_file, moderator, person, events
):
    local_number_add(case_file=case_file, kind="crime", number=NUMBER, by=moderator)
    numbers = local_numbers_reveal(case_file=case_file, by=person("auditor@wexshire"))
    assert list(numbers.values()) == [NUMBER]
    assert events()[-1] == "local_numbers.revealed"


@pytest.mark.parametrize("name", ["auditor2@wexshire", "manager@wexshire", "admin@casemark"])
def test_nobody_else_sees_the_number(name, case_file, person, events):
    with pytest.raises(PermissionDenied):
        local_numbers_reveal(case_file=case_file, by=person(name))
    assert events() == []
