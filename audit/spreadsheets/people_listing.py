"""What administrators take out: people, what they hold, reviews of access, the trail and jobs.
Never any case text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from audit.clock import day_of, today
from audit.documents.history import entry_fields, entry_record, entry_words
from audit.models import ForceMembership, LogEntry, RoundMember, User
from audit.rules.access_review import Use, use_of
from audit.spreadsheets.writing import Listing, local_time

PEOPLE_COLUMNS = ("Name", "E-mail address", "Roles", "Can sign in", "Last sign-in")
HOLDING_COLUMNS = (
    *("Name", "E-mail address", "Holds", "Role or part", "Force", "Inspection or audit"),
    *("Can sign in", "Last sign-in", "Use", "Second step"),
)
REVIEW_COLUMNS = ("Force", "People", "Last reviewed", "Reviewed by", "Next due", "Overdue")
TRAIL_COLUMNS = (
    *("Number", "When", "Who", "E-mail address", "Did", "Event", "Fields", "Record", "Force"),
    "Sealed",
)
JOB_COLUMNS = ("Job", "Outcome", "Failure", "Queued", "Started", "Ended", "Took")
USES = {Use.USED: "Used", Use.UNUSED: "Not lately", Use.NEVER: "Never signed in"}


def people_listing(people: Iterable[User]) -> Listing:
    rows = (
        (
            row.name,
            row.email,
            "; ".join(str(role) for role in row.memberships.all()) or None,
            row.is_active,
            local_time(row.last_login),
        )
        for row in people
    )
    return Listing("People", PEOPLE_COLUMNS, rows)


def holding_listing(
    holdings: Iterable[ForceMembership | RoundMember], second_steps: Mapping[int, list[str]]
) -> Listing:
    """A row for each role and each place in a team; `second_steps` by person."""
    rows = (
        (
            row.user.name,
            row.user.email,
            "Place in a team" if isinstance(row, RoundMember) else "Role",
            row.get_role_display(),
            str(row.round.force if isinstance(row, RoundMember) else row.force or "") or None,
            row.round.title if isinstance(row, RoundMember) else None,
            row.user.is_active,
            local_time(row.user.last_login),
            USES[use_of(day_of(row.user.last_login), today())],
            "; ".join(second_steps.get(row.user_id, [])) or None,
        )
        for row in holdings
    )
    return Listing("Roles and teams", HOLDING_COLUMNS, rows)


def review_listing(reviews: Iterable[Any]) -> Listing:
    """Of forces' reviews as the page has them (`views/access_review.ForceReview`)."""
    rows = (
        (
            str(row.force or "People without a force"),
            row.people,
            row.review.day if row.review else None,
            row.review.by if row.review else None,
            row.review.due.last if row.review else None,
            row.late,
        )
        for row in reviews
    )
    return Listing("Reviews of access", REVIEW_COLUMNS, rows)


def trail_listing(entries: Iterable[LogEntry], sealed: int) -> Listing:
    """`sealed` is the last entry that a seal closes."""
    rows = (
        (
            row.pk,
            local_time(row.at),
            row.by.name,
            row.by.email,
            entry_words(row),
            row.event,
            "; ".join(entry_fields(row)) or None,
            entry_record(row),
            str(row.force) if row.force else None,
            row.pk <= sealed,
        )
        for row in entries
    )
    return Listing("Audit trail", TRAIL_COLUMNS, rows)


def job_listing(jobs: Iterable[Any]) -> Listing:
    """Of jobs as the page shows them (`views/jobs.Job`)."""
    rows = (
        (
            row.words,
            row.outcome,
            row.failure or None,
            local_time(row.queued),
            local_time(row.started),
            local_time(row.ended),
            row.took or None,
        )
        for row in jobs
    )
    return Listing("Background jobs", JOB_COLUMNS, rows)
