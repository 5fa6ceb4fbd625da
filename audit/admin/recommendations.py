"""Source documents, recommendations and responses in the admin."""

from django.contrib import admin

from audit.admin.scoped import ReadOnlyAdmin, ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import Recommendation, Response, SourceDocument, SubPoint
from audit.permissions import Right
from audit.services.recommendations import recommendation_add, recommendation_problems
from audit.services.saving import save_checked


@admin.register(SourceDocument, site=site)
class SourceDocumentAdmin(ScopedAdmin):
    right = Right.WRITE_FINDINGS
    list_display = ["title", "publisher", "kind", "published"]
    list_filter = ["kind", "publisher"]
    search_fields = ["title", "publisher", "code"]


class SubPointInline(ScopedInline):
    model = SubPoint
    right = Right.WRITE_FINDINGS


@admin.register(Recommendation, site=site)
class RecommendationAdmin(ScopedAdmin):
    right = Right.WRITE_FINDINGS
    list_display = ["number", "title", "round", "kind", "chapter", "time_limit"]
    list_display_links = ["number", "title"]
    list_filter = ["kind", "time_limit", "chapter", ("round", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "text"]
    autocomplete_fields = ["source_document", "round", "parent", "chapter", "areas", "themes"]
    list_select_related = ["round", "chapter"]
    inlines = [SubPointInline]

    def problems(self, instance):
        return recommendation_problems(instance)

    def save_model(self, request, obj, form, change) -> None:
        if change:
            save_checked(obj, by=request.user, right=self.right)
        else:
            recommendation_add(recommendation=obj, by=request.user)


@admin.register(Response, site=site)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers move by their own workflow."""

    right = Right.ANSWER
    list_display = ["recommendation", "force", "owner", "status", "answered_on"]
    list_filter = ["status"]
    search_fields = ["recommendation__title", "force__name"]
    list_select_related = ["recommendation", "force", "owner"]
