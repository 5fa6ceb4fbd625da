"""The one table of rights: which role may do what, and to which records.

Two questions, two tools. *Which rows does a person see?* `Model.objects.visible_to(user)`.
*May they do this to that row?* `can(user, right, obj)`, or `require(...)` as the first line
of a service. Outside a person's scope a row is missing (404); inside it without the right
the answer is no (403).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from audit.models import (
    Action,
    CaseFile,
    Force,
    ImmediateConcern,
    Recommendation,
    RecommendationLink,
    Response,
    Round,
    SourceDocument,
    User,
    Verdict,
)
from audit.models.concerns import contacts_of
from audit.rules.roles import Role, RoundRole
from audit.rules.verification import Closure


class Right(Enum):
    """What can be done. The value is its name in the table that people read."""

    SEE_PUBLISHED = "see a round's published results"
    OPEN_ROUND = "open an inspection or audit"
    SEE_CASE_FILES = "see case files"
    GRADE = "grade, answer, observe; raise immediate concern"
    ANSWER_CONCERN = "answer an immediate concern"
    SETTLE_CONCERN = "send back or close an immediate concern"
    MODERATE = "sample, allocate, moderate, sign off"
    TRANSFER_CASE_FILES = "import, export case files"
    SEE_UNPUBLISHED_FIGURES = "see unpublished figures of a round"
    WRITE_FINDINGS = "write findings, recommendations; publish"
    RECORD_SOURCES = "record what others recommend"
    ANSWER = "answer recommendations, plan, update, evidence"
    UPDATE_ACTION = "update an action"
    VERIFY = "verify"
    WRITE_OVERSIGHT = "write the oversight response"
    READ_LIBRARY = "library: read"
    CURATE_LIBRARY = "library: curate, brief"
    ADMINISTER = "users, forces, reference data, access review, trail without case text"


@dataclass(frozen=True)
class Subject:
    """What a right is asked about, boiled down to what the conditions look at."""

    force_id: int | None = None
    round: Round | None = None
    case_file: CaseFile | None = None
    concern: ImmediateConcern | None = None
    action: Action | None = None
    document: SourceDocument | None = None

    @classmethod
    def of(cls, obj: Model | None) -> Subject:
        """Of a round, a case file, or anything that hangs on one of them or on a force."""
        if obj is None:
            return cls()
        obj = _whole_of(obj)
        if isinstance(obj, Force):
            return cls(force_id=obj.pk)
        if isinstance(obj, RecommendationLink):
            return cls.of(obj.force or obj.source)
        if isinstance(obj, Response):
            asked = obj.recommendation
            return cls(force_id=obj.force_id, round=asked.round, document=asked.source_document)
        if isinstance(obj, Action):
            return cls(force_id=obj.force_id, action=obj)
        document = _document_of(obj)
        if document is not None and getattr(obj, "round_id", None) is None:
            return cls(force_id=document.force_id, document=document)
        case_file = _case_file_of(obj)
        round = obj if isinstance(obj, Round) else getattr(case_file or obj, "round", None)
        force_id = round.force_id if round else getattr(obj, "force_id", None)
        concern = obj if isinstance(obj, ImmediateConcern) else None
        return cls(force_id=force_id, round=round, case_file=case_file, concern=concern)


WHOLES = ("report", "oversight", "update", "response", "action", "recommendation", "concern")
"""By what the parts of something larger name it."""
ENDS = (Response, Action, Recommendation, Verdict)
"""Not parts: a response is one force's, and a verdict is given in a later round."""


def _whole_of(obj: Model) -> Model:
    """What a part hangs on: a version on its report, evidence on an update and so on a response."""
    while isinstance(obj, Model) and not isinstance(obj, ENDS):
        # Its own columns only: to ask what hangs on it would cost a query for each row.
        named = {field.name for field in obj._meta.concrete_fields}
        wholes = (getattr(obj, name) for name in WHOLES if name in named)
        whole = next((found for found in wholes if found is not None), None)
        if whole is None:
            break
        obj = whole
    return obj


def _document_of(obj: Any) -> SourceDocument | None:
    if isinstance(obj, SourceDocument):
        return obj
    return obj.source_document if isinstance(obj, Recommendation) else None


def _case_file_of(obj: Any) -> CaseFile | None:
    if isinstance(obj, CaseFile):
        return obj
    found: CaseFile | None = getattr(obj, "case_file", None)
    return found or getattr(getattr(obj, "assessment", None), "case_file", None)


@dataclass(frozen=True)
class Condition:
    """When a role's right reaches a subject; `label` is its cell in the table."""

    label: str
    holds: Callable[[User, str, Subject], bool]


def _own_force(user: User, role: str, subject: Subject) -> bool:
    return subject.force_id in user.scope.forces_of(role)


