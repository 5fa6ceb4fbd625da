"""What keeps rows of an import from standing, of files and references beyond one's own scope.

Only whether something is there is told, never what it says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from audit.models import Assessment, CaseFile, Conflict, Round
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus


@dataclass
class Standing:
    """Of one file: who has which assessments of it, and who has a conflict of interest."""

    assessments: set[tuple[str, int | None]] = field(default_factory=set)
    """Origin and assessor, without what was set aside."""
    conflicts: set[int] = field(default_factory=set)
    drafts: set[int | None] = field(default_factory=set)
    """Who has not handed in their own judgement of it."""

    @property
    def graders(self) -> set[int | None]:
        """Whose own judgement of the file stands."""
        return {person for origin, person in self.assessments if origin == Origin.ASSESSOR}


def standing_of(files: Collection[CaseFile]) -> dict[int, Standing]:
    """By the files' keys, in two queries."""
    found = {case_file.pk: Standing() for case_file in files}
    rows = Assessment.objects.filter(case_file__in=files).exclude(status="set_aside")
    for pk, origin, person, status in rows.values_list(
        *("case_file", "origin", "assessor", "status")
    ):
        found[pk].assessments.add((origin, person))
        if (origin, status) == (Origin.ASSESSOR, AssessmentStatus.DRAFT):
            found[pk].drafts.add(person)
    conflicts = Conflict.objects.filter(case_file__in=files)
    for pk, person in conflicts.values_list("case_file", "person"):
        found[pk].conflicts.add(person)
    return found


def references_elsewhere(references: Collection[str], round: Round) -> set[str]:
    """Those that files of other inspections and audits bear."""
    rows = CaseFile.objects.filter(reference__in=references).exclude(round=round)
    return set(rows.values_list("reference", flat=True))
