import pytest

from audit.documents.typography import typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("children's and victims' needs", "children’s and victims’ needs"),
        ("graded 'low' or 'no apparent risk'", "graded ‘low’ or ‘no apparent risk’"),
        ('he said "stop".', "he said “stop”."),
        ("('so')", "(‘so’)"),
        ("“already set”", "“already set”"),
    ],
)
def test_marks_are_set_as_in_print(typed, printed):
    assert typeset(typed) == printed


def test_texts_are_found_wherever_they_are():
    assert typeset({"a": ["it's", {"b": "it's"}], "n": 1, "x": None}) == {
        "a": ["it’s", {"b": "it’s"}],
        "n": 1,
        "x": None,
    }


def test_addresses_stay_as_they_are():
    assert typeset({"address": "https://force.example/it's"})["address"].endswith("it's")
