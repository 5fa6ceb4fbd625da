"""Themes seen in a file: ticked in a list, or, where scripts run, found by typing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from audit.forms.fields import CheckboxesField
from audit.forms.widgets import Checkboxes
from audit.models import Theme


class ThemesWidget(Checkboxes):
    group_data = {"casemark-finder": "yes"}

    def error_id(self, id_: str, value: Any) -> str:
        """Scripts hide what is not ticked: links lead to the heading instead."""
        return "themes"


class ThemesField(CheckboxesField):
    """Gives rows of `themes`, which are read once for strengths and weaknesses alike."""

    themes: dict[str, Theme]

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ThemesWidget(small=True), **options)
        self.themes = {}

    def offer(self, themes: list[Theme]) -> None:
        self.themes = {str(theme.pk): theme for theme in themes}
        self.choices = [(key, theme.title) for key, theme in self.themes.items()]
        self.widget.hints = {key: theme.description for key, theme in self.themes.items()}

    def clean(self, value: list[str]) -> list[Theme]:
        try:
            return [self.themes[str(key)] for key in super().clean(value)]
        except KeyError:
            text = self.error_messages["invalid_choice"]
            raise ValidationError(text, code="invalid_choice") from None
