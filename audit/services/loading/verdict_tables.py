"""What a file says that a later round found of earlier recommendations."""

from __future__ import annotations

from audit.models import Recommendation, SubPoint, Verdict
from audit.models.verdicts import rounds_before
from audit.rules.verdicts import Movement, StateNow, verdict_problems
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, refuse


def load_verdict(loading: Loading, cells: Cells) -> None:
    """On a recommendation of a round before, by its document's code and its number there."""
    recommendation = _recommendation(loading, cells)
    movement = cells.choice("movement", Movement)
    state_now = cells.choice("state_now", StateNow)
    refuse(verdict_problems(movement, state_now, cells.raw("text")))
    loading.put(
        Verdict,
        cells,
        {
            "round": loading.round,
            "recommendation": recommendation,
            "sub_point": _sub_point(cells, recommendation),
        },
        movement=movement,
        state_now=state_now,
        text=cells.raw("text"),
    )


def _recommendation(loading: Loading, cells: Cells) -> Recommendation:
    code, number = cells.text("document"), cells.number("recommendation")
    if number is None:
        raise CellError("recommendation is empty. Fill it in.")
    before = [round.pk for round in rounds_before(loading.round)]
    rows = Recommendation.objects.filter(round__in=before, source_document__code=code)
    found = rows.filter(number=number).first()
    if found is None:
        raise CellError(
            f"recommendation: {code} has no number {number} in what this one follows. Load that "
            "first, and name it as “previous” in round.csv."
        )
    return found


def _sub_point(cells: Cells, recommendation: Recommendation) -> SubPoint | None:
    order = cells.number("sub_point")
    if order is None:
        return None
    found = recommendation.sub_points.filter(order=order).first()
    if found is None:
        raise CellError(f"sub_point: recommendation {recommendation.number} has no point {order}.")
    return found
