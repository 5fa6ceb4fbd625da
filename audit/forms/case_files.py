"""Adding a case file."""

from __future__ import annotations

from audit.forms.fields import ChoiceField, GovukForm, RowField, TextField
from audit.forms.widgets import Radios, Select, TextInput
from audit.models import AreaOfPractice, CaseFile, LocalNumber, Round, User
from audit.services.case_files import assessors_of

CHOSEN_HOW = {
    CaseFile.ChosenHow.TARGETED: "Picked by hand",
    CaseFile.ChosenHow.RANDOM: "At random, but not by Casemark",
}
"""Of a file that is added by hand. What Casemark draws comes from its sample."""


class CaseFileAddForm(GovukForm):
    """`round` decides which areas there are, and to whom a file can be given."""

    area = RowField(
        queryset=None,
        label="Which area of practice is the file for?",
        what="the area of practice",
        widget=Radios,
        empty_label=None,
    )
    chosen_by = ChoiceField(
        label="Who chose it?",
        what="who chose it",
        choices=CaseFile.ChosenBy,
        widget=Radios(inline=True),
    )
    chosen_how = ChoiceField(
        label="How was it chosen?",
        what="how it was chosen",
        help_text="This cannot be changed afterwards.",
        choices=[(how.value, said) for how, said in CHOSEN_HOW.items()],
        widget=Radios(inline=True),
    )
    allocated_to = RowField(
        queryset=None,
        label="Who will grade it?",
        help_text="You can leave this for later.",
        what="who will grade it",
        required=False,
        widget=Select,
        empty_label="Nobody yet",
    )
    number_kind = ChoiceField(
        label="What kind of number does the force know it by?",
        what="the kind of number",
        choices=[("", "No number"), *LocalNumber.Kind.choices],
        required=False,
    )
    number = TextField(
        label="What is the number?",
        help_text="It is kept encrypted and shown only to those who grade or moderate the file.",
        what="the number",
        required=False,
        max_length=60,
        widget=TextInput(width=20),
    )

    def __init__(self, *args, round: Round, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        areas = AreaOfPractice.objects.visible_to(user).filter(framework=round.framework)
        self.fields["area"].queryset = areas
        self.fields["area"].label_from_instance = lambda area: area.title
        able = [person.pk for person in assessors_of(round)]
        self.fields["allocated_to"].queryset = User.objects.visible_to(user).filter(pk__in=able)
        if round.led_by == Round.LedBy.FORCE:
            self.fields["chosen_by"].initial = CaseFile.ChosenBy.FORCE

    def clean(self) -> dict:
        cleaned = super().clean()
        kind, number = cleaned.get("number_kind"), cleaned.get("number")
        if number and not kind and "number_kind" not in self.errors:
            self.add_error("number_kind", "Select what kind of number this is")
        if kind and not number and "number" not in self.errors:
            self.add_error("number", "Enter the number, or select “No number”")
        return cleaned
