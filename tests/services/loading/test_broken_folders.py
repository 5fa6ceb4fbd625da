"""A folder with a mistake is refused with file, line and reason, and leaves nothing behind."""

from __future__ import annotations

import pytest

from audit.models import CaseFile
from audit.services.loading.folder import LoadError
from audit.services.loading.service import round_load

GOOD_LINE = "SMALL-1,assessor,auditor@wexshire.example"
DAMAGES = {
    # what: (file, old, new, where the mistake is said to be, what the sentence holds)
    "a grade outside the scale": (
        *("assessments.csv", "submitted,s47,good", "submitted,s47,fair"),
        *("assessments.csv, line 2", "area_grades: 'fair' is not a grade of this framework. Use"),
    ),
    "an overall grade outside the scale": (
        *("assessments.csv", "good;inadequate,good", "good;inadequate,fair"),
        *("assessments.csv, line 3", "overall_grade: 'fair' is not a grade"),
    ),
    "a published grade outside the scale": (
        *("published_counts.csv", "s47,good,2", "s47,fair,2"),
        *("published_counts.csv, line 3", "grade: “fair” is not a grade of this framework. Use"),
    ),
    "a stage's grade outside the scale": (
        *("stage_notes.csv", "investigation,good", "investigation,fair"),
        *("stage_notes.csv, line 2", "'fair' is not a grade"),
    ),
    "an inadequate file without a reason": (
        *("assessments.csv", "good,On balance.", "good,"),
        *("assessments.csv, line 3", "rationale: Say why: a file graded inadequate"),
    ),
    "an overall grade that contradicts the one area": (
        *("assessments.csv", "submitted,s47,good,,", "submitted,s47,good,inadequate,"),
        *("assessments.csv, line 2", "overall_grade: inadequate is not the grade of the one area"),
    ),
    "two areas without an overall grade": (
        *("assessments.csv", "good;inadequate,good", "good;inadequate,"),
        *("assessments.csv, line 3", "overall_grade: Choose an overall grade"),
    ),
    "more areas than grades": (
        *("assessments.csv", "submitted,s47,", "submitted,s47;cse,"),
        *("assessments.csv, line 2", "as many grades as areas"),
    ),
    "a duplicate reference": (
        *("case_files.csv", "SMALL-2,", "SMALL-1,"),
        *("case_files.csv, line 3", "this is there already, on line 2. Remove one"),
    ),
    "a reference that no address can hold": (
        *("case_files.csv", "SMALL-2,", "SMALL/2,"),
        *("case_files.csv, line 3", "reference: Use only letters, digits and hyphens"),
    ),
    "a reference that is too long": (
        *("case_files.csv", "SMALL-2,", "SMALL-2222222222222222,"),
        *("case_files.csv, line 3", "reference: Ensure this value has at most 20 characters"),
    ),
    "an unknown area": (
        *("case_files.csv", "SMALL-2,cse", "SMALL-2,cybercrime"),
        *("case_files.csv, line 3", "area: “cybercrime” is not known. Use one of cse, detention"),
    ),
    "an unknown theme": (
        *("observations.csv", "childs-voice", "childs-choice"),
        *("observations.csv, line 2", "theme: “childs-choice” is not known. Use"),
    ),
    "an unknown person": (
        *("team.csv", "moderator@wexshire", "nobody@wexshire"),
        *("team.csv, line 2", "email: “nobody@wexshire.example” is not known"),
    ),
    "a file that the folder does not hold": (
        *("children.csv", "SMALL-1,5_9", "SMALL-9,5_9"),
        *("children.csv, line 2", "reference: “SMALL-9” is not known. Use one of SMALL-1"),
    ),
    "an assessment that the folder does not hold": (
        *("answers.csv", GOOD_LINE, GOOD_LINE.replace("auditor@", "auditor2@")),
        *("answers.csv, line 2", "reference, origin and assessor: “SMALL-1 assessor auditor2@"),
    ),
    "an assessor's grade without the assessor": (
        *("assessments.csv", "SMALL-1,assessor,auditor@wexshire.example", "SMALL-1,assessor,"),
        *("assessments.csv, line 2", "Choose the assessor."),
    ),
    "an answer that is none": (
        *("answers.csv", "child-spoken-to,yes", "child-spoken-to,perhaps"),
        *("answers.csv, line 2", "value: “perhaps” is not an answer to this. Use yes, no."),
    ),
    "an answer to what is computed": (
        *("answers.csv", "child-spoken-to,yes", "risk-known-to-shared,3"),
        *("answers.csv, line 2", "is computed and takes no answer"),
    ),
    "a time that is none": (
        *("answers.csv", "2026-11-03 09:30", "2026-11-03"),
        *("answers.csv, line 3", "“2026-11-03” is not a time such as"),
    ),
    "a number that is none": (
        *("answers.csv", "missing-times-before,3", "missing-times-before,NaN"),
        *("answers.csv, line 4", "“NaN” is not a number"),
    ),
    "a flag that is none": (
        *("children.csv", "white,no", "white,maybe"),
        *("children.csv, line 2", "disabled: “maybe” is neither yes nor no"),
    ),
    "a count above its base": (
        *("figures.csv", "14,40", "41,40"),
        *("figures.csv, line 2", "count: The count (41) is above its base (40). Correct one"),
    ),
    "a count below nothing": (
        *("published_counts.csv", ",good,3", ",good,-3"),
        *("published_counts.csv, line 2", "count: “-3” is not a whole number"),
    ),
    "a count that is too long to be one": (
        *("published_counts.csv", ",good,3", f",good,{'9' * 5000}"),
        *("published_counts.csv, line 2", "is not a whole number"),
    ),
    "a document of a year that cannot be right": (
        *("source_documents.csv", "2026-11", "9999-12"),
        *("source_documents.csv, line 2", "December 9999 cannot be right. Correct the year."),
    ),
    "a recommendation by no date": (
        *("recommendations.csv", "by_date,2027-03-01", "by_date,"),
        *("recommendations.csv, line 3", "Enter the date where the time limit is"),
    ),
    "a sub-point of no recommendation": (
        *("sub_points.csv", "1,At least,1", "9,At least,1"),
        *("sub_points.csv, line 2", "recommendation: “9” is not known. Use one of 1, 2"),
    ),
    "a note on a reconstructed file": (
        *("stage_notes.csv", GOOD_LINE, "SMALL-3,agreed,"),
        *("stage_notes.csv, line 2", "a reconstructed file shows counts by area and grade"),
    ),
    "a child in a reconstructed file": (
        *("children.csv", "SMALL-1,5_9", "SMALL-3,5_9"),
        *("children.csv, line 2", "a reconstructed file shows counts by area and grade"),
    ),
    "a number of a reconstructed file": (
        *("local_numbers.csv", "SMALL-1,", "SMALL-3,"),
        *("local_numbers.csv, line 2", "a reconstructed file shows counts by area and grade"),
    ),
    "too few cells": (
        *("team.csv", ",lead", ""),
        *("team.csv, line 2", "not as many cells as the header"),
    ),
    "too many cells": (
        *("team.csv", ",lead", ",lead,lead"),
        *("team.csv, line 2", "not as many cells as the header"),
    ),
    "a quote that does not close": (
        *("team.csv", "moderator@", '"moderator@'),
        *("team.csv, line 2", "Check the quotes of this row"),
    ),
    "a column that nobody knows": (
        *("team.csv", "email,role", "email,rank"),
        *("team.csv, line 1", "no such column: rank. Known: email, role."),
    ),
    "a column that is there twice": (
        *("team.csv", "email,role", "email,email"),
        *("team.csv, line 1", "a column is named twice"),
    ),
    "a header with a broken quote": (
        *("team.csv", "email,role", '"email"x,role'),
        *("team.csv, line 1", "Check the quotes of the header"),
    ),
    "a character that no text holds": (
        *("children.csv", "5_9", "5\0_9"),
        *("children.csv, line 2", "a NUL character"),
    ),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_mistake_is_named_and_nothing_is_written(what, edit, problems, rows):
    file, old, new, place, sentence = DAMAGES[what]
    edit(file, old, new)
    before = rows()
    found = problems()
    assert any(line.startswith(f"{place}: ") and sentence in line for line in found), found
    assert rows() == before


def test_all_mistakes_are_named_at_once(edit, problems):
    edit("assessments.csv", "submitted,s47,good", "submitted,s47,fair")
    edit("figures.csv", "14,40", "41,40")
    edit("published_counts.csv", ",good,3", ",fair,3")
    edit("published_counts.csv", "s47,good,2", "s47,fair,2")
    found = problems()
    for place in ("assessments.csv, line 2", "figures.csv, line 2"):
        assert any(line.startswith(place) for line in found)
    assert sum(line.startswith("published_counts.csv") for line in found) == 2


def test_a_file_of_another_encoding_is_refused(folder, problems):
    path = folder / "common_themes.csv"
    path.write_bytes(path.read_text("utf-8").replace("once", "café").encode("latin-1"))
    assert problems() == [
        "common_themes.csv, line 2: this is not UTF-8 text. Save the file as UTF-8."
    ]


def test_a_file_that_nobody_knows_is_refused(folder, problems):
    (folder / "grades.csv").write_text("a,b\n", "utf-8")
    [found] = problems()
    assert found.startswith("grades.csv: no such file is known. Known: actions.csv, answers.csv, ")


def test_a_folder_without_a_round_is_refused(folder, problems):
    (folder / "round.csv").unlink()
    assert problems() == ["round.csv is missing from small-audit. Add it."]


def test_a_folder_that_is_not_there_is_refused(tmp_path, service):
    with pytest.raises(LoadError, match="is not a folder. Name a folder that holds a round.csv"):
        round_load(path=tmp_path / "nowhere", by=service)


def test_a_mistake_after_a_good_loading_leaves_what_was_loaded(load, edit, problems, rows):
    load()
    before = rows()
    edit("case_files.csv", "SMALL-2,cse", "SMALL-2,missing")
    edit("figures.csv", "14,40", "41,40")
    assert len(problems()) == 1
    assert rows() == before
    assert CaseFile.objects.get(reference="SMALL-2").area.code == "cse"
