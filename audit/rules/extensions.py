"""More time for an answer: only where the rule gives it, and as late as the rule allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from audit.rules.dates import PartialDate, add_months, day_text
from audit.rules.deadlines import Clock, Due
from audit.rules.problems import Problem


@dataclass(frozen=True)
class Extending:
    """Who may give more time, on whose authority, and whether they may be asked after the end."""

    by: str
    source: str
    after_end: bool


EXTENSIONS: dict[Clock, Extending] = {
    Clock.IOPC_RESPONSE: Extending(
        "the IOPC’s Director General",
        "Police Reform Act 2002, Schedule 3, paragraph 28B(3)",
        after_end=False,
    ),
    Clock.CORONER_RESPONSE: Extending(
        "the coroner",
        "Coroners (Investigations) Regulations 2013, regulation 29(5)",
        after_end=True,
    ),
}
"""A clock that is not here cannot be extended. The days that a judicial review adds to the
IOPC's clock (28B(4)) come by the proceedings, not on application, and are not counted here."""


LONGEST_MONTHS = 12
"""No law says so; longer than that at once is a slip of the pen."""


@dataclass(frozen=True)
class Extended:
    """More time that was given."""

    until: date
    applied_on: date

    def __str__(self) -> str:
        applied = day_text(self.applied_on)
        return f"extended to {day_text(self.until)} on the application of {applied}"


def extension_problems(
    *,
    clock: Clock | None,
    started: PartialDate | None,
    counted: Due | None,
    running: Due | None,
    until: date,
    applied_on: date,
    today: date,
) -> list[Problem]:
    """`counted` is the clock's own end, `running` that end with what was given before.

    The law speaks of an application before the end of the period itself, so an earlier extension
    gives no longer to ask for the next.
    """
    rule = EXTENSIONS.get(clock) if clock else None
    if rule is None:
        return [Problem("", "No law gives more time for this answer. Answer it, late if need be.")]
    if started is None or counted is None or running is None:
        return [Problem("", "Its clock has not started. Record first when it was made or sent.")]
    problems = []
    if until <= running.last:
        problems.append(
            Problem("until", f"The new last day must be after {running}, the last day now.")
        )
    elif until > (latest := add_months(running.last, LONGEST_MONTHS)):
        problems.append(
            Problem(
                "until",
                f"This is more than a year after {running}, the last day now. "
                f"Enter {day_text(latest)} or before.",
            )
        )
    if applied_on > today:
        problems.append(Problem("applied_on", "The application cannot be in the future."))
    elif applied_on < started.first:
        problems.append(
            Problem("applied_on", f"The application cannot be before the clock started, {started}.")
        )
    elif applied_on > counted.last and not rule.after_end:
        problems.append(Problem("applied_on", _too_late(applied_on, counted, rule)))
    return problems


def _too_late(applied_on: date, counted: Due, rule: Extending) -> str:
    return (
        f"The application came on {day_text(applied_on)}, after the last day ({counted}). "
        f"{rule.by[0].upper()}{rule.by[1:]} may give more time only where they are asked before "
        f"the end ({rule.source})."
    )
