"""Counts on a page, each with the address of the case files behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from audit.forms.case_file_filter import ANY_GRADE, NO_GRADE
from audit.models import Round


@dataclass(frozen=True)
class Count:
    """`url` is "" for nothing to show, and for readers who may not open the files."""

    number: int
    url: str


@dataclass(frozen=True)
class CountRow:
    title: str
    code: str
    cells: list[Count]


class Counts:
    """Builds the counts of one round for one reader."""

    def __init__(self, round: Round, *, linked: bool) -> None:
        self.round = round
        self.linked = linked

    def row(self, title: str, code: str, counts: Mapping[str, int]) -> CountRow:
        """A count per grade of the scale, and the total; `code` is an area's, or "" for all."""
        grades = [*self.round.framework.scale.codes, "total"]
        cells = [
            self.count(counts[grade], grade=ANY_GRADE if grade == "total" else grade, area=code)
            for grade in grades
        ]
        return CountRow(title, code, cells)

    def plain(self, title: str, counts: Mapping[str, int]) -> CountRow:
        """Without links: a sum over areas counts results, and no list of files shows those."""
        grades = [*self.round.framework.scale.codes, "total"]
        return CountRow(title, "", [Count(counts[grade], "") for grade in grades])

    def ungraded(self, number: int) -> Count:
        return self.count(number, grade=NO_GRADE, area="")

    def count(self, number: int, *, grade: str, area: str) -> Count:
        return self.link(number, area=area, grade=grade)

    def link(self, number: int, **chosen: str) -> Count:
        """A count behind which the list of case files shows what is `chosen` in its filter."""
        if not self.linked or not number:
            return Count(number, "")
        # `forget`: words that were looked for earlier would hide some of what is counted here.
        chosen = {"round": self.round.code, **chosen, "forget": "text"}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return Count(number, f"{reverse('case-file-list')}?{query}")
