"""Tampering with a sealed trail by whoever owns the database: each way is found out.

The triggers are dropped first, as such a person would; some even hold the keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.models import Force, LogEntry, LogText, Seal
from audit.services.sealing import sealed_to, trail_seal
from audit.services.trail import record
from audit.services.trail_check import trail_check
from audit.services.trail_codes import seal_code, text_digests
from tests.factories import RoundFactory
from tests.frozen_trail import thaw_trail
from tests.services.tampering import (
    Sealed,
    again,
    edit,
    force_without_seals,
    insert_copy,
    lines,
    recode,
    rehash,
    remove,
    reseal,
    sql,
    swap,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(service, settings, tmp_path, django_capture_on_commit_callbacks) -> Sealed:
    settings.SEAL_FILE = str(tmp_path / "seals.jsonl")
    with django_capture_on_commit_callbacks(execute=True):
        trail_seal()
    base = sealed_to()
    one, other = RoundFactory(), RoundFactory(force=Force.objects.get(code="eastmarch"))
    for _ in range(2):
        for number in range(4):
            for round in (one, other):
                _changed(round, service, number)
        with django_capture_on_commit_callbacks(execute=True):
            trail_seal()
    for number in range(2):
        _changed(one, service, number)
    thaw_trail()
    assert trail_check().problem == ""
    return Sealed(
        *(list(LogEntry.objects.filter(force=f, pk__gt=base).order_by("pk")) for f in _forces()),
        *(list(Seal.objects.filter(force=f, last_entry__gt=base)[::-1]) for f in _forces()),
        file=Path(settings.SEAL_FILE),
    )


def _forces() -> list[Force]:
    return [Force.objects.get(code=code) for code in ("wexshire", "eastmarch")]


def _changed(round, by, number: int) -> None:
    values = {"summary": f"Finding {number}"}
    record("round.changed", round, by=by, before=values, after={"summary": ""}, reason="Because.")


TAMPERINGS: dict[str, Callable[[Sealed], None]] = {}

OTHER_VALUES = {
    "entry": "f" * 32,
    "at": "2020-01-01 00:00:00+00:00",
    "by_id": None,  # filled in below: somebody else
    "force_id": None,
    "event": "round.published",
    "subject_type": "casefile",
    "subject_id": "4711",
    "changed": '["title"]',
    "before_digest": "0" * 64,
    "after_digest": "",
    "reason_digest": "0" * 64,
    "session": "0" * 64,
    "mac": "0" * 64,
}
for column, value in OTHER_VALUES.items():

    def edited(sealed: Sealed, column=column, value=value) -> None:
        other = sealed.others[0].force_id if column == "force_id" else value
        somebody = "SELECT max(id) FROM audit_user"
        if column == "by_id":
            sql(
                f"UPDATE audit_logentry SET by_id = ({somebody}) WHERE id = %s",
                sealed.entries[1].pk,
            )
        else:
            edit(sealed.entries[1], column, other)

    def edited_with_the_key(sealed: Sealed, edited=edited) -> None:
        edited(sealed)
        rehash(sealed.entries[1])

    TAMPERINGS[f"edit {column} of a sealed entry"] = edited
    if column != "mac":
        TAMPERINGS[f"edit {column} and hash the entry again with the key"] = edited_with_the_key

for column, value in {
    "number": 7,
    "first_entry": 1,
    "last_entry": 8_000_000,
    "count": 3,
    "entries_hash": "0" * 64,
    "previous": "0" * 64,
    "code": "0" * 64,
    "at": "2020-01-01 00:00:00+00:00",
    "force_id": None,
}.items():
    TAMPERINGS[f"edit {column} of a seal"] = lambda sealed, column=column, value=value: edit(
        sealed.seals[1], column, value
    )

for name, place in {"the first": 0, "a middle": 2, "the last": 7}.items():

    def removed(sealed: Sealed, place=place) -> None:
        remove(sealed.entries[place])

    def removed_and_resealed(sealed: Sealed, place=place) -> None:
        remove(sealed.entries[place])
        reseal(sealed.seals)

    TAMPERINGS[f"remove {name} sealed entry"] = removed
    TAMPERINGS[f"remove {name} sealed entry and seal again with the key"] = removed_and_resealed

for column, value in {
    "before": '{"summary": "Other"}',
    "after": '{"a": 1}',
    "reason": "Or.",
}.items():

    def text_edited(sealed: Sealed, column=column, value=value) -> None:
        edit(sealed.entries[2].text, column, value)

    TAMPERINGS[f"edit the text {column} of an entry"] = text_edited


def tampering(done: Callable[[Sealed], None]) -> Callable[[Sealed], None]:
    TAMPERINGS[done.__name__.replace("_", " ")] = done
    return done


@tampering
def hash_again_with_another_key(sealed):
    edit(sealed.entries[1], "event", "round.published")
    rehash(sealed.entries[1], "not the key")


@tampering
def edit_hash_and_seal_again_with_the_key(sealed):
    edit(sealed.entries[1], "event", "round.published")
    rehash(sealed.entries[1])
    reseal(sealed.seals)


@tampering
def edit_a_text_and_its_digests_and_seal_again_with_the_key(sealed):
    text = sealed.entries[1].text
    edit(text, "reason", "Another one.")
    edit(sealed.entries[1], "reason_digest", text_digests(again(text))[2])
    rehash(sealed.entries[1])
    reseal(sealed.seals)


@tampering
def swap_two_entries_of_one_seal(sealed):
    LogText.objects.all().delete()
    swap(sealed.entries[1], sealed.entries[2])


@tampering
def swap_entries_of_two_seals(sealed):
    LogText.objects.all().delete()
    swap(sealed.entries[1], sealed.entries[5])


@tampering
def swap_entries_of_two_forces(sealed):
    LogText.objects.all().delete()
    swap(sealed.entries[1], sealed.others[1])


@tampering
def swap_the_texts_of_two_entries(sealed):
    one, other = sealed.entries[1].text, sealed.entries[2].text
    first, second = one.before, other.before
    edit(one, "before", json.dumps(second))
    edit(other, "before", json.dumps(first))


@tampering
def move_what_was_before_to_what_came_after(sealed):
    """The digests must be told apart, not only be there."""
    entry = sealed.entries[2]
    LogText.objects.filter(entry=entry).update(before={}, after=entry.text.before, reason="")
    sql(
        "UPDATE audit_logentry SET after_digest = before_digest, before_digest = '' WHERE id = %s",
        entry.pk,
    )


@tampering
def take_away_what_was_before(sealed):
    text = sealed.entries[2].text
    edit(text, "before", json.dumps(text.after))
    edit(text, "after", "{}")


@tampering
def insert_an_entry_before_all_others(sealed):
    insert_copy(sealed.entries[0], pk=-1)


@tampering
def insert_an_entry_between_sealed_ones_with_the_key(sealed):
    remove(sealed.others[1])
    insert_copy(sealed.entries[1], pk=sealed.others[1].pk)


@tampering
def insert_an_entry_for_a_force_without_entries(sealed):
    remove(sealed.others[1])
    insert_copy(sealed.entries[1], pk=sealed.others[1].pk, force_id=force_without_seals().pk)


@tampering
def insert_an_entry_without_the_key(sealed):
    made = insert_copy(sealed.entries[9], pk=sealed.entries[9].pk + 1)
    edit(made, "mac", "0" * 64)


@tampering
def edit_an_entry_that_is_not_sealed_yet(sealed):
    edit(sealed.entries[9], "event", "round.published")


@tampering
def replace_an_entry_by_a_copy_of_another(sealed):
    remove(sealed.entries[2])
    insert_copy(sealed.entries[1], pk=sealed.entries[2].pk)


@tampering
def remove_a_whole_stretch_and_its_seal(sealed):
    remove(*sealed.entries[4:8], sealed.seals[1])


@tampering
def remove_a_whole_stretch_in_the_middle_with_its_seal(sealed):
    remove(*sealed.entries[:4], sealed.seals[0])


@tampering
def remove_a_stretch_and_chain_the_next_seal_to_the_one_before_with_the_key(sealed):
    remove(*sealed.entries[:4], sealed.seals[0])
    edit(sealed.seals[1], "number", sealed.seals[0].number)
    reseal(sealed.seals[1:], before=sealed.seals[0].previous)


@tampering
def cut_off_everything_after_the_first_seal(sealed):
    remove(*sealed.entries[4:], *sealed.others[4:], sealed.seals[1], sealed.other_seals[1])


@tampering
def cut_off_the_whole_trail_of_a_force(sealed):
    remove(*sealed.others, *sealed.other_seals[::-1])


@tampering
def cut_off_the_last_sealed_entry_and_seal_shorter_with_the_key(sealed):
    remove(sealed.entries[7])
    reseal(sealed.seals)


@tampering
def empty_the_trail(sealed):
    for table in ("audit_logtext", "audit_seal", "audit_logentry"):
        sql(f"DELETE FROM {table}")


@tampering
def remove_the_first_seal_only(sealed):
    remove(sealed.seals[0])


@tampering
def remove_the_last_seal_only(sealed):
    remove(sealed.seals[1])


@tampering
def swap_the_codes_of_two_seals(sealed):
    one, other = sealed.seals
    edit(one, "code", other.code)
    edit(other, "code", one.code)


@tampering
def give_a_seal_to_another_force_with_the_key(sealed):
    edit(sealed.seals[0], "force_id", force_without_seals().pk)
    edit(sealed.seals[0], "code", seal_code(again(sealed.seals[0])))


@tampering
def shorten_the_seal_file(sealed):
    sealed.file.write_text("".join(lines(sealed)[:-1]))


@tampering
def remove_a_line_in_the_middle_of_the_seal_file(sealed):
    said = lines(sealed)
    sealed.file.write_text("".join(said[:1] + said[2:]))


@tampering
def change_a_code_in_the_seal_file(sealed):
    recode(sealed)


@tampering
def remove_the_seal_file(sealed):
    sealed.file.unlink()


@tampering
def write_nonsense_into_the_seal_file(sealed):
    sealed.file.write_text("nonsense\n")


def test_there_are_fifty_ways():
    assert len(TAMPERINGS) >= 50


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(name, sealed):
    TAMPERINGS[name](sealed)
    assert trail_check().problem


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("edit event of a sealed entry", lambda s: f"Entry {s.entries[1].pk} "),
        ("edit the text reason of an entry", lambda s: f"Entry {s.entries[2].pk} "),
        ("remove a middle sealed entry", lambda s: str(s.seals[0])),
        ("remove the last sealed entry", lambda s: str(s.seals[1])),
        ("edit count of a seal", lambda s: str(s.seals[1])),
        (
            "cut off the whole trail of a force",
            lambda s: f"Seal {s.other_seals[0].number} of force {s.other_seals[0].force_id}",
        ),
    ],
)
def test_what_does_not_fit_is_named(name, named, sealed):
    TAMPERINGS[name](sealed)
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit_trail")
    assert named(sealed) in str(refusal.value)


def test_a_whole_trail_is_said_to_be_whole(sealed, capsys):
    call_command("verify_audit_trail")
    said = capsys.readouterr().out
    assert said.startswith("OK: ")
    assert said.endswith("2 not sealed yet.\n")
