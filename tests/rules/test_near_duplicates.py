"""Which recommendations may ask for the same: seldom wrong, explained, and quick over thousands."""

from __future__ import annotations

import time

import pytest

from audit.rules.near_duplicates import Candidate, near_duplicates, stem, words_of

BAIL = Candidate(
    1,
    "Give a reason for bail",
    "Record the reasons for each decision on bail, and whether a child was told of its conditions.",
    frozenset({"Decisions on bail"}),
)


def alike(title: str, text: str, *subjects: str) -> list:
    return near_duplicates(BAIL, [Candidate(2, title, text, frozenset(subjects))])


def test_the_same_in_other_words_is_found_and_says_why():
    [found] = alike(
        "Reasons for bail",
        "Officers must record why they decided on bail and its conditions for a child.",
        "Decisions on bail",
        "Recording",
    )
    assert (found.key, found.subjects) == (2, ("Decisions on bail",))
    assert set(found.words) == {"reasons", "bail", "record", "conditions", "child"}
    assert 0 < found.score < 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Search for missing children", "Grade each report of a missing child and search at once."),
        ("Improve supervision", "Ensure that supervisors review investigations and record it."),
        ("Bail", "Bail."),
    ],
)
def test_what_asks_for_something_else_is_not(title, text):
    assert alike(title, text) == []


def test_fewer_common_words_are_enough_about_the_same():
    words = (
        "Conditions of bail",
        "Custody sergeants explain to carers which conditions apply; a child hears about bail.",
    )
    assert alike(words[0], words[1]) == []
    [found] = alike(*words, "Decisions on bail")
    assert found.subjects == ("Decisions on bail",)


def test_none_is_like_itself_and_the_most_alike_come_first():
    same = Candidate(3, BAIL.title, BAIL.text)
    near = Candidate(2, "Give a reason for bail", "Record reasons for each decision on bail.")
    found = near_duplicates(BAIL, [BAIL, near, same])
    assert [(one.key, one.score == 1) for one in found] == [(3, True), (2, False)]


def test_five_are_shown_at_the_most():
    many = [Candidate(key, BAIL.title, BAIL.text) for key in range(2, 20)]
    assert [one.key for one in near_duplicates(BAIL, many)] == [2, 3, 4, 5, 6]


def test_words_are_compared_without_their_endings_and_empty_ones_not_at_all():
    forms = ("record", "records", "recorded", "recording")
    assert {stem(word) for word in forms} == {"record"}
    assert list(words_of("The force should immediately ensure recording").values()) == ["recording"]


def test_five_thousand_are_compared_in_less_than_a_second():
    """A page waits for it. Measured: about 0.15 s."""
    many = [
        Candidate(key, f"Improve plan {key}", f"{BAIL.text} In district {key} see to other things.")
        for key in range(2, 5002)
    ]
    started = time.perf_counter()
    assert near_duplicates(BAIL, many)
    assert time.perf_counter() - started < 1
