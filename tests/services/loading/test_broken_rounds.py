"""A round.csv with a mistake is refused with its line, and leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import RoundFactory

DAMAGES = {
    # what: (old, new, the line, what the sentence holds)
    "fieldwork in the wrong order": (
        *("ended_on,2026-11-13", "ended_on,2026-11-01", 9),
        "Fieldwork cannot end (1 November 2026) before it starts (2 November 2026).",
    ),
    "one date to the day and one to the month": (
        *("ended_on,2026-11-13", "ended_on,2026-11", 9),
        "write both dates to the day, or both to the month",
    ),
    "published before fieldwork": (
        *("published_on,", "published_on,2026-11-01", 10),
        "cannot be before fieldwork",
    ),
    "published in a month before fieldwork": (
        *("published_on,", "published_on,2026-10", 10),
        "The publication date (October 2026) cannot be before fieldwork (13 November 2026).",
    ),
    "a date that is none": (
        *("started_on,2026-11-02", "started_on,2 November 2026", 8),
        "“2 November 2026” is not a date: write it as 2019-10-14",
    ),
    "an unknown force": ("force,wexshire", "force,westshire", 4, "“westshire” is not known."),
    "an unknown framework": ("ncpi-2014", "ncpi-1914", 5, "framework: “ncpi-1914” is not known"),
    "an unknown kind": ("internal_audit", "audit", 3, "Use one of inspection, "),
    "an unknown status": ("status,fieldwork", "status,open", 12, "“open” is not known"),
    "an unknown round before it": ("previous,", "previous,nothing", 11, "“nothing” is not known"),
    "no title": ("title,A small audit", "title,", 7, "title is empty. Fill it in."),
    "a title that is too long": ("A small audit", "A" * 161, 7, "at most 160 characters"),
    "a code that no address can hold": ("small-audit", "small audit", 2, "code: Enter a valid"),
    "a field that nobody knows": ("title,", "headline,", 7, "no such field: headline"),
    "a field that is there twice": (
        *("framework,", "force,durham\nframework,", 5),
        "force is there already. Remove one of the two lines.",
    ),
    "more files assessed by the force than there are": (
        *("self_assessed,", "self_assessed,500", 14),
        "self_assessed: The force cannot have assessed 500 of ",
    ),
    "a number that is none": ("self_assessed,", "self_assessed,some", 14, "not a whole number"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_mistake_is_named_and_nothing_is_written(what, edit, problems, rows):
    old, new, line, sentence = DAMAGES[what]
    edit("round.csv", old, new)
    before = rows()
    [problem] = problems()
    assert problem.startswith(f"round.csv, line {line}: ")
    assert sentence in problem
    assert rows() == before


def test_a_published_round_needs_a_date(edit, problems, rows):
    edit("round.csv", "status,fieldwork", "status,published")
    before = rows()
    assert problems() == ["round.csv: Enter the date of publication."]
    assert rows() == before


def test_a_review_is_not_published_before_its_parent(edit, problems):
    RoundFactory(code="the-parent", published=True)
    edit("round.csv", "previous,", "previous,the-parent")
    edit("round.csv", "published_on,", "published_on,2026-11-19")
    assert problems()[0].startswith("round.csv, line 10: published_on: This cannot be published")


def test_a_parent_is_not_published_after_its_review(load, edit, problems):
    round = load().round
    RoundFactory(published=True, previous=round, published_on=date(2026, 11, 20))
    edit("round.csv", "published_on,", "published_on,2026-12")
    assert "follows this and was published before" in problems()[0]


def test_a_round_does_not_follow_one_of_another_force(edit, problems):
    RoundFactory(code="theirs", eastmarch=True)
    edit("round.csv", "previous,", "previous,theirs")
    [problem] = problems()
    assert problem.startswith("round.csv, line 11: previous: ")
    assert "is about another force" in problem


def test_more_self_assessed_files_than_there_are_is_refused(edit, problems):
    edit("round.csv", "self_assessed,", "self_assessed,4")
    assert problems() == [
        "round.csv, line 14: self_assessed: The force cannot have assessed 4 of 3 case files. "
        "Correct the number."
    ]


def test_a_folder_with_the_name_of_a_file_is_refused(folder, problems):
    (folder / "answers.csv").unlink()
    (folder / "answers.csv").mkdir()
    assert problems() == ["answers.csv is not a file. Replace it with one."]


def test_an_empty_round_file_is_refused(folder, problems):
    (folder / "round.csv").write_text("", "utf-8")
    assert problems() == ["round.csv: code is empty. Fill it in."]
