"""What every answer carries, and what no request may be."""

from __future__ import annotations

from importlib import reload

import pytest
from django.urls import NoReverseMatch, clear_url_caches, reverse

import config.urls
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/case-files/", "/administration/", "/nowhere/"])
def test_pages_of_people_signed_in_are_kept_nowhere(path, signed_in):
    assert signed_in("moderator@wexshire").get(path)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/case-files/", "/administration/", "/account/login/"])
def test_each_answer_carries_the_headers_that_protect(path, signed_in):
    headers = signed_in("moderator@wexshire").get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_request_that_is_too_large_is_refused_with_a_sentence(signed_in, settings):
    settings.UPLOAD_LIMIT = 1_000_000
    client = signed_in("moderator@wexshire")
    response = client.post("/case-files/", {"text": "x" * 1_000_001})
    assert response.status_code == 413
    assert "less than 1 MB" in response.content.decode()
    assert client.post("/case-files/", {"text": "x"}).status_code == 302


@pytest.fixture
def without_admin(settings):
    settings.ADMIN_MOUNTED = False
    reload(config.urls)
    clear_url_caches()
    yield
    settings.ADMIN_MOUNTED = True
    reload(config.urls)
    clear_url_caches()


@pytest.mark.usefixtures("without_admin")
@pytest.mark.parametrize("name", ["admin@casemark", "moderator@wexshire"])
def test_without_the_setting_there_is_no_django_admin(name, signed_in):
    client = signed_in(name)
    assert client.get("/administration/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    for path in ("/", "/inspections-and-audits/"):
        assert not any("/administration/" in link for link in Page(client.get(path)).addresses)
