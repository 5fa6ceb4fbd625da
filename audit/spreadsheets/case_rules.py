"""What keeps a row of a sheet of case files from being imported: a column's code, and why."""

from __future__ import annotations

import re

from audit.models import CaseFile, User
from audit.rules.frames import normal
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.judgement_problems import judgement_problems
from audit.services.judgements import Judgement, completed, judgement_of
from audit.spreadsheets.case_matching import CaseRow
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.resources import WHOLE, Why

REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,20}")
COLUMNS = {"overall_grade": "grade", "area": "areas", "observations": "strengths"}
"""Where a problem of a judgement is told."""


class Seen:
    """What earlier rows of the same sheet were about; each row is asked once, in their order."""

    def __init__(self, known: CaseReference) -> None:
        self.known, self.by = known, known.by
        self._rows: dict[tuple[object, ...], int] = {}
        self._numbers: dict[tuple[str, str], tuple[str, str]] = {}
        self._graders: dict[tuple[str, str], set[str]] = {}
        self._agreed: dict[tuple[str, str], str] = {}
        self._agreeing: dict[tuple[str, str], int] = {}
        self._drafts: dict[tuple[str, str], int] = {}

    def problems(self, row: CaseRow) -> Why:
        yield from self._again(row)
        yield from self._numbered(row)
        if row.says_grades and row.origin == Origin.ASSESSOR:
            yield from self._graded(row)
            yield from self._beside_agreed(row)
        elif row.says_grades and row.origin == Origin.AGREED:
            self._agreed[row.file_key] = row.assessor
            if {row.assessor, self.by.email} & self._graders.get(row.file_key, set()):
                yield "origin", OWN
            yield from self._beside_drafts(row)

    def _again(self, row: CaseRow) -> Why:
        who = "" if row.origin == Origin.AGREED else row.assessor
        first = self._rows.setdefault((row.file_key, row.origin, who), row.row_number)
        if first != row.row_number:
            told = f"row {first} is about the same file and assessor; delete one of them"
            yield "reference", told

    def _numbered(self, row: CaseRow) -> Why:
        """A number stands for the file of an earlier row, unless both rows say which file."""
        number = (row.number_kind, normal(row.local_number))
        before = self._numbers.setdefault(number, row.file_key) if row.local_number else None
        if before not in (None, row.file_key) and number in (before, row.file_key):
            yield "reference", "another row has the same number; enter the reference in both"

    def _graded(self, row: CaseRow) -> Why:
        if row.assessment is None:
            graders = self._graders.setdefault(row.file_key, set())
            graders.add(row.assessor)
            if len(graders) > 2:
                yield "assessor", "two people have graded this file already; delete this row"
        if row.file_key in self._agreed and row.assessor in (
            self._agreed[row.file_key],
            self.by.email,
        ):
            yield "origin", OWN

    def _beside_agreed(self, row: CaseRow) -> Why:
        """Nothing is agreed beside a draft, wherever in the sheet it stands."""
        if row.assessment is None and not is_complete(row, self.known):
            self._drafts.setdefault(row.file_key, row.row_number)
            if agreeing := self._agreeing.get(row.file_key):
                yield "grade", f"row {agreeing} agrees the same file; enter the grade here, too"

    def _beside_drafts(self, row: CaseRow) -> Why:
        if row.assessment is None:
            self._agreeing.setdefault(row.file_key, row.row_number)
            if draft := self._drafts.get(row.file_key):
                told = f"row {draft} has no complete grade of the same file; complete that row, or "
                yield "origin", f"{told}delete this one and agree the file later"


OWN = "nobody moderates their own; somebody else must import what was agreed"


def file_problems(row: CaseRow, original: CaseRow, known: CaseReference) -> Why:
    if row.case_file:
        yield from _standing_file_problems(row, original, row.case_file, known)
    elif not row.problem[0]:
        yield from _new_file_problems(row, known)


def _new_file_problems(row: CaseRow, known: CaseReference) -> Why:
    if not row.reference and not row.local_number:
        yield "reference", "enter the file’s reference, or its local number in the column for that"
    elif not known.everything:
        yield "reference", "this is none of the case files that were given to you; correct it"
    elif row.reference and not REFERENCE.fullmatch(row.reference):
        yield "reference", "use letters, digits and hyphens, and 20 of them or fewer"
    if not row.areas and known.everything:
        yield "areas", "enter the area of practice that the file is about"
    if row.local_number and not row.number_kind:
        yield "number_kind", "say what kind of number it is, such as crime"


def _standing_file_problems(
    row: CaseRow, original: CaseRow, case_file: CaseFile, known: CaseReference
) -> Why:
    if case_file.reconstructed:
        yield WHOLE, "this file was made from published counts and cannot be changed"
    if row.chosen_how != original.chosen_how:
        yield "chosen_how", "how a file was chosen cannot be changed afterwards"
    if not known.everything and (
        row.chosen_by != original.chosen_by or row.local_number != original.local_number
    ):
        yield WHOLE, "only a moderator can change what the file is; leave those cells empty"
    if row.local_number and not row.number_kind:
        yield "number_kind", "say what kind of number it is, such as crime"
    if row.areas != original.areas and not row.says_grades:
        yield "areas", "the area is changed with a grade; enter the grade, too"