def _force_led(user: User, role: str, subject: Subject) -> bool:
    led = subject.round is not None and subject.round.led_by == Round.LedBy.FORCE
    return led and _own_force(user, role, subject)


def _own_rounds(user: User, role: str, subject: Subject) -> bool:
    """The force's own audits, and inspections of it once they are published."""
    if subject.round is None:
        return False
    return _own_force(user, role, subject) and (
        subject.round.led_by == Round.LedBy.FORCE or subject.round.is_published
    )


def _allocated(user: User, role: str, subject: Subject) -> bool:
    case_file = subject.case_file
    return (
        case_file is not None and user.pk in case_file.assessors and _own_force(user, role, subject)
    )


def _named_contact(user: User, role: str, subject: Subject) -> bool:
    """As the round names them; once it is late, whoever manages or moderates."""
    if subject.round is None or not _own_force(user, role, subject):
        return False
    if subject.concern is not None and subject.concern.opened_to_force:
        return True
    return user in contacts_of(subject.round)


def _raised(user: User, role: str, subject: Subject) -> bool:
    return subject.concern is not None and subject.concern.raised_by_id == user.pk


def _raised_and_allocated(user: User, role: str, subject: Subject) -> bool:
    return _raised(user, role, subject) and _allocated(user, role, subject)


def _team(user: User, role: str, subject: Subject) -> bool:
    return subject.round is not None and subject.round.pk in user.scope.team


def _team_or_earlier(user: User, role: str, subject: Subject) -> bool:
    return subject.round is not None and subject.round.pk in user.scope.team_rounds


def _team_role(*roles: str) -> Callable[[User, str, Subject], bool]:
    def holds(user: User, role: str, subject: Subject) -> bool:
        return subject.round is not None and user.scope.team.get(subject.round.pk) in roles

    return holds


def _lead_or_raised(user: User, role: str, subject: Subject) -> bool:
    led = _team_role(RoundRole.LEAD)(user, role, subject)
    return led or (_raised(user, role, subject) and _team(user, role, subject))


def _inspectorate_led(user: User, role: str, subject: Subject) -> bool:
    return subject.round is not None and subject.round.led_by == Round.LedBy.INSPECTORATE


def _own_document(user: User, role: str, subject: Subject) -> bool:
    """One that the force entered for itself."""
    return subject.document is not None and _own_force(user, role, subject)


def _public_document(user: User, role: str, subject: Subject) -> bool:
    document = subject.document
    return document is not None and document.round_id is None and document.force_id is None


def _follows_up(user: User, role: str, subject: Subject) -> bool:
    """Where the document reports no round that is held here, there is no team to be on."""
    return _team_or_earlier(user, role, subject) or (
        subject.round is None and _public_document(user, role, subject)
    )


def _closes(closure: str, reaches: Callable[[User, str, Subject], bool]) -> Condition:
    """Who verifies is data of the source; what it was asked in decides whom it reaches."""

    def holds(user: User, role: str, subject: Subject) -> bool:
        document = subject.document
        return document is not None and document.closure == closure and reaches(user, role, subject)

    return Condition("as the source says", holds)


def _own_action(user: User, role: str, subject: Subject) -> bool:
    owned = subject.action is not None and subject.action.owner_id == user.pk
    return owned and _own_force(user, role, subject)


YES = Condition("✓", lambda user, role, subject: True)
OWN_FORCE = Condition("own force's", _own_force)
FORCE_LED = Condition("force-led", _force_led)
OWN_ROUNDS = Condition("own force's rounds", _own_rounds)
ALLOCATED = Condition("allocated", _allocated)
INSPECTORATE_LED = Condition("inspectorate-led", _inspectorate_led)
TEAM = Condition("team's", _team)
TEAM_OR_EARLIER = Condition("team's and earlier", _team_or_earlier)
LEAD = Condition("lead", _team_role(RoundRole.LEAD))
NAMED_CONTACT = Condition("named contact", _named_contact)
RAISED = Condition("raised by them", _raised_and_allocated)
LEAD_OR_RAISED = Condition("lead, or raised by them", _lead_or_raised)
OWN_DOCUMENTS = Condition("own force's documents", _own_document)
PUBLIC_DOCUMENTS = Condition("public documents", _public_document)
OWN_ACTIONS = Condition("own actions", _own_action)
FORCE_CLOSES = _closes(Closure.FORCE, _own_force)
INSPECTORATE_CLOSES = _closes(Closure.INSPECTORATE, _follows_up)
LEAD_OR_MODERATOR = Condition("lead or moderator", _team_role(RoundRole.LEAD, RoundRole.MODERATOR))

