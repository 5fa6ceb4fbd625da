"""Queries: asking one, its thread, and the open ones of an inspection or audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count

from audit.documents.field_names import field_names
from audit.forms.queries import QueryAskForm, QueryMessageForm
from audit.models import CaseFile, Query, QueryMessage, Round
from audit.permissions import Right, can, require
from audit.services.queries import (
    query_answer,
    query_ask,
    query_reopen,
    query_resolve,
    resolving_problems,
)
from audit.services.trail import record_once
from audit.spreadsheets.file_work_listing import query_listing
from audit.spreadsheets.writing import Listing
from audit.views.actions import ActionView, visible_or_404
from audit.views.case_files import assessments_to_show
from audit.views.lists import PagedListView
from audit.views.round_work import graders
from audit.views.taken_out import TakenOut


class QueryListView(PagedListView):
    """The open ones, or with `?show=all` all of them; what was written is on their own pages."""

    template_name = "audit/queries/list.html"
    taken_out = TakenOut("queries", "Queries", Right.TRANSFER_CASE_FILES)

    def get_queryset(self):
        user = self.request.user
        self.round = visible_or_404(Round, self.request, code=self.kwargs["code"])
        if not graders(user, self.round):
            raise PermissionDenied("Only those who grade here see its queries.")
        rows = Query.objects.visible_to(user).filter(case_file__round=self.round)
        self.everything = self.request.GET.get("show") == "all"
        rows = rows if self.everything else rows.open()
        return (
            rows.with_last_writer()
            .annotate(written=Count("messages"))
            .select_related("case_file", "asked_by", "deputy", "assessment__assessor")
            .order_by("resolved_at", "asked_at", "pk")
        )

    def rows_to_take_out(self):
        return self.get_queryset().select_related(
            *("case_file__round", "asked_by", "deputy", "assessment__assessor")
        )

    def table(self, rows: Iterable[Any]) -> Listing:
        return query_listing(rows, field_names(self.round.framework))

    def filter_words(self) -> str:
        return "All queries" if self.everything else "Open queries"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.round,
            names=field_names(self.round.framework),
            everything=self.everything,
            **kwargs,
        )


class QueryAskView(ActionView):
    form_class = QueryAskForm
    template_name = "audit/queries/ask.html"
    right = Right.GRADE
    success_message = "Your query is asked."

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get_initial(self) -> dict[str, Any]:
        """What the link on the file's page was about."""
        asked = self.request.GET
        about = asked.get("about", "")
        return {"assessment": about if about.isdecimal() else None, "field": asked.get("field")}

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_form_kwargs(),
            "case_file": self.object,
            "assessments": assessments_to_show(self.object, user),
            "user": user,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case_file=self.object, **kwargs)

    def act(self, form: QueryAskForm) -> Query:
        return query_ask(case_file=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: Query) -> str:
        return result.get_absolute_url()


class QueryView(ActionView):
    """The thread; one form writes to it, resolves it or opens it again."""

    form_class = QueryMessageForm
    template_name = "audit/queries/detail.html"

    def get_object(self) -> Query:
        return visible_or_404(Query, self.request, pk=self.kwargs["pk"])

    def check_right(self) -> None:
        """Who sees the file reads its queries; who grades or moderates it writes to them."""
        reading = self.request.method in ("GET", "HEAD", "OPTIONS")
        right = Right.SEE_CASE_FILES if reading else Right.GRADE
        require(self.request.user, right, self.object.case_file)

    def get(self, request, *args: Any, **kwargs: Any):
        session = request.session.session_key
        record_once("query.read", self.object, by=request.user, session=session)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "query": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, query = self.request.user, self.object
        case_file = query.case_file
        messages = QueryMessage.objects.visible_to(user).filter(query=query)
        names = field_names(case_file.round.framework)
        writes = case_file.round.is_open and can(user, Right.GRADE, case_file)
        return super().get_context_data(
            query=query,
            case_file=case_file,
            name=names.get(query.field, query.field),
            thread=messages.select_related("by"),
            may_write=writes,
            may_resolve=writes and not resolving_problems(query, user),
            **kwargs,
        )

    def act(self, form: QueryMessageForm) -> Query:
        text, by = form.cleaned_data["text"], self.request.user
        if "reopen" in self.request.POST:
            self.success_message = "The query is open again."
            return query_reopen(query=self.object, text=text, by=by)
        if text:
            query_answer(query=self.object, text=text, by=by)
            self.success_message = "What you wrote is sent."
        if "resolve" in self.request.POST:
            self.success_message = "The query is resolved."
            query_resolve(query=self.object, by=by)
        return self.object

    def done(self, result: Query) -> str:
        return result.get_absolute_url()
