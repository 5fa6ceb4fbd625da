"""What falls due in a force by month, and how its register has moved over the last year."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from audit.charts.register import register_areas, register_finding
from audit.clock import today
from audit.documents.falling_due import WHAT, Falling, Month, falling_due, month_of, months
from audit.documents.register import entries_on
from audit.rules.register import Counted, counted_on, month_ends
from audit.rules.responses import OPEN
from audit.rules.transitions import ResponseStatus
from audit.views.lists import PagedListView
from audit.views.register import Count, OfForceMixin, with_changes

MONTHS = 12
CLOSED = (ResponseStatus.NOT_ACCEPTED, ResponseStatus.SUPERSEDED)
COLUMNS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Open", "open", {"status": [*OPEN]}),
    ("Of these overdue", "late", {"late": "overdue"}),
    ("Delivered", "delivered", {"status": ResponseStatus.DELIVERED}),
    ("Verified", "verified", {"status": ResponseStatus.VERIFIED}),
    ("Not accepted or superseded", "closed", {"status": [*CLOSED]}),
    ("All", "total", {}),
)
"""Title, the number of `Counted`, and what to choose in the register to see its lines."""


class RegisterTimelineView(OfForceMixin, PagedListView):
    template_name = "audit/register/timeline.html"

    def get_queryset(self) -> list[Falling]:
        day = today()
        self.found = falling_due(entries_on(self.lines, day), day)
        month, what = self.request.GET.get("month"), self.request.GET.get("what")
        return [
            one
            for one in self.found
            if (not month or month_of(one, day) == month) and (not what or one.what == what)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = [line.asked for line in self.lines]
        first = min((one.put_on for one in asked), default=today())
        counted = [counted_on(asked, day) for day in month_ends(today(), MONTHS, first)]
        finding = register_finding(counted)
        by_month = months(self.found, today())
        chosen = {month.code: month.title for month in by_month}
        return super().get_context_data(
            force=self.force,
            day=today(),
            months=[self._month(month) for month in by_month],
            headings=[*WHAT.values(), "All"],
            month=chosen.get(self.request.GET.get("month", "")),
            what=WHAT.get(self.request.GET.get("what", "")),
            finding=finding,
            chart=register_areas(counted, finding),
            columns=[title for title, *_ in COLUMNS],
            rows=[self._row(row) for row in reversed(counted)],
            **kwargs,
        )

    def _month(self, month: Month) -> dict[str, Any]:
        numbers = [
            Count(label, month.counts[what], self._address(month.code, what))
            for what, label in WHAT.items()
        ]
        every = Count("All", month.counts.total(), self._address(month.code, None))
        return {"title": month.title, "counts": [*numbers, every]}

    def _address(self, month: str, what: str | None) -> str:
        address = with_changes(self.request, {"month": month, "what": what, "page": None})
        return f"{address}#falling-due"

    def _row(self, counted: Counted) -> dict[str, Any]:
        return {
            "day": counted.day,
            "counts": [
                Count(title, getattr(counted, name), self._lines_on(counted, chosen))
                for title, name, chosen in COLUMNS
            ],
        }

    def _lines_on(self, counted: Counted, chosen: dict[str, Any]) -> str:
        query = {"as_at": counted.day.isoformat(), **chosen}
        return reverse("register", args=[self.force.code], query=query)
