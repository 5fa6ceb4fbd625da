"""Chromium against a live server with the demonstration's data.

The data is loaded once and committed, for loading it takes longer than a walk. So these tests
run after all others, and each takes what it needs from what is there.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from audit.models import CaseFile, Recommendation, User
from audit.rules.transitions import CaseFileStatus
from tests.browser import chromium, demonstration

# Playwright runs an event loop in the thread of the tests, where Django refuses queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium.path()
    if path is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing(chromium.MISSING)
    return {**browser_type_launch_args, "executable_path": path, "args": [*chromium.ARGS]}


@pytest.fixture(scope="session")
def base_url(browser_type_launch_args, django_db_setup, django_db_blocker):
    """The server; its database is emptied before and after, and open to all browser tests."""
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
        demonstration.load()
        with demonstration.served() as url:
            yield url
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "en-GB",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page):
    """A tab that fails its test if a page complains: a script, a missing file, the CSP."""
    complaints: list[str] = []

    def listen(message) -> None:
        refused = message.text.startswith("Failed to load resource")
        own_status = refused and message.location["url"] == page.url
        if message.type in {"error", "warning"} and not own_status:
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(context, base_url):
    """`sign_in("moderator@wexshire")`, without the form, which the walks fill in."""

    def sign_in(name: str) -> None:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}.example"))
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}
        context.add_cookies([cookie])

    return sign_in


@pytest.fixture(scope="session")
def places(base_url):
    """Addresses of records whose keys differ from one loading to the next, by what they are."""
    files = CaseFile.objects.filter(round__code="wexshire-2026")
    allocated = files.filter(allocated_to__email="auditor@wexshire.example")
    to_grade = allocated.filter(status=CaseFileStatus.TO_GRADE).first()
    submitted = allocated.filter(status=CaseFileStatus.SUBMITTED).first()
    recommendations = Recommendation.objects.order_by("number")
    return {
        "to_grade": to_grade.get_absolute_url(),
        "submitted": submitted.get_absolute_url(),
        "agreed": files.filter(status=CaseFileStatus.AGREED).first().get_absolute_url(),
        "unallocated": files.filter(allocated_to=None).last().get_absolute_url(),
        "reopen": reverse("assessment-reopen", args=[submitted.final_assessment_id]),
        "reconstructed": CaseFile.objects.filter(reconstructed=True).first().get_absolute_url(),
        "answered": recommendations.filter(round__code="wexshire-2025")[0].get_absolute_url(),
        "recorded": recommendations.filter(round__code="durham-2019")[0].get_absolute_url(),
    }
