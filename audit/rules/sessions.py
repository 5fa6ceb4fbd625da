"""How long a session may be used: when it locks, and when it ends.

ASVS 5.0, chapter 7 (an idle and an absolute limit), and NIST 800-63B for how long they may be.
All times are seconds since the epoch, or between two such.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

TOUCHED_EVERY = 60
"""Activity is written down at most once in so long, because each time is a write."""
WARNED_BEFORE_LOCK = 2 * 60
WARNED_BEFORE_END = 15 * 60


class SessionState(TextChoices):
    OPEN = "open"
    LOCKED = "locked"
    ENDED = "ended"


@dataclass(frozen=True)
class SessionTimes:
    """When somebody signed in, and when they were last active; limits from the settings."""

    began: float
    active: float
    idle_limit: float
    limit: float

    def state(self, now: float) -> SessionState:
        if now >= self.ends_at:
            return SessionState.ENDED
        if now >= self.locks_at:
            return SessionState.LOCKED
        return SessionState.OPEN

    @property
    def locks_at(self) -> float:
        return self.active + self.idle_limit

    @property
    def ends_at(self) -> float:
        return self.began + self.limit

    def is_worth_touching(self, now: float) -> bool:
        return now - self.active >= min(TOUCHED_EVERY, self.idle_limit / 10)

    def ends_soon(self, now: float) -> bool:
        return now >= self.ends_at - WARNED_BEFORE_END
