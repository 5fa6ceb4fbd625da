from __future__ import annotations

import pytest

from audit.rules.area_grades import area_grades_text, read_area_grades
from audit.rules.written import NotUnderstood, grade_names, names_of
from tests.rules.scales import NCPI

AREAS = names_of("an area", [("s47", ["Section 47 enquiries"]), ("cse", ["Exploitation"])])
GRADES = grade_names(NCPI)


def read(text: str, *named: str) -> dict[str, str]:
    return read_area_grades(text, AREAS, GRADES, named)


def test_what_is_written_is_read():
    text = area_grades_text({"Section 47 enquiries": "Good", "Exploitation": ""})
    assert text == "Section 47 enquiries: Good; Exploitation: not graded"
    assert read(text) == {"s47": "good", "cse": ""}


def test_grades_alone_go_with_the_areas_of_the_row():
    assert read("RI; Good", "cse", "s47") == {"cse": "requires_improvement", "s47": "good"}
    assert read("") == read(" ; ", "cse") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Good; RI; Good", "give each area with its grade"),
        ("Exploitation: Good; RI", "give each area with its grade"),
        ("cse: Good; Exploitation: RI", "an area stands there twice"),
        ("Custody: Good", "‘Custody’ is not an area"),
        ("cse: Satisfactory", "‘Satisfactory’ is not a grade"),
    ],
)
def test_nothing_is_guessed(text, said):
    with pytest.raises(NotUnderstood, match=said):
        read(text, "s47", "cse")
