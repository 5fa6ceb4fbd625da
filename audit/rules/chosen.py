"""What somebody chose in a form of filters, as they read it.

`bound` is one of the bound fields of a Django form, and `form` the whole of it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def values_of(bound: Any) -> list[str]:
    value = bound.value()
    values = value if isinstance(value, list | tuple) else [value]
    return [str(value) for value in values if value not in (None, "")]


def words_of(bound: Any, value: str) -> str:
    """The label of an option; what was typed speaks for itself."""
    options = (option.data for option in bound.subwidgets if "label" in option.data)
    return next((str(data["label"]) for data in options if str(data["value"]) == value), value)


def in_words(form: Any, *, untold: str = "", left_out: Collection[str] = ()) -> str:
    """ "Which grade? Good; How far is it? Agreed": every choice with its question, but for the
    fields `left_out`. Of the field `untold` it says only that something was typed."""
    told = []
    for bound in form.visible_fields():
        if bound.html_name in left_out:
            continue
        for value in values_of(bound):
            words = "(not repeated here)" if bound.html_name == untold else words_of(bound, value)
            told.append(f"{bound.label} {words}")
    return "; ".join(told)
