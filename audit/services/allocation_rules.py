"""What keeps a file from being given to somebody, read for many files at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audit.models import Assessment, CaseFile, Conflict, LogEntry, User
from audit.permissions import Right, can
from audit.rules.allocation import Asked, can_be_blind
from audit.rules.grading import Origin
from audit.rules.problems import Problem
from audit.rules.transitions import AssessmentStatus, CaseFileStatus
from audit.services.case_files import assessors_of

HANDED_IN = ("assessment.submitted", "assessment.reopened", "assessment.returned")
"""Events that tell that an assessment could be read by others, whatever it is now."""


def asked_of(case_file: CaseFile) -> Asked:
    return Asked(case_file.allocated_to_id, case_file.second_assessor_id, case_file.due_on)


class Known:
    """Of files of one round, and of `people` who are to have some of them. A fixed number of
    queries, and one or two for each of the people."""

    def __init__(self, files: Sequence[CaseFile], people: Mapping[int, User]) -> None:
        self.people = people
        self.able: set[int] = set()
        self.see_all: frozenset[int] = frozenset()
        if files:
            round = files[0].round
            self.able = {person.pk for person in assessors_of(round)}
            self.see_all = frozenset(
                pk for pk, person in people.items() if can(person, Right.SEE_CASE_FILES, round)
            )
        self.conflicts: dict[int, set[int]] = {}
        for case_file, person in Conflict.objects.filter(case_file__in=files).values_list(
            "case_file", "person"
        ):
            self.conflicts.setdefault(case_file, set()).add(person)
        self.assessments: dict[int, list[Assessment]] = {}
        rows = Assessment.objects.filter(case_file__in=files, origin=Origin.ASSESSOR)
        for row in rows.select_related("case_file__round", "assessor"):
            self.assessments.setdefault(row.case_file_id, []).append(row)
        self._handed_in = self._ever_handed_in()

    def _ever_handed_in(self) -> set[int]:
        """The assessments that count or did once: their entries say so."""
        rows = [row for rows in self.assessments.values() for row in rows]
        others = [str(row.pk) for row in rows if not row.counts]
        entries = LogEntry.objects.filter(
            subject_type="assessment", subject_id__in=others, event__in=HANDED_IN
        )
        told = {int(pk) for pk in entries.values_list("subject_id", flat=True)}
        return told | {row.pk for row in rows if row.counts}

    def submitted(self, case_file: CaseFile) -> frozenset[int]:
        """Those who handed in an assessment of the file at any time."""
        rows = self.assessments.get(case_file.pk, [])
        done = (row.assessor_id for row in rows if row.pk in self._handed_in)
        return frozenset(pk for pk in done if pk is not None)

    def begun(self, case_file: CaseFile) -> list[Assessment]:
        """What assessors have of the file, without what was set aside."""
        rows = self.assessments.get(case_file.pk, [])
        return [row for row in rows if row.status != AssessmentStatus.SET_ASIDE]

    def losing(self, case_file: CaseFile, after: Asked) -> list[Assessment]:
        """Standing assessments of people who would no longer be asked."""
        if after.people == asked_of(case_file).people:
            return []
        return [row for row in self.begun(case_file) if row.assessor_id not in after.people]

    def coming_back(self, case_file: CaseFile) -> list[Assessment]:
        """What was set aside of people who are asked (again)."""
        rows = self.assessments.get(case_file.pk, [])
        return [
            row
            for row in rows
            if row.status == AssessmentStatus.SET_ASIDE and row.assessor_id in case_file.assessors
        ]

    def bars(self, case_file: CaseFile, person: int) -> bool:
        return person in self.conflicts.get(case_file.pk, ())

    def can_pair(self, case_file: CaseFile, one: int, other: int) -> bool:
        """Whether the two can grade the file without one having seen the other's grade."""
        submitted = self.submitted(case_file)
        return can_be_blind(one, other, see_all=self._see_all(one, other), submitted=submitted)

    def _see_all(self, *people: int) -> frozenset[int]:
        """Of whom nothing is known, nothing is assumed to be hidden."""
        return self.see_all | (frozenset(people) - frozenset(self.people))

    def problems(self, case_file: CaseFile, after: Asked, *, reason: str = "") -> list[Problem]:
        """What keeps the file from being given so. Who has it already is not asked again."""
        before = asked_of(case_file)
        if (after.first, after.second) == (before.first, before.second):
            return []
        if refused := _refused(case_file):
            return [Problem("", refused)]
        found = [*_pair_problems(after)]
        for field, pk in (("allocated_to", after.first), ("second_assessor", after.second)):
            if pk is not None and pk not in before.people:
                found += self._person_problems(case_file, field, pk)
        if not found and after.people != before.people:
            found += self._blind_problems(case_file, after.first, after.second)
        if not found and not reason.strip():
            found += self._reason_problems(case_file, after)
        return found

    def _person_problems(self, case_file: CaseFile, field: str, pk: int) -> list[Problem]:
        if pk not in self.able:
            name = self.people[pk]
            return [Problem(field, f"{name} cannot grade here. Choose somebody who can.")]
        if self.bars(case_file, pk):
            return [
                Problem(
                    field,
                    f"{self.people[pk]} has a conflict of interest with this file. "
                    "Choose somebody else.",
                )
            ]
        return []

    def _blind_problems(
        self, case_file: CaseFile, first: int | None, second: int | None
    ) -> list[Problem]:
        if first is None or second is None or self.can_pair(case_file, first, second):
            return []
        return [
            Problem(
                "second_assessor",
                "One of the two has been able to see the other’s grade, so they cannot grade this "
                "file blind. Choose an auditor who has not graded it. To ask somebody who sees "
                "every file, ask before the first grade is submitted.",
            )
        ]

    def _reason_problems(self, case_file: CaseFile, after: Asked) -> list[Problem]:
        names = " and ".join(str(row.assessor) for row in self.losing(case_file, after))
        if not names:
            return []
        return [
            Problem(
                "reason",
                f"{names} has begun this file. Say why it is taken back. Their work is set aside, "
                "and is their draft again if you give the file back.",
            )
        ]


def _refused(case_file: CaseFile) -> str:
    if case_file.reconstructed:
        return "This file was made from published counts and cannot be graded."
    if case_file.status == CaseFileStatus.AGREED:
        return "This file is agreed. Reopen it before you change who grades it."
    return ""


def _pair_problems(after: Asked) -> list[Problem]:
    if after.second is None:
        return []
    if after.first is None:
        return [Problem("allocated_to", "Choose the first assessor before the second.")]
    if after.first == after.second:
        return [Problem("second_assessor", "Choose two different people.")]
    return []
