"""Which case files somebody takes away, with whose judgement, and the trail of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import LogEntry, LogText, Question, Round
from audit.rules.transitions import RoundStatus
from audit.services.workbooks import own_workbook_take_out
from tests.answers import answered
from tests.factories import CaseFileFactory, RoundFactory, assessed

pytestmark = pytest.mark.django_db
EVENT = "round.own_workbook_taken_out"


@pytest.fixture
def round(db):
    return RoundFactory()


@pytest.fixture
def people(person):
    return person("auditor@wexshire"), person("auditor2@wexshire")


def references(round, by) -> set[str]:
    return {one.case_file.reference for one in own_workbook_take_out(round=round, by=by)}


def test_it_is_what_one_is_asked_to_grade_and_has_not_handed_in(round, people):
    first, second = people
    alone = CaseFileFactory(round=round, allocated_to=first)
    double = CaseFileFactory(round=round, allocated_to=second, second_assessor=first)
    assessed(alone, first, ("s47", "good"), status="draft")
    CaseFileFactory(round=round)
    CaseFileFactory(round=round, allocated_to=first, reconstructed=True)
    CaseFileFactory(round=RoundFactory(), allocated_to=first)
    handed_in = CaseFileFactory(round=round, allocated_to=first)
    assessed(handed_in, first, ("s47", "good"))
    set_aside = CaseFileFactory(round=round, allocated_to=second)
    assessed(set_aside, first, ("s47", "good"), status="set_aside")
    assert references(round, first) == {alone.reference, double.reference}
    assert references(round, second) == {double.reference, set_aside.reference}


@pytest.mark.parametrize("own_status", ["", "draft"])
@pytest.mark.parametrize("status", ["draft", "submitted"])
@pytest.mark.parametrize("origin", ["assessor", "self", "agreed"])
def test_nobody_elses_judgement_is_in_it(round, people, own_status, status, origin):
    first, second = people
    case_file = CaseFileFactory(round=round, allocated_to=first, second_assessor=second)
    said = {"origin": origin, "status": status, "rationale": "Theirs"}
    theirs = assessed(case_file, second, ("s47", "inadequate"), **said)
    answered(theirs, child_spoken_to="no")
    if own_status:
        assessed(case_file, first, ("s47", "good"), status=own_status, rationale="Mine")
    (own,) = own_workbook_take_out(round=round, by=first)
    assert (own.judgement.overall, own.judgement.rationale) == (
        ("good", "Mine") if own_status else ("", "")
    )
    assert own.judgement.facts == {}
    assert own.lock == (1 if own_status else None)


def test_it_says_which_questions_apply(round, people):
    case_file = CaseFileFactory(round=round, allocated_to=people[0], area_code="missing")
    (own,) = own_workbook_take_out(round=round, by=people[0])
    asked = Question.objects.for_area(case_file.area).values_list("code", flat=True)
    assert own.asked == set(asked)


@pytest.mark.parametrize("who", ["manager@wexshire", "observer@wexshire", "admin@casemark"])
def test_who_grades_nothing_is_refused(round, person, who):
    CaseFileFactory(round=round, allocated_to=person(who))
    with pytest.raises(PermissionDenied):
        own_workbook_take_out(round=round, by=person(who))


def test_a_file_that_one_may_see_and_not_take_out_stays(person):
    """An inspector sees the files of earlier inspections, too."""
    inspection = RoundFactory(inspection=True, status=RoundStatus.FIELDWORK)
    inspector = person("inspector@inspectorate")
    CaseFileFactory(round=inspection, allocated_to=inspector)
    later = RoundFactory(inspection=True, previous=inspection)
    later.members.create(user=inspector, role="inspector")
    assert references(inspection, inspector) == set()
    inspection.members.create(user=inspector, role="inspector")
    assert len(references(inspection, person("inspector@inspectorate"))) == 1


def test_nothing_is_taken_from_what_is_closed(round, people):
    CaseFileFactory(round=round, allocated_to=people[0])
    Round.objects.filter(pk=round.pk).update(status=RoundStatus.SIGNED_OFF)
    assert own_workbook_take_out(round=Round.objects.get(pk=round.pk), by=people[0]) == []
    assert not LogEntry.objects.filter(event=EVENT).exists()


def test_the_trail_says_how_many_and_who(round, people):
    for _ in range(3):
        CaseFileFactory(round=round, allocated_to=people[0])
    own_workbook_take_out(round=round, by=people[0])
    entry = LogEntry.objects.get(event=EVENT)
    assert (entry.by, entry.force) == (people[0], round.force)
    assert LogText.objects.get(entry=entry).after == {"files": 3}


@pytest.mark.parametrize("count", [2, 20])
def test_it_takes_as_many_queries_for_any_number_of_files(
    round, people, django_assert_max_num_queries, count
):
    for _ in range(count):
        case_file = CaseFileFactory(round=round, allocated_to=people[0])
        answered(
            assessed(case_file, people[0], ("s47", "good"), status="draft"), child_spoken_to="yes"
        )
    round, by = Round.objects.select_related("framework").get(pk=round.pk), people[0]
    with django_assert_max_num_queries(18):
        assert len(own_workbook_take_out(round=round, by=by)) == count
