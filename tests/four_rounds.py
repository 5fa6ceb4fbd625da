"""Four rounds that differ in who may see them, each with one of everything that has an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    ConcernStep,
    Conflict,
    DipCheck,
    Force,
    ForceMembership,
    ImmediateConcern,
    Query,
    Recommendation,
    Report,
    ReportVersion,
    Round,
    RoundMember,
    Sample,
    SampledCase,
    SampleStratum,
    User,
)
from audit.rules.deadlines import hours_after
from audit.rules.roles import Role, RoundRole
from audit.services.calendar_feeds import calendar_feed_make
from audit.services.case_files import local_number_add
from tests.factories import (
    CaseFileFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    graded_file,
)
from tests.imports import checked_run
from tests.scope.routes import routes

REVIEWS = {"access-review-force", "access-review-force-export"}
"""Addresses whose code is a force's."""
PAGE = b"<!DOCTYPE html><html><style>p { margin: 0 }</style><p>Version 1</p></html>"


@dataclass(frozen=True)
class Place:
    """A round, and in it: a file to grade, which Casemark drew, with an immediate concern, a case
    action and a query; a submitted assessment of another file, which was drawn for a dip check, a
    recommendation put to the force, version 1 of the report, and an import that waits to be
    confirmed."""

    round: Round
    case_file: CaseFile
    assessment: Assessment
    recommendation: Recommendation
    version: ReportVersion
    query: Query
    dip_check: DipCheck

    def address(self, name: str) -> dict[str, Any]:
        """What the address called `name` wants to know, as far as it is about this place."""
        return {
            "code": self.round.force.code if name in REVIEWS else self.round.code,
            "kind": CASE_FILE_AUDIT.name,
            "sheet": "case-files",
            "number": self.version.number,
            "reference": self.case_file.reference,
            "pk": self._row(name).pk,
        }

    def _row(self, name: str) -> Model:
        """People are the assessors; not every round has a team, and any place in one will do."""
        assessor = self.assessment.assessor
        if name == "role-end":
            return assessor.memberships.get()
        if name == "team-end":
            return RoundMember.objects.get(role=RoundRole.INSPECTOR)
        if name == "calendar-feed-revoke":
            return self.round.force.calendar_tokens.get()
        if name == "extension-grant":
            return self.recommendation.responses.get()
        if name == "conflict-remove":
            return self.assessment.case_file.conflicts.get()
        if name.startswith("person-") or name in {"role-give", "team-give"}:
            return assessor
        if name.startswith("concern-"):
            return self.case_file.concerns.get()
        if name.startswith("import-"):
            return self.round.import_runs.get()
        if name.startswith("case-action-"):
            return self.case_file.case_actions.get()
        rows = {"query-detail": self.query, "dip-check": self.dip_check}
        others = self.assessment if name.startswith("assessment-") else self.recommendation
        return rows.get(name, others)


def address(name: str, known: Mapping[str, Any]) -> str:
    return routes()[name].address(known)


def make_four_rounds() -> dict[str, Place]:
    """ "own" and "other": audits by Wexshire and Eastmarch, in fieldwork; "published" and
    "inspection": inspections of Wexshire, the second the one after the first, unpublished."""
    auditor, elsewhere = _person("auditor@wexshire"), _person("auditor@eastmarch")
    lead, inspector = _person("inspector@inspectorate"), _person("inspector2@inspectorate")
    published = RoundFactory(code="published", title="Published", inspection=True, published=True)
    inspection = RoundFactory(
        code="inspection", title="Under way", inspection=True, previous=published
    )
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    RoundMember.objects.create(round=inspection, user=inspector, role=RoundRole.INSPECTOR)
    places = {
        "own": _place(RoundFactory(code="own", title="Our own"), auditor),
        "other": _place(RoundFactory(code="other", title="Elsewhere", eastmarch=True), elsewhere),
        "inspection": _place(inspection, inspector),
        "published": _place(published, inspector),
    }
    checked_run(places["own"].round, _person("moderator@wexshire"))
    checked_run(places["other"].round, _person("moderator@eastmarch"))
    for name in ("inspection", "published"):
        checked_run(places[name].round, lead)
    for name in ("own", "other"):
        force = places[name].round.force
        manager = _person(f"manager@{force.code}")
        calendar_feed_make(force=force, label="The board", by=manager)
    return places


