"""Scales for tests of the rules: the NCPI's, and one of another length and other codes."""

from audit.rules.counting import Tally
from audit.rules.grading import Scale

NCPI = Scale.from_json(
    [
        {"code": "good", "title": "Good", "in_report": "good"},
        {
            "code": "requires_improvement",
            "title": "Requires improvement",
            "in_report": "requiring improvement",
        },
        {"code": "inadequate", "title": "Inadequate", "in_report": "inadequate"},
    ]
)
FIVE_STEPS = Scale.from_json(
    [
        {"code": code, "title": code.title(), "in_report": code}
        for code in ("outstanding", "good", "adequate", "improve", "inadequate")
    ]
)


def tally(*counts: int, scale: Scale = NCPI) -> Tally:
    """Counts in the order of the scale, best grade first."""
    return Tally.of(scale, dict(zip(scale.codes, counts, strict=True)))
