"""Dates typed as day, month and year, as the GOV.UK Design System asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.forms.fields import Worded
from audit.forms.widgets import Attrs, NumberInput, TextInput, joined
from audit.rules.dates import PartialDate, Precision
from audit.rules.typed_dates import DAY, MONTH, NAMES, YEAR, Fault, read_date


class DateInput(forms.MultiWidget):
    """Three boxes; those at fault are marked, and the error summary leads to the first of them."""

    template_name = "govuk/widgets/date.html"

    def __init__(self, attrs: Attrs | None = None, *, day_optional: bool = False) -> None:
        self.day_optional = day_optional
        widths = {"day": 2, "month": 2, "year": 4}
        super().__init__({name: NumberInput(width=width) for name, width in widths.items()}, attrs)

    def decompress(self, value: PartialDate | date | None) -> list[Any]:
        if value is None:
            return [None, None, None]
        known = value if isinstance(value, PartialDate) else PartialDate(value)
        to_day = known.precision == Precision.DAY
        return [known.day.day if to_day else None, known.day.month, known.day.year]

    def get_context(self, name: str, value: Any, attrs: Attrs | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        marked = self.parts_at_fault(value) if attrs.pop("aria-invalid", None) else ()
        context = super().get_context(name, value, attrs)
        for part, box in enumerate(context["widget"]["subwidgets"]):
            box["label"] = NAMES[part].capitalize()
            if part in marked:
                box["attrs"]["class"] = joined(box["attrs"]["class"], TextInput.error_class)
                box["attrs"]["aria-invalid"] = "true"
        return context

    def parts_at_fault(self, value: Any) -> tuple[int, ...]:
        """Of a date in error: all parts unless the typing itself tells which."""
        typed = value if isinstance(value, list) else [None, None, None]
        found = read_date(typed, day_optional=self.day_optional)
        return found.parts if isinstance(found, Fault) else (DAY, MONTH, YEAR)

    def error_id(self, id_: str, value: Any) -> str:
        return f"{id_}_{self.parts_at_fault(value)[0]}"


class PartialDateField(Worded, forms.Field):
    """A PartialDate: known to the day, or, where the day is left empty, to the month."""

    widget = DateInput(day_optional=True)
    hint = "For example, 27 3 2020. Leave the day empty if only the month is known."
    wording = {
        "required": "Enter {what}",
        "incomplete": "{What} must include %(missing)s",
        "unreal": "{What} must be a real date",
        "year": "Year must include 4 numbers",
    }

    def __init__(self, *, what: str, **options) -> None:
        super().__init__(what=what, **{"help_text": self.hint} | options)

    def to_python(self, value: Sequence[str | None] | None) -> Any:
        found = read_date(value or [], day_optional=self.widget.day_optional)
        if isinstance(found, Fault):
            missing = " and ".join(f"a {NAMES[part]}" for part in found.parts)
            raise ValidationError(
                self.error_messages[found.code], code=found.code, params={"missing": missing}
            )
        return found


class DateField(PartialDateField):
    """A `date`, known to the day."""

    widget = DateInput()
    hint = "For example, 27 3 2020"

    def to_python(self, value: Sequence[str | None] | None) -> date | None:
        found = super().to_python(value)
        return found.day if found else None