def area_problems(row: CaseRow) -> Why:
    """Whether its grades by area are of the areas that it names."""
    graded = tuple(area for area, _ in row.area_grades)
    if "" in graded:
        yield "area_grades", "give as many grades as areas, or each area with its grade"
    elif graded and graded != row.areas:
        yield "area_grades", "these are not the areas of the row; correct one of the two cells"


def assessor_problems(row: CaseRow, known: CaseReference) -> Why:
    """Whether the row's assessor may have an assessment of this file here."""
    person = known.people.get(row.assessor)
    if person is None:
        yield "assessor", f"{row.assessor} cannot grade here; enter somebody who can"
        return
    if not known.everything and (person != known.by or row.origin != Origin.ASSESSOR):
        yield "assessor", "you can only import your own grades; leave this cell empty"
    elif person.pk in row.standing.conflicts:
        yield "assessor", f"{person.name} has a conflict of interest with this file"
    elif known.by.pk in row.standing.conflicts:
        yield WHOLE, "you have a conflict of interest with this file; somebody else must import it"
    elif row.assessment is None and (row.origin, person.pk) in row.standing.assessments:
        yield WHOLE, "there is such an assessment, and you cannot see it before you have graded"
    elif row.origin == Origin.ASSESSOR:
        yield from _asked_problems(row, person, known)
    elif row.origin == Origin.AGREED:
        yield from _agreeing_problems(row, person, known)


def _asked_problems(row: CaseRow, person: User, known: CaseReference) -> Why:
    case_file = row.case_file
    if case_file is None:
        return
    if not known.everything and person.pk not in case_file.assessors:
        yield WHOLE, "this file was not given to you; ask a moderator for it"
    elif case_file.blind and known.by.pk in case_file.assessors and person != known.by:
        yield "assessor", "you grade this file as well, so only its assessor can import their grade"
    elif row.assessment:
        return
    elif case_file.assessors and person.pk not in case_file.assessors:
        yield "assessor", f"this file was given to somebody else; give it to {person.name} first"
    elif not case_file.assessors and row.standing.graders:
        yield "assessor", "somebody else has graded this file; return it to them, or allocate it"


def _agreeing_problems(row: CaseRow, person: User, known: CaseReference) -> Why:
    """Nobody moderates their own, and nothing is agreed that is still graded blind."""
    asked = row.case_file.assessors if row.case_file else set()
    graders = row.standing.graders | asked
    if person.pk in graders or known.by.pk in graders:
        yield "origin", OWN
    elif row.case_file and row.case_file.blind:
        yield "origin", "this file is still graded by two people; it cannot be agreed yet"
    elif row.standing.drafts and not row.assessment:
        yield (
            "origin",
            "a grade of this file is still a draft; import this row once it is handed in",
        )
    elif not row.assessment and not is_complete(row, known):
        yield "grade", "enter the grade that was agreed"


def judged_problems(row: CaseRow, judgement: Judgement, known: CaseReference) -> Why:
    """What keeps the judgement from being written."""
    standing = row.assessment
    if standing and standing.status == AssessmentStatus.SET_ASIDE:
        yield WHOLE, "this file was taken back from its assessor; give it to them again first"
    elif standing and standing.status != AssessmentStatus.DRAFT:
        yield WHOLE, "the assessment is handed in and cannot be changed; reopen it first"
    if row.version is not None and row.version != str(standing.lock if standing else ""):
        yield WHOLE, "it was changed in Casemark since the workbook was taken; take a new one"
    if not known.round.grades and (row.grade or row.area_grades):
        yield "grade", "a dip sample has no grades; leave this cell empty"
    case_file = row.case_file or known.new_file(row.areas[0])
    case_file.round = known.round
    asked = known.asked(row.areas)
    complete = is_complete(row, known)
    whole = completed(judgement, judgement_of(standing)) if standing else judgement
    problems = judgement_problems(case_file, judgement, complete=complete, whole=whole, asked=asked)
    for problem in problems:
        message = problem.message.rstrip(".")
        yield COLUMNS.get(problem.field, problem.field) or WHOLE, message


def is_complete(row: CaseRow, known: CaseReference) -> bool:
    """Whether the row is handed in: it has a grade, or of a dip sample every answer, and comes
    from somebody who may import everything. Nobody hands in another person's draft, and what was
    taken away to be filled in comes back as drafts."""
    if row.version is not None:
        return False
    others = row.assessment and row.assessment.assessor_id != known.by.pk
    if not known.everything or others:
        return False
    if known.round.grades:
        return bool(row.grade or row.area_grades)
    questions = known.asked(row.areas).codes & {one.code for one in known.questions.values()}
    return all(row.facts.get(f"answer-{code}") for code in questions)
