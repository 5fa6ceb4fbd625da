"""The site with the demonstration's data, in a process and a database of its own.

`python -m tests.browser.server` prints where it is, as JSON. Each line that it reads puts the data
back as they were loaded, and is answered with a line; it stops when its input is closed. So no
browser test can disturb another module's, or a database that somebody works with.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "CASEMARK_ENV": "test"}
    django.setup()
    # Not at the top: they need Django set up.
    from django.test import override_settings

    from tests.browser import demonstration
    from tests.browser.database import kept, temporary_database
    from tests.browser.places import places
    from tests.cast import QUICK_HASHERS

    quick = override_settings(
        PASSWORD_HASHERS=QUICK_HASHERS,
        ACCOUNT_RATE_LIMITS=False,
        # What is printed here is read as JSON.
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    )
    with quick, temporary_database("casemark_browser") as folder:
        demonstration.load()
        found = places()
        with kept(folder) as put_back, demonstration.served() as url:
            print(json.dumps({"url": url, "places": found}), flush=True)
            for _ in sys.stdin:
                put_back()
                print("As loaded.", flush=True)


if __name__ == "__main__":
    main()
