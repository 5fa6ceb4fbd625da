"""The clocks of immediate concerns: who is told when one has run out."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.models import ConcernStep, ImmediateConcern, User
from audit.rules.concerns import ConcernDeed, Level, level_due
from audit.services.concern_mails import step_mail
from audit.services.trail import record, values_of


def concerns_escalate() -> int:
    """Tells whoever is to be told by now, each stage once; how many concerns that were.

    Several workers may run it at once, and one that comes late makes up for it: each concern is
    looked at again under its lock.
    """
    late = ImmediateConcern.objects.overdue(timezone.now()).exclude(escalated_to=Level.FORCE)
    by = User.objects.service_account()
    return sum(_escalated(pk, by) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _escalated(pk: int, by: User) -> bool:
    concern = ImmediateConcern.objects.select_for_update().get(pk=pk)
    level = level_due(concern.due_at, timezone.now(), settings.CONCERN_HOURS)
    if level is None or concern.escalated_to in (level, Level.FORCE):
        return False
    before = values_of(concern)
    concern.escalated_to = level
    concern.opened_to_force |= level == Level.FORCE
    concern.save(update_fields=["escalated_to", "opened_to_force"])
    step = ConcernStep.objects.create(
        concern=concern, deed=ConcernDeed.ESCALATED, by=by, told=level
    )
    record("concern.escalated", concern, by=by, before=before, after=values_of(concern))
    step_mail(step)
    return True
