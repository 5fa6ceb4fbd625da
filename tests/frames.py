"""A frame as a force would upload it."""

from __future__ import annotations

from audit.models import Round, Sample, User
from audit.rules.sampling import Size
from audit.services.loading.sample_tables import plain_table
from audit.services.samples import frame_read, sample_draw, strata_of

AREAS = ("s47", "missing")


def frame_csv(count: int = 40, *, excluded: int = 0, stem: str = "WXC/26/") -> bytes:
    """`count` cases by turns of two areas and three teams; the first `excluded` are not to be
    drawn."""
    lines = ["local number,area,team,period,excluded because"]
    for n in range(count):
        because = "Still before the court" if n < excluded else ""
        lines.append(f"{stem}{n:05},{AREAS[n % 2]},Team {n % 3},October 2026,{because}")
    return "\n".join(lines).encode()


def drawn(
    round: Round, by: User, *, content: bytes = b"", table=None, columns=(), **options
) -> Sample:
    """A sample of 4 cases of each stratum, with 2 in reserve, unless `size` says otherwise."""
    table = table or plain_table(content or frame_csv())
    size = options.pop("size", Size(4, 2))
    frame = frame_read(round=round, table=table)
    strata = strata_of(round=round, frame=frame, columns=columns)
    return sample_draw(
        round=round,
        table=table,
        number_kind="crime",
        columns=columns,
        sizes={stratum.key: size for stratum in strata},
        by=by,
        **options,
    )
