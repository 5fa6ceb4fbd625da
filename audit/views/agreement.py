"""How far the force, the assessors and the agreed grades agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audit.documents.agreement_told import STUDIES, agreement_part, by_person
from audit.models import Round
from audit.permissions import Right, can
from audit.spreadsheets.figures_listing import agreement_listing
from audit.spreadsheets.writing import Listing
from audit.views.figures import FiguresView
from audit.views.taken_out import TakenOut


class AgreementView(FiguresView):
    """Each person's agreement is for those who moderate; nobody's is in a document."""

    template_name = "audit/agreement/page.html"
    taken_out = TakenOut("agreement", "Agreement", Right.SEE_PUBLISHED, figures=True)

    def table(self, rows: Iterable[Round]) -> Listing:
        return agreement_listing(rows, persons=can(self.request.user, Right.MODERATE, self.round))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        figures, round = self.figures, self.object
        persons = {}
        if can(self.request.user, Right.MODERATE, round):
            persons = by_person(figures.agreement)
        return context | {
            "compared": [
                {**part, "people": persons.get(part["between"])}
                for part in agreement_part(figures.agreement, figures.scale)
            ],
            "studies": STUDIES,
        }
