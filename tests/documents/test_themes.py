import pytest

from audit.documents.counted_files import counted_files
from audit.documents.themes import files_showing, round_themes, themes_part
from audit.models import CaseFile
from audit.rules.grading import Polarity
from audit.rules.transitions import AssessmentStatus
from tests.answers import observed
from tests.factories import RoundFactory, graded_file

pytestmark = pytest.mark.django_db
RESPONSE = "initial-response"


@pytest.fixture
def audit(person):
    round, auditor = RoundFactory(), person("auditor@wexshire")
    for code, polarity in (
        ("s47", Polarity.WEAKNESS),
        ("s47", Polarity.STRENGTH),
        ("missing", Polarity.WEAKNESS),
    ):
        case_file = graded_file(round, auditor, (code, "good"))
        observed(case_file.final_assessment, RESPONSE, polarity=polarity)
    draft = graded_file(round, auditor, ("s47", "good"), status=AssessmentStatus.DRAFT)
    observed(draft.assessments.get(), RESPONSE)
    graded_file(round, auditor, ("detention", "good"))
    return round


def part_of(round):
    return themes_part(round_themes(round, counted_files(CaseFile.objects.filter(round=round))))


def test_files_are_counted_by_polarity_out_of_those_it_can_be_seen_in(audit):
    [row] = part_of(audit)["overall"]
    assert (row["code"], row["strength"], row["weakness"]) == (RESPONSE, 1, 2)
    assert row["files"] == 3, "the detention file is none in which it can be seen"


def test_areas_have_counts_of_their_own(audit):
    found = {
        area["code"]: (row["strength"], row["weakness"], row["files"])
        for area in part_of(audit)["areas"]
        for row in area["themes"]
    }
    assert found == {"s47": (1, 1, 2), "missing": (0, 1, 1)}


def test_an_area_is_told_in_words(audit):
    area = part_of(audit)["areas"][0]
    assert area["weaknesses"] == "First response and immediate safety (1)"


def test_every_count_has_as_many_files_behind_it(audit):
    files, part = CaseFile.objects.filter(round=audit), part_of(audit)
    shown = [("", part["overall"]), *((area["code"], area["themes"]) for area in part["areas"])]
    for area, rows in shown:
        for row in rows:
            for polarity in Polarity:
                found = files_showing(files, row["code"], polarity, area)
                assert found.count() == row[polarity]


def test_reconstructed_files_show_no_themes(audit):
    CaseFile.objects.filter(round=audit).update(reconstructed=True)
    assert part_of(audit)["overall"] == []
