from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.documents.figures import round_figures
from audit.models import AreaOfPractice, Assessment, CaseFile, Framework, Observation, Round, Theme
from audit.rules.grading import Origin, Polarity
from audit.rules.transitions import StaleError, TransitionError
from audit.services.assessments import (
    Judgement,
    assessment_save,
    assessment_submit,
)
from tests.factories import area, assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def judged(*grades: tuple[str, str], **fields) -> Judgement:
    return Judgement(area_grades={area(code): grade for code, grade in grades}, **fields)


GOOD = ("s47", "good")


def _fresh(case_file: CaseFile) -> CaseFile:
    return CaseFile.objects.get(pk=case_file.pk)


def _headline(case_file: CaseFile) -> dict[str, int]:
    return round_figures(case_file.round).headline.as_dict()


def test_a_draft_is_saved_as_it_was_typed(case_file, auditor):
    judgement = judged(GOOD, rationale=" Seen at once. ", systems_looked_at="Crime record")
    saved = assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=None)
    stored = Assessment.objects.get(pk=saved.pk)
    assert (stored.overall_grade, stored.rationale, stored.assessor) == (
        "good",
        "Seen at once.",
        auditor,
    )
    assert [(row.area.code, row.grade) for row in stored.area_grades.all()] == [GOOD]


def test_a_draft_may_lack_its_grade(case_file, auditor):
    saved = assessment_save(
        case_file=case_file, judgement=judged(("s47", "")), by=auditor, lock=None
    )
    assert saved.overall_grade == ""


