"""A round is not published with a cause of concern that holds no recommendation."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import ReportVersion
from audit.services.reports import report_publish
from audit.services.rounds import round_move
from tests.factories import RecommendationFactory, RoundFactory

pytestmark = pytest.mark.django_db
EMPTY = "Cause of concern 3 holds no recommendation. Enter one that it holds."


@pytest.fixture
def cause(db):
    round = RoundFactory(status="signed_off")
    return RecommendationFactory(round=round, number=3, kind="cause_of_concern")


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")


def test_its_results_are_not_published(cause, person):
    round, moderator = cause.round, person("moderator@wexshire")
    with pytest.raises(ValidationError, match=EMPTY):
        round_move(round=round, to="published", by=moderator)
    round.refresh_from_db()
    assert round.status == "signed_off"
    RecommendationFactory(round=round, source_document=cause.source_document, parent=cause)
    assert round_move(round=round, to="published", by=moderator).is_published


def test_nor_is_its_report(cause, person):
    kind, moderator = CASE_FILE_AUDIT.name, person("moderator@wexshire")
    with pytest.raises(ValidationError, match=EMPTY):
        report_publish(round=cause.round, kind=kind, by=moderator)
    assert not ReportVersion.objects.exists()
    RecommendationFactory(round=cause.round, source_document=cause.source_document, parent=cause)
    assert report_publish(round=cause.round, kind=kind, by=moderator).number == 1
