from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.documents.figures import round_figures
from audit.models import Assessment, CaseFile, LogEntry, Query, Round
from audit.rules.grading import Origin
from audit.rules.transitions import StaleError, TransitionError
from audit.services.assessments import assessment_reopen
from audit.services.moderation import Settlement, agreed_reopen, file_agree, files_agree
from tests.double_files import double_file, given, say, yes_no
from tests.factories import area, assessed

pytestmark = pytest.mark.django_db

WHY = "The second read the custody record as well."


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


def settled(grade: str = "good", why: str = WHY, **more) -> Settlement:
    return Settlement(area_grades={area("s47"): grade}, why=why, **more)


def fresh(case_file: CaseFile) -> CaseFile:
    return CaseFile.objects.get(pk=case_file.pk)


def test_the_agreed_grade_says_who_when_and_why(audit, moderator, settings, events):
    settings.TODAY = "2026-11-22"
    case_file = double_file(audit, "good", "inadequate")
    agreed = file_agree(case_file=case_file, settlement=settled("inadequate"), by=moderator)
    assert (agreed.origin, agreed.status) == (Origin.AGREED, "agreed")
    assert (agreed.assessor, agreed.assessed_on, agreed.rationale) == (
        *(moderator, date(2026, 11, 22), WHY),
    )
    assert events() == ["assessment.agreed"]
    assert LogEntry.objects.about(agreed).get().text.reason == WHY


def test_from_then_on_it_alone_counts(audit, moderator):
    case_file = double_file(audit, "good", "inadequate")
    assert round_figures(audit).ungraded == 1
    agreed = file_agree(case_file=case_file, settlement=settled("inadequate"), by=moderator)
    case_file = fresh(case_file)
    assert (case_file.final_assessment, case_file.status) == (agreed, "agreed")
    assert round_figures(audit).headline.as_dict()["inadequate"] == 1
    assert {row.status for row in given(case_file)} == {"submitted"}


def test_what_they_said_alike_is_copied_and_of_the_rest_what_the_moderator_chose(audit, moderator):
    case_file = double_file(audit, "good", "good")
    first, second = given(case_file)
    say(first, stage="good", yes="yes", saw="childs-voice")
    say(second, stage="good", yes="no")
    taken = {f"answer:{yes_no().code}": second.pk}
    agreed = file_agree(case_file=case_file, settlement=settled(taken=taken), by=moderator)
    assert agreed.stage_notes.get().grade == "good"
    assert agreed.answers.get().choice == "no"
    assert agreed.observations.get().theme.code == "childs-voice"  # the first one's, by default
    assert (first.answers.get().choice, second.answers.get().choice) == ("yes", "no")


def test_what_only_the_second_said_is_not_lost(audit, moderator):
    case_file = double_file(audit, "good", "good")
    say(given(case_file)[1], stage="good", yes="yes")
    agreed = file_agree(case_file=case_file, settlement=settled(), by=moderator)
    assert (agreed.answers.get().choice, agreed.stage_notes.get().grade) == ("yes", "good")


def test_the_first_is_whom_it_was_allocated_to_first(audit, moderator):
    case_file = double_file(audit, "good", "good")
    case_file.allocated_to, case_file.second_assessor = (
        *(case_file.second_assessor, case_file.allocated_to),
    )
    case_file.save()
    say(given(case_file)[1], yes="no")
    agreed = file_agree(case_file=case_file, settlement=settled(), by=moderator)
    assert agreed.answers.get().choice == "no"


def test_a_part_is_taken_from_an_assessor_of_the_file_only(audit, moderator):
    case_file, other = double_file(audit, "good", "good"), double_file(audit, "good")
    taken = {"answer:x": given(other)[0].pk}
    with pytest.raises(ValidationError, match="one of the file’s own assessors"):
        file_agree(case_file=case_file, settlement=settled(taken=taken), by=moderator)


