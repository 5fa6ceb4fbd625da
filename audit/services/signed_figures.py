"""Whether a round's figures are still those that were signed off."""

from __future__ import annotations

from audit.documents.figures import round_figures
from audit.documents.sign_offs import still_as_signed
from audit.models import Round, SignOff
from audit.rules.problems import Problem


def figures_problems(round: Round) -> list[Problem]:
    """Nothing is published that is not what was signed off."""
    standing = SignOff.objects.standing().filter(round=round).first()
    if standing is None or still_as_signed(standing, round_figures(round).as_json()):
        return []
    return [
        Problem(
            "",
            "The figures are no longer those that were signed off. "
            "Open it again, and sign it off as it is now.",
        )
    ]
