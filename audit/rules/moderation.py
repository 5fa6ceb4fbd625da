"""Moderation: how far assessors lie apart, which file comes first, what keeps one from being
agreed. The scale is the framework's; nothing here knows which grades there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.rules.grading import Scale, rationale_problems
from audit.rules.problems import Problem


@dataclass(frozen=True)
class Grades:
    """What one person gave: by the area's code, and overall. "" is no grade."""

    by_area: Mapping[str, str]
    overall: str = ""


def distance(scale: Scale, given: Sequence[Grades]) -> int:
    """By how many places of the scale the two furthest apart differ, overall or in an area that
    several graded; 0 where they agree, or where only one person graded."""
    areas = {area for grades in given for area in grades.by_area}
    compared = [[grades.overall for grades in given]]
    compared += [[grades.by_area.get(area, "") for grades in given] for area in areas]
    return max(_spread(scale, codes) for codes in compared)


def _spread(scale: Scale, codes: Sequence[str]) -> int:
    places = [scale.codes.index(code) for code in codes if code in scale]
    return max(places) - min(places) if places else 0


def match(given: Sequence[Grades]) -> bool:
    """Whether all gave the same grades under the same areas; one person matches themselves."""
    return all(grades == given[0] for grades in given[1:])


@dataclass(frozen=True)
class Place:
    """What decides where a file stands in the queue."""

    assessors: int
    distance: int
    matches: bool
    open_queries: int
    reference: str

    @property
    def key(self) -> tuple[int, int, int, int, str]:
        """The furthest apart first; then those with open queries; those that one person graded
        after all that two did."""
        return (
            int(self.assessors < 2),
            -self.distance,
            int(self.matches),
            -self.open_queries,
            self.reference,
        )


@dataclass(frozen=True)
class Standing:
    """What there is of a file when somebody wants to agree it."""

    submitted: int
    drafts: int
    blind: bool
    open_queries: int


def standing_problems(standing: Standing) -> list[Problem]:
    """What keeps a file from being agreed at all."""
    problems = []
    if standing.blind:
        problems.append(
            Problem("", "Two people grade this file, and not both have submitted. Wait for both.")
        )
    elif standing.drafts:
        problems.append(
            Problem("", "An assessment of this file is still a draft. Wait until it is submitted.")
        )
    elif not standing.submitted:
        problems.append(Problem("", "Nobody has submitted an assessment of this file yet."))
    if standing.open_queries:
        problems.append(Problem("", "A query on this file is open. Resolve it first."))
    return problems


def why_problems(scale: Scale, agreed: Grades, given: Sequence[Grades], why: str) -> list[Problem]:
    """A reason is asked for where assessors differ, where another grade is agreed than they
    gave, and for the lowest grade."""
    if why.strip():
        return []
    if not match(given):
        return [Problem("why", "Say why: the assessors gave different grades.")]
    if any(agreed != grades for grades in given):
        return [Problem("why", "Say why: this is another grade than the assessor gave.")]
    return [
        Problem("why", problem.message)
        for problem in rationale_problems(scale, [*agreed.by_area.values(), agreed.overall], why)
    ]
