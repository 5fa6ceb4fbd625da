"""Reporting progress, with what shows it."""

from __future__ import annotations

from typing import Any

from audit.forms.evidence import EvidenceField
from audit.forms.fields import RowField, RowsField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Checkboxes, Textarea
from audit.models import Force, Response, Round, SubPoint, User


class ActionReportForm(GuardedForm):
    """Asks for a dip sample only where the person sees one of the force."""

    text = GuardedTextareaField(
        label="What was done?",
        help_text="For whoever verifies it. Do not name anybody.",
        what="what was done",
        max_length=4000,
        widget=Textarea(rows=5),
    )
    files = EvidenceField()
    dip_samples = RowsField(
        queryset=None,
        label="Which dip sample shows it?",
        help_text="You can leave this empty.",
        what="the dip sample",
        required=False,
        widget=Checkboxes(small=True),
    )

    def __init__(self, *args: Any, force: Force, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = Round.objects.visible_to(user).filter(force=force, kind=Round.Kind.DIP_SAMPLE)
        self.fields["dip_samples"].queryset = rounds
        self.fields["dip_samples"].label_from_instance = _named
        if not rounds.exists():
            del self.fields["dip_samples"]

    @property
    def files_lost(self) -> bool:
        """A page that comes back cannot keep the files that were chosen."""
        return self.is_bound and bool(self.files)


def _named(dip_sample: Round) -> str:
    return (
        f"{dip_sample.title} ({dip_sample.fieldwork})" if dip_sample.fieldwork else str(dip_sample)
    )


class ResponseReportForm(ActionReportForm):
    sub_point = RowField(
        queryset=None,
        label="Which point is it about?",
        what="the point",
        required=False,
        empty_label="All of it",
    )
    field_order = ("text", "sub_point", "files", "dip_samples")

    def __init__(self, *args: Any, response: Response, user: User, **kwargs: Any) -> None:
        super().__init__(*args, force=response.force, user=user, **kwargs)
        points = SubPoint.objects.visible_to(user).filter(recommendation=response.recommendation_id)
        self.fields["sub_point"].queryset = points
        if not points.exists():
            del self.fields["sub_point"]
