"""What waits for a person: what is overdue, what is due soon, and what they are to verify.

Managers wait for all of their force, owners and deputies for what is theirs, action owners for
their actions, inspectors and second managers for what was delivered and is theirs to verify, and
observers for the response that their body has to publish.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q

from audit.documents.clocks import OVERSIGHT_RESPONSE
from audit.models import Action, Force, ReportVersion, Response, Round, User
from audit.models.actions import ActionQuerySet
from audit.models.response_clocks import facts_of_response
from audit.models.responses import ResponseQuerySet
from audit.permissions import Right, can
from audit.rules.clocks import running_clocks
from audit.rules.dates import Precision
from audit.rules.deadlines import Clock, Due, due
from audit.rules.roles import Role
from audit.rules.transitions import ResponseStatus, RoundStatus


@dataclass(frozen=True)
class Item:
    """One thing that waits, on the page of `about`. `name` holds numbers and a publisher, never a
    text; `title` is what the thing is called, for pages alone; `key` tells it from every other."""

    key: str
    name: str
    title: str
    what: str
    about: Response | Action | Round
    due: Due | None = None

    @property
    def address(self) -> str:
        return self.about.get_absolute_url()


@dataclass(frozen=True)
class Waiting:
    """`later`: what is to be done, but not so soon, or by no date. Of that nobody is reminded."""

    overdue: list[Item] = field(default_factory=list)
    due_soon: list[Item] = field(default_factory=list)
    to_verify: list[Item] = field(default_factory=list)
    later: list[Item] = field(default_factory=list)

    @property
    def is_pressing(self) -> bool:
        return bool(self.overdue or self.due_soon or self.to_verify)


def waiting_for(user: User, day: date) -> Waiting:
    """Each list begins with what is due first."""
    waiting = Waiting(to_verify=list(_to_verify(user)))
    for item in (*_answers(user), *_actions(user), *_oversight(user)):
        if item.due and item.due.is_overdue(day):
            waiting.overdue.append(item)
        elif item.due and item.due.is_due_soon(day):
            waiting.due_soon.append(item)
        else:
            waiting.later.append(item)
    for items in (waiting.overdue, waiting.due_soon, waiting.later):
        items.sort(key=lambda item: (item.due.last if item.due else date.max, item.name))
    return waiting


def name_of(response: Response) -> str:
    """ "HMICFRS, recommendation 3": enough to find it, and no word of it."""
    asked = response.recommendation
    return f"{asked.source_document.publisher}, {asked.get_kind_display().lower()} {asked.number}"


def open_clocks(responses: ResponseQuerySet[Response]) -> Iterator[Item]:
    """What each still asks of its force, by when, or by no date; nothing of historic rounds."""
    for response in responses.with_clocks():
        if not response.recommendation.asks_for_answer:
            continue
        clocks = running_clocks(facts_of_response(response))
        dated = [clock for clock in clocks if clock.nags and clock.due]
        for clock in dated:
            yield _of_response(response, clock.code, clock.title, clock.due)
        if not dated:
            yield _of_response(response, "open", response.get_status_display(), None)


def open_actions(actions: ActionQuerySet[Action]) -> Iterator[Item]:
    """Actions that are to be done, except those that serve historic rounds alone."""
    serving = Response.objects.filter(actions=OuterRef("pk")).filter(
        Q(recommendation__round=None) | Q(recommendation__round__historic=False)
    )
    for action in actions.open().filter(Exists(serving)):
        yield Item(
            key=f"action-{action.pk}",
            name=f"Action {action.pk}",
            title=action.title,
            what="To be done",
            about=action,
            due=Due(action.due_on, action.due_on, Precision.DAY),
        )


def _answers(user: User) -> Iterator[Item]:
    managed = user.scope.forces_of(Role.MANAGER)
    own = Q(force__in=managed) | Q(owner=user) | Q(deputy=user)
    return open_clocks(Response.objects.visible_to(user).open().filter(own))


def _actions(user: User) -> Iterator[Item]:
    managed = user.scope.forces_of(Role.MANAGER)
    return open_actions(
        Action.objects.visible_to(user).filter(Q(force__in=managed) | Q(owner=user))
    )


def _to_verify(user: User) -> Iterator[Item]:
    delivered = Response.objects.visible_to(user).filter(status=ResponseStatus.DELIVERED)
    for response in delivered.untouched_by(user).with_clocks():
        if can(user, Right.VERIFY, response):
            yield _of_response(response, "verification", "Verification", None)


def _oversight(user: User) -> Iterator[Item]:
    """Inspections whose report the observer's body has not published a response to."""
    published = ReportVersion.objects.filter(
        report__round=OuterRef("pk"), report__kind=OVERSIGHT_RESPONSE
    )
    rounds = Round.objects.visible_to(user).filter(
        ~Exists(published),
        force__in=user.scope.forces_of(Role.OBSERVER),
        led_by=Round.LedBy.INSPECTORATE,
        status=RoundStatus.PUBLISHED,
        historic=False,
    )
    clock = Clock.POLICING_BODY_RESPONSE
    for round in rounds.exclude(force__kind=Force.Kind.NATIONAL):
        if round.published:
            yield Item(
                key=f"round-{round.pk}-{clock}",
                name=f"{round.get_kind_display()} {round.pk}",
                title=round.title,
                what=clock.label,
                about=round,
                due=due(clock, round.published),
            )


def _of_response(response: Response, code: str, what: str, last: Due | None) -> Item:
    return Item(
        key=f"response-{response.pk}-{code}",
        name=name_of(response),
        title=response.recommendation.title,
        what=what,
        about=response,
        due=last,
    )
