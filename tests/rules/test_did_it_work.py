from audit.rules.did_it_work import (
    CAUTION,
    NOTHING_COUNTED,
    NOTHING_TESTED,
    TOO_FEW_FILES,
    Counted,
    answer_in_words,
)

ENOUGH = (40, 10)


def compared(what, better=None):
    return Counted(what, ENOUGH, tested=True, better=better)


def test_it_says_why_what_is_named_cannot_be_counted():
    assert answer_in_words([], "", why_not_counted=["Because."]) == [NOTHING_COUNTED, "Because."]


def test_fewer_than_ten_files_either_time_are_not_enough():
    counted = [Counted("a", (40, 9)), Counted("b", (9, 40))]
    assert answer_in_words(counted, "Not drawn.") == [TOO_FEW_FILES]


def test_files_that_were_not_drawn_at_random_cannot_tell():
    first, second = answer_in_words([Counted("a", ENOUGH)], "Not drawn.")
    assert "cannot tell whether it worked" in first
    assert second == "Not drawn."


def test_nothing_that_could_be_tested_is_not_enough():
    assert answer_in_words([Counted("a", ENOUGH)], "") == [NOTHING_TESTED]


def test_differences_that_can_be_chance_are_not_enough():
    first, *_ = answer_in_words([compared("a"), compared("b")], "")
    assert first.startswith("There is not enough to tell: whatever was tested")


def test_better_and_worse_are_named_and_the_rest_counted():
    rows = [
        compared("visits", True),
        compared("records", True),
        compared("grades", False),
        compared("d"),
    ]
    assert answer_in_words(rows, "") == [
        "Better by more than chance: visits; records.",
        "Worse by more than chance: grades.",
        "In 1 of the 4 things tested the difference can be chance.",
        "4 things were tested, each on its own: of twenty in which nothing changed, about one is "
        "called more than chance.",
        CAUTION,
    ]


def test_one_test_needs_no_warning_of_many():
    assert answer_in_words([compared("visits", True)], "") == [
        "Better by more than chance: visits.",
        CAUTION,
    ]
