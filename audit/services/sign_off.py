"""Signing a round off, by which its figures freeze, and opening it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.documents.figures import round_figures
from audit.documents.sign_offs import frozen, still_as_signed
from audit.documents.snapshot import canonical_bytes
from audit.models import CaseFile, Round, SignOff, User
from audit.permissions import Right, require
from audit.rules.sign_off import sign_off_problems
from audit.rules.transitions import ROUND_STEPS, RoundStatus, TransitionError, require_step
from audit.services.outstanding import outstanding
from audit.services.rounds import round_problems
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of


@transaction.atomic
def round_sign_off(*, round: Round, by: User, explanation: str = "") -> SignOff:
    """Closes the round and freezes its figures; `explanation` says why it is short of something.

    Raises ValidationError for what must be done or explained first. Sent twice, it is done once.
    """
    require(by, Right.MODERATE, round)
    round = Round.objects.select_for_update().get(pk=round.pk)
    standing: SignOff | None = SignOff.objects.standing().filter(round=round).first()
    if standing and (standing.signed_by_id, standing.explanation) == (by.pk, explanation.strip()):
        return standing
    require_step(ROUND_STEPS, round.status, RoundStatus.SIGNED_OFF, "An inspection or audit")
    # Whoever is saving a file at this moment is waited for, and counted.
    list(CaseFile.objects.select_for_update().filter(round=round).order_by("pk").values("pk"))
    raise_problems([*round_problems(round), *sign_off_problems(outstanding(round), explanation)])
    before = values_of(round)
    round.status = RoundStatus.SIGNED_OFF
    round.save(update_fields=["status"])
    sign_off = _freeze(round, Signing(by, timezone.now(), explanation))
    after = {**values_of(round), "sha256": sign_off.sha256}
    record("round.signed_off", round, by=by, before=before, after=after, reason=explanation)
    return sign_off


@transaction.atomic
def round_reopen(*, round: Round, reason: str, by: User) -> Round:
    """Opens a signed-off round for more fieldwork. The reason stands in the report."""
    require(by, Right.MODERATE, round)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is to be opened again."})
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.status != RoundStatus.SIGNED_OFF:
        raise TransitionError("Only what is signed off, and not published, can be opened again.")
    before = values_of(round)
    round.status = RoundStatus.FIELDWORK
    round.save(update_fields=["status"])
    _end_standing(round, reason, by)
    record("round.reopened", round, by=by, before=before, after=values_of(round), reason=reason)
    return round


@dataclass(frozen=True)
class Signing:
    """Who signed off, when, and why short of something."""

    by: User
    at: datetime
    explanation: str = ""


def sign_off_as_loaded(*, round: Round, signing: Signing | None, by: User) -> None:
    """For a force's own round that was loaded as signed off or published: freezes its figures as
    they were loaded, for whoever the folder says signed. The loading records it."""
    if round.is_open or round.historic or round.led_by != Round.LedBy.FORCE:
        return
    standing = SignOff.objects.standing().filter(round=round).first()
    if standing and still_as_signed(standing, round_figures(round).as_json()):
        return
    _end_standing(round, "It was loaded again, with other figures.", by)
    _freeze(round, signing or Signing(by, timezone.now()))


def _freeze(round: Round, signing: Signing) -> SignOff:
    figures = frozen(round_figures(round).as_json())
    return SignOff.objects.create(
        round=round,
        signed_by=signing.by,
        signed_at=signing.at,
        explanation=signing.explanation.strip(),
        figures=figures,
        sha256=hashlib.sha256(canonical_bytes(figures)).hexdigest(),
    )


def _end_standing(round: Round, reason: str, by: User) -> None:
    for standing in SignOff.objects.standing().filter(round=round):
        standing.reopened_by, standing.reopened_at = by, timezone.now()
        standing.reopened_because = reason.strip()
        standing.save()
