"""The one source of today's date: Europe/London, settable by CASEMARK_TODAY."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY)
    return timezone.localdate()
