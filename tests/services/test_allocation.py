"""Giving one file to people, and many at once."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Assessment, CaseFile, LogEntry, LogText, RoundMember
from audit.rules.allocation import Asked
from audit.rules.roles import RoundRole
from audit.rules.transitions import TransitionError
from audit.services.allocation import Change, case_file_allocate, case_files_allocate
from audit.services.allocation_plans import Wish, plan_allocation
from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from tests.factories import CaseFileFactory, RoundFactory, area, assessed

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 4)


@pytest.fixture
def amina(person):
    return person("auditor@wexshire")


@pytest.fixture
def ben(person):
    return person("auditor2@wexshire")


@pytest.fixture
def morgan(person):
    """The moderator."""
    return person("moderator@wexshire")


def judged(case_file, by, grade="good", act=assessment_submit, lock=None):
    judgement = Judgement(area_grades={area("s47"): grade}, rationale="Because.")
    return act(case_file=fresh(case_file), judgement=judgement, by=by, lock=lock)


def fresh(case_file) -> CaseFile:
    return CaseFile.objects.get(pk=case_file.pk)


def refused(case_file, **options) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        case_file_allocate(case_file=fresh(case_file), **options)
    return refusal.value.message_dict


# --- one file


def test_a_file_is_given_to_two_with_a_date_and_is_blind(case_file, amina, ben, morgan, events):
    case_file_allocate(case_file=case_file, to=amina, second=ben, due_on=DAY, by=morgan)
    stored = fresh(case_file)
    assert (stored.allocated_to, stored.second_assessor, stored.due_on) == (amina, ben, DAY)
    assert stored.blind
    assert events() == ["case_file.allocated"]


def test_the_second_is_taken_away_again(case_file, amina, ben, morgan):
    case_file_allocate(case_file=case_file, to=amina, second=ben, by=morgan)
    case_file_allocate(case_file=fresh(case_file), to=amina, by=morgan)
    stored = fresh(case_file)
    assert (stored.second_assessor, stored.blind) == (None, False)


def test_who_is_asked_can_change_places(case_file, amina, ben, morgan):
    case_file_allocate(case_file=case_file, to=amina, second=ben, by=morgan)
    judged(case_file, ben, act=assessment_save)
    case_file_allocate(case_file=fresh(case_file), to=ben, second=amina, by=morgan)
    assert fresh(case_file).allocated_to == ben
    assert Assessment.objects.get().status == "draft"


def test_a_second_needs_a_first(case_file, ben, morgan):
    assert refused(case_file, to=None, second=ben, by=morgan) == {
        "allocated_to": ["Choose the first assessor before the second."]
    }


def test_the_two_are_different_people(case_file, amina, morgan):
    assert refused(case_file, to=amina, second=amina, by=morgan) == {
        "second_assessor": ["Choose two different people."]
    }


def test_the_second_must_be_able_to_grade_too(case_file, amina, morgan, person):
    manager = person("manager@wexshire")
    problems = refused(case_file, to=amina, second=manager, by=morgan)
    assert "cannot grade here" in problems["second_assessor"][0]


def test_only_a_moderator_allocates(case_file, amina, ben):
    with pytest.raises(PermissionDenied):
        case_file_allocate(case_file=case_file, to=ben, by=amina)


def test_somebody_who_has_left_keeps_no_date_from_being_changed(case_file, amina, morgan):
    amina.is_active = False
    amina.save()
    case_file_allocate(case_file=fresh(case_file), to=amina, due_on=DAY, by=morgan)
    assert fresh(case_file).due_on == DAY


# --- taking a file back


def test_a_file_that_somebody_has_begun_is_taken_back_with_a_reason_only(
    case_file, amina, ben, morgan
):
    judged(case_file, amina, act=assessment_save)
    [problem] = refused(case_file, to=ben, by=morgan)["reason"]
    assert problem.startswith("Amina Hall has begun this file. Say why")
    assert fresh(case_file).allocated_to == amina


def test_what_was_begun_is_set_aside_and_comes_back_with_the_file(
    case_file, amina, ben, morgan, events
):
    draft = judged(case_file, amina, "inadequate", act=assessment_save)
    case_file_allocate(case_file=fresh(case_file), to=ben, reason="On leave", by=morgan)
    draft.refresh_from_db()
    assert draft.status == "set_aside"
    assert fresh(case_file).status == "to_grade"
    assert events()[-2:] == ["assessment.set_aside", "case_file.allocated"]
    case_file_allocate(case_file=fresh(case_file), to=amina, by=morgan)
    draft.refresh_from_db()
    assert (draft.status, draft.rationale) == ("draft", "Because.")
    assert draft.area_grades.get().grade == "inadequate"
    assert events()[-2:] == ["assessment.restored", "case_file.allocated"]


def test_what_was_set_aside_counts_nowhere(case_file, amina, ben, morgan):
    judged(case_file, amina, "inadequate")
    case_file_allocate(case_file=fresh(case_file), to=ben, reason="On leave", by=morgan)
    assert fresh(case_file).final_assessment is None
    own = judged(case_file, ben)
    assert fresh(case_file).final_assessment == own
    assert fresh(case_file).status == "submitted"


def test_a_form_that_was_open_cannot_write_what_was_set_aside(case_file, amina, morgan):
    draft = judged(case_file, morgan, act=assessment_save)
    case_file_allocate(case_file=fresh(case_file), to=None, reason="Not ours", by=morgan)
    with pytest.raises(TransitionError, match="was taken back from you"):
        judged(case_file, morgan, act=assessment_save, lock=draft.lock)


def test_a_file_that_somebody_graded_unasked_is_taken_from_them_likewise(amina, morgan):
    spare = CaseFileFactory(round=RoundFactory())
    judged(spare, morgan)
    assert "Morgan Ellis has begun" in refused(spare, to=amina, by=morgan)["reason"][0]
    case_file_allocate(case_file=fresh(spare), to=amina, reason="Their area", by=morgan)
    assert fresh(spare).final_assessment is None


def test_an_agreed_file_stays_with_whom_it_was(case_file, amina, ben, morgan):
    assessed(case_file, amina, ("s47", "good"), status="agreed", origin="agreed")
    [problem] = refused(case_file, to=ben, reason="Late", by=morgan)["__all__"]
    assert problem == "This file is agreed. Reopen it before you change who grades it."


# --- blind


def test_whoever_could_see_the_first_grade_is_not_asked_for_a_second(case_file, amina, morgan):
    judged(case_file, amina)
    [problem] = refused(case_file, to=amina, second=morgan, by=morgan)["second_assessor"]
    assert "cannot grade this file blind" in problem


def test_who_was_asked_before_the_first_was_submitted_grades_blind(case_file, amina, morgan):
    case_file_allocate(case_file=case_file, to=amina, second=morgan, by=morgan)
    judged(case_file, amina)
    assert not Assessment.objects.visible_to(morgan).exists()
    judged(case_file, morgan, "inadequate")
    assert Assessment.objects.visible_to(morgan).count() == 2


def test_a_moderator_does_not_open_their_eyes_by_stepping_back(case_file, amina, morgan):
    case_file_allocate(case_file=case_file, to=amina, second=morgan, by=morgan)
    judged(case_file, amina)
    case_file_allocate(case_file=fresh(case_file), to=amina, by=morgan)
    assert "second_assessor" in refused(case_file, to=amina, second=morgan, by=morgan)


def test_nor_by_taking_the_file_and_giving_it_back(case_file, amina, morgan):
    judged(case_file, amina)
    case_file_allocate(case_file=fresh(case_file), to=morgan, reason="Mine", by=morgan)
    assert "second_assessor" in refused(case_file, to=morgan, second=amina, by=morgan)


def test_a_grade_that_was_returned_could_be_seen_before(case_file, amina, morgan):
    made = judged(case_file, amina)
    assessment_reopen(assessment=made, reason="Look again", by=morgan)
    assert "second_assessor" in refused(case_file, to=amina, second=morgan, by=morgan)


def test_an_auditor_sees_no_file_unasked_and_can_be_second_at_any_time(
    case_file, amina, ben, morgan
):
    judged(case_file, amina)
    case_file_allocate(case_file=fresh(case_file), to=amina, second=ben, by=morgan)
    assert fresh(case_file).final_assessment is None
    assert not Assessment.objects.visible_to(ben).exists()


def test_a_teams_inspectors_see_every_file_and_are_asked_in_time_or_not_at_all(person):
    lead, other = person("inspector@inspectorate"), person("inspector2@inspectorate")
    inspection = RoundFactory(inspection=True)
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    RoundMember.objects.create(round=inspection, user=other, role=RoundRole.INSPECTOR)
    case_file = CaseFileFactory(round=inspection, allocated_to=other)
    judged(case_file, other)
    assert "second_assessor" in refused(case_file, to=other, second=lead, by=lead)


# --- many


def make_files(round, number, **fields) -> list[CaseFile]:
    codes = ("s47", "cse", "missing")
    return [
        CaseFileFactory(round=round, area_code=codes[place % 3], **fields)
        for place in range(number)
    ]


def planned(files, load=None, **wish):
    files = list(
        CaseFile.objects.filter(pk__in=[one.pk for one in files]).select_related(
            "round__force", "round__framework", "area"
        )
    )
    return plan_allocation(files, Wish(**wish), load or {})


def done(audit, plan, by, seed="") -> int:
    return case_files_allocate(round=audit, changes=plan.changes, by=by, seed=seed)


def held(audit) -> Counter[str]:
    rows = audit.case_files.values_list("allocated_to__name", "second_assessor__name")
    return Counter(name for row in rows for name in row if name)


def test_files_are_balanced_by_the_work_that_each_has(audit, amina, ben, morgan):
    files = make_files(audit, 10)
    plan = planned(files, {amina.pk: 4}, first=[amina, ben])
    done(audit, plan, morgan)
    assert held(audit) == {"Amina Hall": 3, "Ben Otieno": 7}


def test_a_quarter_is_graded_by_two_who_differ(audit, amina, ben, morgan, events):
    files = make_files(audit, 40)
    plan = planned(
        files,
        first=[amina, ben],
        second=[amina, ben, morgan],
        share=25,
        due_on=DAY,
        seed="123456",
    )
    done(audit, plan, morgan, seed="123456")
    double = audit.case_files.exclude(second_assessor=None)
    assert double.count() == 10
    assert all(one.allocated_to != one.second_assessor and one.blind for one in double)
    assert audit.case_files.filter(due_on=DAY).count() == 40
    assert max(held(audit).values()) - min(held(audit).values()) <= 10
    assert events() == ["case_file.allocated"] * 40
    seeds = [
        text.after.get("seed") for text in LogText.objects.filter(entry__subject_type="casefile")
    ]
    assert seeds.count("123456") == 10


def test_those_that_two_grade_already_count_towards_the_share(audit, amina, ben, morgan):
    files = make_files(audit, 8, allocated_to=amina)
    for _ in range(2):
        plan = planned(files, second=[ben], share=25, seed="1")
        done(audit, plan, morgan)
    assert audit.case_files.exclude(second_assessor=None).count() == 2
    assert not plan.changes


def test_what_is_begun_agreed_or_barred_stays_and_is_said(audit, amina, ben, morgan):
    begun, agreed, free = make_files(audit, 3, allocated_to=amina)
    judged(begun, amina, act=assessment_save)
    assessed(agreed, amina, ("s47", "good"), status="agreed", origin="agreed")
    plan = planned([begun, agreed, free], first=[ben], second=[ben], share=100)
    assert (plan.begun, plan.closed, plan.firsts[ben.pk]) == (1, 1, 1)
    assert (plan.seconds[ben.pk], plan.short) == (1, 1)  # not where he is the first
    done(audit, plan, morgan)
    assert fresh(begun).allocated_to == amina
    assert fresh(begun).second_assessor == ben


def test_sent_twice_it_is_done_once(audit, amina, ben, morgan, events):
    plan = planned(make_files(audit, 3), first=[amina, ben])
    assert done(audit, plan, morgan) == 3
    assert done(audit, plan, morgan) == 0
    assert len(events()) == 3


def test_what_was_changed_in_between_is_left_and_nothing_is_done(audit, amina, ben, morgan):
    files = make_files(audit, 3)
    plan = planned(files, first=[amina])
    case_file_allocate(case_file=files[0], to=ben, by=morgan)
    with pytest.raises(TransitionError, match="was changed after you checked"):
        done(audit, plan, morgan)
    assert held(audit) == {"Ben Otieno": 1}


def test_what_was_begun_in_between_is_not_taken_away(audit, amina, ben, morgan):
    [case_file] = make_files(audit, 1, allocated_to=amina)
    plan = planned([case_file], first=[ben])
    judged(case_file, amina, act=assessment_save)
    with pytest.raises(TransitionError, match="Check again"):
        done(audit, plan, morgan)


def test_a_made_up_order_is_checked_as_any_other(audit, person, morgan):
    [case_file] = make_files(audit, 1)
    to = Asked(person("manager@wexshire").pk)
    with pytest.raises(ValidationError, match="cannot grade here"):
        done(audit, type("Plan", (), {"changes": [Change(case_file.pk, Asked(), to)]}), morgan)


def test_files_of_another_audit_are_left_alone(audit, amina, morgan):
    [elsewhere] = make_files(RoundFactory(), 1)
    change = Change(elsewhere.pk, Asked(), Asked(amina.pk))
    assert case_files_allocate(round=audit, changes=[change], by=morgan) == 0
    assert fresh(elsewhere).allocated_to is None


def test_many_files_cost_a_few_queries_and_no_more_for_each(audit, amina, ben, morgan):
    def queries(number: int) -> int:
        plan = planned(make_files(audit, number), first=[amina, ben], second=[morgan], share=50)
        with CaptureQueriesContext(connection) as captured:
            done(audit, plan, morgan)
        return len(captured)

    few, many = queries(5), queries(95)
    assert many - few <= 3  # the database takes so many rows at a time
    assert LogEntry.objects.filter(event="case_file.allocated").count() == 100
