"""Voiding a sample and excluding a case of it; otherwise a sample is never changed.

Voiding takes the files out again, and is refused once anybody has begun to grade one of them:
what is known of a file must not decide which sample stands. For the same reason a case is
excluded only before a grade of it was handed in.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from audit.models import Sample, SampledCase, User
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.services.case_files import round_problems
from audit.services.sampled_files import files_add, files_remove, has_begun
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of

MOST_REVEALED = 1_000
"""So many of the cases that were excluded before the draw: a page can hold no more."""


@transaction.atomic
def sample_void(*, sample: Sample, reason: str, by: User) -> Sample:
    """Takes the sample back with all its files; what was drawn, and why it went, is kept."""
    require(by, Right.MODERATE, sample)
    sample = Sample.objects.select_for_update().get(pk=sample.pk)
    cases = list(sample.cases.drawn().select_related("case_file"))
    raise_problems([*_change_problems(sample, reason), *_void_problems(cases)])
    before = values_of(sample)
    sample.voided_at, sample.voided_by, sample.voided_because = timezone.now(), by, reason.strip()
    sample.full_clean()
    sample.save()
    record(
        "sample.voided",
        sample,
        by=by,
        before=before,
        after=values_of(sample),
        reason=reason.strip(),
    )
    files_remove(cases, reason="The sample was voided.", by=by)
    return sample


@transaction.atomic
def sampled_case_exclude(*, case: SampledCase, reason: str, by: User) -> SampledCase | None:
    """Takes a drawn case out, with its file, and brings in the next of its stratum's reserve.

    Gives the case that replaces it; None where the reserve is used up. A draft goes with the file.
    """
    require(by, Right.MODERATE, case)
    sample = Sample.objects.select_for_update().get(pk=case.sample_id)
    case = SampledCase.objects.select_related("case_file", "stratum").get(pk=case.pk)
    raise_problems([*_change_problems(sample, reason), *_exclude_problems(case)])
    before = values_of(case)
    files_remove([case], reason=reason.strip(), by=by)
    case.state = SampledCase.State.EXCLUDED
    case.excluded_because, case.excluded_by, case.excluded_at = reason.strip(), by, timezone.now()
    case.full_clean(exclude=["encrypted", "index"])
    case.save()
    record(
        "sampled_case.excluded",
        case,
        by=by,
        before=before,
        after=values_of(case),
        reason=reason.strip(),
    )
    return _bring_in_next(case, by=by)


def _bring_in_next(excluded: SampledCase, *, by: User) -> SampledCase | None:
    reserve = excluded.stratum.cases.filter(state=SampledCase.State.RESERVE)
    following = reserve.select_related("sample__round").order_by("place").first()
    if following is None:
        return None
    before = values_of(following)
    following.state, following.replaces = SampledCase.State.DRAWN, excluded
    files_add([following], by=by)
    following.save()
    record("sampled_case.brought_in", following, by=by, before=before, after=values_of(following))
    return following


def _change_problems(sample: Sample, reason: str) -> list[Problem]:
    problems = round_problems(sample.round)
    if not sample.is_standing:
        problems.append(Problem("", "This sample is voided already."))
    if not reason.strip():
        problems.append(Problem("reason", "Enter the reason"))
    return problems


def _void_problems(cases: Sequence[SampledCase]) -> list[Problem]:
    begun = [case.reference for case in cases if case.case_file and has_begun(case.case_file)]
    if not begun:
        return []
    files = "1 of its files" if len(begun) == 1 else f"{len(begun)} of its files"
    return [
        Problem(
            "",
            f"Grading of {files} has begun ({', '.join(begun[:3])}), so the sample can no "
            "longer be voided. Exclude single cases instead.",
        )
    ]


def _exclude_problems(case: SampledCase) -> list[Problem]:
    if case.state != SampledCase.State.DRAWN or case.case_file is None:
        return [Problem("", "This case is not in the sample any more.")]
    if has_begun(case.case_file, handed_in=True):
        return [
            Problem(
                "",
                "A grade of this file was handed in, so the case can no longer be excluded: which "
                "cases count must not depend on their grades.",
            )
        ]
    return []


@transaction.atomic
def sample_numbers_reveal(*, sample: Sample, by: User) -> dict[int, str]:
    """The local numbers of the drawn and excluded cases in the clear, by the key of their case;
    that it happened is recorded. The reserve stays closed: nobody looks who would come next."""
    require(by, Right.MODERATE, sample)
    record("sample.numbers_revealed", sample, by=by)
    states = SampledCase.State
    shown = sample.cases.filter(state__in=(states.DRAWN, states.EXCLUDED))
    before = sample.cases.filter(state=states.EXCLUDED_BEFORE)[:MOST_REVEALED]
    return {case.pk: case.number for case in (*shown, *before)}
