"""Production serves collected files under names that hold their hashes."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def require_static_files() -> None:
    """Raises ImproperlyConfigured where production has no collected files: no page would work."""
    if settings.PRODUCTION and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise ImproperlyConfigured(
            "The style sheets and scripts are not collected: run manage.py collectstatic."
        )
