#!/usr/bin/env python3
"""Django's command line. Without CASEMARK_ENV it works on the demonstration data under var/."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("CASEMARK_ENV", "demo")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Casemark cannot start. {error}")


if __name__ == "__main__":
    main()
