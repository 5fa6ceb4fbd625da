"""Who graded what in Wexshire's audits, blind and settled, and how far they agree."""

from __future__ import annotations

import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from tests.cast import CAST
from tests.seeds import judgements
from tests.seeds.folders import WEXSHIRE, fields_of, rows_of

SIGNED_OFF, OPEN = WEXSHIRE
BOTH = pytest.mark.parametrize("folder", WEXSHIRE, ids=lambda path: path.name)
PLAUSIBLE = (0.32, 0.70)
"""The range of the mean kappas that published studies of case-note audit report."""


def _settled(reference: str) -> bool:
    return judgements.one(OPEN, reference, "agreed") is not None


def test_at_least_24_files_of_the_open_audit_are_graded_twice():
    assert len(judgements.pairs(OPEN)) >= 24


def test_some_of_them_are_settled_some_match_and_some_are_two_grades_apart():
    waiting = [
        abs(judgements.GRADES.index(first["overall_grade"]) - _place(second))
        for reference, first, second in judgements.doubles(OPEN)
        if first and second and not _settled(reference)
    ]
    assert min(waiting.count(distance) for distance in (0, 1, 2)) >= 2
    assert sum(_settled(reference) for reference, _, _ in judgements.doubles(OPEN)) >= 10


def _place(row: judgements.Row) -> int:
    return judgements.GRADES.index(row["overall_grade"])


def test_some_wait_for_the_second_grade_some_are_to_grade_and_some_are_graded_once():
    rows = list(judgements.doubles(OPEN))
    assert sum(bool(first) != bool(second) for _, first, second in rows) >= 3
    begun = {row["reference"] for row in rows_of(OPEN, "assessments.csv")}
    assert len(set(judgements.case_files(OPEN)) - begun) >= 5
    once = {row["reference"] for row in judgements.given(OPEN) if row["origin"] == "assessor"}
    assert len(once - {reference for reference, _, _ in rows}) >= 3


def test_of_the_open_files_two_were_late_when_the_demonstration_was_written():
    due = [row["due_on"] for row in judgements.case_files(OPEN).values() if row["due_on"]]
    assert len(due) >= 6
    assert sum(day < "2026-11-22" for day in due) == 2
    assert not any(
        _settled(reference) and row["due_on"]
        for reference, row in judgements.case_files(OPEN).items()
    )


def test_every_file_of_the_audit_that_is_signed_off_is_agreed():
    files = judgements.case_files(SIGNED_OFF)
    assert all(judgements.one(SIGNED_OFF, reference, "agreed") for reference in files)


def test_the_audit_that_is_signed_off_has_enough_pairs_for_figures_of_agreement():
    assert len(judgements.pairs(SIGNED_OFF)) >= 20
    assert len(judgements.own_pairs(SIGNED_OFF)) >= 20


@BOTH
def test_the_auditors_agree_as_far_as_people_do(folder):
    kappa = cohens_kappa(judgements.table(judgements.pairs(folder)), wt="linear").kappa
    assert PLAUSIBLE[0] <= kappa <= PLAUSIBLE[1]


@BOTH
def test_one_auditor_is_a_little_kinder(folder):
    first, second = "auditor2@wexshire.example", "auditor@wexshire.example"
    both = [
        (
            judgements.one(folder, reference, "assessor", first),
            judgements.one(folder, reference, "assessor", second),
        )
        for reference, _, _ in judgements.doubles(folder)
    ]
    grades = [
        (one["overall_grade"], other["overall_grade"]) for one, other in both if one and other
    ]
    assert 0 < judgements.kinder(grades) < len(grades) / 3


def test_the_force_is_kinder_to_itself():
    grades = judgements.own_pairs(SIGNED_OFF)
    assert judgements.kinder(grades) > len(grades) / 3
    assert any(_worse_first(pair) for pair in grades)


def _worse_first(pair: tuple[str, str]) -> bool:
    return judgements.GRADES.index(pair[0]) > judgements.GRADES.index(pair[1])


@BOTH
def test_nobody_settles_what_they_have_graded(folder):
    graded = {(row["reference"], row["assessor"]) for row in judgements.given(folder)}
    settled = [row for row in judgements.given(folder) if row["origin"] == "agreed"]
    others = {pair for pair in graded if "moderator" not in pair[1]}
    assert not {(row["reference"], row["assessor"]) for row in settled} & others
    assert {row["assessor"] for row in settled} == {"moderator@wexshire.example"}


@BOTH
def test_a_double_file_is_settled_after_both_and_all_in_time(folder):
    start = fields_of(folder)["fieldwork_started_on"]
    assert all(row["assessed_on"] >= start for row in judgements.given(folder))
    assert all(row["assessed_on"] < "2026-11-22" for row in judgements.given(folder))
    for reference, first, second in judgements.doubles(folder):
        agreed = judgements.one(folder, reference, "agreed")
        if agreed and first and second:
            assert agreed["assessed_on"] >= max(first["assessed_on"], second["assessed_on"])


@BOTH
def test_only_people_of_the_cast_are_named(folder):
    people = {person.email for person in CAST if person.force == "wexshire"}
    asked = {
        row[column]
        for row in judgements.case_files(folder).values()
        for column in ("allocated_to", "second_assessor")
    }
    assert asked | {row["assessor"] for row in judgements.given(folder)} <= {"", *people}


@BOTH
def test_only_those_who_are_asked_have_graded(folder):
    for row in rows_of(folder, "assessments.csv"):
        file = judgements.case_files(folder)[row["reference"]]
        if row["origin"] == "assessor":
            assert row["assessor"] in {file["allocated_to"], file["second_assessor"]}


@BOTH
def test_every_judgement_has_words_of_its_own(folder):
    reasons = [row["rationale"] for row in judgements.given(folder)]
    assert all(reasons)
    assert len(set(reasons)) == len(reasons)


@BOTH
def test_what_is_submitted_answers_every_question_of_its_areas_and_no_other(folder):
    files, answered = judgements.case_files(folder), judgements.answers(folder)
    for row in judgements.given(folder):
        if row["origin"] == "self":
            continue
        areas = {files[row["reference"]]["area"], *row["areas"].split(";")}
        asked = {code for code, of in judgements.asked_of().items() if not of or of & areas}
        key = (row["reference"], row["origin"], row["assessor"])
        assert set(answered[key]) == asked, key


def test_a_few_facts_could_not_be_seen():
    rows = [row for folder in WEXSHIRE for row in rows_of(folder, "answers.csv")]
    unseen = sum(row["value"] == "could_not_see" for row in rows)
    assert 5 <= unseen < len(rows) / 50
