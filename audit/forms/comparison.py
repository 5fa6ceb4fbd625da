"""Two versions of what a form says, side by side: the fields in which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField

from audit.forms.dates import DateInput
from audit.forms.facts import ABSENCES
from audit.forms.themes import ThemesField
from audit.rules.dates import PartialDate, day_text
from audit.rules.moments import read_moment
from audit.rules.typed_dates import Fault, read_date

EMPTY = "Nothing"
MOMENT = ("day", "month", "year", "time", "absence")


@dataclass(frozen=True)
class Difference:
    """`saved` and `typed` in words."""

    field: BoundField
    label: str
    saved: str
    typed: str


def differences(typed: forms.BaseForm, saved: forms.BaseForm) -> list[Difference]:
    """In the order of the form; `typed` has every field that the page shows."""
    found = []
    for bound in typed:
        if bound.name == "lock":
            continue
        before = saved[bound.name] if bound.name in saved.fields else None
        said = in_words(before) if before else EMPTY
        if said != (typing := in_words(bound)):
            found.append(Difference(bound, str(bound.label), said, typing))
    return found


def in_words(bound: BoundField) -> str:
    field, value = bound.field, bound.value()
    if isinstance(field.widget, DateInput):
        return _date(value, field.widget) or EMPTY
    if isinstance(field.widget, forms.MultiWidget):
        return _parts(value) or EMPTY
    if isinstance(field, ThemesField):
        return (
            "; ".join(field.themes[key].title for key in _keys(value) if key in field.themes)
            or EMPTY
        )
    if isinstance(field, forms.ModelMultipleChoiceField):
        keys = {str(field.prepare_value(one)) for one in value or []}
        return "; ".join(said for key, said in _rows(field).items() if key in keys) or EMPTY
    if isinstance(field, forms.ModelChoiceField):
        return _rows(field).get(str(field.prepare_value(value) or ""), EMPTY)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or EMPTY)
    return str(value or "").replace("\r\n", "\n").strip() or EMPTY


def _rows(field: forms.ModelChoiceField) -> dict[str, str]:
    return {str(row.pk): field.label_from_instance(row) for row in field.queryset}


def _date(value: Any, widget: DateInput) -> str:
    """As it was typed where it cannot be read."""
    typed = value if isinstance(value, list) else widget.decompress(value)
    found = read_date([str(part or "") for part in typed], day_optional=widget.day_optional)
    if isinstance(found, PartialDate):
        return str(found)
    return "/".join(str(part) for part in typed if part) if isinstance(found, Fault) else ""


def _keys(value: Any) -> list[str]:
    return sorted(str(key) for key in value or [])


def _parts(value: Any) -> str:
    """ "3 March 2026 at 14:30", "2" or "Not recorded"; as it was typed where it cannot be read."""
    if value and len(value) == len(MOMENT) and isinstance(at := read_moment(value[:4]), datetime):
        return f"{day_text(at.date())} at {at:%H:%M}"
    *typed, absence = [(part or "").strip() for part in value or [""]]
    day = "/".join(part for part in typed[:3] if part)
    said = [day, *typed[3:], dict(ABSENCES).get(absence, absence)]
    return " ".join(part for part in said if part)
