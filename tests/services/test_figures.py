"""What a round's figures count. The seeds' figures are in tests/seeds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.documents.figures import round_figures
from audit.models import AreaGrade, Assessment, CaseFile, Framework, PublishedCount
from audit.rules.grading import Origin
from tests.factories import CaseFileFactory, RoundFactory, area, assessed, graded_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


def _headline(round) -> tuple[int, ...]:
    return tuple(count for _, count in round_figures(round).headline.counts)


def test_a_round_without_files_counts_nothing_and_lists_every_area(audit):
    figures = round_figures(audit).as_json()
    assert figures["headline"]["total"] == figures["ungraded"] == 0
    assert [row["total"] for row in figures["areas"]] == [0] * 8


def test_a_file_without_an_assessment_is_ungraded(audit, case_file):
    assert round_figures(audit).ungraded == 1


@pytest.mark.parametrize("status", ["submitted", "agreed"])
def test_what_is_handed_in_counts(status, case_file, auditor):
    assessed(case_file, auditor, ("s47", "good"), status=status)
    assert _headline(case_file.round) == (1, 0, 0)


def test_a_draft_does_not_count(case_file, auditor):
    assessed(case_file, auditor, ("s47", "good"), status="draft")
    assert _headline(case_file.round) == (0, 0, 0)
    assert round_figures(case_file.round).areas_total.total == 0


def test_the_agreed_grade_counts_and_not_the_assessors(case_file, auditor, person):
    assessed(case_file, auditor, ("s47", "good"))
    moderator = person("moderator@wexshire")
    agreed = {"origin": Origin.AGREED, "status": "agreed"}
    assessed(case_file, moderator, ("missing", "inadequate"), **agreed)
    figures = round_figures(case_file.round)
    assert _headline(case_file.round) == (0, 0, 1)
    assert {row.area.code for row in figures.areas if row.recorded.total} == {"missing"}


def test_self_assessed_files_are_counted_where_they_are_known(audit, auditor):
    for _ in range(2):
        file = graded_file(audit, auditor, ("s47", "good"))
        assessed(file, auditor, ("s47", "good"), origin=Origin.SELF)
    assert round_figures(audit).self_assessed == 2


def test_a_stated_number_of_self_assessed_files_stands(audit):
    audit.self_assessed = 33
    assert round_figures(audit).self_assessed == 33


def test_another_rounds_files_are_not_counted(audit, auditor):
    graded_file(RoundFactory(), auditor, ("s47", "good"))
    assert round_figures(audit).files == 0


def test_a_file_under_two_areas_counts_once_above_and_twice_below(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"), ("missing", "inadequate"), overall="good")
    figures = round_figures(audit)
    assert (figures.headline.total, figures.areas_total.total) == (1, 2)
    assert "1 case file is recorded under more than one area" in figures.reconciliation[0].text


def test_published_counts_are_held_against_the_recorded_ones(audit, auditor):
    graded_file(audit, auditor, ("s47", "good"))
    PublishedCount.objects.create(round=audit, grade="good", count=2)
    PublishedCount.objects.create(round=audit, area=area("s47"), grade="good", count=2)
    figures = round_figures(audit).as_json()
    assert figures["published"]["headline"]["total"] == 2
    assert [row["agrees"] for row in figures["reconciliation"]] == [False, False, True]


def test_a_published_area_without_a_file_is_a_difference(audit):
    PublishedCount.objects.create(round=audit, area=area("s46"), grade="good", count=1)
    [first, _] = round_figures(audit).reconciliation
    assert not first.agrees
    assert "the published results are 1 good" in first.text


def test_the_keys_come_from_the_scale():
    grades = [
        {"code": code, "title": code.title(), "in_report": code} for code in ("sound", "poor")
    ]
    framework = Framework.objects.create(code="two-grades", title="Two grades", grades=grades)
    figures = round_figures(RoundFactory(framework=framework)).as_json()
    assert list(figures["headline"]) == ["sound", "poor", "total"]
    assert figures["areas"] == []


def _fill(round, assessor, count: int) -> None:
    s47 = area("s47")
    files = [CaseFileFactory.build(round=round, area=s47) for _ in range(count)]
    CaseFile.objects.bulk_create(files)
    rows = Assessment.objects.bulk_create(
        Assessment(
            case_file=file,
            origin=Origin.ASSESSOR,
            assessor=assessor,
            status="submitted",
            overall_grade="good",
        )
        for file in files
    )
    AreaGrade.objects.bulk_create(AreaGrade(assessment=row, area=s47, grade="good") for row in rows)
    for file, row in zip(files, rows, strict=True):
        file.final_assessment = row
    CaseFile.objects.bulk_update(files, ["final_assessment"])


def test_300_files_take_as_many_queries_as_10(auditor):
    queries = []
    for count in (10, 300):
        round = RoundFactory()
        _fill(round, auditor, count)
        with CaptureQueriesContext(connection) as captured:
            assert round_figures(round).headline.total == count
        queries.append(len(captured))
    assert queries[0] == queries[1]
