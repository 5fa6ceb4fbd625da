"""Durham's snapshot and documents, made once for all tests: most of them need no database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from audit.documents.figures import round_figures
from audit.documents.render import render_html, render_pdf
from audit.documents.snapshot import Snapshot, case_file_audit
from audit.documents.version import Version
from audit.models import Round

VERSION = Version(number=1, as_at=date(2026, 11, 22))


@pytest.fixture(scope="session")
def durham_data(django_db_setup, django_db_blocker):
    """(snapshot, figures.json) of Durham, its rows gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_round", settings.BASE_DIR / "seeds" / "durham-2019", verbosity=0)
        round = Round.objects.get(code="durham-2019")
        data = case_file_audit(round, VERSION), round_figures(round).as_json()
        transaction.set_rollback(True)
    return data


@pytest.fixture(scope="session")
def durham(durham_data) -> Snapshot:
    return durham_data[0]


@pytest.fixture(scope="session")
def draft(durham) -> Snapshot:
    version = {**durham["version"], "status": "draft", "label": "Draft of version 1"}
    return {**durham, "version": version}


@pytest.fixture(scope="session")
def durham_html(durham) -> str:
    return render_html(durham)


@pytest.fixture(scope="session")
def durham_pdf(durham) -> bytes:
    return render_pdf(durham)


@pytest.fixture
def tool() -> Callable[[str], str]:
    """`tool("qpdf")`: its path; a machine without it skips the test, CI fails it."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            message = (
                f"{name} is not installed: type 'config/setup/system.sh tests' for what to do."
            )
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
        return path

    return find
