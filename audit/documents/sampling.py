"""Whether a round's files are a random sample that Casemark drew, and with which weights."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from audit.models import CaseFile, Round, Sample, SampledCase
from audit.rules.dates import day_text
from audit.rules.sampling import METHOD


@dataclass(frozen=True)
class DrawnStratum:
    """`eligible` (N) cases among which `drawn` (n) were drawn; `pk` is the SampleStratum's."""

    pk: int
    label: str
    eligible: int
    drawn: int


@dataclass(frozen=True)
class DrawnSample:
    """The standing sample of a round. Only the files of `CaseFile.objects.drawn_by_casemark()`
    are a random sample; the `others` of the round were added by hand, and are told apart."""

    sample: Sample
    strata: tuple[DrawnStratum, ...]
    others: int


def drawing_in_words(round: Round) -> str:
    """From what and by which seed Casemark drew, so that the draw can be repeated; "" where it
    drew nothing. One query."""
    sample = Sample.objects.standing().filter(round=round).first()
    if sample is None:
        return ""
    day = day_text(timezone.localdate(sample.drawn_at))
    return (
        f"Casemark drew them at random on {day} from a list of {sample.frame_rows:,} cases "
        f"(SHA-256 {sample.frame_sha256}) with the seed {sample.seed}. {METHOD}"
    )


def drawn_sample(round: Round) -> DrawnSample | None:
    """What Casemark drew for `round`; None where it drew nothing. Three queries."""
    sample = Sample.objects.standing().filter(round=round).first()
    if sample is None:
        return None
    drawn = Count("cases", filter=Q(cases__state=SampledCase.State.DRAWN))
    strata = sample.strata.annotate(drawn=drawn)
    others = CaseFile.objects.filter(round=round, sampled_case=None).count()
    return DrawnSample(
        sample,
        tuple(DrawnStratum(row.pk, row.label, row.eligible, row.drawn) for row in strata),
        others,
    )
