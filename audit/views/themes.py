"""Themes counted, and the step by which a counted theme becomes a common theme of the report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from audit.charts.themes import theme_bars, themes_finding
from audit.documents.case_file_audit import CHARTED, theme_rows
from audit.documents.themes import themes_part
from audit.forms.findings import CommonThemeForm
from audit.models import CommonTheme, Round
from audit.permissions import Right, can
from audit.rules.grading import Polarity
from audit.services.findings import common_theme_add
from audit.spreadsheets.figures_listing import themes_listing
from audit.spreadsheets.writing import Listing
from audit.views.actions import OfRoundView
from audit.views.figures import FiguresView
from audit.views.taken_out import TakenOut


class ThemesView(FiguresView):
    template_name = "audit/themes/page.html"
    taken_out = TakenOut("themes", "Themes counted", Right.SEE_PUBLISHED, figures=True)

    def table(self, rows: Iterable[Round]) -> Listing:
        return themes_listing(rows, self.area())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        part, area = themes_part(self.figures.themes), self.area()
        shown = _within(part, area)
        rows = theme_rows(shown["themes"])
        finding = themes_finding(rows, shown["files"])
        in_report = self._in_report(area)
        return context | {
            "areas": self.areas(),
            "area": area,
            "themes": [self._row(row, area, in_report) for row in shown["themes"]],
            "finding": finding,
            "chart": theme_bars(rows[:CHARTED], finding) if rows else "",
            "left_out": len(rows) > CHARTED,
            "may_write": can(self.request.user, Right.WRITE_FINDINGS, self.object),
        }

    def _in_report(self, area: str) -> set[tuple[str, str]]:
        """(theme, polarity) of the area's common themes."""
        own = CommonTheme.objects.visible_to(self.request.user).filter(round=self.object)
        return set(own.filter(area__code=area).values_list("themes__code", "polarity"))

    def _row(
        self, row: dict[str, Any], area: str, in_report: set[tuple[str, str]]
    ) -> dict[str, Any]:
        """`counts` holds a strength and a weakness, each with whether the report has it."""
        counts = [
            {
                "polarity": polarity,
                "label": polarity.label,
                "count": self.counts.link(
                    row[polarity], area=area, theme=row["code"], polarity=polarity
                ),
                "in_report": (row["code"], polarity) in in_report,
            }
            for polarity in Polarity
        ]
        return {**row, "counts": counts}


def _within(part: dict[str, Any], area: str) -> dict[str, Any]:
    """All files' themes, or one area's; none where nobody saw any in it."""
    if not area:
        return {"files": part["files"], "themes": part["overall"]}
    found = (entry for entry in part["areas"] if entry["code"] == area)
    return next(found, {"files": 0, "themes": []})


class CommonThemeAddView(OfRoundView):
    """One click beside a count sends it here; a page of its own for who comes without one."""

    form_class = CommonThemeForm
    template_name = "audit/themes/add.html"
    right = Right.WRITE_FINDINGS
    success_message = "The theme stands in the report now."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "round": self.object, "user": self.request.user}

    def act(self, form: CommonThemeForm) -> CommonTheme:
        return common_theme_add(round=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: CommonTheme) -> str:
        page = reverse("round-themes", args=[self.object.code])
        return f"{page}?{urlencode({'area': result.area.code})}"
