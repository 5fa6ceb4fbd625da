"""Linking a recommendation to another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import Form

from audit.forms.fields import ChoiceField, GovukForm, RowField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Select, Textarea
from audit.models import Force, Recommendation, SourceDocument
from audit.models.recommendations import RecommendationQuerySet, SourceDocumentQuerySet
from audit.rules.links import LinkKind

FOR_ALL = "all"
HINTS = {
    LinkKind.DUPLICATES: "The earlier one asked for it already.",
    LinkKind.SUPERSEDES: "This closes the other one for good, for the forces named below it. "
    "What an inspector verifies is closed only by whoever wrote it, for all.",
    LinkKind.SAME_ACTION: "What is done about one is done about both.",
}


class TargetField(RowField):
    def label_from_instance(self, row: Recommendation) -> str:
        return f"{row.title} ({row.source_document.title}, {row.number})"


class RecommendationLinkForm(GuardedForm):
    """`targets` are those to choose from; `reasons` says why some are offered, and what would be
    closed."""

    kind = ChoiceField(
        label="How do the two hang together?",
        help_text="This recommendation …",
        what="how the two hang together",
        choices=LinkKind,
        widget=Radios(hints=HINTS),
    )
    target = TargetField(
        queryset=None,
        label="Which is the other recommendation?",
        what="the other recommendation",
        empty_label=None,
        widget=Radios(small=True),
    )
    speaks_for = ChoiceField(
        label="For whom is that so?", what="for whom it is so", choices=(), widget=Radios
    )
    note = GuardedTextareaField(
        label="Why?",
        help_text="It stands with the link, and with each answer that the link closes.",
        what="why",
        required=False,
        max_length=1000,
        widget=Textarea(rows=3),
    )

    def __init__(
        self,
        *args: Any,
        targets: RecommendationQuerySet[Recommendation],
        reasons: dict[int, str],
        forces: Sequence[Force],
        for_all: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.forces = {force.code: force for force in forces}
        self.fields["target"].queryset = targets
        self.fields["target"].widget.hints = {str(key): why for key, why in reasons.items()}
        offered = [(FOR_ALL, "All forces that are asked")] if for_all else []
        offered += [(force.code, force.name) for force in forces]
        self.fields["speaks_for"].choices = offered
        if len(offered) == 1:
            del self.fields["speaks_for"]
        self.only = offered[0][0]

    def force(self) -> Force | None:
        return self.forces.get(self.cleaned_data.get("speaks_for") or self.only)


class OtherDocumentForm(GovukForm):
    """Where the other recommendation stands; its code goes into the address."""

    document = RowField(
        queryset=None,
        label="Or in which document does the other one stand?",
        what="the document",
        required=False,
        to_field_name="code",
        empty_label="Choose a document",
        widget=Select,
    )

    def __init__(
        self, *args: Any, documents: SourceDocumentQuerySet[SourceDocument], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents


class RecommendationLinkRemoveForm(Form):
    """Nothing is asked: the page says what is removed."""
