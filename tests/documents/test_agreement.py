import pytest

from audit.documents.agreement import ASSESSORS, SELF_AGREED, round_agreement
from audit.documents.agreement_told import agreement_part, by_person
from audit.documents.figures import round_figures
from audit.models import Assessment, CaseFile, Framework
from audit.rules.transitions import AssessmentStatus
from tests.answers import agreed_file, double_file
from tests.factories import RoundFactory, assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit():
    return RoundFactory()


@pytest.fixture
def first(person):
    return person("auditor@wexshire")


@pytest.fixture
def second(person):
    return person("auditor2@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def of(round, between):
    return next(row for row in round_agreement(round).compared if row.between == between)


def json_of(round, between):
    rows = round_figures(round).as_json()["agreement"]
    return next(row for row in rows if row["between"] == between)


def test_nobody_has_been_compared(audit):
    assert round_figures(audit).as_json()["agreement"] == [
        {
            "between": between,
            "pairs": 0,
            "table": [[0, 0, 0]] * 3,
            "raw": None,
            "kappa": None,
            "kappa_low": None,
            "kappa_high": None,
            "ac2": None,
        }
        for between in (SELF_AGREED, ASSESSORS)
    ]


def test_rows_are_whoever_was_allocated_first(audit, first, second):
    case_file = CaseFile.objects.get(
        pk=double_file(audit, first, second, ("good", "inadequate")).pk
    )
    assert not case_file.blind
    assert of(audit, ASSESSORS).overall.table == ((0, 0, 1), (0, 0, 0), (0, 0, 0))


def test_the_order_of_submitting_makes_no_difference(audit, first, second):
    case_file = double_file(audit, first, second, ("", "inadequate"))
    assessed(case_file, first, ("s47", "good"))
    assert of(audit, ASSESSORS).overall.table[0][2] == 1


def test_a_blind_grade_is_in_no_figure(audit, first, second):
    double_file(audit, first, second, ("good", ""))
    before = round_figures(audit).as_json()
    assert json_of(audit, ASSESSORS)["pairs"] == 0
    Assessment.objects.filter(case_file__round=audit).update(overall_grade="inadequate")
    assert round_figures(audit).as_json() == before


def test_a_blind_file_is_not_compared_with_the_forces_grade(audit, first, second, moderator):
    case_file = agreed_file(audit, "good", "good", moderator)
    CaseFile.objects.filter(pk=case_file.pk).update(
        allocated_to=first, second_assessor=second, blind=True
    )
    assert of(audit, SELF_AGREED).overall.pairs == 0


def test_the_forces_grade_is_compared_with_the_agreed_one(audit, moderator):
    agreed_file(audit, "good", "requires_improvement", moderator)
    found = of(audit, SELF_AGREED).overall
    assert found.table[0][1] == 1
    assert (found.kinder, found.harsher) == (1, 0)


def test_a_grade_that_is_not_agreed_is_not_compared_with_the_forces(audit, first, moderator):
    case_file = agreed_file(audit, "good", "good", moderator)
    case_file.assessments.filter(origin="agreed").update(status=AssessmentStatus.SUBMITTED)
    assert of(audit, SELF_AGREED).overall.pairs == 0


def test_the_forces_draft_is_not_compared(audit, moderator):
    case_file = agreed_file(audit, "good", "good", moderator)
    case_file.assessments.filter(origin="self").update(status=AssessmentStatus.DRAFT)
    assert of(audit, SELF_AGREED).overall.pairs == 0


def test_twenty_pairs_have_coefficients(audit, moderator):
    for number in range(20):
        own = "good" if number % 4 else "requires_improvement"
        agreed_file(audit, own, "good" if number % 2 else "requires_improvement", moderator)
    row = json_of(audit, SELF_AGREED)
    assert row["table"] == [[10, 5, 0], [0, 5, 0], [0, 0, 0]]
    assert (row["pairs"], row["raw"], row["kappa"]) == (20, 0.75, 0.5)
    assert row["kappa_low"] < 0.5 < row["kappa_high"]
    assert row["ac2"] > 0.7


def test_nineteen_pairs_have_none_but_keep_their_table(audit, moderator):
    for _ in range(19):
        agreed_file(audit, "good", "good", moderator)
    row = json_of(audit, SELF_AGREED)
    assert row["table"][0][0] == 19
    assert [row[name] for name in ("raw", "kappa", "kappa_low", "kappa_high", "ac2")] == [None] * 5


def test_areas_and_people_with_few_pairs_show_only_their_number(audit, first, second):
    for _ in range(20):
        double_file(audit, first, second, ("good", "requires_improvement"))
    double_file(audit, first, second, ("good", "good"), area="missing")
    part = agreement_part(round_agreement(audit), audit.framework.scale)[1]
    assert [row["title"] for row in part["areas"]["rows"]] == ["Section 47 enquiries"]
    assert part["areas"]["few"] == (
        "Fewer than 20 files, too few to measure: Missing and absent children 1."
    )
    rows = by_person(round_agreement(audit))[ASSESSORS]["rows"]
    assert [(row["title"], row["kinder"], row["harsher"]) for row in rows] == [
        (first.name, 20, 0),
        (second.name, 0, 20),
    ]


def test_direction_and_degenerate_tables_are_said(audit, first, second):
    double_file(audit, first, second, ("good", "inadequate"))
    double_file(audit, first, second, ("good", "good"))
    part = agreement_part(round_agreement(audit), audit.framework.scale)[1]
    assert part["direction"] == (
        "The first assessor was kinder than the second in 1 of 2 files, harsher in 0, and the "
        "same in 1."
    )
    assert part["note"].startswith("Only 2 files have two grades to compare")
    for _ in range(20):
        double_file(audit, first, second, ("good", "good"))
    assert "95% interval" not in str(part["coefficients"])


def test_all_one_grade_is_a_sentence(audit, first, second):
    for _ in range(20):
        double_file(audit, first, second, ("good", "good"))
    part = agreement_part(round_agreement(audit), audit.framework.scale)[1]
    assert part["note"].startswith("Both gave every file the same one grade.")
    assert [row["value"] for row in part["coefficients"]] == ["100.0%", "none", "1.00"]
    assert json_of(audit, ASSESSORS)["kappa"] is None


def test_the_table_is_as_large_as_the_scale(audit):
    steps = [
        {"code": code, "title": code.title(), "in_report": code} for code in ("a", "b", "c", "d")
    ]
    Framework.objects.filter(pk=audit.framework_id).update(grades=steps)
    audit.refresh_from_db()
    assert round_figures(audit).as_json()["agreement"][0]["table"] == [[0] * 4] * 4
