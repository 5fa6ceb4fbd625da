"""Personal data in what was saved in the admin: said afterwards, because nothing is held back."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from audit.rules.personal_data import looks_like


def warn_of_personal_data(request: HttpRequest, saved: Iterable[forms.BaseForm]) -> None:
    """Names the field and the kind only: messages travel in a cookie."""
    for form in saved:
        for name in form.changed_data:
            field, text = form.fields[name], form.cleaned_data.get(name)
            if isinstance(field.widget, forms.Textarea) and (what := looks_like(str(text or ""))):
                messages.warning(
                    request,
                    f"“{field.label}” is saved, and looks as if it holds {what}. "
                    "If it does, replace it.",
                )
