"""GOV.UK Frontend's form controls as Django widgets; their fields are in audit/forms/fields.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import BLANK_CHOICE_DASH

Attrs = dict[str, Any]


class Styled(forms.Widget):
    """Adds GOV.UK's class, and its error class to a control that is in error."""

    css_class = ""
    error_class = ""
    # For GOV.UK's scripts, which look for them on the form group around the control.
    group_class = ""
    group_data: Attrs = {}

    def get_context(self, name: str, value: Any, attrs: Attrs | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        own["class"] = joined(
            self.css_class, own.get("class"), "aria-invalid" in own and self.error_class
        )
        return context


class TextInput(Styled, forms.TextInput):
    """`width` in characters: 2, 3, 4, 5, 10, 20 or 30; without it as wide as its column."""

    template_name = "govuk/widgets/input.html"
    css_class = "govuk-input"
    error_class = "govuk-input--error"

    def __init__(
        self, attrs: Attrs | None = None, *, width: int | None = None, prefix="", suffix=""
    ) -> None:
        super().__init__(attrs)
        self.prefix, self.suffix = prefix, suffix
        if width:
            self.attrs["class"] = joined(self.attrs.get("class"), f"govuk-input--width-{width}")

    def get_context(self, name: str, value: Any, attrs: Attrs | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"prefix": self.prefix, "suffix": self.suffix}
        return context


class EmailInput(TextInput):
    input_type = "email"

    def __init__(self, attrs: Attrs | None = None, **options) -> None:
        super().__init__(
            {"autocomplete": "email", "spellcheck": "false"} | (attrs or {}), **options
        )


class AddressInput(TextInput):
    input_type = "url"

    def __init__(self, attrs: Attrs | None = None, **options) -> None:
        super().__init__({"spellcheck": "false"} | (attrs or {}), **options)


class NumberInput(TextInput):
    """Digits typed as text, because browsers' number inputs change values on scrolling."""

    def __init__(self, attrs: Attrs | None = None, **options) -> None:
        super().__init__({"inputmode": "numeric"} | (attrs or {}), **options)


class PasswordInput(Styled, forms.PasswordInput):
    """With a button that shows what was typed, where scripts run."""

    template_name = "govuk/widgets/password.html"
    css_class = "govuk-input govuk-password-input__input govuk-js-password-input-input"
    error_class = "govuk-input--error"
    group_class = "govuk-password-input"
    group_data = {"module": "govuk-password-input"}

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__({"spellcheck": "false", "autocapitalize": "none"} | (attrs or {}))


class FileInput(Styled, forms.FileInput):
    """`accept` narrows down what the browser offers; what comes is checked all the same."""

    css_class = "govuk-file-upload"
    error_class = "govuk-file-upload--error"

    def __init__(self, attrs: Attrs | None = None, *, accept: str = "") -> None:
        super().__init__({"accept": accept} | (attrs or {}) if accept else attrs)


class Textarea(Styled, forms.Textarea):
    """`limit` shows how many characters are left; the field's max_length enforces it."""

    template_name = "govuk/widgets/textarea.html"
    css_class = "govuk-textarea"
    error_class = "govuk-textarea--error"

    def __init__(
        self, attrs: Attrs | None = None, *, rows: int = 5, limit: int | None = None
    ) -> None:
        super().__init__({"rows": rows} | (attrs or {}))
        del self.attrs["cols"]  # the column gives the width
        self.limit = limit
        if limit:
            self.group_class = "govuk-character-count"
            self.group_data = {"module": "govuk-character-count", "maxlength": limit}

    def get_context(self, name: str, value: Any, attrs: Attrs | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        if self.limit:
            note = f"{own.get('id', name)}-info"
            context["widget"] |= {"limit": self.limit, "note": note}
            own["class"] = joined(own["class"], "govuk-js-character-count")
            own["aria-describedby"] = joined(own.get("aria-describedby"), note)
        return context


class Select(Styled, forms.Select):
    css_class = "govuk-select"
    error_class = "govuk-select--error"


class Checkbox(Styled, forms.CheckboxInput):
    """One box; its label stands beside it (templates/govuk/checkbox_field.html)."""

    css_class = "govuk-checkboxes__input"


class Choices(forms.RadioSelect):
    """What radios and checkboxes share. `hints` explains single options, by their value.

    Options in named groups (Django's nested choices) become fieldsets within the fieldset.
    """

    template_name = "govuk/widgets/choices.html"
    option_template_name = "govuk/widgets/choice.html"
    block = ""

    def __init__(
        self,
        attrs: Attrs | None = None,
        choices=(),
        *,
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.css_class = joined(
            f"govuk-{self.block}",
            inline and f"govuk-{self.block}--inline",
            small and f"govuk-{self.block}--small",
        )

    def get_context(self, name: str, value: Any, attrs: Attrs | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"block": self.block, "css_class": self.css_class}
        return context

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        own, hint = option["attrs"], self.hints.get(str(value), "")
        own.pop("aria-invalid", None)  # belongs to the group, whose fieldset names the error
        own["class"] = f"govuk-{self.block}__input"
        if hint:
            own["aria-describedby"] = f"{own['id']}-hint"
        return option | {"block": self.block, "hint": hint}


class Radios(Choices):
    block = "radios"

    def optgroups(self, name, value, attrs=None):
        """Without the dashes that Django puts first: no radio is chosen until somebody does."""
        dashes = BLANK_CHOICE_DASH[0][1]
        groups = super().optgroups(name, value, attrs)
        return [group for group in groups if group[1] and group[1][0]["label"] != dashes]


class Checkboxes(Choices, forms.CheckboxSelectMultiple):
    block = "checkboxes"


def joined(*names: object) -> str:
    """Class names or ids in one attribute, without the empty ones."""
    return " ".join(str(name) for name in names if name)
