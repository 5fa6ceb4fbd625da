"""Who may import what: everything, drafts of their own, or nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Assessment, CaseFile, Conflict, ImportRun, RoundMember
from audit.services.imports import imports_possible
from audit.spreadsheets.importing import confirm
from tests.double_files import double_file
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.spreadsheets.case_sheets import checked, imported, matched, outcomes, refusals

pytestmark = pytest.mark.django_db
GOOD = {"reference": "WX-1", "grade": "good"}


def why(round, by, **cells) -> str:
    (said,) = refusals(checked(round, by, [GOOD | cells]))
    return said


@pytest.mark.parametrize(
    "name",
    [
        *("manager@wexshire", "observer@wexshire", "auditor2@wexshire", "moderator@eastmarch"),
        *("inspector@inspectorate", "admin@casemark"),
    ],
)
def test_others_import_nothing(audit, case_file, person, name):
    assert imports_possible(round=audit, by=person(name)) == []
    with pytest.raises(PermissionDenied):
        checked(audit, person(name), [GOOD])
    assert not ImportRun.objects.exists()


def test_an_auditor_brings_back_drafts_of_their_own(audit, case_file, auditor):
    imported(audit, auditor, [GOOD])
    assessment = Assessment.objects.get()
    assert (assessment.assessor, assessment.status) == (auditor, "draft")
    case_file.refresh_from_db()
    assert (case_file.status, case_file.final_assessment) == ("in_progress", None)


def test_and_nothing_else(audit, case_file, auditor, second):
    CaseFileFactory(round=audit, reference="WX-2", allocated_to=second)
    nobodys = "this is none of the case files that were given to you"
    assert nobodys in why(audit, auditor, reference="WX-2")
    assert nobodys in why(audit, auditor, reference="NEW-1", areas="s47")
    assert "only import your own grades" in why(audit, auditor, assessor=second.email)
    assert "only import your own grades" in why(audit, auditor, origin="agreed")
    assert "only a moderator can change" in why(audit, auditor, chosen_by="inspectorate")
    assert "only a moderator can change" in why(
        audit, auditor, local_number="7", number_kind="crime"
    )


def test_a_run_goes_on_by_whoever_began_it(audit, case_file, moderator, auditor):
    run = checked(audit, moderator, [GOOD | {"assessor": auditor.email}])
    with pytest.raises(PermissionDenied):
        confirm(run=run, by=auditor)
    other = matched(audit, auditor, b"reference,grade\nWX-1,good\n")
    with pytest.raises(PermissionDenied):
        confirm(run=other, by=moderator)


def test_a_right_that_ended_meanwhile_ends_the_import(audit, case_file, moderator, auditor):
    run = checked(audit, moderator, [GOOD | {"assessor": auditor.email}])
    moderator.memberships.all().delete()
    moderator.__dict__.pop("scope", None)
    with pytest.raises(PermissionDenied):
        confirm(run=run, by=moderator)
    assert not Assessment.objects.exists()


@pytest.fixture
def inspection(person):
    round = RoundFactory(inspection=True)
    for name, role in (("inspector", "lead"), ("inspector2", "inspector")):
        RoundMember.objects.create(round=round, user=person(f"{name}@inspectorate"), role=role)
    return round


def test_the_lead_of_an_inspection_imports_everything(inspection, person):
    row = GOOD | {"areas": "s47", "assessor": "inspector2@inspectorate.example"}
    imported(inspection, person("inspector@inspectorate"), [row])
    assert Assessment.objects.get().status == "submitted"
    with pytest.raises(PermissionDenied):
        checked(inspection, person("moderator@wexshire"), [row])


def test_another_inspector_brings_drafts_of_files_given_to_them(inspection, person):
    inspector = person("inspector2@inspectorate")
    CaseFileFactory(round=inspection, reference="WX-2")
    CaseFileFactory(round=inspection, reference="WX-1", allocated_to=inspector)
    imported(inspection, inspector, [GOOD])
    assert Assessment.objects.get().status == "draft"
    assert "was not given to you" in why(inspection, inspector, reference="WX-2")


def test_who_may_have_an_assessment(audit, case_file, moderator, auditor, second):
    row = {"assessor": second.email}
    assert "given to somebody else; give it to Ben Otieno first" in why(audit, moderator, **row)
    Conflict.objects.create(case_file=case_file, person=auditor, declared_by=auditor)
    said = why(audit, moderator, assessor=auditor.email)
    assert "Amina Hall has a conflict of interest" in said
    Conflict.objects.update(person=moderator)
    said = why(audit, moderator, assessor=auditor.email)
    assert "you have a conflict of interest with this file" in said


def test_a_file_that_somebody_else_graded_needs_to_be_given(audit, moderator, auditor, second):
    assessed(CaseFileFactory(round=audit, reference="WX-1"), auditor, ("s47", "good"))
    said = why(audit, moderator, assessor=second.email)
    assert "somebody else has graded this file" in said


def test_three_people_do_not_grade_one_file(audit, moderator, auditor, second):
    CaseFileFactory(round=audit, reference="WX-1")
    for reference in ("WX-1", "NEW-1"):
        row = GOOD | {"reference": reference, "areas": "s47"}
        rows = [row | {"assessor": one.email} for one in (auditor, second, moderator)]
        run = checked(audit, moderator, rows)
        assert outcomes(run)[2] == "refused"
        assert "two people have graded this file already" in refusals(run)[0]


def test_nobody_moderates_their_own(audit, moderator, auditor, case_file):
    agreed = {"origin": "agreed"}
    assert "nobody moderates" in why(audit, moderator, assessor=auditor.email, **agreed)
    CaseFile.objects.update(allocated_to=moderator)
    assert "nobody moderates" in why(audit, moderator, **agreed)
    row = GOOD | {"reference": "NEW-1", "areas": "s47"}
    for rows in ([row, row | agreed], [row | agreed, row]):
        assert "nobody moderates" in refusals(checked(audit, moderator, rows))[0]


def test_what_is_agreed_has_a_grade_and_is_not_blind(audit, moderator, auditor):
    case_file = double_file(audit, "good", "good")
    row = {"reference": case_file.reference, "origin": "agreed"}
    said = refusals(checked(audit, moderator, [row | {"rationale": "Talked over."}]))
    assert said == ["row 2: enter the grade that was agreed"]
    CaseFile.objects.update(blind=True)
    assert "it cannot be agreed yet" in refusals(checked(audit, moderator, [row | GOOD | row]))[0]


def test_nothing_is_agreed_beside_a_draft_of_the_same_sheet(audit, moderator, auditor):
    row = {"reference": "NEW-1", "areas": "s47", "assessor": auditor.email}
    draft = row | {"grade": "", "rationale": "Not read to its end.", "origin": "assessor"}
    agreed = row | {"grade": "good", "origin": "agreed", "assessor": moderator.email}
    first, last = checked(audit, moderator, [draft, agreed]), [agreed, draft]
    assert outcomes(first) == ["new", "refused"]
    assert refusals(first) == [
        "row 3, origin: row 2 has no complete grade of the same file; complete that row, or delete "
        "this one and agree the file later"
    ]
    assert refusals(checked(audit, moderator, last)) == [
        "row 3, grade: row 2 agrees the same file; enter the grade here, too"
    ]
    whole = checked(audit, moderator, [draft | {"grade": "RI"}, agreed])
    assert outcomes(whole) == ["new", "new"]
    confirm(run=whole, by=moderator)
    assert CaseFile.objects.get().status == "agreed"
    # A draft that stands changes; what was agreed long ago beside it is no new agreement.
    Assessment.objects.filter(origin="assessor").update(status="draft")
    assert outcomes(checked(audit, moderator, [draft, agreed])) == ["changed", "unchanged"]


def test_nor_beside_one_that_stands(audit, moderator, auditor, case_file):
    imported(audit, auditor, [GOOD])
    agreed = GOOD | {"origin": "agreed"}
    said = "a grade of this file is still a draft; import this row once it is handed in"
    assert said in why(audit, moderator, **agreed)
    Assessment.objects.update(status="submitted")
    assert outcomes(checked(audit, moderator, [agreed])) == ["changed"]


def test_what_one_grades_blind_is_neither_changed_nor_told(audit, moderator, auditor):
    case_file = CaseFileFactory(
        round=audit, reference="WX-1", allocated_to=auditor, second_assessor=moderator
    )
    assessed(case_file, auditor, ("s47", "inadequate"), status="draft", rationale="Secret.")
    run = checked(audit, moderator, [GOOD | {"assessor": auditor.email}])
    assert outcomes(run) == ["refused"]
    told = " ".join(refusals(run))
    assert "cannot see it" in told
    assert "nadequate" not in told
    assert "Secret" not in told


def test_the_forces_own_grade_is_not_told_before_somebody_has_graded(audit, moderator, auditor):
    case_file = CaseFileFactory(round=audit, reference="WX-1")
    assessed(case_file, auditor, ("s47", "inadequate"), origin="self")
    run = checked(audit, moderator, [GOOD | {"assessor": auditor.email, "origin": "self"}])
    assert "cannot see it" in refusals(run)[0]


def test_a_draft_of_somebody_else_stays_one(audit, moderator, auditor, case_file):
    assessed(case_file, auditor, ("s47", "good"), status="draft")
    imported(audit, moderator, [GOOD | {"grade": "RI", "assessor": auditor.email}])
    assessment = Assessment.objects.get()
    assert (assessment.overall_grade, assessment.status) == ("requires_improvement", "draft")
    assert assessment.assessor == auditor
