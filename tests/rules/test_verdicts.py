import pytest

from audit.rules.verdicts import verdict_problems


@pytest.mark.parametrize(
    ("movement", "state", "text", "fields"),
    [
        ("improved", "satisfactory", "Logs were complete.", []),
        ("improved", "not_reported", "", ["text"]),
        ("not_reported", "requires_improvement", " ", ["text"]),
        ("not_reported", "not_reported", "", []),
        ("", "", "", ["movement", "state_now"]),
        ("better", "satisfactory", "Yes.", ["movement"]),
    ],
)
def test_a_verdict_that_reports_something_says_what_was_found(movement, state, text, fields):
    assert [problem.field for problem in verdict_problems(movement, state, text)] == fields