TABLE: dict[Role, dict[Right, Condition]] = {
    Role.AUDITOR: {
        Right.SEE_PUBLISHED: YES,
        Right.SEE_CASE_FILES: ALLOCATED,
        Right.GRADE: ALLOCATED,
        Right.SETTLE_CONCERN: RAISED,
        Right.TRANSFER_CASE_FILES: ALLOCATED,
        Right.READ_LIBRARY: YES,
    },
    Role.MODERATOR: {
        Right.SEE_PUBLISHED: YES,
        Right.OPEN_ROUND: FORCE_LED,
        Right.SEE_CASE_FILES: OWN_ROUNDS,
        Right.GRADE: FORCE_LED,
        Right.ANSWER_CONCERN: NAMED_CONTACT,
        Right.SETTLE_CONCERN: FORCE_LED,
        Right.MODERATE: FORCE_LED,
        Right.TRANSFER_CASE_FILES: OWN_ROUNDS,
        Right.SEE_UNPUBLISHED_FIGURES: FORCE_LED,
        Right.WRITE_FINDINGS: FORCE_LED,
        Right.RECORD_SOURCES: OWN_DOCUMENTS,
        Right.READ_LIBRARY: YES,
        Right.CURATE_LIBRARY: YES,
    },
    Role.MANAGER: {
        Right.SEE_PUBLISHED: YES,
        Right.SEE_UNPUBLISHED_FIGURES: FORCE_LED,
        Right.ANSWER_CONCERN: NAMED_CONTACT,
        Right.RECORD_SOURCES: OWN_DOCUMENTS,
        Right.ANSWER: OWN_FORCE,
        Right.UPDATE_ACTION: OWN_FORCE,
        Right.VERIFY: FORCE_CLOSES,
        Right.READ_LIBRARY: YES,
    },
    Role.ACTION_OWNER: {Right.UPDATE_ACTION: OWN_ACTIONS},
    Role.OBSERVER: {
        Right.SEE_PUBLISHED: YES,
        Right.WRITE_OVERSIGHT: OWN_FORCE,
        Right.READ_LIBRARY: YES,
    },
    Role.INSPECTOR: {
        Right.SEE_PUBLISHED: YES,
        Right.OPEN_ROUND: INSPECTORATE_LED,
        Right.SEE_CASE_FILES: TEAM_OR_EARLIER,
        Right.GRADE: TEAM,
        Right.SETTLE_CONCERN: LEAD_OR_RAISED,
        Right.MODERATE: LEAD_OR_MODERATOR,
        Right.TRANSFER_CASE_FILES: TEAM,
        Right.SEE_UNPUBLISHED_FIGURES: TEAM_OR_EARLIER,
        Right.WRITE_FINDINGS: LEAD,
        Right.RECORD_SOURCES: PUBLIC_DOCUMENTS,
        Right.VERIFY: INSPECTORATE_CLOSES,
        Right.READ_LIBRARY: YES,
        Right.CURATE_LIBRARY: YES,
    },
    Role.ADMINISTRATOR: {Right.ADMINISTER: YES},
}


def can(user: User, right: Right, obj: Model | None = None) -> bool:
    """Whether `user` may do `right` to `obj`.

    The service account of set-up may do everything; an inactive person nothing.
    """
    if user.is_service:
        return True
    if not user.is_active:
        return False
    subject = Subject.of(obj)
    return any(
        role in user.scope.forces and condition.holds(user, role, subject)
        for role, rights in TABLE.items()
        if (condition := rights.get(right))
    )


def can_somewhere(user: User, right: Right) -> bool:
    """Whether any role of `user` holds `right` at all: for navigation, never for a change."""
    return user.is_service or any(right in TABLE[Role(role)] for role in user.scope.forces)


def require(user: User, right: Right, obj: Model | None = None) -> None:
    """Raises PermissionDenied unless `can(user, right, obj)`."""
    if not can(user, right, obj):
        raise PermissionDenied(f"This needs the right to: {right.value}.")


def require_somewhere(user: User, right: Right) -> None:
    """For a page that makes something new: raises PermissionDenied unless it can be anywhere."""
    if not can_somewhere(user, right):
        raise PermissionDenied(f"This needs the right to: {right.value}.")


def can_see_figures(user: User, round: Round) -> bool:
    """Whether the round's counts are open to `user`: published ones to readers, else by right."""
    if round.is_published and can(user, Right.SEE_PUBLISHED, round):
        return True
    return can(user, Right.SEE_UNPUBLISHED_FIGURES, round)


def sees_every_case_file(user: User, round: Round) -> bool:
    """Whether a count can be a link: the list behind it must show as many files as it says."""
    return can(user, Right.SEE_CASE_FILES, round)


def rights_table() -> str:
    """The table as Markdown, as it stands in audit/README.md."""
    rows = [["right", *(role.label.lower() for role in TABLE)], ["---"] * (len(TABLE) + 1)]
    for right in Right:
        held = (rights.get(right) for rights in TABLE.values())
        rows.append([right.value, *(condition.label if condition else "–" for condition in held)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
