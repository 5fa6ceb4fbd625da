"""Four rounds that differ in who may see them, each with one of everything that has an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from audit.clock import today
from audit.documents.kinds import ACTION_PLAN, CASE_FILE_AUDIT, DocumentKind
from audit.documents.snapshot import canonical_bytes
from audit.documents.version import Version
from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    ConcernStep,
    Conflict,
    DipCheck,
    Evidence,
    Force,
    ForceMembership,
    ImmediateConcern,
    Query,
    Recommendation,
    RecommendationLink,
    Report,
    ReportVersion,
    Response,
    Round,
    RoundMember,
    Sample,
    SampledCase,
    SampleStratum,
    SourceDocument,
    User,
)
from audit.models.encryption import keyed_digests
from audit.models.progress import evidence_storage
from audit.rules.deadlines import hours_after
from audit.rules.roles import Role, RoundRole
from audit.rules.verification import Closure
from audit.services.calendar_feeds import PURPOSE
from audit.services.case_files import local_number_add
from tests.factories import (
    ActionFactory,
    CaseFileFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    graded_file,
    shown_by,
)
from tests.imports import checked_run
from tests.scope.routes import routes

OF_FORCE = ("access-review-force", "register")
"""How the names of addresses begin whose code is a force's."""
PAGE = b"<!DOCTYPE html><html><style>p { margin: 0 }</style><p>Version 1</p></html>"


@dataclass(frozen=True)
class Place:
    """A round, and in it: a file to grade, which Casemark drew, with an immediate concern, a case
    action and a query; a submitted assessment of another file, which was drawn for a dip check, a
    recommendation put to the force with an action for it and evidence of what was done, version 1
    of the report and of the action plan, and an import that waits to be confirmed. Beside it a
    document, whose recommendation is linked to that one."""

    round: Round
    case_file: CaseFile
    assessment: Assessment
    recommendation: Recommendation
    version: ReportVersion
    query: Query
    dip_check: DipCheck
    evidence: Evidence
    source: SourceDocument

    @property
    def response(self) -> Response:
        return self.recommendation.responses.get()

    def address(self, name: str) -> dict[str, Any]:
        """What the address called `name` wants to know, as far as it is about this place."""
        code = self.round.force.code if name.startswith(OF_FORCE) else self.round.code
        return {
            "code": self.source.code if name.startswith("source-") else code,
            "kind": (ACTION_PLAN if name.endswith("-word") else CASE_FILE_AUDIT).name,
            "sheet": "case-files",
            "number": self.version.number,
            "reference": self.case_file.reference,
            "pk": self._row(name).pk,
            "key": _key_of(self.round.force),
        }

    @property
    def earlier(self) -> Recommendation:
        """That of the round before; where there is none, its own, on which it gives no verdict."""
        before = self.round.previous
        return before.recommendations.get() if before else self.recommendation

    def _row(self, name: str) -> Model:
        found = next((row for start, row in ROWS.items() if name.startswith(start)), None)
        return found(self) if found else self.recommendation


ROWS: dict[str, Callable[[Place], Model]] = {
    "recommendation-link-remove": lambda place: place.recommendation.links_out.get(),
    "role-end": lambda place: place.assessment.assessor.memberships.get(),
    # Not every round has a team, and any place in one will do.
    "team-end": lambda place: RoundMember.objects.get(role=RoundRole.INSPECTOR),
    "person-": lambda place: place.assessment.assessor,
    "role-give": lambda place: place.assessment.assessor,
    "team-give": lambda place: place.assessment.assessor,
    "calendar-feed-revoke": lambda place: place.round.force.calendar_tokens.earliest("pk"),
    "conflict-remove": lambda place: place.assessment.case_file.conflicts.get(),
    "concern-": lambda place: place.case_file.concerns.get(),
    "import-": lambda place: place.round.import_runs.get(),
    "case-action-": lambda place: place.case_file.case_actions.get(),
    "verdict-give": lambda place: place.earlier,
    "query-detail": lambda place: place.query,
    "dip-check": lambda place: place.dip_check,
    "evidence-": lambda place: place.evidence,
    "assessment-": lambda place: place.assessment,
    "extension-grant": lambda place: place.response,
    "oversight-comment": lambda place: place.response,
    "response-": lambda place: place.response,
    "action-add": lambda place: place.response,
    "action-": lambda place: place.response.actions.get(),
}
"""What the names of addresses begin with → the row that they are about, if it is not the
recommendation. The first that fits counts."""


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
        digest = keyed_digests(_key_of(force), PURPOSE)[0]
        force.calendar_tokens.create(label="The board", digest=digest, made_by=manager)
    return places