def make_people_beside_the_cast() -> None:
    """Those whom the demonstration has not: an inspector on no team, an action owner, somebody
    without a role, and a moderator whose account is switched off."""
    wexshire = Force.objects.get(code="wexshire")
    _member("inspector3@inspectorate", Role.INSPECTOR)
    _member("owner@wexshire", Role.ACTION_OWNER, wexshire)
    _member("nobody@wexshire")
    gone = _member("gone@wexshire", Role.MODERATOR, wexshire)
    gone.is_active = False
    gone.save()


def _member(name: str, role: Role | None = None, force: Force | None = None) -> User:
    user = User.objects.create_user(f"{name}.example", name=name)
    if role:
        ForceMembership.objects.create(user=user, role=role, force=force)
    return user


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}.example")


def _place(round: Round, assessor: User) -> Place:
    service = User.objects.service_account()
    case_file = CaseFileFactory(round=round, allocated_to=assessor)
    _add_concern(case_file, assessor)
    local_number_add(case_file=case_file, kind="crime", number=f"NO/{round.code}", by=service)
    _drawn(case_file, f"NO/{round.code}", service)
    graded = graded_file(round, assessor, ("missing", "good"))
    CaseFile.objects.filter(pk=graded.pk).update(allocated_to=assessor)
    Conflict.objects.create(case_file=graded, person=service, declared_by=service, reason="Known")
    recommendation = RecommendationFactory(round=round, title=f"Asked {round.title.lower()}")
    ResponseFactory(recommendation=recommendation)
    version = _version(round, service)
    query, dip_check = _query(case_file, service), _dip_check(graded, service)
    assessment = graded.assessments.get()
    return Place(round, case_file, assessment, recommendation, version, query, dip_check)


def _query(case_file: CaseFile, by: User) -> Query:
    return Query.objects.create(case_file=case_file, asked_by=by, asked_at=timezone.now())


def _dip_check(case_file: CaseFile, by: User) -> DipCheck:
    return DipCheck.objects.create(
        case_file=case_file, drawn_by=by, drawn_at=timezone.now(), seed="0", pool=1
    )


def _drawn(case_file: CaseFile, number: str, by: User) -> None:
    """As if a sample of one case had been drawn for the round."""
    sample = Sample.objects.create(
        round=case_file.round,
        frame_sha256="0" * 64,
        frame_rows=1,
        number_kind="crime",
        seed="seed",
        drawn_at=timezone.now(),
        drawn_by=by,
    )
    stratum = SampleStratum.objects.create(
        sample=sample, order=0, label="All cases", frame_count=1, asked=1
    )
    case = SampledCase(
        sample=sample,
        stratum=stratum,
        state=SampledCase.State.DRAWN,
        place=1,
        area=case_file.area,
        case_file=case_file,
        reference=case_file.reference,
    )
    case.number = number
    case.save()


def _add_concern(case_file: CaseFile, by: User) -> None:
    """One that waits for the force, and something to be put right."""
    now = timezone.now()
    times = {"rang_at": now, "raised_at": now, "due_at": hours_after(now, 4)}
    concern = ImmediateConcern.objects.create(
        case_file=case_file,
        kind="child_at_risk",
        what="The child goes home tonight.",
        told_whom="The duty inspector",
        raised_by=by,
        answer_by=hours_after(now, 24),
        **times,
    )
    ConcernStep.objects.create(concern=concern, deed="raised", by=by)
    CaseAction.objects.create(
        case_file=case_file, what="Write down why.", owner="Supervisor", due_on=now.date()
    )


def _version(round: Round, by: User) -> ReportVersion:
    report = Report.objects.create(round=round, kind=CASE_FILE_AUDIT.name, force=round.force)
    return ReportVersion.objects.create(
        report=report,
        number=1,
        snapshot=b"{}",
        html=PAGE,
        pdf=b"%PDF-1.7",
        published_by=by,
        published_at=timezone.now(),
    )
