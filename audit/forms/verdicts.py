"""What was found of an earlier recommendation, and of each of its points: on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import BoundField

from audit.forms.fields import ChoiceField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Textarea
from audit.models import Recommendation, SubPoint, Verdict
from audit.rules.verdicts import Movement, StateNow
from audit.services.verdicts import Found

LONGEST = 2000


class VerdictForm(GuardedForm):
    """The whole first, then each point in its order. A point about which nothing is found says so
    from the start; on the whole somebody has to decide."""

    def __init__(
        self,
        *args,
        recommendation: Recommendation,
        verdicts: Mapping[int | None, Verdict],
        **kwargs,
    ) -> None:
        self.points: list[SubPoint] = list(recommendation.sub_points.all())
        super().__init__(*args, **kwargs)
        self._add(None, verdicts.get(None), "it")
        for number, point in enumerate(self.points, start=1):
            self._add(point.pk, verdicts.get(point.pk), f"point {number}")
        # Guarded forms look at what was typed while they are made, before these fields were there.
        self.replaced_in = self._replace()

    def _add(self, key: int | None, verdict: Verdict | None, it: str) -> None:
        before, nothing = _prefix(key), "" if key is None else Movement.NOT_REPORTED
        self.fields[f"{before}movement"] = ChoiceField(
            label="Has it improved?",
            what=f"whether {it} has improved",
            choices=Movement,
            widget=Radios(small=True),
            initial=verdict.movement if verdict else nothing,
        )
        self.fields[f"{before}state_now"] = ChoiceField(
            label="How does it stand now?",
            what=f"how {it} stands now",
            choices=StateNow,
            widget=Radios(small=True),
            initial=verdict.state_now if verdict else nothing,
        )
        self.fields[f"{before}text"] = GuardedTextareaField(
            label="What did you find?",
            help_text="Needed unless nothing is reported.",
            what=f"what you found of {it}",
            required=False,
            max_length=LONGEST,
            widget=Textarea(rows=4 if key is None else 2),
            initial=verdict.text if verdict else "",
        )

    def sections(self) -> Iterator[tuple[SubPoint | None, list[BoundField]]]:
        """Each point (None: the whole) with its three questions."""
        for point in (None, *self.points):
            before = _prefix(point and point.pk)
            yield point, [self[f"{before}{name}"] for name in ("movement", "state_now", "text")]

    def found(self) -> dict[int | None, Found]:
        given: dict[str, Any] = self.cleaned_data
        keys = [None, *(point.pk for point in self.points)]
        return {
            key: Found(
                movement=given[f"{_prefix(key)}movement"],
                state_now=given[f"{_prefix(key)}state_now"],
                text=given[f"{_prefix(key)}text"],
            )
            for key in keys
        }


def _prefix(key: int | None) -> str:
    return "" if key is None else f"point-{key}-"
