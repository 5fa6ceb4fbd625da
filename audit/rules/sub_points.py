"""Sub-points as they are typed: one a line, and a line that ends with a colon leads in a group."""

from __future__ import annotations

from collections.abc import Iterable

from audit.rules.problems import Problem

LONGEST_GROUP = 120
Point = tuple[str, str]
"""The lead-in of its group ("" without one), and its text."""


def points_in(typed: str) -> list[Point]:
    """An empty line ends a group."""
    points, group = [], ""
    for line in typed.splitlines():
        words = line.strip()
        if not words:
            group = ""
        elif words.endswith(":"):
            group = words[:-1].rstrip()
        else:
            points.append((group, words))
    return points


def typed_points(points: Iterable[Point]) -> str:
    """The inverse of `points_in`."""
    lines: list[str] = []
    before = ""
    for group, text in points:
        if group != before:
            lines += [""] * bool(lines) + [f"{group}:"] * bool(group)
        lines.append(text)
        before = group
    return "\n".join(lines)


def points_problems(typed: str) -> list[Problem]:
    leads = [line.strip()[:-1] for line in typed.splitlines() if line.strip().endswith(":")]
    for lead in leads:
        if len(lead) > LONGEST_GROUP:
            message = f"“{lead[:30]}…” is too long to lead in a group. Use 120 characters or fewer."
            return [Problem("sub_points", message)]
    used = {group for group, _ in points_in(typed)}
    for lead in leads:
        if lead.rstrip() not in used:
            message = f"There is no point below “{lead[:30]}:”. Put one there, or take it out."
            return [Problem("sub_points", message)]
    return []
