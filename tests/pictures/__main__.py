"""`make pictures`: makes the README's pictures from a demonstration of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tests.browser import chromium

TODAY = "2026-11-23"
"""The same day each time, for deadlines and documents."""
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def main() -> None:
    program = chromium.path()
    if program is None:
        sys.exit(chromium.MISSING)
    with TemporaryDirectory() as folder:
        set_up(Path(folder))
        # Not at the top: they need Django set up.
        from tests.browser import demonstration
        from tests.pictures import report, screens

        demonstration.load()
        FOLDER.mkdir(parents=True, exist_ok=True)
        with demonstration.served() as url:
            screens.take(program, url, FOLDER)
        report.take(Path(folder), FOLDER)
    for path in sorted(FOLDER.glob("*.png")):
        print(f"{path.relative_to(FOLDER.parents[1])}  {path.stat().st_size / 1000:.0f} kB")


def set_up(folder: Path) -> None:
    """Django on an empty database in `folder`, dressed as the demonstration."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's event loop runs in this thread
        "CASEMARK_ENV": "demo",
        "CASEMARK_TODAY": TODAY,
        "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
    }
    django.setup()
    # Not at the top: it needs Django set up.
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
