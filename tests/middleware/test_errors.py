from __future__ import annotations

import logging
import re
from io import StringIO

import pytest
from django.test import Client

from audit.views.home import HomeView
from config.safe_logging import ReferenceFilter, SafeFormatter

pytestmark = pytest.mark.django_db

CASE_TEXT = "Kai Invented was seen at the swimming pool"


@pytest.fixture
def log():
    """What the console would show."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(ReferenceFilter())
    handler.setFormatter(SafeFormatter("%(reference)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def broken(monkeypatch):
    def fail(*_, **__):
        try:
            raise KeyError(CASE_TEXT)
        except KeyError as error:
            raise ValueError(CASE_TEXT) from error

    monkeypatch.setattr(HomeView, "get_context_data", fail)


@pytest.fixture(params=[False, True], ids=["production", "demonstration"])
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.fixture
def answer(broken, debug, signed_in):
    client: Client = signed_in("auditor@wexshire")
    client.raise_request_exception = False
    return client.get("/")


def test_an_error_shows_a_number_and_nothing_else(answer):
    html = answer.content.decode()
    assert answer.status_code == 500
    assert re.search(r"<strong>[0-9A-F]{8}</strong>", html)
    assert CASE_TEXT not in html
    assert "Traceback" not in html


def test_the_log_names_the_number_the_place_and_the_kind(log, answer):
    number = re.search(r"<strong>(\w{8})</strong>", answer.content.decode())[1]
    assert number in log()
    assert "builtins.ValueError" in log()
    assert "builtins.KeyError" in log()
    assert "home.py" in log() or "test_errors.py" in log()


def test_the_log_holds_nothing_that_somebody_wrote(log, answer):
    assert CASE_TEXT not in log()


def test_each_error_has_a_number_of_its_own(broken, signed_in):
    client = signed_in("auditor@wexshire")
    client.raise_request_exception = False
    numbers = {client.get("/").wsgi_request.reference for _ in range(3)}
    assert len(numbers) == 3


@pytest.mark.usefixtures("debug")
def test_a_missing_page_is_the_same_in_the_demonstration(signed_in):
    response = signed_in("auditor@wexshire").get("/case-files/NONE-0000/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.usefixtures("debug")
def test_an_address_that_leads_nowhere_lists_no_addresses(client):
    html = client.get("/no-such-page").content.decode()
    assert "Page not found" in html
    assert "administration/" not in html


@pytest.mark.usefixtures("debug")
def test_a_form_that_is_too_large_shows_nothing_that_was_sent(signed_in, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = signed_in("auditor@wexshire")
    client.raise_request_exception = False
    response = client.post("/case-files/", {"text": CASE_TEXT * 10})
    html = response.content.decode()
    assert response.status_code == 400
    assert CASE_TEXT not in html
    assert "Traceback" not in html


def test_an_error_page_that_fails_itself_still_names_the_number(broken, signed_in, monkeypatch):
    def fail(*_):
        raise ValueError(CASE_TEXT)

    monkeypatch.setattr("audit.middleware.errors.render_to_string", fail)
    client = signed_in("auditor@wexshire")
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert response.wsgi_request.reference in response.content.decode()
    assert CASE_TEXT not in response.content.decode()
