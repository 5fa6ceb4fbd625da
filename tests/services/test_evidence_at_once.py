"""Two people attach evidence at the same moment: threads, and a database that they share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import Evidence, Response, User
from audit.services import evidence
from audit.services.progress import response_report
from tests.evidence.keeping import checked_file, stored_names
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory


def test_two_files_at_once_do_not_take_more_than_there_is_room_for(
    reference_data, transactional_db, monkeypatch, settings
):
    """For two recommendations, so that nothing but the room keeps them apart. Each has let the
    other one begin before it asks how much is left."""
    settings.EVIDENCE_QUOTA = 25
    audit = RoundFactory()
    responses = [
        ResponseFactory(recommendation=RecommendationFactory(round=audit), status="in_progress")
        for _ in range(2)
    ]
    people = [
        User.objects.get(email=f"{name}@wexshire.example") for name in ("manager", "manager2")
    ]
    before, start, measure = stored_names(), Barrier(2), evidence._require_room

    def together(force, checked):
        start.wait(timeout=10)
        measure(force, checked)

    def report(response: Response, by: User) -> str:
        try:
            response_report(response=response, text="Done.", files=[checked_file()], by=by)
        except ValidationError as error:
            return next(iter(error.message_dict))
        finally:
            connection.close()
        return "kept"

    monkeypatch.setattr(evidence, "_require_room", together)
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(report, responses, people))
    assert sorted(ended) == ["files", "kept"]
    assert {row.file.name for row in Evidence.objects.all()} == stored_names() - before
    assert Evidence.objects.count() == 1
