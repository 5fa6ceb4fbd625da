import pytest

from audit.rules.verdicts import verdict_problems, verdicts_in_words

SILENT = ("not_reported", "not_reported")


@pytest.mark.parametrize(
    ("movement", "state_now", "text", "fields"),
    [
        ("improved", "not_reported", "Visits are on time.", []),
        ("not_reported", "not_reported", "", []),
        ("improved", "not_reported", " ", ["text"]),
        ("not_reported", "requires_improvement", "", ["text"]),
        ("", "satisfactory", "Fine.", ["movement"]),
        ("better", "fine", "", ["movement", "state_now"]),
    ],
)
def test_what_is_reported_says_what_was_found(movement, state_now, text, fields):
    assert [row.field for row in verdict_problems(movement, state_now, text)] == fields


def test_all_of_them_in_a_sentence():
    rows = [
        *[("improved", "satisfactory"), ("improved", "not_reported")],
        *[("partly", "requires_improvement"), ("not_improved", "requires_improvement")],
        *[SILENT, None],
    ]
    assert verdicts_in_words(rows) == (
        "Of 6 earlier recommendations, 2 have improved, 1 has partly improved, 1 has not improved, "
        "of 1 no movement is reported and on 1 no verdict is given yet. 1 is satisfactory now and "
        "2 still require improvement."
    )


def test_one_alone():
    assert verdicts_in_words([("improved", "not_reported")]) == (
        "Of 1 earlier recommendation, 1 has improved."
    )


def test_none_is_no_sentence():
    assert verdicts_in_words([]) == ""
