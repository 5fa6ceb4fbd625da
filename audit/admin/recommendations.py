"""Source documents, recommendations and responses in the admin.

What stands in the report of a round is its author's; what stands elsewhere, theirs who record it.
"""

from collections.abc import Iterable

from django.contrib import admin
from django.db import transaction

from audit.admin.scoped import ReadOnlyAdmin, ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import Recommendation, Response, SourceDocument, SubPoint
from audit.permissions import Right
from audit.services.causes import causes_kept
from audit.services.recommendation_problems import (
    adding_problems,
    document_problems,
    recommendation_problems,
)
from audit.services.recommendations import recommendation_add, writing_right
from audit.services.saving import delete_checked, save_checked


class WritingAdmin(ScopedAdmin):
    right = Right.WRITE_FINDINGS

    def rights(self) -> Iterable[Right]:
        return (Right.WRITE_FINDINGS, Right.RECORD_SOURCES)

    def right_on(self, instance) -> Right:
        return writing_right(instance)


@admin.register(SourceDocument, site=site)
class SourceDocumentAdmin(WritingAdmin):
    list_display = ["title", "publisher", "kind", "published"]
    list_filter = ["kind", "publisher"]
    search_fields = ["title", "publisher", "code"]

    def problems(self, instance):
        return document_problems(instance)


class SubPointInline(ScopedInline):
    model = SubPoint
    right = Right.WRITE_FINDINGS

    def right_on(self, instance) -> Right:
        return writing_right(instance)


@admin.register(Recommendation, site=site)
class RecommendationAdmin(WritingAdmin):
    list_display = ["number", "title", "round", "kind", "chapter", "time_limit"]
    list_display_links = ["number", "title"]
    list_filter = ["kind", "time_limit", "chapter", ("round", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "text"]
    autocomplete_fields = ["source_document", "round", "parent", "chapter", "areas", "themes"]
    list_select_related = ["round", "chapter"]
    inlines = [SubPointInline]

    def problems(self, instance):
        new = adding_problems(instance) if instance.pk is None else []
        return new + recommendation_problems(instance)

    @transaction.atomic
    def save_model(self, request, obj, form, change) -> None:
        """A cause of concern comes with its first recommendation, on a page of its own: a new one
        by itself is refused here."""
        if not change:
            recommendation_add(recommendation=obj, by=request.user)
            return
        with causes_kept(obj.source_document):
            save_checked(obj, by=request.user, right=self.right_on(obj))

    @transaction.atomic
    def delete_model(self, request, obj) -> None:
        with causes_kept(obj.source_document):
            delete_checked(obj, by=request.user, right=self.right_on(obj))


@admin.register(Response, site=site)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers move by their own workflow."""

    right = Right.ANSWER
    list_display = ["recommendation", "force", "owner", "status", "answered_on"]
    list_filter = ["status"]
    search_fields = ["recommendation__title", "force__name"]
    list_select_related = ["recommendation", "force", "owner"]
