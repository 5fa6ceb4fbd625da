"""Everything that somebody can reach: by links and safe forms from home, and by known addresses.

Of addresses of one shape only the first few are asked for, unless CASEMARK_SOAK is "full".
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from audit.admin import site
from tests.four_rounds import Place, address
from tests.scope.canaries import COMMON
from tests.scope.eastmarch import Elsewhere
from tests.scope.reading import Form, Reader
from tests.scope.routes import routes

FULL = os.environ.get("CASEMARK_SOAK") == "full"
OF_ONE_SHAPE, OF_ONE_CHOICE = (10_000, 10_000) if FULL else (1, 2)
WORD_LISTS = ("case-file-list", "person-list", "trail-list")


@dataclass(frozen=True)
class Asked:
    """A request; `data` is what is sent along, None for reading."""

    url: str
    data: tuple[tuple[str, str], ...] | None = None

    @property
    def shape(self) -> str:
        """Addresses of one page that ask for the same thing are of one shape, as are all that
        ask for several at once: there are more of them than anybody could ask for."""
        parts = urlsplit(self.url)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return parts.path
        name = match.view_name if match.url_name else match.route
        keys = {key for key, _ in parse_qsl(parts.query)} - {"_changelist_filters"}
        return f"{name} {'several' if len(keys) > 1 else ''.join(keys)}"

    def ask(self, client: Client) -> HttpResponse:
        if self.data is None:
            return client.get(self.url)
        return client.post(self.url, dict(self.data))


@dataclass
class Crawl:
    """Asks for all that is known and all to which the answers lead."""

    client: Client
    shapes: Counter = field(default_factory=Counter)
    done: list[Asked] = field(default_factory=list)

    def run(self, known: Iterable[Asked]) -> Iterator[tuple[Asked, HttpResponse]]:
        waiting, seen = deque(known), set()
        always = set(waiting)
        while waiting:
            asked = waiting.popleft()
            if asked in seen or (asked not in always and self._enough(asked)):
                continue
            seen.add(asked)
            self.done.append(asked)
            response = asked.ask(self.client)
            yield asked, response
            waiting.extend(leads_to(asked, response))

    def _enough(self, asked: Asked) -> bool:
        self.shapes[asked.shape] += 1
        return self.shapes[asked.shape] > OF_ONE_SHAPE


def leads_to(asked: Asked, response: HttpResponse) -> Iterator[Asked]:
    if response.status_code == 302 and response.url.startswith("/"):
        yield Asked(response.url)
    if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
        return
    page = Reader(asked.url, response.content.decode())
    for link in page.links:
        if link.startswith("/"):
            yield Asked(link)
    for form in page.forms:
        if form.method == "get":
            yield from each_choice(form)


def each_choice(form: Form) -> Iterator[Asked]:
    """A form for reading: as it stands, and with every choice of every control."""
    path = form.action.split("?")[0]
    base = [(name, value) for name, values in form.shown.items() for value in values]
    yield Asked(f"{path}?{urlencode(base)}")
    for name, values in form.offered.items():
        others = [pair for pair in base if pair[0] != name]
        for value in values[:OF_ONE_CHOICE]:
            yield Asked(f"{path}?{urlencode([*others, (name, value)])}")


def known_addresses(places: Iterable[Place], there: Elsewhere) -> list[Asked]:
    """Home, every address about every row of one's own and of elsewhere, and every search."""
    found = [Asked(reverse("home"))]
    for name, route in routes().items():
        if name in {"account_logout", "session-activity"}:
            continue
        if not route.wants:
            found.append(Asked(route.address({})))
        elif not route.admin_model and not name.startswith(("admin:", "account_", "mfa_")):
            found += [Asked(address(name, place.address(name))) for place in places]
            found.append(Asked(address(name, address_there(name, there))))
    return [*found, *_rows_there(there), *_searches(), *_suggestions(), *_sent(places, there)]


