"""Two audits to compare, of which the second follows the first."""

from __future__ import annotations

from audit.models import CaseFile, Round
from audit.rules.sampling import Size
from audit.rules.transitions import RoundStatus
from tests.factories import RoundFactory, assessed
from tests.frames import drawn, frame_csv


def drawn_audit(auditor, moderator, *, good, of=12, columns=(), cases=40, **round) -> Round:
    """An audit whose files Casemark drew, `good` of the first `of` graded good."""
    audit = RoundFactory(**round)
    size = Size(-(-of // 2) if columns else of)
    drawn(audit, moderator, content=frame_csv(cases, stem=audit.code), columns=columns, size=size)
    for number, case_file in enumerate(files_of(audit)[:of]):
        grade = "good" if number < good else "inadequate"
        assessed(case_file, auditor, (case_file.area.code, grade))
    return audit


def files_of(audit: Round) -> list[CaseFile]:
    """Its files in the order in which `drawn_audit` grades them."""
    rows = CaseFile.objects.filter(round=audit).order_by("pk")
    return list(rows.select_related("area", "final_assessment"))


def finished(audit: Round) -> Round:
    Round.objects.filter(pk=audit.pk).update(status=RoundStatus.SIGNED_OFF)
    audit.refresh_from_db()
    return audit


def two_audits(auditor, moderator, before=2, after=10, **options) -> tuple[Round, Round]:
    """ "2025", finished, and "2026": `before` and `after` of 12 files are good."""
    first = drawn_audit(auditor, moderator, good=before, title="2025", code="y2025", **options)
    second = drawn_audit(
        auditor, moderator, good=after, title="2026", code="y2026", previous=first, **options
    )
    finished(first)
    second.refresh_from_db()
    return first, second
