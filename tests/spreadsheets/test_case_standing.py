"""Rows about files and grades that stand already, and what happens between check and confirm."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from audit.models import Assessment, CaseFile, ImportRun, LocalNumber, LogEntry
from audit.rules.transitions import TransitionError
from audit.services.assessments import Judgement, assessment_autosave
from audit.services.case_files import local_number_add
from audit.services.import_progress import (
    cancelling_ask,
    progress_begin,
    progress_of,
    progress_tell,
)
from audit.services.import_results import ChangedSinceError
from audit.services.imports import CancelledError, import_cancel
from audit.services.judgements import judgement_of
from audit.spreadsheets.importing import confirm
from tests.factories import CaseFileFactory, area, assessed
from tests.spreadsheets.case_sheets import (
    changes,
    checked,
    csv_of,
    imported,
    outcomes,
    refusals,
    result,
)

pytestmark = pytest.mark.django_db
NEW = {"reference": "NEW-1", "areas": "s47", "grade": "good", "rationale": "Seen."}


@pytest.fixture
def draft(case_file, auditor):
    return assessed(case_file, auditor, ("s47", "good"), status="draft")


def test_the_same_file_twice_changes_nothing(audit, moderator, auditor, second):
    rows = [
        NEW | {"assessor": auditor.email, "local_number": "7", "strengths": "initial-response"},
        NEW | {"assessor": second.email, "assessed_on": "1/11/2026", "child-spoken-to": "y"},
        {"reference": "NEW-2", "areas": "cse"},
        {"local_number": "8", "areas": "cse"},
    ]
    imported(audit, moderator, rows, number_kind="crime")
    entries = LogEntry.objects.exclude(subject_type="importrun").count()
    run = imported(audit, moderator, rows, number_kind="crime")
    assert outcomes(run) == ["unchanged"] * 4
    assert LogEntry.objects.exclude(subject_type="importrun").count() == entries


def test_what_differs_is_shown_as_it_was_and_is_to_be(audit, auditor, draft):
    row = {"reference": "WX-1", "grade": "RI", "rationale": "As the file shows."}
    run = checked(audit, auditor, [row | {"child-spoken-to": "n", "strengths": "initial-response"}])
    assert changes(result(run)) == {
        "grade": ("Good", "Requires improvement"),
        "child-spoken-to": ("", "n"),
        "strengths": ("", "First response and immediate safety"),
    }


def test_a_column_is_taken_as_it_is_and_one_that_is_missing_left_alone(audit, auditor, draft):
    imported(audit, auditor, [{"reference": "WX-1", "grade": "RI"}])
    assert judgement_of(Assessment.objects.get()).rationale == "As the file shows."
    imported(audit, auditor, [{"reference": "WX-1", "grade": "RI", "rationale": ""}])
    assert judgement_of(Assessment.objects.get()).rationale == ""


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_row_whose_cells_of_judgement_are_all_empty_says_nothing(audit, auditor, draft, empty):
    run = checked(audit, auditor, [{"reference": "WX-1", "grade": empty, "rationale": empty}])
    assert outcomes(run) == ["unchanged"]


def test_a_day_alone_is_a_change_of_a_draft(audit, auditor, draft):
    row = {"reference": "WX-1", "grade": "good", "assessed_on": "1/11/2026"}
    imported(audit, auditor, [row])
    assert str(Assessment.objects.get().assessed_on) == "2026-11-01"
    assert outcomes(checked(audit, auditor, [row])) == ["unchanged"]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("submitted", "the assessment is handed in and cannot be changed; reopen it first"),
        ("set_aside", "this file was taken back from its assessor; give it to them again first"),
    ],
)
@pytest.mark.parametrize("cells", [{"grade": "RI"}, {"grade": "good", "assessed_on": "1/11/2026"}])
def test_what_is_handed_in_is_not_changed(audit, moderator, auditor, draft, status, why, cells):
    Assessment.objects.update(status=status)
    run = checked(audit, moderator, [{"reference": "WX-1", "assessor": auditor.email, **cells}])
    assert refusals(run) == [f"row 2: {why}"]


def test_what_was_agreed_is_not_changed(audit, moderator):
    row = NEW | {"origin": "agreed"}
    imported(audit, moderator, [row])
    run = checked(audit, moderator, [row | {"grade": "RI"}])
    assert "handed in and cannot be changed" in refusals(run)[0]


def test_a_reconstructed_file_is_not_changed(audit, moderator, auditor, case_file):
    CaseFile.objects.update(reconstructed=True)
    row = {"reference": "WX-1", "assessor": auditor.email, "grade": "good"}
    assert "made from published counts" in refusals(checked(audit, moderator, [row]))[0]


def test_how_a_file_was_chosen_stands_for_ever(audit, moderator, case_file):
    run = checked(audit, moderator, [{"reference": "WX-1", "chosen_how": "Picked by hand"}])
    assert "how a file was chosen cannot be changed" in refusals(run)[0]


def test_a_workbook_that_is_behind_is_refused_and_else_changes_nothing(audit, auditor, draft):
    row = {"reference": "WX-1", "grade": "good", "version": draft.lock}
    assert outcomes(checked(audit, auditor, [row])) == ["unchanged"]
    assert outcomes(checked(audit, auditor, [row | {"grade": "RI"}])) == ["changed"]
    run = checked(audit, auditor, [row | {"grade": "RI", "version": draft.lock - 1}])
    assert "was changed in Casemark since the workbook was taken" in refusals(run)[0]


def test_local_numbers_find_files_and_are_added_to_them(audit, moderator, auditor, case_file):
    local_number_add(case_file=case_file, kind="crime", number="42/12 26", by=moderator)
    row = {"local_number": "42/1226", "number_kind": "crime"}
    imported(audit, moderator, [row | {"grade": "good", "assessor": auditor.email}])
    assert Assessment.objects.get().case_file == case_file
    rows = [{"reference": "WX-1", "local_number": "C9", "number_kind": "custody"}]
    assert list(changes(result(imported(audit, moderator, rows)))) == ["local_number"]
    assert {one.number for one in LocalNumber.objects.all()} == {"42/12 26", "C9"}


def test_a_number_of_another_file_is_refused(audit, moderator, case_file):
    other = CaseFileFactory(round=audit, reference="WX-2")
    local_number_add(case_file=other, kind="crime", number="7", by=moderator)
    run = checked(
        audit, moderator, [{"reference": "WX-1", "local_number": "7"}], number_kind="crime"
    )
    assert "another case file has this number" in refusals(run)[0]


def test_a_number_that_two_files_share_needs_the_reference(audit, moderator, case_file):
    other = CaseFileFactory(round=audit, reference="WX-2")
    for one in (case_file, other):
        local_number_add(case_file=one, kind="crime", number="7", by=moderator)
    row = {"reference": "", "local_number": "7"}
    run = checked(audit, moderator, [row], number_kind="crime")
    assert "several case files have this number; enter the reference" in refusals(run)[0]
    run = checked(audit, moderator, [row | {"reference": "WX-2"}], number_kind="crime")
    assert outcomes(run) == ["unchanged"]


def test_rows_with_one_number_say_which_file_they_mean_both_or_neither(audit, moderator):
    rows = [NEW | {"local_number": "7"}, NEW | {"reference": "", "local_number": " 7 "}]
    run = checked(audit, moderator, rows, number_kind="crime")
    assert outcomes(run) == ["new", "refused"]
    assert "enter the reference in both" in refusals(run)[0]


def test_one_number_in_two_rows_is_kept_once(audit, moderator, auditor, second):
    CaseFileFactory(round=audit, reference="WX-1")
    row = {"reference": "WX-1", "grade": "good", "local_number": "7"}
    rows = [row | {"assessor": one.email} for one in (auditor, second)]
    imported(audit, moderator, rows, number_kind="crime")
    assert LocalNumber.objects.count() == 1


def test_a_change_after_the_check_is_noticed(audit, auditor, draft):
    run = checked(audit, auditor, [{"reference": "WX-1", "grade": "RI"}])
    assessment_autosave(
        case_file=draft.case_file,
        judgement=Judgement({area("s47"): "inadequate"}, rationale="Other."),
        by=auditor,
        lock=draft.lock,
    )
    with pytest.raises(ChangedSinceError):
        confirm(run=run, by=auditor)
    assert Assessment.objects.get().overall_grade == "inadequate"


def test_confirmed_twice_it_is_written_once(audit, moderator):
    run = checked(audit, moderator, [NEW])
    confirm(run=run, by=moderator)
    entries = LogEntry.objects.count()
    assert confirm(run=run, by=moderator).status == ImportRun.Status.DONE
    assert (CaseFile.objects.count(), LogEntry.objects.count()) == (1, entries)


def test_what_was_not_checked_or_was_cancelled_is_not_written(audit, moderator):
    run = checked(audit, moderator, [NEW])
    import_cancel(run=run, by=moderator)
    with pytest.raises(TransitionError):
        confirm(run=run, by=moderator)
    assert not CaseFile.objects.exists()


def test_cancelled_in_the_middle_nothing_of_it_stands(audit, moderator):
    run = checked(audit, moderator, [NEW])
    progress_begin(run)

    def heard(rows: int) -> None:
        if CaseFile.objects.exists():
            cancelling_ask(run)
        progress_tell(run, rows)

    with pytest.raises(CancelledError):
        confirm(run=run, by=moderator, heard=heard)
    assert not CaseFile.objects.exists()
    progress_begin(run)
    progress_tell(run, 1)
    assert progress_of(run).percent == 100


def test_nothing_is_written_into_what_was_closed_meanwhile(audit, moderator):
    run = checked(audit, moderator, [NEW])
    audit.status = "signed_off"
    audit.save()
    with pytest.raises(ValidationError):
        confirm(run=run, by=moderator)
    with pytest.raises(ValidationError):
        checked(audit, moderator, csv_of([NEW]))
    assert not CaseFile.objects.exists()


def test_a_number_of_files_changes_at_once_as_one_by_one(audit, moderator, auditor, second):
    """Those that get a final grade, lose it to a second assessor, or stay drafts."""
    row = {"reference": "A", "areas": "s47", "grade": "good", "assessor": auditor.email}
    rows = [row, row | {"reference": "B"}, row | {"reference": "C", "grade": ""}]
    rows += [row | {"reference": "B", "assessor": second.email, "grade": "RI"}]
    rows[2]["rationale"] = "Begun."
    imported(audit, moderator, rows)
    found = CaseFile.objects.order_by("reference")
    assert list(found.values_list("status", "final_assessment__overall_grade", "blind")) == [
        ("submitted", "good", False),
        ("submitted", None, False),
        ("in_progress", None, False),
    ]


def test_an_import_goes_on_without_room_for_how_far_it_is(audit, moderator, monkeypatch):
    run = checked(audit, moderator, [NEW])
    before = progress_of(run).done

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr("django.core.cache.backends.filebased.FileBasedCache.set", full)
    progress_begin(run)
    progress_tell(run, before + 1)
    assert progress_of(run).done == before
