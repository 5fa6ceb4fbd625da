"""Form fields that look and speak as the GOV.UK Design System does.

Every field takes `what` it asks for ("the reference", "your e-mail address") and words its
errors from it: "Enter the reference". `error_messages` overrides single ones, as in Django.
The date fields are in audit/forms/dates.py.
"""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from audit.forms import widgets

AnyWidget = type[forms.Widget] | forms.Widget


class GovukForm(forms.Form):
    """Base of the forms; browsers' own checks stay off, because their messages are not ours."""

    use_required_attribute = False


class Worded(forms.Field):
    """`wording` holds messages by error code, with {what} and, to begin a sentence, {What}."""

    wording: dict[str, str] = {}

    def __init__(self, *args, what: str = "", **options) -> None:
        if what:
            words = {"what": what, "What": what[0].upper() + what[1:]}
            messages = {code: text.format(**words) for code, text in self.wording.items()}
            options["error_messages"] = messages | (options.get("error_messages") or {})
        super().__init__(*args, **options)


class TextField(Worded, forms.CharField):
    widget: AnyWidget = widgets.TextInput
    wording = {
        "required": "Enter {what}",
        "max_length": "{What} must be %(limit_value)d characters or fewer",
        "min_length": "{What} must be %(limit_value)d characters or more",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """No `maxlength`: it would cut off a pasted text without a word."""
        return {}


class TextareaField(TextField):
    widget = widgets.Textarea


class PasswordField(TextField):
    widget: AnyWidget = widgets.PasswordInput

    def __init__(self, **options) -> None:
        super().__init__(**{"strip": False} | options)


class EmailField(Worded, forms.EmailField):
    widget = widgets.EmailInput
    wording = {
        "required": "Enter {what}",
        "invalid": "Enter {what} in the correct format, like name@example.police.uk",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {}


class AddressField(Worded, forms.URLField):
    """A web address; without its beginning it is taken to be a safe one."""

    widget = widgets.AddressInput
    wording = {
        "required": "Enter {what}",
        "invalid": "{What} must be in the correct format, like https://www.gov.uk/report",
        "max_length": "{What} must be %(limit_value)d characters or fewer",
    }

    def __init__(self, **options) -> None:
        super().__init__(**{"assume_scheme": "https"} | options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {}


class WholeNumberField(Worded, forms.IntegerField):
    widget = widgets.NumberInput
    wording = {
        "required": "Enter {what}",
        "invalid": "{What} must be a whole number",
        "min_value": "{What} must be %(limit_value)s or more",
        "max_value": "{What} must be %(limit_value)s or fewer",
    }


CHOOSE = {
    "required": "Select {what}",
    "invalid_choice": "Select {what} from the list",
    "invalid_pk_value": "Select {what} from the list",
}


class ChoiceField(Worded, forms.ChoiceField):
    """A drop-down list; with `widget=Radios(...)` radio buttons."""

    widget = widgets.Select
    wording = CHOOSE


class CheckboxesField(Worded, forms.MultipleChoiceField):
    widget = widgets.Checkboxes
    wording = CHOOSE


class RowField(Worded, forms.ModelChoiceField):
    """One row of a queryset."""

    widget = widgets.Select
    wording = CHOOSE


class RowsField(Worded, forms.ModelMultipleChoiceField):
    """Rows of a queryset."""

    widget = widgets.Checkboxes
    wording = CHOOSE

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except OverflowError:  # a made-up key that no database column can hold
            raise ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value"
            ) from None


class FileField(Worded, forms.FileField):
    """A form with one needs `enctype="multipart/form-data"`."""

    widget = widgets.FileInput
    wording = {
        "required": "Select {what}",
        "missing": "Select {what}",
        "empty": "The file is empty. Select {what}",
        "invalid": "Select {what}",
    }


class CheckboxField(Worded, forms.BooleanField):
    """One box to tick; "required" wants its own message, because `what` is a statement here."""

    widget = widgets.Checkbox

    def __init__(self, **options) -> None:
        super().__init__(**{"template_name": "govuk/checkbox_field.html"} | options)
