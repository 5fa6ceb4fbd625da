"""Two runs of the daily e-mail at the same moment: threads, and a database that they share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.core import mail
from django.db import connection

from audit.documents.waiting import waiting_for
from audit.models import Recommendation, ReminderSent
from audit.services.reminders import reminders_send
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory

DAY = date(2026, 10, 20)


def test_two_runs_at_the_same_moment_send_each_person_one(
    reference_data, transactional_db, monkeypatch
):
    """Both have found what waits before either claims the day."""
    round = RoundFactory(inspection=True, published=True, published_on=date(2026, 9, 8))
    basis = Recommendation.LegalBasis.INSPECTION
    ResponseFactory(recommendation=RecommendationFactory(round=round, legal_basis=basis))
    start = Barrier(2)

    def together(person, day):
        waiting = waiting_for(person, day)
        start.wait(timeout=20)
        return waiting

    def run(_):
        try:
            return reminders_send(DAY)
        finally:
            connection.close()

    monkeypatch.setattr("audit.services.reminders.waiting_for", together)
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(run, range(2)))
    assert sum(sent) == 3
    assert sorted(message.to[0] for message in mail.outbox) == [
        "manager2@wexshire.example",
        "manager@wexshire.example",
        "observer@wexshire.example",
    ]
    assert ReminderSent.objects.count() == 3
