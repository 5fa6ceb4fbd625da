"""Drawing a sample: the frame first, then how many cases of each stratum; and changing one."""

from __future__ import annotations

from audit.forms.fields import (
    CheckboxesField,
    ChoiceField,
    FileField,
    GovukForm,
    WholeNumberField,
)
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.held_frames import Choices
from audit.forms.widgets import Checkboxes, FileInput, NumberInput, Radios, Textarea
from audit.models import LocalNumber
from audit.rules.sampling import MOST_DRAWN, Key, Size, Stratum, in_proportion


class FrameForm(GovukForm):
    frame = FileField(
        label="Which file lists the cases?",
        help_text="An Excel or OpenDocument workbook or a CSV file, with a row for each case and "
        "the columns: local number, area, team, period. A column “excluded because” gives "
        "the reason for each case that must not be drawn. Other columns are not read.",
        what="the file that lists the cases",
        widget=FileInput(accept=".xlsx,.xls,.ods,.csv,text/csv"),
    )
    number_kind = ChoiceField(
        label="What kind of numbers are the local numbers?",
        what="the kind of numbers",
        choices=LocalNumber.Kind,
        widget=Radios(small=True),
    )
    columns = CheckboxesField(
        label="Do you want a number of cases from each area, team or period?",
        help_text="Choose those by which the list is to be divided into strata. Choose none for a "
        "simple sample of the whole list.",
        what="the columns",
        choices=[("area", "Area"), ("team", "Team"), ("period", "Period")],
        required=False,
        widget=Checkboxes(small=True),
    )
    total = WholeNumberField(
        label="How many cases do you want to draw altogether?",
        help_text="They are shared out in proportion first, and you can change each share on the "
        "next page.",
        what="the number of cases",
        min_value=1,
        max_value=MOST_DRAWN,
        widget=NumberInput(width=4),
    )

    def choices(self) -> Choices:
        given = self.cleaned_data
        return Choices(given["number_kind"], given["columns"], given["total"])


class SizesForm(GovukForm):
    """How many cases of each of `strata`; `total` cases are shared out in proportion first."""

    def __init__(self, *args, strata: list[Stratum], total: int | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.strata = {f"size-{place}": stratum for place, stratum in enumerate(strata)}
        shares = in_proportion([len(stratum.rows) for stratum in strata], total or 0)
        for (name, stratum), share in zip(self.strata.items(), shares, strict=True):
            self.fields[name] = WholeNumberField(
                label=_label(stratum),
                help_text=_there(stratum),
                what="how many cases",
                min_value=1,
                max_value=len(stratum.rows),
                initial=share,
                error_messages={
                    "min_value": f"{stratum.label}: ask for 1 case or more, or take its cases out "
                    "of the file",
                    "max_value": f"{stratum.label}: there are only {len(stratum.rows):,} cases "
                    "that can be drawn",
                    "required": f"{stratum.label}: enter how many cases to draw",
                },
                widget=NumberInput(width=4),
            )
        self.fields["reserve"] = WholeNumberField(
            label="How many cases do you want in reserve"
            + (" for each stratum?" if len(strata) > 1 else "?"),
            help_text="They take the place of cases that turn out not to belong here, in the order "
            "in which they are drawn now.",
            what="how many cases in reserve",
            min_value=0,
            max_value=MOST_DRAWN,
            initial=max(2, -(-max(shares, default=0) // 5)),
            widget=NumberInput(width=4),
        )

    def sizes(self) -> dict[Key, Size]:
        reserve = self.cleaned_data["reserve"]
        return {
            stratum.key: Size(self.cleaned_data[name], reserve)
            for name, stratum in self.strata.items()
        }


def _label(stratum: Stratum) -> str:
    if stratum.key:
        return f"{stratum.label}: how many cases?"
    return "How many cases do you want to draw?"


def _there(stratum: Stratum) -> str:
    """ "Of 120 in the list; 3 more are excluded"."""
    said = f"Of {len(stratum.rows):,} in the list"
    if not stratum.excluded:
        return said
    more = len(stratum.excluded)
    return f"{said}; {more:,} more {'is' if more == 1 else 'are'} excluded"


class VoidForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why is the sample voided?",
        help_text="It stands in the sampling record of every later draw.",
        what="the reason",
        max_length=1000,
        widget=Textarea(rows=3),
    )


class ExcludeForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why does this case not belong in the sample?",
        help_text="For example, “The file is a test record”. It stands in the sampling record. "
        "Name nobody, and write no number of a case.",
        what="the reason",
        max_length=1000,
        widget=Textarea(rows=3),
    )
