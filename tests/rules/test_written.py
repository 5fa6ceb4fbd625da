from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.grading import Grade, Scale
from audit.rules.written import NotUnderstood, grade_names, names_of, normal

SCALE = Scale(
    (
        Grade("good", "Good", "good"),
        Grade(
            "requires_improvement",
            "Requires improvement",
            "requiring improvement",
            "required improvement",
        ),
        Grade("inadequate", "Inadequate", "inadequate"),
    )
)
GRADES = grade_names(SCALE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "good") for text in ("Good", " good", "GOOD", "G", "g.", "“Good”")),
        *(
            (text, "requires_improvement")
            for text in (
                *("RI", "R/I", "r.i.", "R I", "requiring improvement", "Required Improvement"),
                *("REQUIRES IMPROVEMENT ", "Requires\u00a0improvement", "requires_improvement"),
                *("Requires-Improvement", "ＲＩ", "\u202eRI\u200f"),
            )
        ),
        *((text, "inadequate") for text in ("Inadequate", "I", "INADEQUATE\n")),
    ],
)
def test_a_grade_is_understood_as_people_write_it(text, code):
    assert GRADES.code(text) == code


@pytest.mark.parametrize("text", ["Satisfactory", "Requires", "R", "Outstanding", "1", "", "Goo"])
def test_what_is_no_grade_is_refused_and_never_guessed(text):
    with pytest.raises(NotUnderstood) as error:
        GRADES.code(text)
    shown = f"‘{text}’ is not a grade; use Good, Requires improvement or Inadequate"
    assert str(error.value) == shown


def test_a_long_text_is_shown_in_part():
    with pytest.raises(NotUnderstood) as error:
        GRADES.code("x" * 40_000)
    assert len(str(error.value)) < 120


def test_a_short_form_of_two_grades_is_neithers():
    scale = Scale((Grade("good", "Good", "good"), Grade("grave", "Grave", "grave")))
    with pytest.raises(NotUnderstood):
        grade_names(scale).code("G")
    assert grade_names(scale).code("Grave") == "grave"


def test_several_are_separated_by_semicolons():
    areas = names_of("an area", [("s47", ["Section 47 enquiries"]), ("cse", ["Exploitation"])])
    assert areas.codes("Section 47 Enquiries; cse;; S47") == ["s47", "cse"]
    assert areas.codes(" ; ") == []


def test_many_names_are_offered_in_part():
    many = names_of("a theme", [(f"t{n}", [f"Theme {n}"]) for n in range(20)])
    with pytest.raises(NotUnderstood) as error:
        many.code("other")
    assert str(error.value).endswith("Theme 10, Theme 11 or another of 20")


@given(st.text())
def test_any_text_is_understood_or_refused(text):
    try:
        assert GRADES.code(text) in SCALE
    except NotUnderstood:
        assert normal(text) not in GRADES.means
