import tracemalloc

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from audit.models import LocalNumber
from audit.models.encryption import (
    blind_indexes,
    decrypt,
    encrypt,
    packed_bytes,
    unpacked_lines,
)
from tests.factories import CaseFileFactory

pytestmark = pytest.mark.django_db

OLD, NEW = "the-key-of-last-year-" + "o" * 32, "the-key-of-this-year-" + "n" * 32
NUMBER = "WXC/26/078936"


@pytest.fixture
def local_number(settings):
    settings.FIELD_KEYS = [OLD]
    row = LocalNumber(case_file=CaseFileFactory(), kind=LocalNumber.Kind.CRIME)
    row.number = NUMBER
    row.save()
    return row


def _stored(row) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_localnumber WHERE id = %s", [row.pk])
        return " ".join(map(str, cursor.fetchone()))


def _found(number, kind=LocalNumber.Kind.CRIME):
    return list(LocalNumber.objects.numbered(kind, number))


def test_no_part_of_the_number_is_in_the_row(local_number):
    stored = _stored(local_number)
    assert NUMBER not in stored
    assert "078936" not in stored


def test_the_number_can_be_read_again(local_number):
    assert LocalNumber.objects.get(pk=local_number.pk).number == NUMBER


def test_one_number_is_never_encrypted_alike_twice(settings):
    assert encrypt(NUMBER) != encrypt(NUMBER)


def test_the_number_is_found_by_its_index(local_number):
    assert _found(NUMBER) == [local_number]


@pytest.mark.parametrize("typed", ["wxc/26/078936", " WXC/26/ 078936 ", "Wxc/26/078936"])
def test_case_and_spaces_make_no_difference(typed, local_number):
    assert _found(typed) == [local_number]


def test_another_number_is_not_found(local_number):
    assert _found("WXC/26/078937") == []


def test_a_number_of_another_kind_is_not_found(local_number):
    assert _found(NUMBER, LocalNumber.Kind.CUSTODY) == []


def test_the_index_depends_on_the_key(settings):
    settings.FIELD_KEYS = [OLD]
    [old] = blind_indexes(NUMBER)
    settings.FIELD_KEYS = [NEW]
    assert blind_indexes(NUMBER) != [old]


def test_after_a_change_of_keys_the_number_is_still_found_and_read(local_number, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    [found] = _found(NUMBER)
    assert found.number == NUMBER


def test_a_new_number_is_written_under_the_newest_key(settings):
    settings.FIELD_KEYS = [NEW, OLD]
    token = encrypt(NUMBER)
    settings.FIELD_KEYS = [NEW]
    assert decrypt(token) == NUMBER


def test_without_its_key_a_number_cannot_be_read(local_number, settings):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(InvalidToken):
        LocalNumber.objects.get(pk=local_number.pk).number  # noqa: B018


def test_a_number_never_stands_for_its_row(local_number):
    assert str(local_number) == "Crime number"


@pytest.mark.parametrize("content", [b"", b"one", b"one\n", b"one\n\ntwo", b"\n" * 40_000])
def test_lines_that_were_packed_come_back_one_by_one(content):
    lines = content.split(b"\n")
    assert list(unpacked_lines(packed_bytes(content))) == (lines if lines[-1] else lines[:-1])


def test_a_long_text_is_never_in_memory_as_a_whole():
    content = b"".join(b"%06d: The record shows what was decided.\n" % n for n in range(200_000))
    kept = packed_bytes(content)
    tracemalloc.start()
    count = sum(1 for _ in unpacked_lines(kept))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200_000
    assert peak < len(content) // 2
