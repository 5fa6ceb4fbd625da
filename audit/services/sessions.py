"""A person's sessions: when they began, when they lock, which there are, and ending them.

`session` is Django's store of one session. Both times that it holds are written here alone.
"""

from __future__ import annotations

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from audit.models import User
from audit.rules.sessions import SessionState, SessionTimes
from audit.services.sign_in import SignInEvent, sign_in_record

BEGAN, ACTIVE, LOCKED = "session-began", "session-active", "session-locked"


def session_begin(session: SessionBase) -> None:
    """Called once for each signing in, of whatever kind."""
    session[BEGAN] = session[ACTIVE] = now()
    session.pop(LOCKED, None)


def now() -> float:
    return time.time()


def times_of(session: SessionBase) -> SessionTimes:
    """A session that does not say when it began ended long ago."""
    return SessionTimes(
        began=session.get(BEGAN, 0),
        active=session.get(ACTIVE, 0),
        idle_limit=settings.SESSION_IDLE_SECONDS,
        limit=settings.SESSION_LIMIT_SECONDS,
    )


def state_of(session: SessionBase) -> SessionState:
    state = times_of(session).state(now())
    if state == SessionState.OPEN and session.get(LOCKED):
        return SessionState.LOCKED
    return state


def session_touch(session: SessionBase) -> None:
    """Notes that somebody is there, at most once a minute."""
    if times_of(session).is_worth_touching(now()):
        session[ACTIVE] = now()
        rows = UserSession.objects.filter(session_key=session.session_key)
        rows.update(last_seen_at=timezone.now())


def session_lock(session: SessionBase, *, person: User) -> None:
    """Keeps a session locked that was found idle; recorded once."""
    if not session.get(LOCKED):
        sign_in_record(SignInEvent.LOCKED, person=person)
        session[LOCKED] = True


def session_unlock(session: SessionBase, *, person: User) -> None:
    """Its owner has shown who they are; nothing is recorded for a session that is open."""
    if state_of(session) == SessionState.LOCKED:
        sign_in_record(SignInEvent.UNLOCKED, person=person)
    session.pop(LOCKED, None)
    session[ACTIVE] = now()


def sessions_of(person: User) -> list[UserSession]:
    """Those that still run, the last used first."""
    running = UserSession.objects.purge_and_list(person)
    return sorted(running, key=lambda one: one.last_seen_at, reverse=True)


@transaction.atomic
def sessions_end(person: User, *, pk: int | None = None, but: str | None = None) -> int:
    """Ends one of the person's own sessions, or all but that with the key `but`; says how many."""
    chosen = UserSession.objects.filter(user_id=person.pk)
    chosen = chosen.exclude(session_key=but) if pk is None else chosen.filter(pk=pk)
    for session in chosen:
        sign_in_record(SignInEvent.SESSION_ENDED, person=person)
        session.end()
    return len(chosen)
