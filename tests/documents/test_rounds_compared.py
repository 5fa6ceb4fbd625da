from datetime import date

import pytest

from audit.documents.compared_told import compared_context
from audit.documents.drawn import drawn_figures
from audit.documents.drawn_files import DrawnFiles
from audit.documents.rounds_compared import (
    compared_part,
    not_compared,
    rounds_compared,
    sides_of,
)
from audit.models import AreaOfPractice, CaseFile, Framework, Round
from audit.rules.comparison import NOT_COMPARABLE
from audit.rules.intervals import Stratum
from tests.documents.two_rounds import drawn_audit, finished, two_audits
from tests.factories import RoundFactory, graded_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def part_of(*rounds):
    return compared_part(rounds_compared(*rounds))


def row(part, code):
    return next(row for row in part["rows"] if row["code"] == code)


def test_the_headline_is_tested_as_the_report_of_one_round_tests_it(auditor, moderator):
    rounds = two_audits(auditor, moderator)
    found = rounds_compared(*rounds).headline.comparison
    assert found == drawn_figures(rounds[1], 12).comparison
    assert found.more_than_chance


def test_stratified_draws_are_weighed_as_there(auditor, moderator):
    rounds = two_audits(auditor, moderator, columns=("area",))
    found = rounds_compared(*rounds).headline.comparison
    assert found == drawn_figures(rounds[1], 12).comparison
    assert found.p is None


def test_each_area_has_counts_of_both_and_no_share_of_few(auditor, moderator):
    part = part_of(*two_audits(auditor, moderator))
    headline, s47 = row(part, ""), row(part, "s47")
    assert headline["before"]["counts"] == {
        "good": 2, "requires_improvement": 0, "inadequate": 10, "total": 12
    }  # fmt: skip
    assert headline["before"]["shares"]["good"] == "16.7%"
    assert headline["after"]["shares"]["good"] == "83.3%"
    assert s47["before"]["counts"]["total"] < 10
    assert set(s47["before"]["shares"].values()) == {""}
    assert s47["test"] == "Too few files to tell"
    assert len(part["rows"]) == 9


def test_an_area_with_enough_files_both_times_is_tested_on_its_own(auditor, moderator):
    rounds = two_audits(auditor, moderator, before=4, after=24, of=24, columns=("area",), cases=60)
    part = part_of(*rounds)
    s47, detention = row(part, "s47"), row(part, "detention")
    assert s47["test"].startswith("More than chance: +")
    # One stratum of the draw is all of the area, so nothing needs weights.
    assert "(p = 0.001)" in s47["test"]
    assert detention["test"] == "Too few files to tell"
    assert part["tested"] == 2


def test_files_that_were_added_by_hand_are_counted_and_not_tested(auditor, moderator):
    first, second = two_audits(auditor, moderator)
    tested = rounds_compared(first, second).headline.comparison
    for _ in range(5):
        graded_file(second, auditor, ("s47", "inadequate"))
    compared = rounds_compared(first, second)
    assert compared.headline.after.total == 17
    assert compared.headline.comparison == tested


def test_what_was_not_drawn_stands_side_by_side_without_a_test(auditor, moderator):
    before, after = RoundFactory(title="2025"), drawn_audit(auditor, moderator, good=10)
    graded_file(before, auditor, ("s47", "good"))
    finished(before)
    part = part_of(before, after)
    assert part["why_not_tested"] == NOT_COMPARABLE
    assert part["text"] == ""
    assert {row["test"] for row in part["rows"]} == {""}
    assert row(part, "s47")["before"]["counts"]["good"] == 1


def test_reconstructed_files_say_so(auditor, moderator):
    before, after = two_audits(auditor, moderator)
    CaseFile.objects.filter(round=before).update(reconstructed=True)
    part = part_of(before, after)
    assert part["before"]["reconstructed"]
    assert "“2025” were made from its printed counts" in part["why_not_tested"]


def test_other_frameworks_do_not_stand_side_by_side(auditor, moderator):
    before, after = two_audits(auditor, moderator)
    other = Framework.objects.create(
        code="other", title="Another framework", period="from 2024", grades=after.framework.grades
    )
    Round.objects.filter(pk=before.pk).update(framework=other)
    before.refresh_from_db()
    part = part_of(before, after)
    assert "Another framework" in part["why_not_beside"]
    assert part["rows"] == []
    assert compared_context(part)["areas_chart"] == ""


def test_a_round_without_files_has_nothing_to_set_beside(auditor, moderator):
    part = part_of(RoundFactory(title="2019"), drawn_audit(auditor, moderator, good=10))
    assert part["why_not_beside"] == "No graded case files of “2019” are held here."


def test_what_is_not_compared_has_the_same_shape(auditor, moderator):
    told = not_compared("Because.")
    assert told["why_not_beside"] == "Because."
    assert told.keys() <= part_of(*two_audits(auditor, moderator)).keys()
    assert compared_context(told)["pair_rows"] == []


def test_the_charts_and_rows_of_a_page(auditor, moderator):
    part = part_of(*two_audits(auditor, moderator))
    shown = compared_context(part)
    assert part["finding"] == "2 of 12 files were good in the earlier one, 10 of 12 in the later"
    assert part["finding"] in shown["headline_chart"]
    assert shown["areas_finding"].startswith("Earlier: in none of the 2 areas")
    sides = shown["pair_rows"][0]["sides"]
    assert [side["total"] for side in sides] == [12, 12]
    assert [cell["share"] for cell in sides[1]["cells"]] == ["83.3%", "0.0%", "16.7%"]


@pytest.mark.parametrize(
    ("started", "labels"),
    [
        ((date(2019, 10, 1), date(2021, 6, 1)), ["Earlier, October 2019", "Later, June 2021"]),
        ((date(2019, 10, 1), date(2019, 10, 30)), ["Earlier", "Later"]),
        ((date(2019, 10, 1), None), ["Earlier", "Later"]),
    ],
)
def test_the_two_are_told_apart_by_their_months(started, labels):
    rounds = [Round(fieldwork_started_on=day) for day in started]
    assert list(sides_of(*rounds).values()) == labels


def test_the_number_of_queries_does_not_grow(auditor, moderator, django_assert_max_num_queries):
    rounds = two_audits(auditor, moderator)
    with django_assert_max_num_queries(20):
        part_of(*rounds)


def test_a_part_of_a_stratum_stands_for_as_many_of_its_cases(auditor, moderator):
    """Half of the 6 graded files of a stratum of 20 cases are of the part, so 10 cases are."""
    audit = drawn_audit(auditor, moderator, good=12, columns=("area",))
    s47 = AreaOfPractice.objects.get(code="s47")
    finals = CaseFile.objects.filter(round=audit, area=s47).values_list(
        "final_assessment", flat=True
    )
    part = set(list(finals)[:3])
    assert DrawnFiles(audit).share(part, part).strata == (Stratum(10, 3, 3),)
