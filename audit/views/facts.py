"""The facts counted: what the files say to each question, in all or in one area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audit.documents.case_file_audit import with_charts
from audit.documents.facts_told import facts_part
from audit.models import Round
from audit.permissions import Right, can_somewhere
from audit.spreadsheets.figures_listing import facts_listing
from audit.spreadsheets.writing import Listing
from audit.views.counts import Counts
from audit.views.figures import FiguresView
from audit.views.taken_out import TakenOut


class FactsView(FiguresView):
    template_name = "audit/facts/page.html"
    taken_out = TakenOut("facts", "Facts counted", Right.SEE_PUBLISHED, figures=True)

    def table(self, rows: Iterable[Round]) -> Listing:
        return facts_listing(rows, self.area())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        area = self.area()
        stages = with_charts(facts_part(self.figures.facts, area))
        return context | {
            "areas": self.areas(),
            "area": area,
            "stages": linked_stages(stages, self.counts, area),
            "may_lend": can_somewhere(self.request.user, Right.WRITE_FINDINGS),
        }


def linked_stages(
    stages: list[dict[str, Any]], counts: Counts, area: str = ""
) -> list[dict[str, Any]]:
    """The stages with a link from each count to its files."""
    return [
        {**stage, "tables": [_linked(table, counts, area) for table in stage["tables"]]}
        for stage in stages
    ]


def _linked(table: dict[str, Any], counts: Counts, area: str) -> dict[str, Any]:
    rows = [
        {
            **row,
            "counts": [
                counts.link(
                    cell["count"],
                    area=area,
                    question=row["code"],
                    answer=cell["answer"],
                )
                for cell in row["cells"]
            ],
        }
        for row in table["rows"]
    ]
    return {**table, "rows": rows}