ROWS = {
    "assessment-": lambda there: there.assessment,
    "conflict-remove": lambda there: there.conflict,
    "concern-": lambda there: there.case_file.concerns.get(),
    "case-action-": lambda there: there.case_file.case_actions.get(),
    "query-detail": lambda there: there.query,
    "dip-check": lambda there: there.dip_check,
    "evidence-": lambda there: there.response.updates.get().evidence.get(),
    "extension-grant": lambda there: there.response,
    "response-": lambda there: there.response,
    "action-add": lambda there: there.response,
    "action-": lambda there: there.action,
    "oversight-comment": lambda there: there.response,
    "calendar-feed-revoke": lambda there: there.round.force.calendar_tokens.latest("pk"),
    "recommendation-link-remove": lambda there: there.recommendation.links_out.get(),
    "person-": lambda there: there.people["auditor"],
    "role-": lambda there: there.people["auditor"],
    "team-": lambda there: there.people["auditor"],
}
"""What the names of addresses begin with → the row elsewhere, if it is not the recommendation."""
OF_FORCE = ("access-review-force", "register")


def address_there(name: str, there: Elsewhere) -> dict:
    row = next((find for start, find in ROWS.items() if name.startswith(start)), None)
    code = there.round.force.code if name.startswith(OF_FORCE) else there.round.code
    return {
        "code": there.source.code if name.startswith("source-") else code,
        "kind": "case_file_audit",
        "sheet": "case-files",
        "number": there.version.number,
        "reference": there.case_file.reference,
        "key": "of-no-feed",
        "pk": (row(there) if row else there.recommendation).pk,
    }


def rows_there(there: Elsewhere) -> list:
    return [there.round, there.case_file, there.assessment, there.recommendation, there.version]


def _rows_there(there: Elsewhere) -> Iterator[Asked]:
    """In the administration; and lists narrowed down to them, which nobody offers."""
    for row in (*rows_there(there), there.people["auditor"]):
        model = row._meta.model_name
        if type(row) not in site._registry:
            continue
        for what in ("change", "delete", "history"):
            yield Asked(routes()[f"admin:audit_{model}_{what}"].address({"object_id": row.pk}))
    for name, value in (("round", there.round.code), ("allocated", there.people["auditor"].pk)):
        yield Asked(f"{reverse('case-file-list')}?{name}={value}")
    for narrowed in ("round__id__exact", "round__id", "round__force__id__exact"):
        yield Asked(f"{reverse('admin:audit_casefile_changelist')}?{narrowed}={there.round.pk}")


def _searches() -> Iterator[Asked]:
    for model, page in site._registry.items():
        if page.search_fields:
            listed = reverse(f"admin:audit_{model._meta.model_name}_changelist")
            yield Asked(f"{listed}?q={COMMON}")


def suggesting() -> set[tuple[str, str]]:
    """Every field that suggests rows while one types: (model, field)."""
    pages = list(site._registry.values())
    inlines = [inline(page.model, site) for page in pages for inline in page.inlines]
    all_pages = (*pages, *inlines)
    return {(p.model._meta.model_name, name) for p in all_pages for name in p.autocomplete_fields}


def _suggestions() -> Iterator[Asked]:
    for model, name in sorted(suggesting()):
        for term in ("", COMMON):
            asked = {"app_label": "audit", "model_name": model, "field_name": name, "term": term}
            yield Asked(f"{reverse('admin:autocomplete')}?{urlencode(asked)}")


def _sent(places: Iterable[Place], there: Elsewhere) -> Iterator[Asked]:
    """What changes nothing though it is sent."""
    for name in WORD_LISTS:
        yield Asked(reverse(name), (("text", COMMON),))
        yield Asked(reverse(name), (("text", ""),))
    yield Asked(reverse("account_reset_password"), (("email", "moderator@wexshire.example"),))
    for case_file in (*(place.case_file for place in places), there.case_file):
        yield Asked(reverse("case-file-numbers", args=[case_file.reference]), ())
    yield Asked(reverse("personal-data"), (("text", json.dumps(COMMON)),))


def text_of(response: HttpResponse) -> str:
    """All that the answer says: its headers too, and what is written in a PDF."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"%PDF") and len(body) > 100:
        return headers + body.decode("latin-1") + pdf_text(body)
    return headers + body.decode("utf-8", "replace")


def pdf_text(pdf: bytes) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder, "one.pdf")
        path.write_bytes(pdf)
        done = subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, check=True, text=True
        )
    return done.stdout
