"""The life of a recommendation as a folder tells it."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Action, ProgressUpdate, Response, ResponseStep
from audit.services.responses import response_assign
from tests.services.loading.small_folder import MANAGER

STEPS = "response_steps.csv"


def test_steps_are_kept_with_their_days(folder, load):
    load()
    steps = ResponseStep.objects.values_list("status", "on", "why")
    assert list(steps) == [
        ("awaiting_response", date(2026, 11, 16), ""),
        ("accepted", date(2026, 11, 20), "Accepted."),
    ]


def test_without_steps_they_follow_from_the_dates(folder, load):
    (folder / STEPS).unlink()
    load()
    steps = ResponseStep.objects.values_list("status", "on")
    assert list(steps) == [
        ("awaiting_response", date(2026, 11, 20)),
        ("accepted", date(2026, 11, 20)),
    ]


def test_a_refusal_says_why_in_the_whole_or_in_its_points(edit, folder, problems):
    for file in (STEPS, "sub_point_answers.csv"):
        (folder / file).unlink()
    edit("responses.csv", "accepted,Accepted.", "not_accepted,")
    assert "Say why the recommendation is not accepted." in problems()[0]


def test_answers_actions_and_reports_hang_together(folder, load):
    load()
    response, action = Response.objects.get(), Action.objects.get()
    assert response.point_answers.count() == 2
    assert list(action.responses.all()) == [response]
    assert [point.text for point in action.sub_points.all()] == ["Why"]
    assert (action.first_due_on, action.due_changes.get().after) == (
        date(2026, 12, 18),
        action.due_on,
    )
    assert {(row.response, row.action) for row in ProgressUpdate.objects.all()} == {
        (response, None),
        (None, action),
    }


def test_what_people_have_done_since_is_kept(folder, load, person, rows):
    load()
    response, manager = Response.objects.get(), person("manager2@wexshire")
    response_assign(response=response, owner=manager, deputy=None, lock=1, by=manager)
    before = rows()
    assert not load().wrote
    assert rows() == before


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (STEPS, "accepted,2026-11-20", "verified,2026-11-20", "the last step is verified, but"),
        ("sub_point_answers.csv", "1,wexshire,2,", "1,wexshire,7,", "has no such point"),
        ("actions.csv", "1,1.2,", "1,1.9,", "points: recommendation 1 has no such point"),
        ("actions.csv", "wexshire,1,1.2", "wexshire,2,", "recommendations: “2 wexshire”"),
        ("actions.csv", "2027-01-29,2026-12-18", ",2026-12-18", "due_on is empty"),
        ("actions.csv", "2026-12-18,planned", "2026-12-18,done", "Enter the day on which it was"),
        ("due_changes.csv", "2026-12-18,2027-01-29", "2026-12-18,", "before or after is empty"),
        ("progress_updates.csv", "2,,,1,", "2,,,9,", "action: “9” is not known"),
        ("progress_updates.csv", MANAGER, "x@wexshire.example", "Use the address of an account"),
    ],
)
def test_a_mistake_is_named(file, before, after, said, folder, problems):
    path = folder / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    assert any(said in problem for problem in problems()), problems()
