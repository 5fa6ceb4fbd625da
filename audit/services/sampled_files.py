"""The case files of a sample: made when a case is drawn, taken out when it is excluded."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from audit.models import Assessment, CaseFile, LocalNumber, LogEntry, Round, SampledCase, User
from audit.rules.transitions import AssessmentStatus
from audit.services.case_files import random_references
from audit.services.trail import record, values_of


def files_add(cases: Sequence[SampledCase], *, by: User) -> None:
    """A file for each drawn case, with its number; the cases themselves are left to be saved."""
    if not cases:
        return
    sample = cases[0].sample
    led_by_force = sample.round.led_by == Round.LedBy.FORCE
    files = CaseFile.objects.bulk_create(
        CaseFile(
            round=sample.round,
            reference=reference,
            area=case.area,
            chosen_by=CaseFile.ChosenBy.FORCE if led_by_force else CaseFile.ChosenBy.INSPECTORATE,
            chosen_how=CaseFile.ChosenHow.RANDOM,
        )
        for case, reference in zip(cases, random_references(len(cases)), strict=True)
    )
    LocalNumber.objects.bulk_create(
        LocalNumber(
            case_file=case_file,
            kind=sample.number_kind,
            encrypted=case.encrypted,
            index=case.index,
        )
        for case, case_file in zip(cases, files, strict=True)
    )
    for case, case_file in zip(cases, files, strict=True):
        case.case_file, case.reference = case_file, case_file.reference
        record("case_file.drawn", case_file, by=by, after=values_of(case_file))


def files_remove(cases: Sequence[SampledCase], *, reason: str, by: User) -> None:
    """Takes the files of these cases out, with their drafts; each case keeps its reference.

    Raises ValidationError where something hangs on a file that must not be lost.
    """
    files = [case.case_file for case in cases if case.case_file]
    for case in cases:
        case.case_file = None
    SampledCase.objects.filter(pk__in=[case.pk for case in cases]).update(case_file=None)
    for case_file in files:
        try:
            _delete(case_file, reason=reason, by=by)
        except ProtectedError:
            raise ValidationError(
                f"Something is recorded on case file {case_file.reference} that must not be lost, "
                "such as an immediate concern. Its case stays in the sample."
            ) from None


def _delete(case_file: CaseFile, *, reason: str, by: User) -> None:
    for row in (*Assessment.objects.filter(case_file=case_file), case_file):
        event = f"{row._meta.model_name}.deleted"
        record(event, row, by=by, before=values_of(row), reason=reason)
        row.delete()


def has_begun(case_file: CaseFile, *, handed_in: bool = False) -> bool:
    """Whether anybody has begun to assess the file, or (`handed_in`) has ever submitted a grade
    of it, returned and reopened ones included."""
    assessments = Assessment.objects.filter(case_file=case_file)
    if not handed_in:
        return assessments.exists()
    keys = [str(pk) for pk in assessments.values_list("pk", flat=True)]
    submitted = LogEntry.objects.filter(
        event="assessment.submitted", subject_type="assessment", subject_id__in=keys
    )
    return assessments.exclude(status=AssessmentStatus.DRAFT).exists() or submitted.exists()
