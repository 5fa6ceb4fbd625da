"""The pages of an audit's work, and the one step that its moderator takes next."""

import pytest

from audit.views.round_work import next_step, work_for
from tests.factories import CaseFileFactory, RoundFactory, assessed, graded_file

pytestmark = pytest.mark.django_db


def step(person, round) -> str:
    return (next_step(person("moderator@wexshire"), round) or {}).get("title", "")


def test_an_audit_begins_with_its_sample(person):
    assert step(person, RoundFactory()) == "Draw a sample"


def test_then_the_files_are_given_out(person):
    round = RoundFactory()
    CaseFileFactory.create_batch(2, round=round)
    assert step(person, round) == "Give out 2 case files"


def test_then_the_grading_is_waited_for(person):
    round = RoundFactory()
    CaseFileFactory(round=round, allocated_to=person("auditor@wexshire"))
    assert step(person, round) == "See how far the grading is"


def test_then_the_graded_files_are_settled(person):
    round = RoundFactory()
    graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    assert step(person, round) == "Settle 1 case file"


def test_then_it_is_signed_off(person):
    round = RoundFactory()
    file = graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    moderator = person("moderator@wexshire")
    assessed(file, moderator, ("s47", "good"), origin="agreed", status="agreed")
    assert step(person, round) == "Sign it off"


def test_nobody_else_and_no_closed_audit_has_a_next_step(person):
    assert next_step(person("auditor@wexshire"), RoundFactory()) is None
    assert step(person, RoundFactory(published=True)) == ""


def test_the_work_stands_in_groups_of_what_the_person_may_do(person):
    round = RoundFactory()
    mine = work_for(person("manager@wexshire"), round)
    titles = {group["title"]: [page["title"] for page in group["pages"]] for group in mine}
    assert titles["Figures and sign-off"] == ["Facts counted", "Agreement", "Themes counted"]
    assert "Cases and people" not in titles
