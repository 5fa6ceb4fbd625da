"""Undoing an import of recommendations."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import (
    ImportRun,
    LogEntry,
    Recommendation,
    Response,
    Round,
    SourceDocument,
    SubPoint,
)
from audit.services.import_undo import import_undo
from audit.services.recommendations import recommendation_add
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory
from tests.spreadsheets.kinds import Importing, read_once
from tests.spreadsheets.test_recommendation_imports import CAUSE, HELD, ONE, full, kept

pytestmark = pytest.mark.django_db
WRONG = pytest.raises(ValidationError, match="used since.*Correct single recommendations instead")


@pytest.fixture(autouse=True)
def _quick_reading(monkeypatch):
    monkeypatch.setattr("audit.spreadsheets.importing.read_book", read_once)


@pytest.fixture
def audit(db):
    return RoundFactory()


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def sheet(audit, moderator) -> Importing:
    return Importing(ImportRun.Kind.RECOMMENDATIONS, audit, moderator)


def test_nothing_is_left_of_what_was_new(sheet, moderator):
    run = sheet.imported([CAUSE, HELD, full()])
    last = LogEntry.objects.latest("pk").pk
    assert import_undo(run=run, by=moderator).status == "undone"
    for model in (Recommendation, Response, SubPoint, SourceDocument):
        assert not model.objects.exists(), model
    events = LogEntry.objects.filter(pk__gt=last).order_by("pk").values_list("event", flat=True)
    assert list(events) == [
        *["response.deleted"] * 2,  # a cause of concern is answered by what it holds
        *["recommendation.deleted"] * 3,
        *["sourcedocument.deleted", "import_run.undone"],
    ]


def test_what_was_changed_is_put_back_as_it_stood(sheet, audit, moderator):
    sheet.imported([CAUSE, HELD, full()])
    SubPoint.objects.filter(order=1).update(group="Within one month")
    before = kept(audit)
    changed = [
        {**HELD, "Held by": 9, "Title": "Else"},
        {**full(), "Areas": "", "Themes": "", "Chapter": "", "Sub-points": "New", "Kind": ""},
        {**CAUSE, "Number": 9},
    ]
    run = sheet.imported(changed)
    assert kept(audit) != before
    import_undo(run=run, by=moderator)
    assert kept(audit) == before
    assert SourceDocument.objects.filter(round=audit).exists()


def test_what_became_a_cause_of_concern_is_none_again(sheet, audit, moderator):
    sheet.imported([ONE, {**HELD, "Held by": ""}])
    before = kept(audit)
    run = sheet.imported([CAUSE, HELD])
    assert kept(audit)[1][7] == 1
    import_undo(run=run, by=moderator)
    assert kept(audit) == before


def test_a_document_that_holds_something_else_stays(sheet, audit, moderator):
    run = sheet.imported([ONE])
    other = Recommendation(round=audit, title="By hand", text="Added by hand.")
    recommendation_add(recommendation=other, by=moderator)
    import_undo(run=run, by=moderator)
    assert list(Recommendation.objects.filter(round=audit)) == [other]


def _changed(sheet):
    sheet.imported([{**ONE, "Title": "Record everything"}])


def _answered(sheet):
    Response.objects.update(status="accepted")


def _published(sheet):
    SourceDocument.objects.update(published_on=date(2026, 11, 20))


def _put_to_another_force(sheet):
    force = RoundFactory(eastmarch=True).force
    ResponseFactory(recommendation=Recommendation.objects.get(), force=force)


def _asked_a_dip_sample(sheet):
    Round.objects.filter(pk=RoundFactory().pk).update(asked_for_by=Recommendation.objects.get())


def _gone(sheet):
    Response.objects.all().delete()
    Recommendation.objects.all().delete()


@pytest.mark.parametrize(
    "since",
    [_changed, _answered, _published, _put_to_another_force, _asked_a_dip_sample, _gone],
    ids=lambda since: since.__name__,
)
def test_it_is_refused_once_something_was_changed_or_used(since, sheet, audit, moderator):
    run = sheet.imported([ONE])
    since(sheet)
    before = kept(audit)
    with WRONG:
        import_undo(run=run, by=moderator)
    assert kept(audit) == before


def test_it_is_refused_once_a_cause_of_concern_holds_something_new(sheet, audit, moderator):
    run = sheet.imported([CAUSE, HELD])
    cause = Recommendation.objects.get(number=1)
    RecommendationFactory(
        round=audit, source_document=cause.source_document, number=3, parent=cause
    )
    with WRONG:
        import_undo(run=run, by=moderator)
    assert Recommendation.objects.count() == 3


def test_undoing_leaves_no_cause_of_concern_empty(sheet, audit, moderator):
    """What came with the import was the only one left when the other was moved away."""
    sheet.imported([CAUSE, HELD])
    run = sheet.imported([{**HELD, "Number": 3}])
    Recommendation.objects.filter(number=2).update(parent=None)
    with pytest.raises(ValidationError, match="Cause of concern 1 would hold no recommendation"):
        import_undo(run=run, by=moderator)
    assert Recommendation.objects.filter(number=3).exists()


def test_a_recommendation_that_was_answered_since_is_not_put_back(sheet, audit, moderator):
    sheet.imported([ONE])
    run = sheet.imported([{**ONE, "Title": "Record everything"}])
    _answered(sheet)
    with WRONG:
        import_undo(run=run, by=moderator)
    assert Recommendation.objects.get().title == "Record everything"


@pytest.mark.parametrize("name", ["moderator@eastmarch", "auditor@wexshire", "manager@wexshire"])
def test_nobody_undoes_it_without_the_right(name, sheet, person):
    run = sheet.imported([ONE])
    with pytest.raises(PermissionDenied):
        import_undo(run=run, by=person(name))
    assert Recommendation.objects.exists()
