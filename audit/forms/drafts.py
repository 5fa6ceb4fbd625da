"""A stored draft as the grading form would have it typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from audit.forms.facts import typed_fact
from audit.models import CaseFile
from audit.rules.answers import field_of
from audit.rules.grading import Polarity
from audit.services.judgement_problems import stage_field
from audit.services.judgements import Judgement

NOT_APPLICABLE = "-"
"""Stands among a stage's grades; no code of a scale can be taken for it."""


def initial_of(case_file: CaseFile, stored: Judgement | None, lock: int | None) -> dict[str, Any]:
    """What the form shows of a draft, as it would be typed; nothing where there is none yet."""
    if stored is None:
        return {}
    second = [area for area in stored.area_grades if area.pk != case_file.area_id]
    sides: dict[str, list[str]] = {"strengths": [], "weaknesses": []}
    for theme, polarity in stored.observations:
        sides["strengths" if polarity == Polarity.STRENGTH else "weaknesses"].append(str(theme.pk))
    return {
        "lock": lock,
        "grade": stored.area_grades.get(case_file.area, ""),
        "second_area": second[0].pk if second else None,
        "second_grade": stored.area_grades[second[0]] if second else "",
        # With one area the overall grade is that area's: nobody has chosen it.
        "overall_grade": stored.overall_grade if second else "",
        "rationale": stored.rationale,
        "systems_looked_at": stored.systems_looked_at,
        **sides,
        **{
            field_of(row.code): typed_fact(row, fact)
            for row, fact in (stored.answers or {}).items()
        },
        **_initial_of_stages(stored),
        **(stored.unfinished or {}),
    }


def _initial_of_stages(stored: Judgement) -> dict[str, str]:
    initial = {}
    for stage, said in (stored.stages or {}).items():
        grade = NOT_APPLICABLE if said.not_applicable else said.grade
        for part, value in (
            ("grade", grade),
            ("well", said.went_well),
            ("better", said.should_have_been_better),
        ):
            initial[stage_field(stage.code, part)] = value
    return initial


def data_of(form: forms.Form) -> QueryDict:
    """What an unbound form would send, if it were sent as it is shown."""
    data = QueryDict(mutable=True)
    for bound in form:
        put(data, bound, bound.value())
    return data


def put(data: QueryDict, bound: forms.BoundField, value: Any) -> None:
    """Sets one field in `data` to a value as `BoundField.value` gives it."""
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        for name, part in zip(widget.widgets_names, parts, strict=False):
            data[bound.html_name + name] = part or ""
    elif isinstance(value, (list, tuple)):
        data.setlist(bound.html_name, [str(one) for one in value])
    else:
        data[bound.html_name] = "" if value is None else str(value)
