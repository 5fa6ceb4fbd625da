from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.clock import today
from audit.documents.sampling import drawn_sample
from audit.models import CaseFile, LocalNumber, LogEntry, LogText, Round, Sample, SampledCase
from audit.rules.sampling import Size
from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from audit.services.case_actions import case_action_add
from audit.services.case_files import case_file_add
from audit.services.sample_changes import (
    sample_numbers_reveal,
    sample_void,
    sampled_case_exclude,
)
from audit.services.samples import IN_ALREADY
from tests.factories import RoundFactory, area
from tests.frames import drawn, frame_csv

State = SampledCase.State


@pytest.fixture
def by(person):
    return person("moderator@wexshire")


def states(sample: Sample) -> dict[str, int]:
    rows = list(sample.cases.values_list("state", flat=True))
    return {state: rows.count(state) for state in set(rows)}


def refusal(act) -> str:
    with pytest.raises(ValidationError) as error:
        act()
    return " ".join(error.value.messages)


def test_a_drawn_case_becomes_a_file_with_its_number(audit, by, events):
    sample = drawn(audit, by)
    assert states(sample) == {State.DRAWN: 4, State.RESERVE: 2}
    files = CaseFile.objects.filter(round=audit).drawn_by_casemark()
    assert files.count() == 4
    for case in sample.cases.drawn():
        file = case.case_file
        assert (file.chosen_how, file.chosen_by, file.status) == ("random", "force", "to_grade")
        assert (file.area, file.reference) == (case.area, case.reference)
        number = LocalNumber.objects.get(case_file=file)
        assert (number.kind, number.number) == ("crime", case.number)
    assert events() == ["sample.drawn", *["case_file.drawn"] * 4]


