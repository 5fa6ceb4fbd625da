"""Assessments in the administration: one's own drafts, by the rules of the grading form."""

from __future__ import annotations

import pytest

from audit.models import Assessment, LogEntry, Theme
from tests.admin.reading import add, change, errors
from tests.factories import CaseFileFactory, area, assessed


@pytest.fixture
def draft(round, person) -> Assessment:
    auditor = person("auditor@wexshire")
    case_file = CaseFileFactory(round=round, allocated_to=auditor)
    return assessed(case_file, auditor, ("s47", "good"), status="draft")


@pytest.fixture
def auditor(db, signed_in):
    return signed_in("auditor@wexshire")


def test_ones_own_draft_is_saved_as_in_the_grading_form(draft, auditor, send):
    theme = Theme.objects.for_area(area("s47")).first()
    seen = {
        "observations-TOTAL_FORMS": "1",
        "observations-0-theme": theme.pk,
        "observations-0-polarity": "weakness",
    }
    send(auditor, change(draft), **{"area_grades-0-grade": "requires_improvement"}, **seen)
    draft.refresh_from_db()
    assert draft.overall_grade == "requires_improvement"
    assert draft.observations.get().theme == theme
    assert [entry.event for entry in LogEntry.objects.about(draft)] == [
        "assessment.saved",
        "assessment.read",
    ]


def test_an_assessment_is_begun_as_a_draft_of_ones_own(round, client, send):
    case_file = CaseFileFactory(round=round)
    send(client, add("assessment"), case_file=case_file.pk)
    made = case_file.assessments.get()
    assert (made.status, made.assessor.email) == ("draft", "moderator@wexshire.example")


def test_a_grade_outside_the_scale_is_refused(draft, auditor, send):
    response = send(auditor, change(draft), **{"area_grades-0-grade": "excellent"})
    assert "is not a grade of this framework" in errors(response)


def test_an_area_of_another_framework_is_refused(draft, auditor, second_framework, send):
    wrong = second_framework.areaofpractice_set.get().pk
    response = send(auditor, change(draft), **{"area_grades-0-area": wrong})
    assert "area of another framework" in errors(response)


def test_a_theme_of_another_framework_is_refused(draft, auditor, second_framework, send):
    seen = {
        "observations-TOTAL_FORMS": "1",
        "observations-0-theme": second_framework.theme_set.get().pk,
        "observations-0-polarity": "weakness",
    }
    response = send(auditor, change(draft), **seen)
    assert "theme of another framework" in auditor.get(response.url).content.decode()
    assert not draft.observations.exists()


def test_a_save_that_started_from_an_older_one_is_refused(draft, auditor, send):
    response = send(auditor, change(draft), started_from="0", rationale="Older")
    assert "saved somewhere else" in auditor.get(response.url).content.decode()
    draft.refresh_from_db()
    assert draft.rationale != "Older"


def test_what_is_submitted_is_only_read(round, client, person):
    submitted = assessed(
        CaseFileFactory(round=round), person("moderator@wexshire"), ("s47", "good")
    )
    page = client.get(change(submitted))
    assert "_save" not in page.content.decode()
    assert client.post(change(submitted), {}).status_code == 403
