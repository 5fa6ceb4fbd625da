"""What nobody does by bringing a workbook, although loading a folder could: a sentence each.

Nothing here hangs on an assessment that `by` may not see, not even on whether there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Model

from audit.models import Assessment, CaseFile, Conflict, ImmediateConcern, Query
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus, CaseFileStatus
from audit.services.loading.by_person import LoadingByPerson
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import RowError

Before = Mapping[str, str] | None
"""The cells of the row as it stands; None where `by` sees no such row."""
FIXED = {
    "area": "the area that a file was drawn for cannot be changed here",
    "chosen_by": "how a file was chosen cannot be changed afterwards",
    "chosen_how": "how a file was chosen cannot be changed afterwards",
    "reconstructed": "whether a file stands for a known case cannot be changed",
    "allocated_to": "who grades a file is changed on the page “Who grades what”",
    "second_assessor": "who grades a file is changed on the page “Who grades what”",
}
DONE = ("done_on", "done_by", "done_note", "checked_on", "checked_by", "check_note")
NOT_OPEN = "this assessment is not open to you. Remove the row."
NOT_HERE = "no such assessment is on the sheet “Assessments”, or it is refused there."


def case_file_rules(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    if before is not None:
        _refuse_changes(cells, before, FIXED)
        if before["reconstructed"] == "yes":
            raise RowError("this file was made from published counts. Leave the row as it was.")
        return
    reference = cells.text("reference")
    if CaseFile.objects.filter(reference=reference).exists():
        raise CellError(f"reference: “{reference}” cannot be used here. Choose another one.")
    for column in ("allocated_to", "second_assessor"):
        person = cells.user(column)
        if person is not None and person.pk not in loading.able:
            raise CellError(f"{column}: {person} cannot grade here. Choose somebody who can.")


def _refuse_changes(cells: Cells, before: Mapping[str, str], fixed: Mapping[str, str]) -> None:
    for column, sentence in fixed.items():
        if cells.raw(column) != before[column]:
            raise CellError(f"{column}: {sentence}. It says “{before[column]}”.")


def of_new_files_only(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    """Queries, concerns and conflicts of interest have pages of their own, with rules of their
    own: they come in with their file, or not at all."""
    if cells.case_file("reference").pk not in loading.new_files:
        raise RowError("this is done on the pages of the case file. Leave the row as it was.")


def message_rules(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    _require_new(loading, cells.codes.find(Query, cells.text("query"), "query"))


def step_rules(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    _require_new(loading, cells.codes.find(ImmediateConcern, cells.text("concern"), "concern"))


def _require_new(loading: LoadingByPerson, thread: Model) -> None:
    if not loading.is_new(thread):
        raise RowError(
            "this is written on the pages of the case file. Leave the rows as they were."
        )


def assessment_rules(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    case_file = cells.case_file("reference")
    origin, status = cells.choice("origin", Origin), cells.choice("status", AssessmentStatus)
    if status == AssessmentStatus.SET_ASIDE:
        raise CellError("status: nothing is set aside by an import. Use draft or submitted.")
    if status == AssessmentStatus.AGREED and origin != Origin.AGREED:
        raise CellError("status: only an agreed assessment is agreed. Use draft or submitted.")
    if case_file.pk in loading.new_files:
        return
    if case_file.reconstructed:
        raise RowError("this file was made from published counts and cannot be graded.")
    if before is not None:
        _standing_rules(loading, cells, before)
    elif origin == Origin.AGREED:
        raise RowError("grades are agreed on the page “Moderation”. Remove the row.")
    else:
        _new_rules(loading, cells, case_file, origin)


def _standing_rules(loading: LoadingByPerson, cells: Cells, before: Mapping[str, str]) -> None:
    if before["origin"] == Origin.AGREED:
        raise RowError(
            "agreed grades change on the page “Moderation” only. Leave the row as it was."
        )
    if before["status"] != AssessmentStatus.DRAFT:
        raise RowError("this assessment is handed in. Reopen it first, or leave the row as it was.")
    loading.touch(loading.drafts[_code(before)])


def _code(cells: Mapping[str, str]) -> str:
    return " ".join(filter(None, (cells[name] for name in ("reference", "origin", "assessor"))))


def _new_rules(loading: LoadingByPerson, cells: Cells, case_file: CaseFile, origin: Origin) -> None:
    assessor = cells.somebody("assessor")
    if assessor != loading.by and _is_hidden(loading, case_file, origin):
        raise RowError(NOT_OPEN)
    if case_file.status == CaseFileStatus.AGREED:
        raise RowError("this file is agreed. Reopen the agreed grade first.")
    if origin == Origin.SELF:
        return
    if case_file.assessors and assessor.pk not in case_file.assessors:
        raise CellError(f"assessor: {assessor} is not asked to grade this file. Allocate it first.")
    others = Assessment.objects.filter(case_file=case_file, origin=Origin.ASSESSOR)
    if not case_file.assessors and others.exists():
        raise RowError("somebody has begun this file, and it is allocated to nobody. Allocate it.")
    if assessor.pk not in loading.able or Conflict.objects.between(case_file, assessor).exists():
        raise CellError(f"assessor: {assessor} cannot grade this file. Choose somebody who can.")


def _is_hidden(loading: LoadingByPerson, case_file: CaseFile, origin: Origin) -> bool:
    """Whether another's assessment of that origin, if there is one, would be kept from `by`
    (`AssessmentQuerySet.within`)."""
    if origin == Origin.SELF and not case_file.allocated_to_id:
        if case_file.status == CaseFileStatus.TO_GRADE:
            return True
    own = Assessment.objects.filter(
        case_file=case_file,
        assessor=loading.by,
        origin=Origin.ASSESSOR,
        status__in=(AssessmentStatus.SUBMITTED, AssessmentStatus.AGREED),
    )
    is_asked = loading.by.pk in case_file.assessors
    return is_asked and (case_file.blind or not own.exists())


def part_rules(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    """Notes, answers and observations of what is handed in stay as they are."""
    if cells.case_file("reference").reconstructed:
        return  # loading says it
    code = _code(cells.line.cells)
    try:
        assessment = cells.codes.find(Assessment, code, "assessor")
    except CellError:
        raise RowError(NOT_HERE) from None
    if loading.is_new(assessment):
        return
    if code not in loading.drafts:
        raise RowError("its assessment is handed in. Reopen it first, or leave the row as it was.")
    loading.touch(loading.drafts[code])


def case_action_rules(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    case_file = cells.case_file("reference")
    if case_file.reconstructed:
        raise RowError("this file was made from published counts: nothing can be put right.")
    if case_file.pk in loading.new_files:
        return
    if before is not None and before["done_on"]:
        raise RowError("this is marked as done already. Leave the row as it was.")
    for column in DONE:
        if cells.raw(column):
            raise CellError(
                f"{column}: mark it as done on the page of the case file. Empty the cell."
            )


def anything_goes(loading: LoadingByPerson, cells: Cells, before: Before) -> None:
    """What loading itself asks is enough."""


RULES: Mapping[str, Callable[[LoadingByPerson, Cells, Before], None]] = {
    "case_files.csv": case_file_rules,
    "children.csv": anything_goes,
    "conflicts.csv": of_new_files_only,
    "local_numbers.csv": anything_goes,
    "assessments.csv": assessment_rules,
    "queries.csv": of_new_files_only,
    "query_messages.csv": message_rules,
    "concerns.csv": of_new_files_only,
    "concern_steps.csv": step_rules,
    "case_actions.csv": case_action_rules,
    "stage_notes.csv": part_rules,
    "answers.csv": part_rules,
    "observations.csv": part_rules,
}
