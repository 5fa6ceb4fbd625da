"""Durham's facts against the table that was checked twice against the report."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.seeds.folders import DURHAM, fields_of, rows_of

GRADES = ("good", "requires_improvement", "inadequate")
AREAS = {
    # area: (good, requiring improvement, inadequate), (strengths, weaknesses)
    "s47": ((6, 1, 6), (2, 3)),
    "domestic-abuse": ((2, 3, 3), (4, 2)),
    "other-referral": ((3, 4, 1), (2, 2)),
    "cse": ((4, 11, 10), (5, 2)),
    "missing": ((1, 2, 6), (2, 3)),
    "s46": ((3, 2, 1), (2, 2)),
    "sex-offender-management": ((1, 3, 3), (2, 3)),
    "detention": ((1, 1, 4), (2, 2)),
}
RECOMMENDATIONS = {
    # number: (chapter, limit, sub-points by group)
    "1": ("initial-contact", "immediately", []),
    "2": ("initial-contact", "3_months", []),
    "3": ("assessment-and-help", "immediately", [4]),
    "4": ("investigation", "3_months", [3]),
    "5": ("decision-making", "3_months", [2, 2]),
    "6": ("managing-risk", "immediately", []),
    "7": ("detention", "3_months", [4]),
}
FIGURES = [
    ("initial-contact", "5", "10", ""),
    ("assessment-and-help", "17", "40", "42.5 percent"),
    ("assessment-and-help", "4", "29", "14 percent"),
    ("assessment-and-help", "190", "355", "54 percent"),
    ("assessment-and-help", "1816", "3012", "60 percent"),
    ("assessment-and-help", "", "", "half"),
    ("assessment-and-help", "13", "48", ""),
    ("assessment-and-help", "35", "48", ""),
    ("investigation", "29", "63", ""),
    ("trusted-adult", "15", "101", ""),
    ("trusted-adult", "923", "", ""),
    ("managing-risk", "313", "", ""),
    ("managing-risk", "291", "", ""),
    ("detention", "7", "23", ""),
    ("detention", "", "", "8 percent"),
]
TOLD_OF_NO_FILE = (
    "children.csv",
    "answers.csv",
    "observations.csv",
    "stage_notes.csv",
    "local_numbers.csv",
)


def _by_area() -> dict[str, Counter]:
    counted: dict[str, Counter] = {area: Counter() for area in AREAS}
    for row in rows_of(DURHAM, "assessments.csv"):
        pairs = zip(row["areas"].split(";"), row["area_grades"].split(";"), strict=True)
        for area, grade in pairs:
            counted[area][grade] += 1
    return counted


def _counts(counter: Counter) -> tuple[int, ...]:
    return tuple(counter[grade] for grade in GRADES)


def test_81_files_are_20_good_27_requiring_improvement_and_34_inadequate():
    overall = Counter(row["overall_grade"] for row in rows_of(DURHAM, "assessments.csv"))
    assert _counts(overall) == (20, 27, 34)
    assert len(rows_of(DURHAM, "case_files.csv")) == 81


@pytest.mark.parametrize("area", AREAS)
def test_the_files_give_the_counts_of(area):
    assert _counts(_by_area()[area]) == AREAS[area][0]


def test_the_areas_add_up_to_82():
    assert sum(sum(counter.values()) for counter in _by_area().values()) == 82


def test_one_good_file_stands_under_two_areas():
    [double] = [row for row in rows_of(DURHAM, "assessments.csv") if ";" in row["areas"]]
    assert (double["area_grades"], double["overall_grade"]) == ("good;good", "good")


def test_every_file_has_one_assessment():
    files = {row["reference"] for row in rows_of(DURHAM, "case_files.csv")}
    assessed = [row["reference"] for row in rows_of(DURHAM, "assessments.csv")]
    assert sorted(assessed) == sorted(files)


def test_a_file_is_drawn_for_the_first_area_that_it_is_assessed_under():
    drawn = {row["reference"]: row["area"] for row in rows_of(DURHAM, "case_files.csv")}
    for row in rows_of(DURHAM, "assessments.csv"):
        assert row["areas"].split(";")[0] == drawn[row["reference"]]


def test_all_files_are_marked_as_reconstructed_and_nothing_is_said_of_their_choice():
    said = {
        (row["reconstructed"], row["chosen_by"], row["chosen_how"])
        for row in rows_of(DURHAM, "case_files.csv")
    }
    assert said == {("yes", "unknown", "unknown")}


def test_nobody_is_said_to_have_assessed_a_real_file():
    said = {
        (row["origin"], row["assessor"], row["rationale"])
        for row in rows_of(DURHAM, "assessments.csv")
    }
    assert said == {("agreed", "", "")}


@pytest.mark.parametrize("file", TOLD_OF_NO_FILE)
def test_no_fact_is_invented_about_a_real_forces_files(file):
    assert not (DURHAM / file).exists()


def test_27_published_counts_are_those_of_the_report():
    published = {
        (row["area"], row["grade"]): int(row["count"])
        for row in rows_of(DURHAM, "published_counts.csv")
    }
    printed = {"": (20, 27, 34), **{area: counts for area, (counts, _) in AREAS.items()}}
    assert published == {
        (area, grade): count
        for area, counts in printed.items()
        for grade, count in zip(GRADES, counts, strict=True)
    }
    assert len(published) == 27


@pytest.mark.parametrize("area", AREAS)
def test_the_bullets_are_as_many_strengths_and_weaknesses_as_in_the_report(area):
    rows = [row for row in rows_of(DURHAM, "common_themes.csv") if row["area"] == area]
    found = Counter(row["polarity"] for row in rows)
    assert (found["strength"], found["weakness"]) == AREAS[area][1]
    assert [int(row["order"]) for row in rows] == list(range(1, len(rows) + 1))


def test_there_are_40_bullets_each_with_a_theme():
    rows = rows_of(DURHAM, "common_themes.csv")
    assert len(rows) == 40
    assert all(row["themes"] and row["text"] for row in rows)


def _groups(number: str) -> list[int]:
    points = [row for row in rows_of(DURHAM, "sub_points.csv") if row["recommendation"] == number]
    return list(Counter(row["group"] for row in points).values())


def test_the_seven_recommendations_have_their_chapters_limits_and_sub_points():
    rows = rows_of(DURHAM, "recommendations.csv")
    found = {
        row["number"]: (row["chapter"], row["time_limit"], _groups(row["number"])) for row in rows
    }
    assert found == RECOMMENDATIONS


def test_every_supporting_figure_is_there_with_what_was_printed():
    found = [
        (row["chapter"], row["count"], row["base"], row["as_printed"])
        for row in rows_of(DURHAM, "figures.csv")
    ]
    assert found == FIGURES


def test_what_the_force_said_of_itself_is_marked_so():
    rows = {row["label"]: row["counted_by"] for row in rows_of(DURHAM, "figures.csv")}
    [trained] = [by for label, by in rows.items() if "specialist child abuse training" in label]
    assert trained == "force"


def test_dates_are_as_exact_as_they_are_known():
    fields = fields_of(DURHAM)
    assert (fields["fieldwork_started_on"], fields["published_on"]) == ("2019-10", "2020-03")


def test_33_self_assessed_files_are_a_count_of_the_round():
    assert fields_of(DURHAM)["self_assessed"] == "33"


def test_the_round_is_published_and_historic():
    fields = fields_of(DURHAM)
    assert (fields["status"], fields["historic"]) == ("published", "yes")


def test_the_two_local_authorities_have_their_judgements():
    rows = rows_of(DURHAM, "local_authorities.csv")
    assert [row["name"].split()[0] for row in rows] == ["Darlington", "Durham"]
    assert all(row["judgement"] and row["judged_on"] for row in rows)


def test_the_next_steps_name_their_clocks():
    rows = rows_of(DURHAM, "next_steps.csv")
    assert [row["clock"] for row in rows] == ["immediate_update", "action_plan", "revisit"]
