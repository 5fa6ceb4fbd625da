"""The head of the audit trail as it was when the document was published."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from audit.documents.version import Version
from audit.models import Round, Seal
from audit.rules.dates import day_text


def trail_part(round: Round, version: Version) -> dict[str, Any] | None:
    """The last seal of the force's trail: whoever holds a copy can show that what went before
    stands as it stood. None for a draft, and before the first seal."""
    if version.draft:
        return None
    seal = Seal.objects.head_of(round.force_id)
    if seal is None:
        return None
    at = timezone.localtime(seal.at)
    return {"number": seal.number, "code": seal.code, "at": f"{day_text(at.date())}, {at:%H:%M}"}
