"""The states that things pass through, and which step may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices


class TransitionError(ValueError):
    """A step that may not be taken from the present state; the message says why."""


class StaleError(ValueError):
    """Somebody saved the same thing after this form was opened; the message says what to do."""


class RoundStatus(TextChoices):
    PLANNED = "planned", "Planned"
    FIELDWORK = "fieldwork", "Fieldwork"
    SIGNED_OFF = "signed_off", "Signed off"
    PUBLISHED = "published", "Published"


class CaseFileStatus(TextChoices):
    TO_GRADE = "to_grade", "To grade"
    IN_PROGRESS = "in_progress", "In progress"
    SUBMITTED = "submitted", "Submitted"
    AGREED = "agreed", "Agreed"


class AssessmentStatus(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    AGREED = "agreed", "Agreed"
    SET_ASIDE = "set_aside", "Set aside"


class ResponseStatus(TextChoices):
    AWAITING = "awaiting_response", "Awaiting response"
    ACCEPTED = "accepted", "Accepted"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    IN_PROGRESS = "in_progress", "In progress"
    DELIVERED = "delivered", "Delivered"
    RETURNED = "returned", "Returned"
    VERIFIED = "verified", "Verified"
    SUPERSEDED = "superseded", "Superseded"


Table = Mapping[str, frozenset[str]]

ROUND_STEPS: Table = {
    RoundStatus.PLANNED: frozenset({RoundStatus.FIELDWORK}),
    RoundStatus.FIELDWORK: frozenset({RoundStatus.PLANNED, RoundStatus.SIGNED_OFF}),
    RoundStatus.SIGNED_OFF: frozenset({RoundStatus.FIELDWORK, RoundStatus.PUBLISHED}),
    RoundStatus.PUBLISHED: frozenset(),
}

ASSESSMENT_STEPS: Table = {
    AssessmentStatus.DRAFT: frozenset({AssessmentStatus.SUBMITTED, AssessmentStatus.SET_ASIDE}),
    AssessmentStatus.SUBMITTED: frozenset(
        {AssessmentStatus.DRAFT, AssessmentStatus.AGREED, AssessmentStatus.SET_ASIDE}
    ),
    AssessmentStatus.AGREED: frozenset({AssessmentStatus.DRAFT}),
    # The file was taken back; it comes back as a draft with the file.
    AssessmentStatus.SET_ASIDE: frozenset({AssessmentStatus.DRAFT}),
}

_ANSWERS = frozenset(
    {ResponseStatus.ACCEPTED, ResponseStatus.ACCEPTED_IN_PART, ResponseStatus.NOT_ACCEPTED}
)
# A force may think again until work has begun. That it does not accept is a valid end.
RESPONSE_STEPS: Table = {
    ResponseStatus.AWAITING: _ANSWERS | {ResponseStatus.SUPERSEDED},
    ResponseStatus.ACCEPTED: frozenset(
        {
            ResponseStatus.ACCEPTED_IN_PART,
            ResponseStatus.NOT_ACCEPTED,
            ResponseStatus.IN_PROGRESS,
            ResponseStatus.SUPERSEDED,
        }
    ),
    ResponseStatus.ACCEPTED_IN_PART: frozenset(
        {
            ResponseStatus.ACCEPTED,
            ResponseStatus.NOT_ACCEPTED,
            ResponseStatus.IN_PROGRESS,
            ResponseStatus.SUPERSEDED,
        }
    ),
    ResponseStatus.NOT_ACCEPTED: frozenset(
        {ResponseStatus.ACCEPTED, ResponseStatus.ACCEPTED_IN_PART, ResponseStatus.SUPERSEDED}
    ),
    ResponseStatus.IN_PROGRESS: frozenset({ResponseStatus.DELIVERED, ResponseStatus.SUPERSEDED}),
    ResponseStatus.DELIVERED: frozenset({ResponseStatus.VERIFIED, ResponseStatus.RETURNED}),
    ResponseStatus.RETURNED: frozenset({ResponseStatus.IN_PROGRESS, ResponseStatus.SUPERSEDED}),
    ResponseStatus.VERIFIED: frozenset(),
    ResponseStatus.SUPERSEDED: frozenset(),
}


def require_step(table: Table, before: str, after: str, thing: str) -> None:
    """Raises TransitionError unless `table` lets `thing` go from `before` to `after`."""
    if after in table[before]:
        return
    possible = ", ".join(sorted(_words(state) for state in table[before])) or "none"
    raise TransitionError(
        f"{thing} that is {_words(before)} cannot become {_words(after)}. Possible: {possible}."
    )


def _words(state: str) -> str:
    return state.replace("_", " ")
