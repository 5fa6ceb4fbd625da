"""What breaks each constraint on samples and on the figures of dip samples."""

from __future__ import annotations

from django.utils import timezone

from audit.models import Sample, SampledCase, SampleStratum, Stage, SupportingFigure
from tests.factories import area
from tests.models.violations_of_cases import breaks, twice


def a_sample(world, **fields) -> Sample:
    given = {"frame_sha256": "0" * 64, "frame_rows": 4, "number_kind": "crime", "seed": "1"}
    return Sample.objects.create(
        round=world.round, drawn_at=timezone.now(), drawn_by=world.assessor, **given | fields
    )


def a_stratum(world, **fields) -> SampleStratum:
    given = {"order": 0, "label": "All cases", "frame_count": 4, "excluded_count": 1, "asked": 2}
    return SampleStratum.objects.create(sample=a_sample(world), **given | fields)


def a_case(stratum: SampleStratum, number: str = "1", **fields) -> SampledCase:
    given = {"state": "drawn", "place": 1, "area": area("s47")}
    case = SampledCase(sample=stratum.sample, stratum=stratum, **given | fields)
    case.number = number
    case.save()
    return case


@breaks("sample_standing_once")
def _(world):
    twice(a_sample, world=world)


@breaks("sample_voided_by_somebody_with_reason")
def _(world):
    a_sample(world, voided_at=timezone.now(), voided_by=world.assessor)


@breaks("stratum_place_once")
def _(world):
    stratum = a_stratum(world)
    stratum.pk = None
    stratum.save()


@breaks("stratum_asks_no_more_than_there_are")
def _(world):
    a_stratum(world, asked=4)


@breaks("sampled_case_place_once")
def _(world):
    stratum = a_stratum(world)
    a_case(stratum, "1")
    a_case(stratum, "2")


@breaks("sampled_case_number_once")
def _(world):
    stratum = a_stratum(world)
    a_case(stratum, "1", place=1)
    a_case(stratum, "1", place=2)


@breaks("sampled_case_has_place_unless_excluded_before")
def _(world):
    a_case(a_stratum(world), place=None)


@breaks("sampled_case_excluded_with_reason")
def _(world):
    a_case(a_stratum(world), state="excluded")


@breaks("sampled_case_file_only_if_drawn")
def _(world):
    a_case(a_stratum(world), state="reserve", case_file=world.case_file)


@breaks("figure_of_a_dip_sample_once")
def _(world):
    for order in (1, 2):
        SupportingFigure.objects.create(
            round=world.round,
            counted_in=world.round,
            chapter=Stage.objects.first(),
            order=order,
            label="Seen on the same day",
            counted_by="force",
        )
