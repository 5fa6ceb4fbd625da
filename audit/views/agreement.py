"""How far the force, the assessors and the agreed grades agree."""

from __future__ import annotations

from typing import Any

from audit.documents.agreement_told import STUDIES, agreement_part, by_person
from audit.permissions import Right, can
from audit.views.figures import FiguresView


class AgreementView(FiguresView):
    """Each person's agreement is for those who moderate; nobody's is in a document."""

    template_name = "audit/agreement/page.html"

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
