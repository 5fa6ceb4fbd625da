"""Queries: a question that one person puts to others about a field of a case file, as a thread."""

from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from audit.models.assessments import Assessment
from audit.models.case_files import CaseFile, CaseFilePartQuerySet
from audit.models.scope import Scope, ScopedQuerySet


class QueryQuerySet(CaseFilePartQuerySet):
    def within(self, scope: Scope) -> Q:
        """As the assessment is seen: whoever grades a file blind sees what is asked of their own
        assessment, and what they asked themselves."""
        asked = Q(case_file__allocated_to=scope.user_id) | Q(
            case_file__second_assessor=scope.user_id
        )
        own = Q(pk__in=Query.objects.filter(assessment__assessor=scope.user_id).values("pk"))
        own |= Q(asked_by=scope.user_id)
        return super().within(scope) & ~(Q(case_file__blind=True) & asked & ~own)

    def open(self) -> QueryQuerySet:
        return self.filter(resolved_at=None)

    def with_last_writer(self) -> QueryQuerySet:
        """`last_by` and `last_name`: the key and the name of whoever wrote the last message."""
        messages = QueryMessage.objects.filter(query=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            last_by=Subquery(messages.values("by")[:1]),
            last_name=Subquery(messages.values("by__name")[:1]),
        )

    def waiting_for(self, user) -> QueryQuerySet:
        """Open ones in which somebody else wrote last, and that this person is a party to."""
        party = Q(assessment__assessor=user) | Q(asked_by=user) | Q(deputy=user)
        party |= Q(assessment=None) & (
            Q(case_file__allocated_to=user) | Q(case_file__second_assessor=user)
        )
        return self.open().with_last_writer().filter(party).exclude(last_by=user.pk)


class Query(models.Model):
    """`field` is what it is about: "rationale", "area:s47", "stage:investigation",
    "answer:child-spoken-to"; empty for the whole file."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="queries")
    assessment = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="queries",
        help_text="Whose judgement it is about; empty for the file itself.",
    )
    field = models.CharField("about", max_length=80, blank=True)
    asked_by = models.ForeignKey("audit.User", models.PROTECT, related_name="queries_asked")
    asked_at = models.DateTimeField()
    deputy = models.ForeignKey(
        "audit.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="queries_deputised",
        help_text="May resolve it in the asker’s place.",
    )
    resolved_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="queries_resolved"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        ordering = ["case_file", "asked_at", "pk"]
        verbose_name = "query"
        verbose_name_plural = "queries"
        indexes = [models.Index(fields=["case_file", "resolved_at"], name="query_case_file_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="query_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("asked_by")),
                name="query_deputy_is_another",
                violation_error_message="Choose somebody else as deputy.",
            ),
        ]

    def __str__(self) -> str:
        return f"Query on {self.case_file}"

    def get_absolute_url(self) -> str:
        return reverse("query-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


class QueryMessageQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        queries = Query.objects.all()
        return Q(query__in=queries.filter(queries.within(scope)))


class QueryMessage(models.Model):
    query = models.ForeignKey(Query, models.CASCADE, related_name="messages")
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="query_messages")
    at = models.DateTimeField()
    text = models.TextField()

    objects = QueryMessageQuerySet.as_manager()

    class Meta:
        ordering = ["query", "at", "pk"]

    def __str__(self) -> str:
        return f"Message of {self.by}"
