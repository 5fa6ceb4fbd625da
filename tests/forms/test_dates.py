"""Dates typed in three boxes: what they mean, and how a wrong one is answered."""

from __future__ import annotations

import re
from datetime import date

import pytest

from audit.forms.dates import DateField, PartialDateField
from audit.forms.fields import GovukForm
from audit.rules.dates import PartialDate, Precision
from audit.rules.typed_dates import Fault, read_date
from audit.templatetags.casemark import first_input


class DatesForm(GovukForm):
    published = DateField(label="When was it published?", what="the publication date")
    fieldwork = PartialDateField(label="When was fieldwork?", what="the start of fieldwork")


def dated(day: str, month: str, year: str, name: str = "published") -> DatesForm:
    return DatesForm({f"{name}_day": day, f"{name}_month": month, f"{name}_year": year})


def meant(*typed: str, name: str = "published"):
    form = dated(*typed, name=name)
    form.full_clean()
    return form.cleaned_data[name]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_date_may_name_its_month(month):
    assert meant("27", month, "2020") == date(2020, 3, 27)


@pytest.mark.parametrize(
    ("typed", "message", "target"),
    [
        (("", "", ""), "Enter the publication date", 0),
        (("27", "", ""), "The publication date must include a month and a year", 1),
        (("", "3", "2020"), "The publication date must include a day", 0),
        (("31", "2", "2020"), "The publication date must be a real date", 0),
        (("27", "13", "2020"), "The publication date must be a real date", 1),
        (("27", "3", "20"), "Year must include 4 numbers", 2),
        (("27", "3", "soon"), "The publication date must be a real date", 2),
    ],
)
def test_a_wrong_date_is_worded_kept_and_led_to(typed, message, target):
    form = dated(*typed)
    assert form.errors["published"] == [message]
    assert first_input(form["published"]) == f"id_published_{target}"
    group = form["published"].as_field_group()
    for value in filter(None, typed):
        assert f'value="{value}"' in group


def test_only_the_part_at_fault_is_marked():
    boxes = re.findall(r"<input[^>]*>", dated("27", "13", "2020")["published"].as_field_group())
    assert ["govuk-input--error" in box for box in boxes] == [False, True, False]


def test_a_partial_date_without_a_day_is_known_to_the_month():
    month = meant("", "10", "2019", name="fieldwork")
    assert month == PartialDate(date(2019, 10, 1), Precision.MONTH)
    day = meant("14", "10", "2019", name="fieldwork")
    assert day == PartialDate(date(2019, 10, 14), Precision.DAY)
    assert dated("14", "", "2019", "fieldwork").errors["fieldwork"] == [
        "The start of fieldwork must include a month"
    ]


def test_a_partial_date_comes_back_into_its_boxes():
    form = DatesForm(initial={"fieldwork": PartialDate(date(2019, 10, 1), Precision.MONTH)})
    group = form["fieldwork"].as_field_group()
    assert re.findall(r'value="(\d+)"', group) == ["10", "2019"]


def test_nothing_typed_is_no_date_and_no_fault():
    assert read_date(["", None, " "], day_optional=False) is None
    assert read_date(["0", "1", "2020"], day_optional=False) == Fault("unreal", (0,))
