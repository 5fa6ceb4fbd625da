"""What a page that can be taken out as a file says of itself; `exports.py` makes the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from audit.models import Round
from audit.permissions import Right
from audit.rules.chosen import in_words
from audit.spreadsheets.writing import Listing


@dataclass(frozen=True)
class TakenOut:
    """`what` is one of rules.events.TAKEN_OUT; `right` is asked for each row."""

    what: str
    title: str
    right: Right
    listing: Callable[..., Listing] | None = None
    """The table of the rows; None where the view's own `table` makes it."""
    figures: bool = False
    """Its rows are inspections and audits, and what is taken out is counted of them."""


class CanBeTakenOut:
    """A list or a page of counts. Its address with `export` behind it leads to the file."""

    taken_out: TakenOut
    round: Round | None = None
    """The inspection or audit that the page is about."""

    def rows_to_take_out(self) -> Iterable[Any]:
        """All that the page shows with the same filter, on all its pages."""
        return self.get_queryset()  # type: ignore[attr-defined]  # of the list that this is

    def table(self, rows: Iterable[Any]) -> Listing:
        assert self.taken_out.listing is not None
        return self.taken_out.listing(rows)

    def filter_words(self) -> str:
        """What was chosen in the filter; typed words are not repeated."""
        found = getattr(self, "filter", None)
        return in_words(found.form, untold="text") if found else ""
