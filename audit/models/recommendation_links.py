"""Links between recommendations, seen from both ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models.recommendations import Recommendation
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.links import LinkKind


class RecommendationLinkQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Both ends must be seen; a force's own link is seen by that force, and by the team of the
        round in which either end stands."""
        rows = Recommendation.objects.all()
        seen = rows.filter(rows.within(scope))
        own = Q(force__in=scope.all_forces)
        of_team = Q(source__round__in=scope.team_rounds) | Q(target__round__in=scope.team_rounds)
        return Q(source__in=seen) & Q(target__in=seen) & (Q(force=None) | own | of_team)

    def touching(self, recommendation: Recommendation) -> RecommendationLinkQuerySet:
        return self.filter(Q(source=recommendation) | Q(target=recommendation))


class RecommendationLink(models.Model):
    """`source` duplicates, supersedes, … `target`. `force` is whose link it is; none where
    whoever wrote the recommendations made it, for all."""

    source = models.ForeignKey(Recommendation, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Recommendation, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind)
    force = models.ForeignKey(
        "audit.Force", models.PROTECT, null=True, blank=True, related_name="recommendation_links"
    )
    note = models.TextField("why", blank=True)
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="recommendation_links")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecommendationLinkQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind", "force"],
                name="recommendation_link_once",
                violation_error_message="These two are linked like that already.",
            ),
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=Q(force=None),
                name="recommendation_link_for_all_once",
                violation_error_message="These two are linked like that already.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="recommendation_link_of_two",
                violation_error_message="A recommendation cannot be linked to itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
