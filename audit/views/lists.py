"""Lists in pages."""

from __future__ import annotations

from typing import Any

from django.views.generic import ListView


class PagedListView(ListView):
    """A page number that does not exist leads to the nearest page that does."""

    paginate_by = 25

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()
