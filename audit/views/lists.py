"""Lists in pages, and lists whose filter holds words that must not get into addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.generic import ListView

from audit.views.taken_out import CanBeTakenOut


class PagedListView(CanBeTakenOut, ListView):
    """A page number that does not exist leads to the nearest page that does."""

    paginate_by = 25

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()


class WordsListView(PagedListView):
    """The filter is sent by POST: its `text` is kept in the session, its codes in the address."""

    session_key: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "text" in request.GET.getlist("forget"):
            request.session.pop(self.session_key, None)
        if "forget" in request.GET:
            return redirect(_address(request, request.GET))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session[self.session_key] = request.POST.get("text", "").strip()
        return redirect(_address(request, request.POST))

    def chosen(self) -> QueryDict:
        """What the filter is asked: the codes of the address, the words of the session."""
        data = self.request.GET.copy()
        data["text"] = self.request.session.get(self.session_key, "")
        return data


def _address(request: HttpRequest, chosen: QueryDict) -> str:
    """The list's address with the chosen codes, and without the empty ones."""
    query = QueryDict(mutable=True)
    for name, values in chosen.lists():
        if name not in {"csrfmiddlewaretoken", "text", "forget", "page"}:
            query.setlist(name, [value for value in values if value])
    return f"{request.path}?{query.urlencode()}" if any(query.values()) else request.path
