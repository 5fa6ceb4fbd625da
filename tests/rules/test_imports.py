from __future__ import annotations

import json

from audit.rules.imports import CellProblem, Difference, Outcome, RowResult, result_from

REFUSED = RowResult(
    14,
    Outcome.REFUSED,
    "WEX-14",
    (CellProblem("Grade", "‘Satisfactory’ is not a grade; use Good"), CellProblem("", "no")),
)
CHANGED = RowResult(
    15, Outcome.CHANGED, "WEX-15", differences=(Difference("Grade", "Good", "Inadequate"),)
)


def test_says_where_and_why() -> None:
    assert REFUSED.sentences == [
        "row 14, Grade: ‘Satisfactory’ is not a grade; use Good",
        "row 14: no",
    ]


def test_names_the_sheet_where_there_are_several() -> None:
    row = RowResult(3, Outcome.HELD, sheet="Answers", problems=(CellProblem("value", "look"),))
    assert row.sentences == ["Answers, row 3, value: look"]


def test_comes_back_from_json_as_it_went() -> None:
    for row in (REFUSED, CHANGED):
        assert result_from(json.loads(json.dumps(row.plain))) == row


def test_knows_whether_something_stood() -> None:
    assert CHANGED.stood
    assert not REFUSED.stood
    held = RowResult(3, Outcome.HELD, differences=(Difference("Why", "old", "new"),))
    assert held.stood
