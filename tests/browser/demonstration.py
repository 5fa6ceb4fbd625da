"""The demonstration's data in a database of one's own, and a server that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from audit.management.commands.load_demo import ROUNDS, first_version
from audit.models import User
from tests.cast import create_cast, open_durham_to_inspectors


def load() -> None:
    """What `make demo` loads, Durham's published report included."""
    by = User.objects.service_account()
    call_command("load_reference")
    create_cast(by=by)
    for code in ROUNDS:
        call_command("load_round", settings.BASE_DIR / "seeds" / code, stdout=StringIO())
    open_durham_to_inspectors(by=by)
    first_version(by)


@contextmanager
def served() -> Iterator[str]:
    """The address of a server in this process, on a free port."""
    server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        server.stop()
