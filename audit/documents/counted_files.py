"""The files whose answers and observations count, with the areas that each stands under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from audit.models import AreaGrade, CaseFile

Files = tuple["CountedFile", ...]


@dataclass(frozen=True)
class CountedFile:
    """A file with a final assessment (keys of both); its areas by key."""

    pk: int
    assessment: int
    areas: frozenset[int]


def counted_files(files: QuerySet[CaseFile]) -> Files:
    """Those of `files` with a final assessment, in two queries.

    A file stands under the areas that it is graded in; where it is not graded (a dip sample asks
    questions only), under the one it was drawn for. Reconstructed files stand for nobody's file,
    and show counts of grades and nothing else (design, section 3).
    """
    real = files.filter(reconstructed=False, final_assessment__isnull=False).order_by()
    grades = AreaGrade.objects.filter(assessment__in=real.values("final_assessment")).order_by()
    graded: dict[int, set[int]] = {}
    for assessment, area in grades.values_list("assessment", "area"):
        graded.setdefault(assessment, set()).add(area)
    rows = real.order_by("pk").values_list("pk", "final_assessment", "area")
    return tuple(
        CountedFile(pk, assessment, frozenset(graded.get(assessment, {drawn_for})))
        for pk, assessment, drawn_for in rows
        if assessment is not None
    )


def areas_graded(files: QuerySet[CaseFile]) -> dict[int, list[str]]:
    """Of each final assessment of `files` (its key) the titles of its areas, in one query."""
    finals = files.order_by().values("final_assessment")
    rows = AreaGrade.objects.filter(assessment__in=finals).order_by("assessment", "area__order")
    found: dict[int, list[str]] = {}
    for assessment, title in rows.values_list("assessment", "area__title"):
        found.setdefault(assessment, []).append(title)
    return found


def in_area(files: Iterable[CountedFile], area: int) -> Files:
    return tuple(file for file in files if area in file.areas)


def graded_in(files: QuerySet[CaseFile], area: str) -> QuerySet[CaseFile]:
    """The same for rows: those of `files` that stand under an area, by its code."""
    graded = AreaGrade.objects.filter(area__code=area).order_by().values("assessment")
    ungraded = Q(final_assessment__area_grades=None, area__code=area)
    return files.filter(Q(final_assessment__in=graded) | ungraded)
