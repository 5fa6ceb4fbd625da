"""Attaching files as evidence, and withdrawing one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from audit.forms.fields import FileField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import FileInput, Textarea
from audit.rules.evidence import EMPTY, ENDINGS, KINDS_TOLD, MOST_AT_ONCE, MOST_BYTES, plain_name


class FilesInput(FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        accept = ",".join(f".{ending}" for ending in ENDINGS)
        super().__init__({"multiple": True}, accept=accept)


class EvidenceField(FileField):
    """Several files, none of them needed; call it "files". What they hold is checked by
    `check_files` (audit/evidence/checking.py), which whoever uses the form calls."""

    def __init__(self, **options: Any) -> None:
        given = {
            "label": "Which files show it?",
            "help_text": (
                f"{KINDS_TOLD}, each up to {MOST_BYTES // 1_000_000} MB and {MOST_AT_ONCE} at most "
                "at once. Who wrote a document and where a photograph was taken are removed; names "
                "in comments and tracked changes stay, so take them out first."
            ),
            "what": "the files",
            "required": False,
            "widget": FilesInput,
        }
        super().__init__(**(given | options))

    def clean(self, data: Sequence[UploadedFile] | None, initial: object = None) -> Any:
        """The files in the order in which they were chosen; none where none was."""
        if not data:
            return super().clean(None) or []
        for file in data:
            if not file.size:
                raise ValidationError(EMPTY.format(name=plain_name(file.name or "")), code="empty")
        return [super(EvidenceField, self).clean(file) for file in data]


class EvidenceWithdrawForm(GuardedForm):
    because = GuardedTextareaField(
        label="Why is it withdrawn?",
        help_text="The file is deleted. Who attached it, and this reason, stay on record.",
        what="why it is withdrawn",
        max_length=1000,
        widget=Textarea(rows=3),
    )
