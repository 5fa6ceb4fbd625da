"""Undoing a whole workbook: what it made is gone and what stood is back, or nothing is touched."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    DipCheck,
    ImmediateConcern,
    ImportRun,
    LogEntry,
    Observation,
    Query,
    QueryMessage,
    Round,
)
from audit.services.allocation import case_file_allocate
from audit.services.assessments import Judgement, assessment_autosave, assessment_reopen
from audit.services.case_files import local_number_add
from audit.services.import_progress import forward
from audit.services.import_undo import import_undo, may_be_undone
from audit.services.imports import CancelledError
from audit.services.moderation import file_agree, settlement_as_given
from audit.spreadsheets.importing import check, choose, confirm
from tests.factories import area
from tests.spreadsheets.round_books import content_of, everything, filled_audit, sheets_of

pytestmark = pytest.mark.django_db
AUDITOR, MODERATOR = "auditor@wexshire.example", "moderator@wexshire.example"


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def audit(person) -> Round:
    audit = filled_audit(person)
    Observation.objects.update(note="Was asked.")
    return audit


def change(sheets) -> None:
    """The draft is filled in and handed in, what hangs on its file is changed and added to, and
    a file is new with everything that can hang on one."""
    sheets["Case files"][0] |= {"due_on": date(2026, 12, 24)}
    sheets["Case files"].append({"reference": "N-1", "area": "cse", "allocated_to": AUDITOR})
    sheets["Assessments"][0] |= {"status": "submitted", "areas": "cse", "rationale": "Seen twice."}
    whose = {"reference": "N-1", "origin": "assessor", "assessor": AUDITOR}
    graded = {"status": "submitted", "areas": "s47", "area_grades": "good"}
    sheets["Assessments"].append({**whose, **graded, "overall_grade": "good"})
    sheets["Answers"][0] |= {"value": "no"}
    sheets["Answers"].append({**whose, "question": "siblings-considered", "value": "yes"})
    sheets["Stage notes"].append({**whose, "stage": "investigation", "went_well": "Quick."})
    sheets["Observations"][0] |= {"note": "Was asked twice."}
    sheets["Children"][0] |= {"age_band": "10_13"}
    sheets["Children"].append({"reference": "A-1", "age_band": "unborn"})
    sheets["Case actions"][0] |= {"owner": "Team 2"}
    action = {"what": "Ring.", "owner": "Team 1", "due_on": date(2026, 12, 1)}
    sheets["Case actions"].append({"reference": "N-1", **action})
    sheets["Local numbers"].append({"reference": "N-1", "kind": "custody", "number": "WXD/1"})
    at = "2026-11-02 09:00"
    asked = {"number": 9, "reference": "N-1", "asked_by": MODERATOR, "asked_at": at}
    sheets["Queries"].append(asked)
    sheets["Query messages"].append({"query": 9, "by": MODERATOR, "at": at, "text": "Who?"})
    raised = {"raised_by": AUDITOR, "raised_at": at, "rang_at": at, "told_whom": "Sergeant"}
    what = {"kind": "child_at_risk", "what": "Sleeps out."}
    sheets["Concerns"].append({"number": 9, "reference": "N-1", **what, **raised})
    sheets["Concern steps"].append(
        {"concern": 9, "deed": "acknowledged", "by": MODERATOR, "at": "2026-11-02 10:00"}
    )
    bar = {"person": "auditor2@wexshire.example", "declared_by": MODERATOR, "reason": "Own case."}
    sheets["Conflicts of interest"].append({"reference": "N-1", **bar})


def brought_back(audit: Round, by, change=change) -> ImportRun:
    content = content_of(audit, by, change)
    run = choose(round=audit, kind="whole", file_name="whole.xlsx", content=content, by=by)
    run = check(run=run, by=by)
    assert not run.counts["refused"], run.counts
    return confirm(run=run, by=by)


def standing(audit: Round, by) -> tuple:
    files = CaseFile.objects.filter(round=audit)
    return sheets_of(audit, by), list(files.values("pk", "status", "blind", "final_assessment"))


def test_all_of_it_is_taken_back(audit, moderator):
    before = standing(audit, moderator)
    run = brought_back(audit, moderator)
    assert run.rows == sum(run.counts.values())
    assert (run.counts["changed"], run.counts["new"]) == (6, 12)
    changed = standing(audit, moderator)
    assert changed[0]["Case files"] != before[0]["Case files"]
    assert may_be_undone(run, moderator)
    last = LogEntry.objects.latest("pk").pk
    import_undo(run=run, by=moderator)
    assert standing(audit, moderator) == before
    assert not CaseFile.objects.filter(reference="N-1").exists()
    events = LogEntry.objects.filter(pk__gt=last).values_list("event", flat=True)
    assert set(events) == {
        *("casefile.deleted", "assessment.deleted", "caseaction.deleted", "localnumber.deleted"),
        *("query.deleted", "immediateconcern.deleted", "conflict.deleted", "child.deleted"),
        *("case_file.changed", "assessment.saved", "child.changed", "case_action.changed"),
        "import_run.undone",
    }
    again = brought_back(audit, moderator)
    assert standing(audit, moderator)[0] == changed[0]
    import_undo(run=again, by=moderator)
    assert standing(audit, moderator) == before


def _new() -> CaseFile:
    return CaseFile.objects.get(reference="N-1")


def _assessment(reference: str) -> Assessment:
    return Assessment.objects.get(case_file__reference=reference, origin="assessor")


def _reopened(by, auditor):
    assessment_reopen(assessment=_assessment("N-1"), reason="Look again.", by=by)


def _typed(by, auditor):
    """An automatic save leaves no entry."""
    Assessment.objects.filter(pk=_assessment("A-1").pk).update(status="draft")
    draft = _assessment("A-1")
    judgement = Judgement({area("s47"): "good"}, rationale="More.")
    assessment_autosave(case_file=draft.case_file, judgement=judgement, by=auditor, lock=draft.lock)


def _agreed(by, auditor):
    """A file that stood, of which the workbook has handed in the draft."""
    settlement = settlement_as_given([_assessment("A-1")], "As given.")
    file_agree(case_file=_assessment("A-1").case_file, settlement=settlement, by=by)


def _drawn(by, auditor):
    drawn = {"drawn_by": by, "drawn_at": timezone.now(), "pool": 1}
    DipCheck.objects.create(case_file=_assessment("A-1").case_file, **drawn)


def _given(by, auditor):
    case_file_allocate(case_file=_new(), to=by, reason="On leave.", by=by)


def _numbered(by, auditor):
    local_number_add(case_file=_new(), kind="crime", number="99", by=by)


def _answered(by, auditor):
    query = Query.objects.get(case_file=_new())
    QueryMessage.objects.create(query=query, by=auditor, at=timezone.now(), text="He did.")


def _escalated(by, auditor):
    ImmediateConcern.objects.filter(case_file=_new()).update(escalated_to="force")


def _taken_over(by, auditor):
    CaseAction.objects.filter(owner="Team 2").update(owner="Team 3")


def _grown(by, auditor):
    Child.objects.filter(age_band="10_13").update(age_band="14_15")


def _gone(by, auditor):
    CaseAction.objects.filter(what="Ring.").delete()


USED = (
    *(_reopened, _typed, _agreed, _drawn, _given, _numbered, _answered, _escalated, _taken_over),
    *(_grown, _gone),
)


@pytest.mark.parametrize("use", USED)
def test_nothing_is_undone_once_any_of_it_was_used(use, audit, person, moderator):
    run = brought_back(audit, moderator)
    use(moderator, person("auditor@wexshire"))
    before = everything()
    with pytest.raises(ValidationError, match="changed or used since"):
        import_undo(run=run, by=moderator)
    assert everything() == before


def test_work_on_other_files_is_no_hindrance(audit, person, moderator):
    run = brought_back(audit, moderator)
    auditor = person("auditor@wexshire")
    other = CaseFile.objects.get(reference="B-2")
    local_number_add(case_file=other, kind="crime", number="99", by=moderator)
    assessment_reopen(assessment=_assessment("B-2"), reason="Look again.", by=auditor)
    import_undo(run=run, by=moderator)
    assert _assessment("B-2").status == "draft"
    assert not CaseFile.objects.filter(reference="N-1").exists()


def test_it_is_told_how_far_it_is_and_can_be_cancelled(audit, moderator):
    content = content_of(audit, moderator, change)
    run = choose(round=audit, kind="whole", file_name="whole.xlsx", content=content, by=moderator)
    heard: list[int] = []
    run = check(run=run, by=moderator, heard=heard.append)
    assert heard
    before = everything()

    def cancelled(rows: int) -> None:
        if rows >= run.rows:
            raise CancelledError

    with pytest.raises(CancelledError):
        confirm(run=run, by=moderator, heard=cancelled)
    assert everything() == before
    heard.clear()
    confirm(run=run, by=moderator, heard=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == run.rows


def test_what_is_told_never_goes_back():
    heard: list[int] = []
    told = forward(heard.append)
    for rows in (1, 5, 3, 7):
        told(rows)
    assert heard == [1, 5, 5, 7]
