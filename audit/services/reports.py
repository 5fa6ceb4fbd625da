"""Publishing a report: a numbered version that never changes afterwards."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.clock import today
from audit.documents.kinds import KINDS, DocumentKind
from audit.documents.render import render_html, render_pdf, template_sha256
from audit.documents.snapshot import Snapshot, canonical_bytes
from audit.documents.version import Version
from audit.models import Report, ReportVersion, Round, User
from audit.permissions import require
from audit.rules.problems import Problem
from audit.services.causes import cause_problems
from audit.services.saving import raise_problems
from audit.services.signed_figures import figures_problems
from audit.services.trail import record


@transaction.atomic
def report_publish(*, round: Round, kind: str, by: User, correction: str = "") -> ReportVersion:
    """Freezes what the report says now as its next version, by whoever has the right to that
    kind of document. Of what is signed off, only the figures that were signed off are published.

    A version after the first replaces the one before it and must say what it changes. The
    report's row is locked, so that two people who publish at once get two numbers.
    """
    document = KINDS[kind]
    require(by, document.right, round)
    said = [*figures_problems(round), *cause_problems(round)] if document.of_figures else []
    raise_problems(_offered_problems(document, round) + document.problems(round) + said)
    Report.objects.get_or_create(round=round, kind=kind, defaults={"force": round.force})
    report = Report.objects.select_for_update().get(round=round, kind=kind)
    last = last_version(report)
    if last and not correction.strip():
        raise ValidationError(
            {"correction": f"Say what this version changes: it replaces version {last.number}."}
        )
    snapshot = document.snapshot(round, _next(last, correction.strip()))
    version = _frozen(report, snapshot, last, by)
    hashes = {"number": version.number, "sha256": version.sha256, "pdf": version.pdf_sha256}
    record("report.published", version, by=by, after=hashes, reason=correction)
    return version


def _offered_problems(document: DocumentKind, round: Round) -> list[Problem]:
    if document.offered_for(round):
        return []
    return [Problem("", f"There is no {document.title.lower()} of {round}.")]


def draft_snapshot(*, round: Round, kind: str) -> Snapshot:
    """What the next version would say if it were published now, marked as a draft."""
    report = Report.objects.filter(round=round, kind=kind).first()
    number = last_number(report) + 1
    return KINDS[kind].snapshot(round, Version(number=number, as_at=today(), draft=True))


def last_version(report: Report) -> ReportVersion | None:
    return report.versions.without_content().order_by("-number").first()


def last_number(report: Report | None) -> int:
    """0 where nothing is published yet."""
    last = last_version(report) if report else None
    return last.number if last else 0


def _next(last: ReportVersion | None, correction: str) -> Version:
    if last is None:
        return Version(number=1, as_at=today())
    return Version(
        number=last.number + 1, as_at=today(), replaces=last.number, correction=correction
    )


def _frozen(
    report: Report, snapshot: Snapshot, last: ReportVersion | None, by: User
) -> ReportVersion:
    data, pdf = canonical_bytes(snapshot), render_pdf(snapshot)
    version = ReportVersion(
        report=report,
        number=snapshot["version"]["number"],
        replaces=last,
        correction=snapshot["version"]["correction"],
        snapshot=data,
        template_sha256=template_sha256(report.kind),
        html=render_html(snapshot).encode(),
        pdf=pdf,
        sha256=hashlib.sha256(data).hexdigest(),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        published_by=by,
        published_at=timezone.now(),
    )
    version.save()
    return version
