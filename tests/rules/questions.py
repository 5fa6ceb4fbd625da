"""Questions for tests of the rules, as models.Question holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Asked:
    code: str
    kind: str = "yes_no"
    text: str = "Was it done?"
    unit: str = ""
    choices: list[dict[str, str]] = field(default_factory=list)
    starts_with: Asked | None = None
    ends_with: Asked | None = None
    counts_as_good: dict[str, Any] = field(default_factory=dict)


ARRIVED = Asked("arrived", "date_time", "When did the child arrive?")
CALLED = Asked("called", "date_time", "When was the adult called?")
WAIT = Asked("wait", "duration", "How long was it?", "hours", starts_with=ARRIVED, ends_with=CALLED)
