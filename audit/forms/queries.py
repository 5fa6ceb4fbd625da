"""Asking a query, and writing to one."""

from __future__ import annotations

from collections.abc import Sequence

from audit.documents.field_names import PLAIN, field_names
from audit.forms.fields import ChoiceField, RowField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Textarea
from audit.models import Assessment, CaseFile, Query, User
from audit.services.queries import deputies_for

GROUPS = (("area", "Grades"), ("stage", "Stages"), ("answer", "The facts"))


class QueryAskForm(GuardedForm):
    """Asks whose assessment it is about only where there is one to see."""

    assessment = RowField(
        queryset=None,
        label="Whose assessment do you ask about?",
        what="whose assessment you ask about",
        required=False,
        widget=Radios,
        empty_label="Nobody’s: the case file itself",
    )
    field = ChoiceField(
        label="What is it about?", what="what it is about", choices=(), required=False
    )
    text = GuardedTextareaField(
        label="What do you want to know?",
        help_text="The file cannot be agreed before this is resolved. Do not name anybody.",
        what="what you want to know",
        max_length=2000,
        widget=Textarea(rows=4),
    )
    deputy = RowField(
        queryset=None,
        label="Who may resolve it in your place?",
        help_text="You and those who moderate can always resolve it.",
        what="who may resolve it in your place",
        required=False,
        empty_label="Nobody else",
    )

    def __init__(
        self, *args, case_file: CaseFile, assessments: Sequence[Assessment], user: User, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = fields_of(case_file, assessments)
        rows = Assessment.objects.visible_to(user).filter(pk__in=[row.pk for row in assessments])
        self.fields["assessment"].queryset = rows.select_related("assessor")
        self.fields["assessment"].label_from_instance = described
        if not assessments:
            del self.fields["assessment"]
        deputies = deputies_for(case_file, user).values("pk")
        self.fields["deputy"].queryset = User.objects.visible_to(user).filter(pk__in=deputies)


def described(assessment: Assessment) -> str:
    return f"{assessment.get_origin_display()}: {assessment.assessor}"


def fields_of(case_file: CaseFile, assessments: Sequence[Assessment]) -> list:
    """The fields that the file has, in groups, in the order of the page."""
    graded = {grade.area for row in assessments for grade in row.area_grades.all()}
    areas = sorted({case_file.area, *graded}, key=lambda area: area.order)
    names = field_names(case_file.round.framework, areas)
    groups = [
        (title, [(code, name) for code, name in names.items() if code.startswith(f"{kind}:")])
        for kind, title in GROUPS
    ]
    return [*PLAIN.items(), *groups]


class QueryMessageForm(GuardedForm):
    """One message; a last word is not needed to resolve."""

    text = GuardedTextareaField(
        label="What do you want to say?",
        help_text="Do not name anybody.",
        what="what you want to say",
        max_length=2000,
        widget=Textarea(rows=4),
    )

    def __init__(self, *args, query: Query, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.default_button = ("send" if query.is_open else "reopen", "yes")
        if not query.is_open:
            self.fields["text"].label = "Why is it to be opened again?"
        self.fields["text"].required = "resolve" not in self.data
