"""The register of one force among 43, beside the same page while that force's answers are alone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from time import perf_counter

from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.models import (
    Action,
    Force,
    ForceMembership,
    Recommendation,
    Response,
    ResponseStep,
    Round,
    Stage,
    Theme,
    User,
)
from audit.rules.roles import Role
from audit.rules.transitions import ResponseStatus
from tests.bench.scope import BACKEND, asked
from tests.bench.table import Line
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory

FORCES, RESPONSES, ROUNDS, RUNS = 43, 50_000, 10, 15
FIRST = date(2024, 1, 15)
LIVES = (
    (),
    ("accepted",),
    ("accepted", "in_progress"),
    ("accepted", "in_progress", "delivered"),
    ("accepted", "in_progress", "delivered", "verified"),
    ("not_accepted",),
)
PAGES = {
    "The register": "register",
    "What falls due, and the chart": "register-timeline",
}
QUERY = {"register": "?since=2025-01-31", "register-timeline": ""}


def measure() -> list[Line]:
    """The force stands in the middle of the others, by its key."""
    forces = list(Force.objects.order_by("pk")[:FORCES])
    own = forces.pop(FORCES // 2)
    share = RESPONSES // FORCES
    _fill(own, share)
    manager = _manager_of(own)
    alone = {page: _seconds(manager, _address(own, page)) for page in PAGES.values()}
    for force in forces:
        _fill(force, share)
    _analyse()
    lines = []
    for title, page in PAGES.items():
        address = _address(own, page)
        ours = _seconds(manager, address)
        lines.append(Line(title, ours * 1000, alone[page] * 1000, "ms", "at most 1.5 ×"))
        lines.append(Line(f"{title}, queries", asked(manager, address), None, "queries", "≤ 15"))
    return lines


def _address(force: Force, page: str) -> str:
    return reverse(page, args=[force.code]) + QUERY[page]


def _seconds(user: User, address: str) -> float:
    client = Client()
    client.force_login(user, BACKEND)
    client.get(address)  # what a process asks only once
    # The quickest: the two are not measured in turns, and what else the machine does falls on one.
    return min(_once(client, address) for _ in range(RUNS))


def _once(client: Client, address: str) -> float:
    start = perf_counter()
    response = client.get(address)
    took = perf_counter() - start
    assert response.status_code == 200, address
    return took


def _manager_of(force: Force) -> User:
    manager = User.objects.create_user(f"manager@{force.code}.bench.example", name="Manager")
    ForceMembership.objects.create(user=manager, role=Role.MANAGER, force=force)
    return manager


def _fill(force: Force, rows: int) -> None:
    """So many recommendations in some inspections, answered in all the ways there are."""
    each, left = divmod(rows, ROUNDS)
    for place in range(ROUNDS):
        _inspect(force, place, each + (place < left))
    _analyse()


def _inspect(force: Force, place: int, rows: int) -> None:
    published = FIRST + timedelta(days=90 * place)
    code = f"bench-register-{force.code}-{place}"
    round = RoundFactory(
        inspection=True, published=True, force=force, code=code, published_on=published
    )
    document = SourceDocumentFactory(code=code, round=round, published_on=published)
    chapters = cycle(Stage.objects.filter(framework=round.framework))
    made = Recommendation.objects.bulk_create(
        RecommendationFactory.build(
            round=round,
            source_document=document,
            chapter=next(chapters),
            number=number,
            legal_basis=Recommendation.LegalBasis.INSPECTION,
        )
        for number in range(1, rows + 1)
    )
    theme = Theme.objects.first()
    Recommendation.themes.through.objects.bulk_create(
        Recommendation.themes.through(recommendation=row, theme=theme) for row in made[::3]
    )
    _answer(force, round, made)


def _answer(force: Force, round: Round, made: list[Recommendation]) -> None:
    by = User.objects.service_account()
    lives = [(ResponseStatus.AWAITING, *life) for life, _ in zip(cycle(LIVES), made, strict=False)]
    answers = Response.objects.bulk_create(
        Response(recommendation=row, force=force, status=life[-1])
        for row, life in zip(made, lives, strict=True)
    )
    ResponseStep.objects.bulk_create(
        ResponseStep(
            response=answer,
            status=status,
            on=round.published_on + timedelta(days=25 * place),
            why="Looked at.",
            by=by,
        )
        for answer, life in zip(answers, lives, strict=True)
        for place, status in enumerate(life)
    )
    actions = Action.objects.bulk_create(
        Action(
            force=force,
            title="Do it",
            owner=by,
            due_on=round.published_on,
            first_due_on=round.published_on,
        )
        for _ in answers[::5]
    )
    Action.responses.through.objects.bulk_create(
        Action.responses.through(action=action, response=answer)
        for action, answer in zip(actions, answers[::5], strict=True)
    )


def _analyse() -> None:
    """Which autovacuum does in production."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