UNREASONED = {
    "differ": (("good", "inadequate"), "good"),
    "another": (("good",), "requires_improvement"),
    "worst": (("inadequate", "inadequate"), "inadequate"),
}


@pytest.mark.parametrize("what", UNREASONED)
def test_a_reason_is_demanded(what, audit, moderator, events):
    grades, agreed = UNREASONED[what]
    case_file = double_file(audit, *grades)
    with pytest.raises(ValidationError) as refusal:
        file_agree(case_file=case_file, settlement=settled(agreed, why=" "), by=moderator)
    assert list(refusal.value.message_dict) == ["why"]
    assert events() == []


def test_where_they_match_no_reason_is_needed(audit, moderator):
    case_file = double_file(audit, "good", "good")
    assert file_agree(case_file=case_file, settlement=settled(why=""), by=moderator).rationale == ""


def _query(case_file: CaseFile, by) -> Query:
    return Query.objects.create(case_file=case_file, asked_by=by, asked_at=timezone.now())


def blind(audit, moderator):
    case_file = double_file(audit, "good", "good")
    row = given(case_file)[1]
    return assessment_reopen(assessment=row, reason="A page.", by=moderator).case_file


def with_a_draft(audit, moderator):
    return double_file(audit, "good", status="draft")


def with_a_query(audit, moderator):
    case_file = double_file(audit, "good")
    _query(case_file, moderator)
    return case_file


def of_a_closed_audit(audit, moderator):
    case_file = double_file(audit, "good")
    Round.objects.update(status="signed_off")
    return case_file


def graded_by_the_moderator(audit, moderator):
    case_file = double_file(audit, "good")
    assessed(case_file, moderator, ("s47", "good"))
    return fresh(case_file)


def assessed_for_the_force_by_the_moderator(audit, moderator):
    case_file = double_file(audit, "good")
    assessed(case_file, moderator, ("s47", "good"), origin=Origin.SELF)
    return fresh(case_file)


def allocated_to_the_moderator(audit, moderator):
    CaseFile.objects.filter(pk=double_file(audit, "good").pk).update(allocated_to=moderator)
    return CaseFile.objects.get()


