"""Addresses of records whose keys differ from one loading to the next, by what they are."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from audit.models import (
    Action,
    CalendarToken,
    CaseAction,
    CaseFile,
    Conflict,
    DipCheck,
    Evidence,
    Force,
    ImmediateConcern,
    ImportRun,
    Query,
    Recommendation,
    RecommendationLink,
    Response,
    RoundMember,
    SourceDocument,
    User,
)
from audit.rules.roles import RoundRole
from audit.rules.transitions import CaseFileStatus
from audit.services.calendar_feeds import calendar_feed_make
from audit.services.progress import response_report
from audit.services.queries import query_ask
from audit.services.recommendation_links import link_add
from audit.services.recommendations import recommendation_add
from audit.services.sources import source_add
from tests.evidence.keeping import checked_file


def places() -> dict[str, str]:
    """Files to grade are the last of their kind: the walks grade the first ones."""
    files = CaseFile.objects.filter(round__code="wexshire-2026")
    allocated = files.filter(allocated_to__email="auditor@wexshire.example")
    submitted = allocated.filter(status=CaseFileStatus.SUBMITTED).first()
    recommendations = Recommendation.objects.order_by("number")
    found = {
        "to_grade": allocated.filter(status=CaseFileStatus.TO_GRADE).last(),
        "unallocated": files.filter(allocated_to=None).last(),
        "submitted": submitted,
        "agreed": files.filter(status=CaseFileStatus.AGREED).first(),
        "reconstructed": CaseFile.objects.filter(reconstructed=True).first(),
        "drawn": files.drawn_by_casemark().filter(status=CaseFileStatus.TO_GRADE).last(),
        "answered": recommendations.filter(round__code="wexshire-2025").first(),
        "concern": ImmediateConcern.objects.first(),
        "import": ImportRun.objects.first(),
        "recorded": recommendations.filter(round__code="durham-2019").first(),
        "awaited": _answer("Ask who lives there"),
        "begun": _answer("Name a sergeant for nights"),
        "delivered": _answer("Write down what a child says"),
        "to_iopc": _answer("Tell a decision-maker"),
        "task": Action.objects.get(title="Train the control room"),
        "query": _query(files.filter(status=CaseFileStatus.SUBMITTED).last()),
        "dip_check": _dip_check(files.filter(status=CaseFileStatus.AGREED).first()),
    }
    inspected = Response.objects.filter(recommendation__round__code="wexshire-inspection-2026")
    person = User.objects.get(email="auditor2@wexshire.example")
    member = RoundMember.objects.filter(role=RoundRole.INSPECTOR).first()
    return {
        **{name: record.get_absolute_url() for name, record in found.items()},
        "comment": _comment_on(inspected),
        "conflict": f"/conflicts/{Conflict.objects.first().pk}/",
        "action": f"/case-actions/{CaseAction.objects.first().pk}/",
        "assessment": f"/assessments/{submitted.final_assessment_id}/",
        "feed": f"/calendar-feeds/{_feed().pk}/",
        "evidence": f"/evidence/{_evidence(found['answered'].responses.first()).pk}/",
        "response": f"/responses/{found['answered'].responses.first().pk}/",
        "reopen": reverse("assessment-reopen", args=[submitted.final_assessment_id]),
        "person": reverse("person-detail", args=[person.pk]),
        **{name: record.get_absolute_url() for name, record in _documents().items()},
        "link": f"/recommendations/links/{_link().pk}/",
        "role": f"/people/roles/{person.memberships.get().pk}/",
        "team": f"/people/teams/{member.pk}/",
        "verdict": reverse("verdict-give", args=["wexshire-2026", found["answered"].pk]),
        "new_password": new_password("manager2@wexshire.example"),
    }


NATIONAL = "national-report"
"""A public report with a cause of concern, put to two forces."""


def _documents() -> dict[str, SourceDocument | Recommendation]:
    noted = Recommendation.objects.get(legal_basis="noted")
    public = _public()
    return {
        "noted": noted,
        "noted_in": noted.source_document,
        "public": public,
        "public_in": public.source_document,
    }


def _public() -> Recommendation:
    known = Recommendation.objects.filter(source_document__code=NATIONAL, parent__isnull=False)
    by = User.objects.get(email="inspector@inspectorate.example")
    return known.first() or _national(by).held.get()


def _national(by: User) -> Recommendation:
    document = SourceDocument(
        code=NATIONAL,
        kind=SourceDocument.Kind.INSPECTION_REPORT,
        closure="inspectorate",
        publisher="HMICFRS",
        title="Missing children: a national report",
    )
    values = {"legal_basis": "inspection", "time_limit": "3_months"}
    cause = Recommendation(
        source_document=source_add(document=document, by=by),
        kind=Recommendation.Kind.CAUSE_OF_CONCERN,
        title="Missing children are graded too low",
        text="Forces grade too many missing children as low risk.",
        **values,
    )
    first = Recommendation(
        title="Grade each missing child again",
        text="Grade the risk to each missing child again when something changes, day and night.",
        time_limit="3_months",
    )
    forces = Force.objects.filter(code__in=["wexshire", "eastmarch"])
    return recommendation_add(recommendation=cause, first=first, forces=forces, by=by)


def _link() -> RecommendationLink:
    by = User.objects.get(email="inspector@inspectorate.example")
    ends = {"source": _public(), "target": Recommendation.objects.get(legal_basis="noted")}
    known = RecommendationLink.objects.filter(**ends).first()
    return known or link_add(**ends, kind="contradicts", note="", force=None, by=by)


def _feed() -> CalendarToken:
    by = User.objects.get(email="manager@wexshire.example")
    force = Force.objects.get(code="wexshire")
    standing = CalendarToken.objects.filter(revoked_at=None).first()
    return standing or calendar_feed_make(force=force, label="The board", by=by)[0]


def _answer(title: str) -> Response:
    """One of those that tests/browser/demonstration.py adds."""
    return Response.objects.get(recommendation__title=title)


def _evidence(response: Response) -> Evidence:
    standing = Evidence.objects.of_response(response).first()
    if standing:
        return standing
    by = User.objects.get(email="manager@wexshire.example")
    text = "The rota of March names a sergeant for each night."
    return response_report(
        response=response, text=text, files=[checked_file()], by=by
    ).evidence.get()


def _query(case_file: CaseFile) -> Query:
    """One of the demonstration's own, or one that is asked here."""
    asker = User.objects.get(email="moderator@wexshire.example")
    asked = Query.objects.open().filter(case_file__round=case_file.round).last()
    return asked or query_ask(case_file=case_file, text="Who saw the child?", by=asker)


def _dip_check(case_file: CaseFile) -> DipCheck:
    """Drawn by set-up: the demonstration's one moderator has agreed every file."""
    by = User.objects.service_account()
    waiting = DipCheck.objects.to_check().filter(case_file=case_file).first()
    return waiting or DipCheck.objects.create(
        case_file=case_file, drawn_by=by, drawn_at=timezone.now(), seed="0", pool=1
    )


def new_password(email: str) -> str:
    """The address that somebody gets by e-mail who has forgotten their password."""
    user = User.objects.get(email=email)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return f"/account/password/reset/key/{key}/"


def _comment_on(responses: QuerySet[Response]) -> str:
    response = responses.first()
    return reverse("oversight-comment", args=[response.recommendation.round.code, response.pk])
