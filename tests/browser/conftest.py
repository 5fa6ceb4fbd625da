"""Chromium, and a server with the demonstration's data, started once for all browser tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.browser.site import ADMIN
from tests.cast import PASSWORD

SERVER = [sys.executable, "-m", "tests.browser.server"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: from the first one on, Playwright's event loop runs in this
    thread, and Django then refuses queries."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = required(chromium.path(), chromium.MISSING)
    return {**browser_type_launch_args, "executable_path": program, "args": [*chromium.ARGS]}


@pytest.fixture(scope="session")
def pdftotext() -> str:
    missing = "pdftotext is not installed: on Debian, type 'apt-get install poppler-utils'."
    return required(shutil.which("pdftotext"), missing)


def required(program: str | None, missing: str) -> str:
    """The program; where there is none, CI fails and any other machine skips."""
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    return program


@pytest.fixture(scope="session")
def server(browser_type_launch_args):
    """What tests/browser/server.py says of itself."""
    pipe = subprocess.PIPE
    with subprocess.Popen(SERVER, stdin=pipe, stdout=pipe, text=True) as process:
        said = process.stdout.readline()
        assert said, "The server did not start; what it says is above."
        yield {**json.loads(said), "process": process}
        process.stdin.close()


@pytest.fixture(scope="module", autouse=True)
def as_loaded(server) -> None:
    """What the tests of one module did is not there in the next."""
    print(file=server["process"].stdin, flush=True)
    server["process"].stdout.readline()


@pytest.fixture(scope="session")
def base_url(server) -> str:
    return server["url"]


@pytest.fixture(scope="session")
def places(server) -> dict[str, str]:
    """Addresses by what is there; see tests/browser/places.py."""
    return server["places"]


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
def sign_in(context):
    """`sign_in("moderator@wexshire")`: as the form does, without drawing it."""

    def sign_in(name: str) -> None:
        context.request.get("/account/login/")
        token = next(c["value"] for c in context.cookies() if c["name"] == "csrftoken")
        form = {
            "csrfmiddlewaretoken": token,
            "login": f"{name}.example",
            "password": PASSWORD,
        }
        answer = context.request.post("/account/login/", form=form, max_redirects=0)
        assert answer.status == 302
        if name == ADMIN:  # whose pages mostly want a fresh password
            token = next(c["value"] for c in context.cookies() if c["name"] == "csrftoken")
            form = {"csrfmiddlewaretoken": token, "password": PASSWORD}
            context.request.post("/account/reauthenticate/", form=form, max_redirects=0)

    return sign_in
