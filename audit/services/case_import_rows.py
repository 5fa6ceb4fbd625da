"""What an import of case files writes of each row, and what it keeps of that to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.models import AreaOfPractice, Assessment, CaseFile, User
from audit.rules.frames import normal
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.judgements import Judgement


@dataclass(frozen=True, slots=True)
class CaseImport:
    """One row that is to be written. `case_file` and `assessment` are those that stand already,
    if any; a `judgement` of None says nothing about grades."""

    reference: str
    """Empty where Casemark is to make one."""
    number: tuple[str, str] | None
    """The force's own that is to be kept: its kind, and the number."""
    area: AreaOfPractice
    chosen_by: str
    chosen_how: str
    origin: str
    assessor: User
    judgement: Judgement | None
    assessed_on: date | None
    complete: bool
    """Whether the assessment is handed in, and not a draft."""
    case_file: CaseFile | None = None
    assessment: Assessment | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two rows be about the same new file."""
        kind, number = self.number or ("", "")
        return ("", self.reference) if self.reference else (kind, normal(number))

    @property
    def status(self) -> AssessmentStatus:
        if not self.complete:
            return AssessmentStatus.DRAFT
        is_agreed = self.origin == Origin.AGREED
        return AssessmentStatus.AGREED if is_agreed else AssessmentStatus.SUBMITTED

    @property
    def asks(self) -> bool:
        """Whether it makes its assessor somebody who is asked to grade the file."""
        is_new = self.judgement is not None and self.assessment is None
        return is_new and self.origin == Origin.ASSESSOR


@dataclass(slots=True)
class Made:
    """What a row has made or changed, so that it can be undone: keys of rows, and what stood."""

    case_file: int
    reference: str
    new_file: bool
    file_before: dict[str, Any] | None = None
    number: int | None = None
    assessment: int | None = None
    lock: int = 0
    before: dict[str, Any] | None = None
    """Of a draft that stood already, as `judgement_kept` has it."""
