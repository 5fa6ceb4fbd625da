"""Each page asks the database as often for many rows as for few (issue 2, Speed)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.admin import site
from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import CaseFile, Recommendation, Round, RoundMember, Theme, User
from audit.rules.roles import RoundRole
from audit.services.trail import record
from audit.urls import exports
from tests.bench.scope import page_queries
from tests.factories import RoundFactory
from tests.many_rows import (
    add_concerns,
    add_files,
    add_findings,
    add_recommendations,
    add_rounds_like,
    add_versions,
)
from tests.scope.routes import routes

FEW, MANY, VERY_MANY = 10, 300, 1000
LED_BY = {"moderator@wexshire": {}, "inspector@inspectorate": {"inspection": True}}
HARD = {
    "by area and grade": "round={round}&area=s47&grade=good&sort=-grade",
    "by question": "question=child-spoken-to&answer=unanswered",
    "by theme": "theme={theme}&sort=allocated",
    "nobody's": "allocated=nobody&grade=none",
    "late and begun": "work=late&only=second&only=conflict&sort=-due",
}


@pytest.fixture
def pages_of(person, service):
    """`pages_of(who, rows)`: addresses that `who` may open, with so many rows behind each."""

    def make(who: str, rows: int) -> dict[str, str]:
        round, files, recommendation = filled_round(person(who), service, rows)
        return {
            **lists(round),
            **pages_about(round),
            **pages_within(files, recommendation),
            **administration(files),
        }

    return make


def filled_round(
    user: User, service: User, rows: int
) -> tuple[Round, list[CaseFile], Recommendation]:
    """A round with so many rows in each of its lists, and as many rounds beside it."""
    led_by = LED_BY[user.email.removesuffix(".example")]
    round = RoundFactory(code=f"round-of-{rows}", **led_by)
    add_rounds_like(round, rows, published=True, **led_by)
    RoundMember.objects.create(round=round, user=user, role=RoundRole.LEAD)
    files = add_files(round, user, rows)
    add_history(files[1], user, rows)
    add_concerns(files, user)
    add_findings(round, rows)
    add_versions(round, service, rows // 5)
    return round, files, add_recommendations(round, rows)


def add_history(case_file: CaseFile, by: User, rows: int) -> None:
    """Changes that name another row each, some of them one that is gone."""
    for number in range(rows):
        before, after = ({"allocated_to_id": by.pk + place} for place in (number, number + 1))
        record("case_file.allocated", case_file, by=by, before=before, after=after)


def lists(round: Round) -> dict[str, str]:
    names = (
        *("home", "my-cases", "round-list", "case-file-list", "recommendation-list"),
        "concern-list",
    )
    filled = {"round": round.code, "theme": Theme.objects.first().code}
    of_force = ("register", "register-timeline")
    registers = {name: reverse(name, args=[round.force.code]) for name in of_force}
    return (
        {name: reverse(name) for name in names}
        | registers
        | {
            f"case files {what}": f"{reverse('case-file-list')}?{query.format(**filled)}"
            for what, query in HARD.items()
        }
    )


def pages_about(round: Round) -> dict[str, str]:
    of_round = (
        *("round-detail", "round-figures", "round-move"),
        *("round-facts", "round-agreement", "round-themes", "common-theme-add"),
        *("case-file-add", "recommendation-add", "round-allocation", "round-progress"),
        *("moderation-queue", "moderation-agree", "query-list", "sign-off", "dip-check-list"),
        *("round-concerns", "round-contacts", "round-case-actions"),
    )
    of_report = ("report-draft", "report-publish")
    return {name: reverse(name, args=[round.code]) for name in of_round} | {
        name: reverse(name, args=[round.code, CASE_FILE_AUDIT.name]) for name in of_report
    }


def pages_within(files: list[CaseFile], recommendation: Recommendation) -> dict[str, str]:
    to_grade, full = files[:2]
    return {
        "file": full.get_absolute_url(),
        "grading": reverse("case-file-grade", args=[to_grade.reference]),
        "allocating": reverse("case-file-allocate", args=[to_grade.reference]),
        "a conflict": reverse("conflict-declare", args=[to_grade.reference]),
        "settling": reverse("case-file-settle", args=[full.reference]),
        "asking": reverse("query-ask", args=[full.reference]),
        "feedback": reverse("feedback-note", args=[full.reference]),
        "concern": full.concerns.first().get_absolute_url(),
        "reopening": reverse("assessment-reopen", args=[full.assessments.get().pk]),
        "recommendation": recommendation.get_absolute_url(),
        "history of a file": reverse("case-file-history", args=[full.reference]),
    }


def taken_out(round: Round) -> dict[str, str]:
    """Every list of these people as a file."""
    return {
        route.name: route.address({"code": _code(route.name, round)})
        for route in (routes()[pattern.name] for pattern in exports.urlpatterns)
        # Actions are taken out by those who carry them out: neither of these.
        if not route.pattern.startswith(("people/", "trail/", "jobs/", "actions/"))
    }


def _code(name: str, round: Round) -> str:
    return round.force.code if name.startswith("register") else round.code


def administration(files: list[CaseFile]) -> dict[str, str]:
    """The lists of the administration, and the page of the assessment with the most in it."""
    page = reverse("admin:audit_assessment_change", args=[files[1].assessments.get().pk])
    return dict(admin_lists()) | {"assessment in the administration": page}


def admin_lists() -> Iterator[tuple[str, str]]:
    for model in site._registry:
        name = model._meta.model_name
        if name not in {"logentry", "user"}:  # administrators' own, and no list at all
            yield f"{name}s in the administration", reverse(f"admin:audit_{name}_changelist")


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


@pytest.mark.parametrize("who", LED_BY)
def test_a_page_asks_as_often_for_many_rows_as_for_few(who, pages_of, freshly_signed_in):
    ContentType.objects.get_for_models(*site._registry)  # asked for once a process
    client = freshly_signed_in(who)
    few = {name: queries(client, address) for name, address in pages_of(who, FEW).items()}
    many = {name: queries(client, address) for name, address in pages_of(who, MANY).items()}
    assert many == few


@pytest.mark.parametrize("who", LED_BY)
def test_a_list_is_taken_out_with_as_many_queries_for_many_rows_as_for_few(
    who, person, service, freshly_signed_in
):
    client = freshly_signed_in(who)
    asked = []
    for rows in (FEW, VERY_MANY):
        round, *_ = filled_round(person(who), service, rows)
        asked.append({name: queries(client, url) for name, url in taken_out(round).items()})
    few, many = asked
    # The trail tells each inspection or audit of it, in one more write for each hundred of them.
    assert many.pop("register-export") - few.pop("register-export") <= VERY_MANY // 100 - 1
    assert few == many


@pytest.mark.django_db
@pytest.mark.parametrize("who", LED_BY)
def test_scope_and_trail_cost_a_page_at_most_four_queries(who):
    """Beside the same page with both left out, when it is opened for the first time."""
    cost = {page: scoped - plain for page, (scoped, plain) in page_queries(who).items()}
    assert {page: queries for page, queries in cost.items() if queries > 4} == {}
    assert cost["A case file"] == 4  # roles, earlier inspections, recorded yet?, the entry
    assert min(cost.values()) > 0
