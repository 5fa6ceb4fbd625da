"""What the detector sees and what it leaves alone, measured on synthetic notes."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import pytest

from audit.rules.personal_data import Kind, held_because, looks_like, replaced, sightings
from audit.services.case_files import random_reference
from tests.rules.synthetic_notes import MAKERS, clean_note, labelled_number, note_with

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = 5_000
NOTES = FULL if os.environ.get("CASEMARK_SOAK") == "full" else FULL // 10
LEAST_RECALL, MOST_FALSE = 0.99, 0.05


def seen(text: str) -> list[tuple[str, str]]:
    return [(sighting.kind.value, sighting.seen) for sighting in sightings(text)]


def loud(text: str) -> list[str]:
    return [sighting.seen for sighting in sightings(text) if not sighting.quiet]


def measured(kind: Kind, make: Callable[[Random], tuple[str, int, int]]) -> tuple[float, list[str]]:
    """The share of notes in which just the right letters were seen as this kind, and the others."""
    random = Random(kind.value)
    missed = []
    for _ in range(NOTES):
        note, start, end = make(random)
        spots = {(one.kind, one.start, one.end) for one in sightings(note)}
        if (kind, start, end) not in spots:
            missed.append(note[max(start - 20, 0) : end + 10])
    return 1 - len(missed) / NOTES, missed


@pytest.mark.parametrize("kind", MAKERS)
def test_nearly_every_identifier_is_seen_where_it_stands(kind, capsys):
    recall, missed = measured(kind, lambda random: note_with(kind, random))
    tell(capsys, f"{kind.value}: recall {recall:.2%} of {NOTES:,} notes")
    assert recall >= LEAST_RECALL, missed[:20]


def test_nearly_every_number_is_seen_that_only_its_label_makes_one(capsys):
    recall, missed = measured(Kind.POLICE_NUMBER, labelled_number)
    tell(capsys, f"labelled police numbers: recall {recall:.2%} of {NOTES:,} notes")
    assert recall >= LEAST_RECALL, missed[:20]


def test_few_clean_notes_are_warned_about(capsys):
    random = Random("clean")
    false = [found for _ in range(NOTES) if (found := loud(clean_note(random)))]
    rate = len(false) / NOTES
    tell(capsys, f"false warnings on {rate:.2%} of {NOTES:,} clean notes")
    assert rate <= MOST_FALSE, false[:20]


def tell(capsys: pytest.CaptureFixture[str], figure: str) -> None:
    """`make soak` prints what was measured."""
    if os.environ.get("CASEMARK_SOAK") == "full":
        with capsys.disabled():
            print(f"\n  {figure}", end=" ")


def test_the_invented_audits_hold_none():
    """Prose that nobody wrote for this test: half of it long sentences of assessors."""
    texts = [path.read_text("utf-8") for path in (ROOT / "seeds").glob("*/*.csv")]
    cells = {cell for text in texts for row in csv.reader(text.splitlines()) for cell in row}
    assert len(cells) > 1_000
    assert [found for cell in cells if " " in cell and (found := loud(cell))] == []


def test_our_own_references_are_no_personal_data():
    notes = [f"See case reference {random_reference()}." for _ in range(NOTES)]
    assert [note for note in notes if loud(note)] == []


FALSE_FRIENDS = """
S46 3rd time
s47 2hr delay
S47 CSE
S47 ICPC
the A12 and the M25
PC12 was there
on 12/03/2024 at 14:30
01-02-2024 10:15
0930-1015
Childline 0800 1111
log 2024
crime 2024/25
incident report 14/03/2024
custody record 1430 hrs
aged 14, born in 2011
born at 36 weeks
DOB was not recorded. On 3 May 2024 we asked
exhibit JS/12
9434765918
19434765919
943476591912
BG 12 34 56 A
AB 12 34 56 E
at 123456 a report
fig 123
via 1234
12.5% of 1,234,567
£100,000
version 10.1.2
"""


@pytest.mark.parametrize("text", FALSE_FRIENDS.strip().splitlines())
def test_what_only_looks_like_personal_data_is_left_alone(text):
    assert loud(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("NHS number 943 476 5918, mistyped", "nhs_number", "943 476 5918"),
        ("NI number AB 12 34 56", "ni_number", "AB 12 34 56"),
        ("tel 496 0123", "phone", "496 0123"),
        ("ring (0191) 496 0123.", "phone", "(0191) 496 0123"),
        ("(07700 900123)", "phone", "07700 900123"),
        ("07700 900123 14:30", "phone", "07700 900123"),
        ("١٢٣ 07700 ٩٠٠١٢٣", "phone", "07700 ٩٠٠١٢٣"),
        ("943\u2009476\u20095919", "nhs_number", "943\u2009476\u20095919"),
        ("94\u200b34765919", "nhs_number", "94\u200b34765919"),
        ("\uff13\u2013May\u20132011 was his DOB, DOB 3\u2013May\u20132011", "birth", None),
        ("3 May 2011 (DOB)", "birth", "3 May 2011"),
        ("born on the twenty-first of June 2010", "birth", "twenty-first of June 2010"),
        ("VRM XYZ 12", "vehicle", "XYZ 12"),
        ("VRM S47 CSE", "vehicle", "S47 CSE"),
        ("log 345 of 12/03/2024", "police_number", "345 of 12/03/2024"),
        ("at 0237. 0044 7700 900123", "phone", "0044 7700 900123"),
        ("at 0845 1030 07700 900123", "phone", "07700 900123"),
        ("PNC 2012/0345678X", "police_number", "2012/0345678X"),
        ("S46 3RD", "postcode", "S46 3RD"),
    ],
)
def test_what_is_written_in_an_unusual_way_is_seen(text, kind, found):
    [(kind_seen, words)] = [(one.kind, one.seen) for one in sightings(text) if not one.quiet]
    assert kind_seen == kind
    assert found is None or words == found


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Mother Jane Hope rang; Jane was calm.", "mother rang; mother was calm."),
        ("Her son Kai and her daughter Mia", "Her son Child 1 and her daughter Child 2"),
        ("her stepfather, Darren Smith, left", "her stepfather, left"),
        ("mum’s new partner, Lee", "mother’s partner"),
        ("a child named Kai. Kai’s account", "a child named Child 1. Child 1’s account"),
        ("Mr Hope and Mrs Hope and Mr Hope", "Adult 1 and Adult 2 and Adult 1"),
        ("PC 1234 Jones and DS Brown", "Officer 1 and Officer 2"),
        ("at St Anne’s Primary School today", "at the school today"),
        ("rang 07700 900123, then 07700900123", "rang [phone number], then [phone number]"),
        ("DL1 1AA and DH1 3AB", "[postcode] and [postcode 2]"),
    ],
)
def test_the_replacements_tell_the_same_story_without_the_names(text, after):
    """One by one, as a person does it; "her stepfather, left" is for the writer to read over."""
    while found := sightings(text):
        text = replaced(text, found[0].replacement)
    assert text == after


def test_all_at_once_the_replacements_are_those_of_one_by_one():
    text = "Her son Kai, her daughter Mia, DL1 1AA and DH1 3AB; Kai again"
    offered = [sighting.replacement for sighting in sightings(text)]
    assert offered == ["Child 1", "Child 2", "[postcode]", "[postcode 2]", "Child 1"]


def test_a_number_that_the_text_uses_is_not_given_again():
    [sighting] = sightings("Child 3 and [postcode] were there; so was her son Kai")
    assert sighting.replacement == "Child 4"


def test_a_row_is_held_for_what_is_certain_and_told_without_repeating_it():
    row = {"rationale": "Rang 07700 900123 at DL1 1AA", "note": "Her son Kai", "systems": ""}
    [problem] = held_because(row)
    assert problem.field == "rationale"
    assert "a phone number and a postcode" in problem.message
    assert "07700" not in problem.message


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_told_of_a_text_is_what_is_certain_among_all_sightings(kind):
    random = Random(kind.value)
    for _ in range(100):
        text = f"Her son Kai. {note_with(kind, random)[0]} {note_with(Kind.PHONE, random)[0]}"
        kinds = dict.fromkeys(one.kind.label for one in sightings(text) if not one.quiet)
        assert looks_like(text) == " and ".join(", ".join(kinds).rsplit(", ", 1))


HOSTILE = {
    "digits": "0",
    "spaced digits": "0 1 ",
    "letters": "a",
    "capitals": "A",
    "names": "Mr ",
    "hyphens": "a-'",
    "at signs": "a@",
    "dots and at signs": "a.@a.",
    "dates": "1/1/1 ",
    "born": "born on ",
    "labels": "crime number ",
    "capital words": "St Aa ",
    "brackets": "(0191)",
    "letters and digits": "A1 ",
    "wide spaces": "\u2003",
    "families": "mother's partner ",
    "months": "3rd of May ",
    "slashes": "12AB/",
    "words of one letter": "é ",
}
SHORT, LONG, MOST_GROWTH = 5_000, 50_000, 40


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_ten_times_the_text_takes_about_ten_times_the_time(piece):
    """A pattern that goes back over what it has read takes a hundred times as long."""
    times = [least_time((piece * length)[:length]) for length in (SHORT, LONG)]
    assert times[1] / times[0] < MOST_GROWTH


def least_time(text: str) -> float:
    times = []
    for _ in range(3):
        start = process_time()
        sightings(text)
        times.append(process_time() - start)
    return min(times)