def test_a_draft_counts_as_ungraded(case_file, auditor):
    assessment_save(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    assert _headline(case_file)["total"] == 0
    assert _fresh(case_file).status == "in_progress"


def test_a_submitted_assessment_is_final_and_counts(case_file, auditor):
    submitted = assessment_submit(
        case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None
    )
    assert _fresh(case_file).final_assessment == submitted
    assert _fresh(case_file).status == "submitted"
    assert _headline(case_file) == {
        "good": 1,
        "requires_improvement": 0,
        "inadequate": 0,
        "total": 1,
    }


def test_the_areas_change_with_the_headline(case_file, auditor):
    judgement = judged(GOOD, ("missing", "inadequate"), overall_grade="good", rationale="Late.")
    assessment_submit(case_file=case_file, judgement=judgement, by=auditor, lock=None)
    rows = {row.area.code: row.recorded.total for row in round_figures(case_file.round).areas}
    assert {code for code, total in rows.items() if total} == {"s47", "missing"}


def test_the_day_of_submission_is_kept(case_file, auditor, settings):
    settings.TODAY = "2026-11-22"
    submitted = assessment_submit(
        case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None
    )
    assert submitted.assessed_on == date(2026, 11, 22)


def test_the_next_save_replaces_the_areas(case_file, auditor):
    first = assessment_save(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    again = judged(("missing", "good"))
    assessment_save(case_file=case_file, judgement=again, by=auditor, lock=first.lock)
    assert [row.area.code for row in first.area_grades.all()] == ["missing"]
    assert Assessment.objects.filter(case_file=case_file).count() == 1


def test_a_form_that_started_from_an_older_save_is_refused(case_file, auditor):
    first = assessment_save(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    elsewhere = judged(("s47", "requires_improvement"))
    assessment_save(case_file=case_file, judgement=elsewhere, by=auditor, lock=first.lock)
    with pytest.raises(StaleError, match="saved somewhere else"):
        assessment_submit(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=first.lock)
    assert Assessment.objects.get(pk=first.pk).overall_grade == "requires_improvement"


def test_a_form_opened_before_the_first_save_is_refused_after_it(case_file, auditor):
    assessment_save(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    other = judged(("s47", "inadequate"))
    with pytest.raises(StaleError):
        assessment_save(case_file=case_file, judgement=other, by=auditor, lock=None)


def test_what_is_submitted_cannot_be_saved_over(case_file, auditor):
    submitted = assessment_submit(
        case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None
    )
    with pytest.raises(TransitionError, match="Reopen it if it must be changed"):
        assessment_save(
            case_file=case_file, judgement=judged(GOOD), by=auditor, lock=submitted.lock
        )


REFUSED = {
    # what: (grades, other fields, the field that is at fault)
    "the lowest grade without a reason": ([("s47", "inadequate")], {}, "rationale"),
    "two areas without an overall grade": ([GOOD, ("missing", "good")], {}, "overall_grade"),
    "no area": ([], {}, "area_grades"),
    "no grade": ([("s47", "")], {}, "area_grades"),
    "a grade outside the scale": ([("s47", "adequate")], {}, "area_grades"),
    "an overall grade outside the scale": (
        *([GOOD, ("missing", "good")], {"overall_grade": "fair"}, "overall_grade"),
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_submitted_changes_nothing(reason, case_file, auditor, events):
    grades, fields, at_fault = REFUSED[reason]
    with pytest.raises(ValidationError) as refusal:
        assessment_submit(
            case_file=case_file, judgement=judged(*grades, **fields), by=auditor, lock=None
        )
    assert at_fault in refusal.value.message_dict
    assert not Assessment.objects.filter(case_file=case_file).exists()
    assert events() == []


def _of_another_framework() -> AreaOfPractice:
    other = Framework.objects.create(
        code="other", title="Another method", grades=Framework.objects.get(code="ncpi-2014").grades
    )
    return AreaOfPractice.objects.create(framework=other, code="s47", title="Section 47")


def test_an_area_of_another_framework_is_refused_even_in_a_draft(case_file, auditor):
    judgement = Judgement(area_grades={_of_another_framework(): "good"})
    with pytest.raises(ValidationError, match="is an area of another framework. Choose one of"):
        assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=None)


@pytest.mark.parametrize("status", ["signed_off", "published"])
def test_a_closed_audit_takes_no_more_grades(status, case_file, moderator):
    round = case_file.round
    round.status, round.published_on = status, date(2026, 11, 20)
    round.save()
    with pytest.raises(ValidationError, match="is closed and cannot be changed"):
        assessment_save(case_file=case_file, judgement=judged(GOOD), by=moderator, lock=None)


def test_a_reconstructed_file_cannot_be_graded(case_file, auditor):
    case_file.reconstructed = True
    case_file.save()
    with pytest.raises(ValidationError, match="made from published counts"):
        assessment_save(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)


@pytest.mark.parametrize("name", ["auditor2@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_nobody_grades_without_the_right(name, case_file, person):
    with pytest.raises(PermissionDenied):
        assessment_save(case_file=case_file, judgement=judged(GOOD), by=person(name), lock=None)


def test_nobody_unsettles_a_file_unasked(case_file, auditor, moderator):
    assessment_submit(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    with pytest.raises(TransitionError, match="Somebody else has assessed"):
        assessment_save(case_file=case_file, judgement=judged(GOOD), by=moderator, lock=None)
    assert _headline(case_file)["total"] == 1


def test_a_second_assessment_that_was_asked_for_unsettles_the_file(case_file, auditor, moderator):
    assessed(case_file, moderator, GOOD)
    assessment_submit(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    assert _fresh(case_file).final_assessment is None
    assert round_figures(case_file.round).ungraded == 1


def test_a_self_assessment_stays_beside_the_assessors(case_file, auditor, moderator):
    assessed(case_file, moderator, GOOD, origin=Origin.SELF)
    assert _fresh(case_file).final_assessment is None
    assessment_submit(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    assert _fresh(case_file).final_assessment.origin == Origin.ASSESSOR


def _observed(*codes: str) -> list:
    return [(Theme.objects.get(code=code), Polarity.STRENGTH) for code in codes]


def test_notes_on_themes_that_are_still_observed_are_kept(case_file, auditor):
    judgement = judged(GOOD, observations=_observed("childs-voice", "supervision"))
    first = assessment_save(case_file=case_file, judgement=judgement, by=auditor, lock=None)
    Observation.objects.filter(theme__code="childs-voice").update(note="Her words, in her words.")
    again = judged(GOOD, observations=_observed("childs-voice"))
    assessment_save(case_file=case_file, judgement=again, by=auditor, lock=first.lock)
    assert list(first.observations.values_list("theme__code", "note")) == [
        ("childs-voice", "Her words, in her words.")
    ]


def test_a_save_that_waited_for_a_sign_off_comes_too_late(case_file, auditor):
    """What the page had read of the audit is older than the lock of the file."""
    saved = assessment_save(case_file=case_file, judgement=judged(GOOD), by=auditor, lock=None)
    assert case_file.round.is_open
    Round.objects.filter(pk=case_file.round_id).update(status="signed_off")
    with pytest.raises(ValidationError, match="is closed"):
        assessment_save(
            case_file=case_file, judgement=judged(("s47", "")), by=auditor, lock=saved.lock
        )
