"""The one source of today's date: Europe/London, settable by CASEMARK_TODAY."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY)
    return timezone.localdate()


def day_of(moment: datetime | None) -> date | None:
    """The day on which something happened here; None where it has not."""
    return timezone.localdate(moment) if moment else None
