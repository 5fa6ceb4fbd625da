"""Lists as files: exactly what is filtered, for whoever may take it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views import View

from audit.clock import today
from audit.models import User
from audit.permissions import require_somewhere
from audit.rules.dates import day_text
from audit.services.exports import TooManyRowsError, figures_take_out, rows_take_out
from audit.spreadsheets.writing import Listing, TooLongError, csv_bytes, json_bytes, xlsx_bytes
from audit.views.fresh import require_fresh_sign_in
from audit.views.taken_out import CanBeTakenOut

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
AT_A_TIME = 2000
"""Rows with all that hangs on them are in memory at once."""
RECONSTRUCTED = "Reconstructed"
"""The column in which rows say so."""


def file_response(kind: str, listing: Listing, about: dict[str, str], stem: str) -> HttpResponse:
    content = {
        "xlsx": lambda: xlsx_bytes([listing], about),
        "csv": lambda: csv_bytes(listing),
        "json": lambda: json_bytes([listing], about),
    }[kind]()
    return download(content, kind, f"{stem}-{today().isoformat()}")


def download(content: bytes, kind: str, stem: str) -> HttpResponse:
    """A file to keep, under a name of codes."""
    disposition = {"Content-Disposition": f'attachment; filename="{stem}.{kind}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=disposition)


class ExportMixin(CanBeTakenOut):
    """First among the bases of a view whose second one is the page that is taken out."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows, kind = self.rows_to_take_out(), kwargs["format"]
        require_somewhere(request.user, self.taken_out.right)
        require_fresh_sign_in(request)
        try:
            listing, left_out = self._listing(rows, kind, request.user)
            about = self._about(listing, left_out, request.user)
            return file_response(kind, listing, about, self._stem())
        except (TooManyRowsError, TooLongError) as refusal:
            messages.error(request, str(refusal))
            return self._back(request)

    def _listing(self, rows: Any, kind: str, user: User) -> tuple[Listing, int]:
        """The table, and how many rows the page shows that `user` may not take out."""
        out, counts = self.taken_out, Counter[str]()
        if isinstance(rows, QuerySet):
            rows = rows.iterator(chunk_size=AT_A_TIME)
        shown = _counted(rows, counts, "shown")

        def told(taken: Iterator[Any]) -> Listing:
            listing = self.table(_counted(taken, counts, "taken"))
            return replace(listing, rows=list(listing.rows))

        given = {"what": out.what, "told": told, "form": kind, "by": user}
        if out.figures:
            listing = figures_take_out(rounds=shown, **given)
        else:
            listing = rows_take_out(rows=shown, right=out.right, **given)
        return listing, counts["shown"] - counts["taken"]

    def _about(self, listing: Listing, left_out: int, user: User) -> dict[str, str]:
        now = timezone.localtime()
        about = {"What": self.taken_out.title}
        if self.round:
            about[self.round.get_kind_display()] = self.round.title
        about |= {
            "How many": str(len(listing.rows)),
            "Left out": f"{left_out} that you may see and not take out" if left_out else "",
            "Filter": self.filter_words() or "None",
            "Taken out by": user.name,
            "As at": f"{day_text(now.date())}, {now:%H:%M}",
            "Handling": "OFFICIAL-SENSITIVE",
        }
        about["Note"] = listing.note or _note(listing)
        return {what: said for what, said in about.items() if said}

    def _stem(self) -> str:
        """Codes alone: a file's name is seen by many."""
        codes = [self.taken_out.what, self.kwargs.get("code", "")]
        return "-".join(slugify(code.replace("_", " ")) for code in codes if code)

    def _back(self, request: HttpRequest) -> HttpResponseRedirect:
        query = request.GET.urlencode()
        page = request.path.rpartition("/")[0] + "/"
        return redirect(f"{page}?{query}" if query else page)


def _counted(rows: Iterable[Any], counts: Counter[str], what: str) -> Iterator[Any]:
    for row in rows:
        counts[what] += 1
        yield row


def _note(listing: Listing) -> str:
    if RECONSTRUCTED not in listing.columns:
        return ""
    place = listing.columns.index(RECONSTRUCTED)
    if not any(row[place] for row in listing.rows):
        return ""
    return (
        "Rows that are reconstructed stand for what was made from published counts: nobody "
        "outside knows which file was which."
    )


def exported(page: type[View]) -> Callable[..., HttpResponse]:
    """The view that answers with what `page` shows, as a file."""
    return type(f"{page.__name__}Export", (ExportMixin, page), {}).as_view()
