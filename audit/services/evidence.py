"""Files as evidence: stored beside their rows, handed out, withdrawn.

A file is written before its row is committed and deleted after: a row never names a file that is
not there. What is left over where something came to nothing, `evidence_tidy` takes away.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from audit.models import Evidence, Force, ProgressUpdate, Response, User
from audit.models.progress import evidence_storage
from audit.permissions import Right, require
from audit.rules.evidence import CheckedFile, room_problem
from audit.rules.problems import Problem
from audit.rules.transitions import ResponseStatus, TransitionError
from audit.services.response_steps import response_held
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of

CLOSED = (ResponseStatus.VERIFIED, ResponseStatus.SUPERSEDED)
_WRITTEN: ContextVar[list[str] | None] = ContextVar("written", default=None)


class LostFileError(Exception):
    """What is stored is missing, or is no longer what was handed in."""


@contextmanager
def files_with_rows() -> Iterator[None]:
    """Around a transaction: where it comes to nothing, the files that it wrote go with it."""
    outer, written = _WRITTEN.get(), list[str]()
    token = _WRITTEN.set(written)
    try:
        yield
    except BaseException:
        for name in written:
            evidence_storage().delete(name)
        raise
    else:
        if outer is not None:  # whose transaction may still come to nothing
            outer += written
    finally:
        _WRITTEN.reset(token)


def evidence_right(update: ProgressUpdate) -> Right:
    """What it takes to attach something to a report, and to withdraw it."""
    return Right.UPDATE_ACTION if update.action_id else Right.ANSWER


@files_with_rows()
@transaction.atomic
def evidence_add(*, update: ProgressUpdate, checked: CheckedFile, by: User) -> Evidence:
    """Attaches a file to one's own report. Raises ValidationError under "files" where the force
    has no room left for it."""
    require(by, evidence_right(update), update)
    if update.by_id != by.pk:
        raise PermissionDenied("Somebody else gave this report.")
    if all(response.status in CLOSED for response in _responses_held(update)):
        raise TransitionError("This recommendation is closed: nothing more is attached to it.")
    _require_room(_force_of(update), checked)
    evidence = Evidence(
        update=update,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        by=by,
    )
    evidence.file.name = content_stored(checked.content)
    return evidence_saved(evidence)


def evidence_saved(evidence: Evidence) -> Evidence:
    evidence.full_clean()
    evidence.save()
    record("evidence.added", evidence, by=evidence.by, after=values_of(evidence))
    return evidence


@transaction.atomic
def evidence_withdraw(*, evidence: Evidence, because: str, by: User) -> Evidence:
    """Takes evidence back, with a reason: who attached what stays on record, the file itself is
    deleted. Not once it has served to verify something."""
    require(by, evidence_right(evidence.update), evidence)
    responses = _responses_held(evidence.update)
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("update")
    held = rows.get(pk=evidence.pk)
    _require_free(held, responses)
    if not because.strip():
        raise_problems([Problem("because", "Say why it is withdrawn.")])
    before, name = values_of(held), held.file.name
    held.file, held.withdrawn_at, held.withdrawn_by = "", timezone.now(), by
    held.withdrawn_because = because.strip()
    held.full_clean()
    held.save()
    after = values_of(held)
    record("evidence.withdrawn", held, by=by, before=before, after=after, reason=because.strip())
    if name:
        transaction.on_commit(partial(evidence_storage().delete, name))
    return held


def _require_free(held: Evidence, responses: list[Response]) -> None:
    if held.withdrawn_at:
        raise TransitionError("This evidence is withdrawn already.")
    for response in responses:
        if response.status in CLOSED:
            raise TransitionError(
                "A recommendation was closed with this evidence: it stays on record."
            )
        others = Evidence.objects.of_response(response).exclude(pk=held.pk)
        if response.status == ResponseStatus.DELIVERED and not others.exists():
            raise TransitionError(
                "Nothing else shows that the recommendation was delivered. Attach other evidence "
                "first, then withdraw this."
            )


def evidence_content(evidence: Evidence) -> bytes:
    """The file as it was stored; raises LostFileError where it is not that any more."""
    try:
        with evidence_storage().open(evidence.file.name or "") as file:
            content: bytes = file.read()
    except OSError:
        raise LostFileError from None
    if hashlib.sha256(content).hexdigest() != evidence.sha256:
        raise LostFileError
    return content


def evidence_tidy(*, before: datetime) -> int:
    """Deletes files that no row names and that were written before this moment, which leaves
    those alone whose row is still to be committed. How many there were."""
    storage, deleted = evidence_storage(), 0
    if not storage.exists(""):
        return 0
    for folder in storage.listdir("")[0]:
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        known = Evidence.objects.filter(file__startswith=f"{folder}/")
        for name in names - set(known.values_list("file", flat=True)):
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                deleted += 1
    return deleted


def content_stored(content: bytes) -> str:
    """Under a name that tells nothing and that nobody can guess; in 256 folders."""
    token = secrets.token_hex(32)
    name = evidence_storage().save(f"{token[:2]}/{token}", ContentFile(content))
    written = _WRITTEN.get()
    if written is not None:
        written.append(name)
    return name


def _responses_held(update: ProgressUpdate) -> list[Response]:
    """Those that the report is about, locked, so that none is verified meanwhile."""
    if update.response is not None:
        return [response_held(update.response)]
    assert update.action is not None
    return [response_held(response) for response in update.action.responses.order_by("pk")]


def _force_of(update: ProgressUpdate) -> Force:
    whole = update.response or update.action
    assert whole is not None
    return whole.force


def _require_room(force: Force, checked: CheckedFile) -> None:
    """One at a time for each force, so that two at once cannot both take what is left."""
    held = Force.objects.select_for_update(no_key=True).get(pk=force.pk)
    of_force = Q(update__response__force=held) | Q(update__action__force=held)
    standing = Evidence.objects.standing().filter(of_force)
    used = standing.aggregate(used=Sum("size", default=0))["used"]
    problem = room_problem(
        name=checked.name,
        size=checked.size,
        used=used,
        quota=settings.EVIDENCE_QUOTA,
        force=held.name,
    )
    if problem:
        raise_problems([Problem("files", problem)])
