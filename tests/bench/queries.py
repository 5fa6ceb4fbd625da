"""Queries per page for many rows, beside those for few."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import User
from tests.bench.table import Line
from tests.cast import create_cast
from tests.factories import RoundFactory
from tests.many_rows import add_files, add_findings, add_recommendations, add_rounds_like

FEW, MANY = 10, 1_000


def measure() -> list[Line]:
    create_cast(by=User.objects.service_account())
    moderator = User.objects.get(email="moderator@wexshire.example")
    client = Client()
    client.force_login(moderator)
    few, many = (queries(client, moderator, rows) for rows in (FEW, MANY))
    return [Line(page, many[page], few[page], "queries", "equal") for page in many]


def queries(client: Client, moderator: User, rows: int) -> dict[str, int]:
    """Queries by page, with so many rows to show."""
    round = RoundFactory(code=f"queries-{rows}")
    add_rounds_like(round, rows)
    add_files(round, moderator, rows)
    add_findings(round, rows)
    add_recommendations(round, rows)
    pages = {
        "Inspections and audits": reverse("round-list"),
        "Case files": f"{reverse('case-file-list')}?round={round.code}",
        "Recommendations": f"{reverse('recommendation-list')}?round={round.code}",
        "An audit": round.get_absolute_url(),
    }
    return {page: count(client, address) for page, address in pages.items()}


def count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks only once
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)