def _key_of(force: Force) -> str:
    """What opens the force's calendar feed, as no feed's own secret would be."""
    return f"key-of-{force.code}"


def make_people_beside_the_cast() -> None:
    """Those whom the demonstration has not: an inspector on no team, somebody without a
    role, and a moderator whose account is switched off."""
    wexshire = Force.objects.get(code="wexshire")
    _member("inspector3@inspectorate", Role.INSPECTOR)
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
    recommendation = _recommendation(round)
    evidence = _evidence(recommendation.responses.get(), service)
    version = _version(round, CASE_FILE_AUDIT, service)
    _version(round, ACTION_PLAN, service)
    query, dip_check = _query(case_file, service), _dip_check(graded, service)
    return Place(
        round=round,
        case_file=case_file,
        assessment=graded.assessments.get(),
        recommendation=recommendation,
        version=version,
        query=query,
        dip_check=dip_check,
        evidence=evidence,
        source=_source(recommendation, service),
    )


def _source(recommendation: Recommendation, by: User) -> SourceDocument:
    """Of an audit a document that the force entered for itself, and its own link; of an inspection
    under way another report of it, and of a published one a public document, linked for all."""
    round = recommendation.round
    own = round.force if round.led_by == Round.LedBy.FORCE else None
    reports = None if own or round.is_published else round
    source = SourceDocumentFactory(code=f"z-{round.code}", force=own, round=reports)
    asked = RecommendationFactory(
        source_document=source, round=reports, title=f"Beside {round.title.lower()}"
    )
    RecommendationLink.objects.create(
        source=recommendation, target=asked, kind="contradicts", force=own, by=by
    )
    return source


def _evidence(response: Response, by: User) -> Evidence:
    content = b"The rota of March"
    name = evidence_storage().save("ab/cd", ContentFile(content))
    update = ProgressUpdateFactory(response=response, by=by)
    return shown_by(update, file=name, sha256=sha256(content).hexdigest())


def _recommendation(round: Round) -> Recommendation:
    """Put to the force, which has an action for it; an inspector verifies what an inspection
    asked."""
    closes = Closure.INSPECTORATE if round.led_by == Round.LedBy.INSPECTORATE else Closure.FORCE
    title = f"Asked {round.title.lower()}"
    made = RecommendationFactory(round=round, title=title, source_document__closure=closes)
    response = ResponseFactory(recommendation=made)
    service = User.objects.service_account()
    response.steps.create(status=response.status, on=today(), by=service)
    owner = "owner@wexshire" if round.force.code == "wexshire" else "manager@eastmarch"
    ActionFactory(force=round.force, owner=_person(owner), responses=[response])
    return made


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


def _version(round: Round, kind: DocumentKind, by: User) -> ReportVersion:
    report = Report.objects.create(round=round, kind=kind.name, force=round.force)
    return ReportVersion.objects.create(
        report=report,
        number=1,
        snapshot=canonical_bytes(kind.snapshot(round, Version(number=1, as_at=today()))),
        html=PAGE,
        pdf=b"%PDF-1.7",
        published_by=by,
        published_at=timezone.now(),
    )
