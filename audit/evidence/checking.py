"""Checking what somebody attached, in a process of its own for each file (`child`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files import File

from audit.evidence.limits import CONFINED
from audit.rules import evidence
from audit.rules.evidence import (
    MOST_AT_ONCE,
    MOST_BYTES,
    CheckedFile,
    EvidenceError,
    ending_of,
    plain_name,
)
from audit.unpacking.confined import BeyondLimitsError, module_run, run_apart

CHILD = module_run("audit.evidence.child")
FIELD = "files"
"""What forms call the field for them."""


def check_files(uploads: Sequence[File[bytes]]) -> list[CheckedFile]:
    """All of them, or a ValidationError under "files" with a sentence for each that is refused."""
    if len(uploads) > MOST_AT_ONCE:
        raise ValidationError({FIELD: evidence.TOO_MANY})
    checked, problems = [], []
    for upload in uploads:
        try:
            checked.append(check_file(upload))
        except ValidationError as error:
            problems += error.error_list
    if problems:
        raise ValidationError({FIELD: problems})
    return checked


def check_file(upload: File[bytes]) -> CheckedFile:
    """Raises ValidationError, whose sentence says what to do."""
    name = plain_name(upload.name or "")
    try:
        content_type, content = _clean(upload, ending_of(name))
    except EvidenceError as error:
        raise ValidationError(error.sentence.format(name=name, **error.facts)) from None
    sha256 = hashlib.sha256(content).hexdigest()
    return CheckedFile(name, content_type, content, sha256, len(content))


def _clean(upload: File[bytes], ending: str) -> tuple[str, bytes]:
    if (upload.size or 0) > MOST_BYTES:
        raise EvidenceError(evidence.TOO_LARGE)
    try:
        output = run_apart([*CHILD, ending], upload.read(), seconds=CONFINED.seconds)
    except BeyondLimitsError:
        raise EvidenceError(evidence.TOO_HARD) from None
    with output:
        said = json.loads(output.readline())
        if "refused" in said:
            raise EvidenceError(said["refused"], **said["facts"])
        return said["content_type"], output.read()
