"""The audit trail, for administrators: who did what to what and when, without any case text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audit.documents.history import entry_fields, entry_record, entry_words
from audit.forms.trail_filter import DAYS, USUAL, TrailFilter
from audit.models import LogEntry, Seal
from audit.permissions import Right
from audit.services.sealing import sealed_to
from audit.spreadsheets.people_listing import trail_listing
from audit.spreadsheets.writing import Listing
from audit.views.administering import Administering
from audit.views.lists import WordsListView
from audit.views.taken_out import TakenOut


class TrailListView(Administering, WordsListView):
    template_name = "audit/trail/list.html"
    session_key = "trail-text"
    paginate_by = 50
    taken_out = TakenOut("trail", "Audit trail", Right.ADMINISTER)

    def get_queryset(self):
        entries = LogEntry.objects.visible_to(self.request.user).select_related("by", "force")
        self.filter = TrailFilter(self.chosen(), queryset=entries, request=self.request)
        return self.filter.qs

    def table(self, rows: Iterable[LogEntry]) -> Listing:
        return trail_listing(rows, sealed_to())

    def filter_words(self) -> str:
        """A week is shown where nothing else is chosen, so that has to be said, too."""
        found = super().filter_words()
        if self.filter.form["since"].value():
            return found
        return "; ".join(filter(None, [found, f"How far back? {DAYS[USUAL]}"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.filter.form, filter=self.filter, **kwargs)
        sealed = sealed_to()
        context["rows"] = [
            {
                "entry": entry,
                "did": entry_words(entry),
                "fields": entry_fields(entry),
                "record": entry_record(entry),
                "sealed": entry.pk <= sealed,
            }
            for entry in context["page_obj"]
        ]
        context["last_seal"] = Seal.objects.visible_to(self.request.user).first()
        return context
