"""Documents that ask something of forces: their list, the page of one, entering one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.views.generic import DetailView

from audit.forms.sources import SourceFilter, SourceForm
from audit.models import Recommendation, Response, Round, SourceDocument
from audit.permissions import Right, can, can_somewhere, require, require_somewhere
from audit.rules.transitions import ResponseStatus
from audit.services.recommendations import writing_right
from audit.services.sources import source_add, source_change
from audit.spreadsheets.source_listing import source_listing
from audit.views.actions import ActionView, visible_or_404
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut

MOST_NAMED = 3
"""Of more forces it is said how many there are."""


class SourceListView(PagedListView):
    template_name = "audit/sources/list.html"
    taken_out = TakenOut("sources", "Documents", Right.SEE_PUBLISHED, source_listing)

    def get_queryset(self):
        rows = SourceDocument.objects.visible_to(self.request.user).select_related("force")
        self.filter = SourceFilter(self.request.GET, queryset=rows, request=self.request)
        return self.filter.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.filter.form, **kwargs)
        rows = context["object_list"]
        visible = Recommendation.objects.visible_to(self.request.user)
        asked = visible.filter(source_document__in=[row.pk for row in rows]).order_by()
        counts = dict(asked.values_list("source_document").annotate(Count("pk")))
        context["rows"] = [(row, counts.get(row.pk, 0)) for row in rows]
        context["may_add"] = can_somewhere(self.request.user, Right.RECORD_SOURCES)
        return context


class SourceDetailView(DetailView):
    """What stands in it, and where each stands for the forces that one may see."""

    template_name = "audit/sources/detail.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "document"

    def get_queryset(self):
        rows = SourceDocument.objects.visible_to(self.request.user)
        return rows.select_related("round", "force")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, document = self.request.user, self.object
        rows = Recommendation.objects.visible_to(user).filter(source_document=document)
        responses = Response.objects.visible_to(user).filter(recommendation__in=rows)
        asked: dict[int, list[Response]] = {}
        for response in responses.select_related("force").order_by("force__name"):
            asked.setdefault(response.recommendation_id, []).append(response)
        may_write = can(user, writing_right(document), document)
        return super().get_context_data(
            rows=[
                (row, standings(asked.get(row.pk, [])))
                for row in rows.select_related("round", "source_document", "parent")
            ],
            may_write=may_write and document.round is None,
            round=Round.objects.visible_to(user).filter(pk=document.round_id).first(),
            **kwargs,
        )


def standings(responses: Iterable[Response]) -> list[tuple[str, str, str]]:
    """Each status that some force is at, its words, and who: by name where they are few."""
    forces: dict[str, list[str]] = {}
    for response in responses:
        forces.setdefault(response.status, []).append(response.force.name)
    return [
        (status.value, status.label, _who(forces[status]))
        for status in ResponseStatus
        if status in forces
    ]


def _who(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} forces"


class SourceAddView(ActionView):
    form_class = SourceForm
    template_name = "audit/sources/add.html"
    success_message = "The document is entered. Add what it asks for."

    def get_object(self) -> None:
        return None

    def check_right(self) -> None:
        require_somewhere(self.request.user, Right.RECORD_SOURCES)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: SourceForm) -> SourceDocument:
        return source_add(document=form.document(), by=self.request.user)

    def done(self, result: SourceDocument) -> str:
        return result.get_absolute_url()


class OfSourceView(ActionView):
    """A step with a document that is no round's own report: that one follows its round."""

    object: SourceDocument

    def get_object(self) -> SourceDocument:
        return visible_or_404(SourceDocument, self.request, code=self.kwargs["code"])

    def check_right(self) -> None:
        require(self.request.user, Right.RECORD_SOURCES, self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(document=self.object, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"user": self.request.user, "document": self.object}
        return {**super().get_form_kwargs(), **given}


class SourceChangeView(OfSourceView):
    form_class = SourceForm
    template_name = "audit/sources/change.html"
    success_message = "The document is changed."

    def act(self, form: SourceForm) -> SourceDocument:
        return source_change(document=form.document(), by=self.request.user)

    def done(self, result: SourceDocument) -> str:
        return result.get_absolute_url()
