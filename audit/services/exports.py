"""Taking rows out: whose they may be, and the entries that say that they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from audit.models import Round, User
from audit.permissions import Right, Subject, can, can_see_figures, require, require_somewhere
from audit.services.loading.standing import StandingRound
from audit.services.trail import record, record_many

T = TypeVar("T")
MOST_ROWS = 100_000
"""Of one list: more would keep others waiting, and no spreadsheet program likes them."""


BY_FORCE = {"inspections_and_audits", "all_grade_figures"}
"""Lists of which every row is another inspection or audit: an entry for each force says enough."""


class TooManyRowsError(ValueError):
    """The message says what to do."""


def rows_take_out(
    *,
    what: str,
    rows: Iterable[Any],
    right: Right,
    told: Callable[[Iterator[Any]], T],
    form: str,
    by: User,
) -> T:
    """What `told`, which reads them all, makes of those of `rows` that `by` may take out.

    Each inspection or audit of theirs (or force, where they are of none) gets an entry: how many
    rows, and as what; never what is in them. `what` is one of rules.events.TAKEN_OUT. Rows have
    beside them what they hang on, or each costs a query.
    """
    require_somewhere(by, right)
    taken = (row for row in rows if can(by, right, row))
    return _taken(what, taken, told, form, by)


def figures_take_out(
    *, what: str, rounds: Iterable[Round], told: Callable[[Iterator[Any]], T], form: str, by: User
) -> T:
    """The same for what is counted of `rounds`: published or not, as `by` may see it."""
    require_somewhere(by, Right.SEE_PUBLISHED)
    taken = (round for round in rounds if can_see_figures(by, round))
    return _taken(what, taken, told, form, by)


def _taken(
    what: str, rows: Iterator[Any], told: Callable[[Iterator[Any]], T], form: str, by: User
) -> T:
    about: Counter[Model | None] = Counter()
    made = told(_counted(what, rows, about))
    counts = {subject or User.objects.service_account(): rows for subject, rows in about.items()}
    with transaction.atomic():
        record_many(
            f"{what}.exported",
            list(counts),
            by=by,
            before=[{} for _ in counts],
            after=[{"rows": rows, "form": form} for rows in counts.values()],
        )
    return made


def _counted(what: str, rows: Iterator[Any], about: Counter[Model | None]) -> Iterator[Any]:
    for place, row in enumerate(rows):
        if place == MOST_ROWS:
            raise TooManyRowsError(
                f"There are more than {MOST_ROWS:,} rows. Choose a filter that leaves fewer, then "
                "take them out."
            )
        about.update([row.force] if what in BY_FORCE else _subjects(row))
        yield row


def _subjects(row: Any) -> Iterable[Model | None]:
    """What an entry about `row` is about; None for what belongs to no force, which is recorded
    about the account of set-up: it is always there."""
    if round := Subject.of(row).round:
        return [round]
    if isinstance(row, User):
        return {held.force for held in row.memberships.all()} or [None]
    return [getattr(row, "force", None) or getattr(row, "source_document", None)]


@transaction.atomic
def round_take_out(*, round: Round, by: User) -> StandingRound:
    """All that is done with the case files of `round`, their local numbers in the clear.

    For those who may bring it back: they see every file, and its numbers by the same right. That
    the numbers were looked at is recorded for each file that has some.
    """
    require(by, Right.MODERATE, round)
    standing = StandingRound(round, by)
    numbered = {row.values["reference"] for row in standing.tables["local_numbers.csv"]}
    files = [row for row in standing.files.values() if row.reference in numbered]
    nothing: list[dict[str, str]] = [{} for _ in files]
    record_many("local_numbers.revealed", files, by=by, before=nothing, after=nothing)
    record("round.workbook_taken_out", round, by=by, after={"files": len(standing.files)})
    return standing
