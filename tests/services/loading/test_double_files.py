"""Files that two people grade: blind until both have submitted, counted once they are settled."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Assessment, CaseFile, Conflict
from tests.services.loading import small_folder
from tests.services.loading.small_folder import AUDITOR, MODERATOR

SECOND = "auditor2@wexshire.example"
ROW = "SMALL-1,{origin},{who},{status},s47,{grade},,Seen late.,Crime record,2026-11-11\n"


@pytest.fixture
def double(folder):
    """SMALL-1 is to be graded by a second auditor; `double(…)` adds assessments of it."""
    files = small_folder.FILES["case_files.csv"].splitlines()
    added = ("second_assessor,due_on", f"{SECOND},2026-11-20", ",", ",")
    rows = [f"{line},{more}" for line, more in zip(files, added, strict=True)]
    (folder / "case_files.csv").write_text("\n".join(rows) + "\n", "utf-8")

    def add(*rows: str) -> None:
        path = folder / "assessments.csv"
        path.write_text(path.read_text("utf-8") + "".join(rows), "utf-8")

    return add


def submitted(who: str, grade: str) -> str:
    return ROW.format(origin="assessor", who=who, status="submitted", grade=grade)


def agreed(grade: str) -> str:
    return ROW.format(origin="agreed", who=MODERATOR, status="agreed", grade=grade)


def file() -> CaseFile:
    return CaseFile.objects.get(reference="SMALL-1")


def state() -> tuple[str, bool, str | None]:
    row = file()
    return row.status, row.blind, row.final_assessment and row.final_assessment.overall_grade


def test_a_folder_without_the_columns_asks_one_person_and_sets_no_day(load):
    load()
    assert (file().second_assessor, file().due_on, file().blind) == (None, None, False)


def test_the_second_assessor_and_the_day_are_loaded(double, load):
    load()
    assert (file().second_assessor.email, file().due_on) == (SECOND, date(2026, 11, 20))


def test_the_first_grade_alone_counts_nowhere(double, load):
    load()
    assert state() == ("in_progress", True, None)


def test_two_grades_wait_for_the_moderator(double, load):
    double(submitted(SECOND, "good"))
    load()
    assert state() == ("submitted", False, None)


def test_the_agreed_grade_counts_and_the_assessors_stand_beside_it(double, load):
    double(submitted(SECOND, "inadequate"), agreed("requires_improvement"))
    load()
    assert state() == ("agreed", False, "requires_improvement")
    rows = Assessment.objects.filter(case_file=file(), origin="assessor").order_by("pk")
    assert [(row.assessor.email, row.status, row.overall_grade) for row in rows] == [
        (AUDITOR, "submitted", "good"),
        (SECOND, "submitted", "inadequate"),
    ]


def test_a_self_assessment_settles_nothing(double, load):
    double(ROW.format(origin="self", who=SECOND, status="submitted", grade="good"))
    load()
    assert state() == ("in_progress", True, None)


def test_loading_again_changes_nothing(double, load, rows):
    double(submitted(SECOND, "good"), agreed("good"))
    load()
    before, was = rows(), state()
    assert not load().wrote
    assert (rows(), state()) == (before, was)


def test_nobody_is_asked_twice(double, edit, problems):
    edit("case_files.csv", SECOND, AUDITOR)
    assert problems()[0] == "case_files.csv, line 2: Choose two different people."


def test_a_conflict_of_interest_is_loaded_once(folder, load):
    conflict = f"SMALL-2,{SECOND},{MODERATOR},He led the search."
    text = f"reference,person,declared_by,reason\n{conflict}\n"
    (folder / "conflicts.csv").write_text(text, "utf-8")
    load()
    assert not load().wrote
    row = Conflict.objects.get()
    assert (row.case_file.reference, row.person.email) == ("SMALL-2", SECOND)


def test_a_day_that_is_none_is_named(double, edit, problems):
    edit("case_files.csv", "2026-11-20", "soon")
    first = problems()[0]
    assert first == "case_files.csv, line 2: due_on: “soon” is not a date such as 2019-10-14."
