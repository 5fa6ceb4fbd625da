"""`make pictures`: makes the README's pictures from a demonstration of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

from tests.browser import chromium

TODAY = "2026-11-30"
"""The same day each time, for deadlines and documents."""
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def main() -> None:
    program = chromium.path()
    if program is None:
        sys.exit(chromium.MISSING)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's event loop runs in this thread
        "CASEMARK_ENV": "demo",
        "CASEMARK_TODAY": TODAY,
    }
    django.setup()
    # Not at the top: they need Django set up.
    from tests.browser import demonstration
    from tests.browser.database import temporary_database
    from tests.pictures import report, screens

    FOLDER.mkdir(parents=True, exist_ok=True)
    with temporary_database("casemark_pictures") as folder:
        demonstration.load()
        with demonstration.served() as url:
            screens.take(program, url, FOLDER)
        report.take(folder, FOLDER)
    for path in sorted(FOLDER.glob("*.png")):
        print(f"{path.relative_to(FOLDER.parents[1])}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