def test_the_same_file_and_seed_give_the_same_cases(audit, by):
    first = drawn(audit, by, seed="wexshire", columns=["area"])
    second = drawn(RoundFactory(), by, seed="wexshire", columns=["area"])
    assert first.frame_sha256 == hashlib.sha256(frame_csv()).hexdigest() == second.frame_sha256
    told = [
        [(case.stratum.label, case.place, case.state, case.number) for case in sample.cases.all()]
        for sample in (first, second)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 12


def test_casemark_makes_the_seed(audit, by):
    seeds = {drawn(RoundFactory(), by).seed for _ in range(3)}
    assert len(seeds) == 3
    assert all(len(seed) == 16 for seed in seeds)


def test_only_drawn_reserve_and_excluded_numbers_are_kept_and_never_in_the_clear(audit, by):
    sample = drawn(audit, by, content=frame_csv(excluded=3))
    assert states(sample) == {State.DRAWN: 4, State.RESERVE: 2, State.EXCLUDED_BEFORE: 3}
    stratum = sample.strata.get()
    assert (stratum.frame_count, stratum.excluded_count, stratum.eligible) == (40, 3, 37)
    kept = " ".join(str(row) for row in SampledCase.objects.values_list())
    texts = " ".join(str(row) for row in LogText.objects.values_list())
    assert "WXC/26" not in kept + texts
    excluded = sample.cases.filter(state=State.EXCLUDED_BEFORE)
    assert {row.excluded_because for row in excluded} == {"Still before the court"}


def test_what_is_in_the_audit_already_is_excluded_before_the_draw(audit, by):
    case_file_add(
        round=audit,
        area=area("s47"),
        by=by,
        chosen_how=CaseFile.ChosenHow.TARGETED,
        local_number=("crime", "wxc/26/ 00000"),
    )
    sample = drawn(audit, by, size=Size(39))
    (excluded,) = sample.cases.filter(state=State.EXCLUDED_BEFORE)
    assert (excluded.number, excluded.excluded_because) == ("WXC/26/00000", IN_ALREADY)
    assert drawn_sample(audit).others == 1


def test_the_weights_can_be_asked_for(audit, by):
    assert drawn_sample(audit) is None
    sample = drawn(audit, by, content=frame_csv(excluded=2), columns=["team"])
    found = drawn_sample(audit)
    assert [(row.label, row.eligible, row.drawn) for row in found.strata] == [
        ("Team 0", 13, 4),
        ("Team 1", 12, 4),
        ("Team 2", 13, 4),
    ]
    sample_void(sample=sample, reason="Wrong month", by=by)
    assert drawn_sample(audit) is None


def test_whatever_is_wrong_nothing_is_drawn(audit, by):
    for content, size, says in (
        (b"local number,area\n1,s47\n", Size(1), "no column “team”"),
        (frame_csv() + b"\nWXC/26/00000,s47,,,", Size(1), "the same local number as line 2"),
        (frame_csv(), Size(41), "41 cases are asked for, and there are 40"),
        (frame_csv(3, excluded=3), Size(1), "every case is excluded"),
    ):
        assert says in refusal(lambda c=content, s=size: drawn(audit, by, content=c, size=s))
    assert not Sample.objects.exists()
    assert not CaseFile.objects.exists()


def test_a_second_sample_is_refused_until_the_first_is_voided(audit, by):
    first = drawn(audit, by)
    assert "A sample is drawn already" in refusal(lambda: drawn(audit, by))
    sample_void(sample=first, reason="The list was of the wrong month", by=by)
    assert drawn(audit, by).is_standing


@pytest.mark.parametrize("name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_only_who_moderates_draws_voids_excludes_and_reveals(audit, by, person, name):
    with pytest.raises(PermissionDenied):
        drawn(audit, person(name))
    sample = drawn(audit, by)
    case = sample.cases.drawn().first()
    for act in (
        lambda: sample_void(sample=sample, reason="No", by=person(name)),
        lambda: sampled_case_exclude(case=case, reason="No", by=person(name)),
        lambda: sample_numbers_reveal(sample=sample, by=person(name)),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_closed_audit_draws_nothing(by):
    closed = RoundFactory(status="signed_off")
    assert "is closed" in refusal(lambda: drawn(closed, by))


def test_voiding_takes_the_files_out_and_keeps_what_was_drawn(audit, by, events):
    sample = drawn(audit, by)
    sample = sample_void(sample=sample, reason=" Wrong month ", by=by)
    assert not CaseFile.objects.exists()
    assert (sample.voided_because, sample.voided_by) == ("Wrong month", by)
    assert states(sample) == {State.DRAWN: 4, State.RESERVE: 2}
    assert all(case.reference for case in sample.cases.drawn())
    assert events().count("casefile.deleted") == 4
    assert "voided already" in refusal(lambda: sample_void(sample=sample, reason="Again", by=by))


def graded(sample: Sample, by, save=assessment_submit) -> SampledCase:
    case = sample.cases.drawn().first()
    judgement = Judgement(area_grades={case.area: "good"}, rationale="As the file shows.")
    save(case_file=case.case_file, judgement=judgement, by=by, lock=None)
    return case


def test_a_sample_is_not_voided_once_grading_has_begun(audit, by):
    sample = drawn(audit, by)
    case = graded(sample, by, assessment_save)
    assert case.reference in refusal(lambda: sample_void(sample=sample, reason="No", by=by))
    assert CaseFile.objects.count() == 4


def test_an_excluded_case_is_replaced_by_the_next_of_its_stratum(audit, by, events):
    sample = drawn(audit, by, columns=["area"])
    case = sample.cases.drawn().filter(area__code="missing").first()
    reserve = sample.cases.filter(state=State.RESERVE, area__code="missing")
    expected, gone = reserve.first(), case.case_file.pk
    before = len(events())
    following = sampled_case_exclude(case=case, reason="Another force leads on it", by=by)
    assert following == expected
    assert (following.replaces, following.state) == (case, State.DRAWN)
    assert following.case_file.chosen_how == "random"
    case.refresh_from_db()
    assert (case.state, case.case_file) == (State.EXCLUDED, None)
    assert (case.excluded_because, case.excluded_by) == ("Another force leads on it", by)
    assert not CaseFile.objects.filter(pk=gone).exists()
    assert events()[before:] == [
        "casefile.deleted",
        "sampled_case.excluded",
        "case_file.drawn",
        "sampled_case.brought_in",
    ]
    assert LogEntry.objects.filter(event="sampled_case.excluded").get().force == audit.force


def test_a_used_up_reserve_leaves_the_sample_short(audit, by):
    sample = drawn(audit, by, size=Size(2, 0))
    case = sample.cases.drawn().first()
    assert sampled_case_exclude(case=case, reason="A test record", by=by) is None
    assert drawn_sample(audit).strata[0].drawn == 1
    assert "not in the sample" in refusal(
        lambda: sampled_case_exclude(case=case, reason="Again", by=by)
    )


def test_a_reason_is_needed(audit, by):
    sample = drawn(audit, by)
    case = sample.cases.drawn().first()
    assert refusal(lambda: sampled_case_exclude(case=case, reason=" ", by=by)) == "Enter the reason"
    assert refusal(lambda: sample_void(sample=sample, reason="", by=by)) == "Enter the reason"


def test_a_draft_goes_with_its_file(audit, by):
    sample = drawn(audit, by)
    case = graded(sample, by, assessment_save)
    assert sampled_case_exclude(case=case, reason="A test record", by=by)
    assert LogEntry.objects.filter(event="assessment.deleted").count() == 1


def test_a_case_whose_grade_is_known_stays(audit, by):
    sample = drawn(audit, by)
    case = graded(sample, by)
    says = "must not depend on their grades"
    assert says in refusal(lambda: sampled_case_exclude(case=case, reason="Bad", by=by))
    assessment_reopen(assessment=case.case_file.assessments.get(), reason="A slip", by=by)
    assert says in refusal(lambda: sampled_case_exclude(case=case, reason="Bad", by=by))


def test_a_file_on_which_something_is_recorded_stays(audit, by):
    sample = drawn(audit, by)
    case = sample.cases.drawn().first()
    case_action_add(
        case_file=case.case_file, what="Ring the school.", owner="Supervisor", due_on=today(), by=by
    )
    says = refusal(lambda: sampled_case_exclude(case=case, reason="A test record", by=by))
    assert f"Something is recorded on case file {case.reference}" in says
    case.refresh_from_db()
    assert (case.state, case.case_file.reference) == (State.DRAWN, case.reference)


def test_the_numbers_are_shown_and_that_is_recorded(audit, by, events):
    sample = drawn(audit, by, content=frame_csv(excluded=1))
    before = len(events())
    shown = sample_numbers_reveal(sample=sample, by=by)
    assert all(number.startswith("WXC/26/") for number in shown.values())
    reserve = sample.cases.filter(state=State.RESERVE)
    assert len(shown) == 5
    assert not {case.pk for case in reserve} & set(shown)
    assert events()[before:] == ["sample.numbers_revealed"]


def test_how_a_file_was_chosen_is_said_once(audit, by):
    for how in CaseFile.ChosenHow:
        file = case_file_add(round=audit, area=area("s47"), by=by, chosen_how=how)
        stored = CaseFile.objects.get(pk=file.pk)
        stored.full_clean()
        for other in set(CaseFile.ChosenHow) - {how}:
            stored.chosen_how = other
            with pytest.raises(ValidationError, match="cannot be changed"):
                stored.full_clean()


def test_an_inspection_is_drawn_by_its_lead(person):
    inspection = RoundFactory(inspection=True)
    lead = person("inspector@inspectorate")
    inspection.members.create(user=lead, role="lead")
    sample = drawn(inspection, lead)
    assert {case.case_file.chosen_by for case in sample.cases.drawn()} == {"inspectorate"}
    assert Round.objects.get(pk=inspection.pk).samples.get() == sample
