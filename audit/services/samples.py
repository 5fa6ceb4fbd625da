"""Drawing a round's sample from an uploaded frame (rules/frames.py, rules/sampling.py)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.models import (
    AreaOfPractice,
    LocalNumber,
    Round,
    Sample,
    SampledCase,
    SampleStratum,
    User,
)
from audit.permissions import Right, require
from audit.rules.frames import Frame, FrameError, FrameRow, frame_of, normal
from audit.rules.problems import Problem
from audit.rules.sampling import (
    COLUMNS,
    Draw,
    Key,
    Size,
    Stratum,
    draw,
    size_problems,
    strata_problems,
    stratify,
)
from audit.rules.tables import Table
from audit.services.case_files import round_problems
from audit.services.sampled_files import files_add
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of

IN_ALREADY = "In this inspection or audit already, added by hand"
"""Why a case is excluded before the draw that somebody has added to the round before."""


def frame_read(*, round: Round, table: Table) -> Frame:
    """The frame in an uploaded table, without the cases that `round` holds already.

    Raises ValidationError with a sentence for each thing that is wrong.
    """
    frame = frame_as_given(round=round, table=table)
    numbers = LocalNumber.objects.filter(case_file__round=round)
    return frame.excluding(frozenset(normal(row.number) for row in numbers), IN_ALREADY)


def frame_as_given(*, round: Round, table: Table) -> Frame:
    """All that is in the table; raises ValidationError likewise."""
    areas = AreaOfPractice.objects.filter(framework=round.framework)
    called = {
        name.lower(): area.code
        for area in areas
        for name in (area.code, area.title, area.short_title)
    }
    try:
        return frame_of(table, called)
    except FrameError as error:
        raise_problems(error.problems)
        raise


def strata_of(*, round: Round, frame: Frame, columns: Sequence[str]) -> list[Stratum]:
    """The frame in strata; raises ValidationError where none can be drawn from."""
    areas = AreaOfPractice.objects.filter(framework=round.framework)
    titles = {area.code: area.short_title for area in areas}
    strata = stratify(frame, [name for name in COLUMNS if name in columns], titles)
    raise_problems(strata_problems(strata))
    return strata


@transaction.atomic
def sample_draw(
    *,
    round: Round,
    table: Table,
    number_kind: str,
    columns: Sequence[str],
    sizes: Mapping[Key, Size],
    by: User,
    seed: str = "",
) -> Sample:
    """Draws from the cases of `table` and makes a case file of each drawn case.

    Without a seed Casemark makes one, so that nobody can choose among several.
    """
    require(by, Right.MODERATE, round)
    raise_problems(draw_problems(round))
    frame = frame_read(round=round, table=table)
    strata = strata_of(round=round, frame=frame, columns=columns)
    raise_problems(size_problems(strata, sizes))
    sample = Sample(
        round=round,
        frame_sha256=frame.sha256,
        frame_rows=len(frame.rows),
        number_kind=number_kind,
        columns=[name for name in COLUMNS if name in columns],
        seed=seed or secrets.token_hex(8),
        drawn_at=timezone.now(),
        drawn_by=by,
    )
    sample.full_clean()
    sample.save()
    record("sample.drawn", sample, by=by, after=values_of(sample))
    cases = cases_of(sample, draw(strata, sizes, sample.seed))
    files_add([case for case in cases if case.state == SampledCase.State.DRAWN], by=by)
    SampledCase.objects.bulk_create(cases, batch_size=500)
    return sample


def draw_problems(round: Round) -> list[Problem]:
    """Why no sample can be drawn for `round` now."""
    problems = round_problems(round)
    if Sample.objects.standing().filter(round=round).exists():
        drawn = "A sample is drawn already. Void it before you draw another one."
        problems.append(Problem("", drawn))
    return problems


def cases_of(sample: Sample, outcomes: Sequence[Draw]) -> list[SampledCase]:
    """Makes the strata, and their drawn, reserve and excluded cases, which are left to be saved."""
    states = SampledCase.State
    areas = {
        area.code: area for area in AreaOfPractice.objects.filter(framework=sample.round.framework)
    }
    cases: list[SampledCase] = []
    for order, outcome in enumerate(outcomes):
        stratum = SampleStratum.objects.create(
            sample=sample,
            order=order,
            key=list(outcome.stratum.key),
            label=outcome.stratum.label,
            frame_count=outcome.stratum.frame_count,
            excluded_count=len(outcome.stratum.excluded),
            asked=outcome.size.asked,
            reserve_asked=outcome.size.reserve,
        )
        ranked = [*outcome.drawn, *outcome.reserve]
        for place, row in enumerate(ranked, start=1):
            state = states.DRAWN if place <= outcome.size.asked else states.RESERVE
            cases.append(_case(stratum, row, areas, state=state, place=place))
        cases += [
            _case(
                stratum,
                row,
                areas,
                state=states.EXCLUDED_BEFORE,
                excluded_because=row.excluded_because,
                excluded_by=sample.drawn_by,
                excluded_at=sample.drawn_at,
            )
            for row in outcome.stratum.excluded
        ]
    return cases


def _case(
    stratum: SampleStratum, row: FrameRow, areas: Mapping[str, AreaOfPractice], **fields: Any
) -> SampledCase:
    case = SampledCase(
        sample=stratum.sample,
        stratum=stratum,
        area=areas[row.area],
        team=row.team,
        period=row.period,
        **fields,
    )
    case.number = row.number
    return case
