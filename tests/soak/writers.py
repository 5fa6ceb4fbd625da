"""People who write through the pages of a server that may die at any moment.

Each write bears words of its own, so that it can be found again in the trail; what is handed in
bears those of the draft that was saved before.
"""

from __future__ import annotations

from http.client import HTTPException
from random import Random
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from audit.models import LogEntry
from tests.pages import Page
from tests.soak.killed_server import Server

TOKEN = "x" * 32
WRITES = (
    "assessment.saved",
    "assessment.submitted",
    "assessment.reopened",
    "assessment.returned",
    "round.signed_off",
    "round.reopened",
)
"""What these people do, as the trail calls it."""


class Writer:
    """`acknowledged` holds the words of each write that the server has confirmed, in their order,
    and `in_flight` those of the one that it was asked for and has not answered, or ""."""

    def __init__(self, server: Server, email: str, seed: int) -> None:
        self.user = get_user_model().objects.get(email=email)
        self.server, self.random = server, Random(seed)
        self.number, self.acknowledged, self.in_flight = 0, [], ""
        self.refused: list[str] = []
        self.since = LogEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        client = Client()
        client.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def write_until_it_dies(self) -> None:
        try:
            while not self.refused:
                self.write()
        except (OSError, HTTPException):
            return
        except Exception as error:
            self.refused.append(f"{self.user.name} cannot go on: {error!r}")

    def write(self) -> None:
        """One step of their work."""
        raise NotImplementedError

    def typed_in(self, address: str) -> dict | None:
        """What the form there holds; None where it leads elsewhere."""
        status, words = self.server.ask("GET", address, headers=self.headers)
        if status == 200:
            return Page(SimpleNamespace(status_code=status, content=words.encode())).typed
        if status != 302:
            self.refused.append(f"{address} answers {status}: {words[:2000]}")
        return None

    def send(self, address: str, form: dict, field: str) -> None:
        """Posts the form with words of its own in `field`."""
        self.number += 1
        words = f"Write {self.number} of {self.user.pk}."
        self.post(address, form | {field: words}, words)

    def post(self, address: str, form: dict, words: str) -> None:
        self.in_flight = words
        status, answer = self.server.ask("POST", address, urlencode(form, doseq=True), self.headers)
        self.in_flight = ""
        if status == 302:
            self.acknowledged.append(words)
        else:
            self.refused.append(f"{address} answers {status}: {answer[:2000]}")


class Assessor(Writer):
    """Saves and submits assessments, and reopens them."""

    def __init__(self, server, email, seed, assessments) -> None:
        super().__init__(server, email, seed)
        self.assessments = assessments

    def write(self) -> None:
        assessment = self.random.choice(self.assessments)
        form = reverse("case-file-grade", args=[assessment.case_file.reference])
        typed = self.typed_in(form)
        if typed is None:
            reopen = reverse("assessment-reopen", args=[assessment.pk])
            self.send(reopen, self.typed_in(reopen) or {}, "reason")
        else:
            act = self.random.choice(["save", "check"])
            grade = self.random.choice(["good", "requires_improvement", "inadequate"])
            self.send(form, typed | {"grade": grade, act: "yes"}, "rationale")
            if act == "check" and not self.refused:
                check = reverse("case-file-check", args=[assessment.case_file.reference])
                self.post(check, self.typed_in(check) or {}, self.acknowledged[-1])


class Signatory(Writer):
    """Signs an audit off, and opens it again."""

    def __init__(self, server, email, seed, audit) -> None:
        super().__init__(server, email, seed)
        self.sign, self.reopen = (
            reverse(name, args=[audit.code]) for name in ("sign-off", "round-reopen")
        )

    def write(self) -> None:
        status, page = self.server.ask("GET", self.sign, headers=self.headers)
        if status != 200:
            self.refused.append(f"{self.sign} answers {status}")
        elif self.reopen in page:
            self.send(self.reopen, {}, "reason")
        else:
            self.send(self.sign, {}, "explanation")