REFUSED = {
    blind: "not both have submitted",
    with_a_draft: "still a draft",
    with_a_query: "A query on this file is open",
    of_a_closed_audit: "is closed and cannot be changed",
    graded_by_the_moderator: "You grade this file yourself",
    assessed_for_the_force_by_the_moderator: "You grade this file yourself",
    allocated_to_the_moderator: "You grade this file yourself",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_keeps_a_file_from_being_agreed(make, audit, moderator):
    case_file = make(audit, moderator)
    with pytest.raises(ValidationError, match=REFUSED[make]):
        file_agree(case_file=case_file, settlement=settled(), by=moderator)
    with pytest.raises(ValidationError, match=REFUSED[make]):
        files_agree(files=[case_file], why=WHY, by=moderator)
    assert not Assessment.objects.filter(origin=Origin.AGREED).exists()


@pytest.mark.parametrize("name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_only_a_moderator_agrees_or_reopens(name, audit, person):
    case_file = double_file(audit, "good")
    with pytest.raises(PermissionDenied):
        file_agree(case_file=case_file, settlement=settled(), by=person(name))
    with pytest.raises(PermissionDenied):
        files_agree(files=[case_file], why=WHY, by=person(name))
    with pytest.raises(PermissionDenied):
        agreed_reopen(case_file=case_file, reason="x", by=person(name))


def test_sent_twice_it_is_agreed_once(audit, moderator, events):
    case_file = double_file(audit, "good", "good")
    say(given(case_file)[0], stage="good", yes="yes", saw="childs-voice")
    first = file_agree(case_file=case_file, settlement=settled(), by=moderator)
    assert file_agree(case_file=case_file, settlement=settled(), by=moderator) == first
    assert events() == ["assessment.agreed"]


def test_another_grade_needs_the_first_to_be_reopened(audit, moderator):
    case_file = double_file(audit, "good", "good")
    file_agree(case_file=case_file, settlement=settled(), by=moderator)
    for other in (settled("inadequate"), settled(why="Other words")):
        with pytest.raises(TransitionError, match="agreed already"):
            file_agree(case_file=case_file, settlement=other, by=moderator)


def test_what_changed_since_the_moderator_looked_is_not_agreed(audit, moderator):
    case_file = double_file(audit, "good")
    [row] = given(case_file)
    seen = {row.pk: row.lock}
    Assessment.objects.filter(pk=row.pk).update(lock=row.lock + 1)
    with pytest.raises(StaleError, match="has changed since you opened this page"):
        file_agree(case_file=case_file, settlement=settled(seen=seen), by=moderator)
    now = {row.pk: row.lock + 1}
    assert file_agree(case_file=case_file, settlement=settled(seen=now), by=moderator).counts


def test_a_dip_sample_is_agreed_without_grades(audit, moderator):
    Round.objects.update(kind="dip_sample")
    case_file = double_file(audit, "good", "good")
    for row, yes in zip(given(case_file), ("yes", "yes"), strict=True):
        row.area_grades.all().delete()
        say(row, yes=yes)
    Assessment.objects.update(overall_grade="")
    agreed = file_agree(case_file=fresh(case_file), settlement=Settlement({}), by=moderator)
    assert (agreed.overall_grade, agreed.answers.get().choice) == ("", "yes")
    assert fresh(case_file).status == "agreed"


def test_several_are_agreed_for_one_reason_with_an_entry_each(audit, moderator, events):
    files = [double_file(audit, "good", "good"), double_file(audit, "inadequate")]
    agreed = files_agree(files=files, why=WHY, by=moderator)
    assert {row.overall_grade for row in agreed} == {"good", "inadequate"}
    assert {row.rationale for row in agreed} == {WHY}
    assert events() == ["assessment.agreed"] * 2
    files_agree(files=files, why=WHY, by=moderator)
    assert events() == ["assessment.agreed"] * 2


def test_one_that_differs_keeps_all_from_being_agreed_together(audit, moderator, events):
    files = [double_file(audit, "good"), double_file(audit, "good", "inadequate")]
    with pytest.raises(ValidationError, match=f"{files[1].reference}: Its assessors gave"):
        files_agree(files=files, why=WHY, by=moderator)
    assert events() == []


def test_agreeing_together_needs_a_reason(audit, moderator):
    with pytest.raises(ValidationError, match="Say why"):
        files_agree(files=[double_file(audit, "good")], why=" ", by=moderator)


def test_an_agreed_grade_is_reopened_and_counts_no_more_until_it_is_agreed_anew(audit, moderator):
    case_file = double_file(audit, "good", "good")
    agreed = file_agree(case_file=case_file, settlement=settled(), by=moderator)
    agreed_reopen(case_file=case_file, reason="A log was missed.", by=moderator)
    assert (fresh(case_file).final_assessment, fresh(case_file).status) == (None, "submitted")
    again = file_agree(case_file=case_file, settlement=settled("inadequate"), by=moderator)
    assert again.pk == agreed.pk
    assert fresh(case_file).final_assessment.overall_grade == "inadequate"
    said = [entry.event for entry in LogEntry.objects.about(agreed)]
    assert said[::-1] == ["assessment.agreed", "assessment.agreement_reopened", "assessment.agreed"]


def test_reopening_needs_a_reason_and_something_agreed(audit, moderator):
    case_file = double_file(audit, "good")
    with pytest.raises(TransitionError):
        agreed_reopen(case_file=case_file, reason="x", by=moderator)
    file_agree(case_file=case_file, settlement=settled(), by=moderator)
    with pytest.raises(ValidationError, match="Say why"):
        agreed_reopen(case_file=case_file, reason=" ", by=moderator)
    Round.objects.update(status="signed_off")
    with pytest.raises(ValidationError, match="is closed"):
        agreed_reopen(case_file=fresh(case_file), reason="x", by=moderator)
