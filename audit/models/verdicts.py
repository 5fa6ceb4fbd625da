"""Verdicts: what a later inspection or audit found of an earlier recommendation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from audit.models.rounds import Round, RoundPartQuerySet
from audit.rules.verdicts import Movement, StateNow


def rounds_before(round: Round) -> list[Round]:
    """Those that `round` follows, the nearest first, as far as they are open to who writes it: a
    force's own audit is not by being followed by an inspection, nor the other way round."""
    found: list[Round] = []
    step = round.previous
    while step and step not in found and (step.is_published or step.led_by == round.led_by):
        found.append(step)
        step = step.previous
    return found


class Verdict(models.Model):
    """On a recommendation as a whole (`sub_point` empty) or on one of its points."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="verdicts", verbose_name="post-inspection review"
    )
    recommendation = models.ForeignKey(
        "audit.Recommendation", models.PROTECT, related_name="verdicts"
    )
    sub_point = models.ForeignKey(
        "audit.SubPoint", models.PROTECT, null=True, blank=True, related_name="verdicts"
    )
    movement = models.CharField(
        "has it improved", max_length=12, choices=Movement, default=Movement.NOT_REPORTED
    )
    state_now = models.CharField(
        "how it stands now", max_length=20, choices=StateNow, default=StateNow.NOT_REPORTED
    )
    text = models.TextField("what was found", blank=True)
    by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="verdicts"
    )

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["round", "recommendation__number", "sub_point__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "recommendation", "sub_point"],
                name="verdict_once",
                violation_error_message="There is a verdict on this already.",
            ),
            models.UniqueConstraint(
                fields=["round", "recommendation"],
                condition=Q(sub_point=None),
                name="verdict_on_the_whole_once",
                violation_error_message="There is a verdict on this already.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_movement_display()

    @property
    def is_silent(self) -> bool:
        """Neither whether it moved nor how it stands is reported."""
        return self.movement == Movement.NOT_REPORTED and self.state_now == StateNow.NOT_REPORTED

    @property
    def movement_in_words(self) -> str:
        """ "Improved"; what is not reported is named, unless nothing is."""
        if self.movement == Movement.NOT_REPORTED and not self.is_silent:
            return "Movement not reported"
        return self.get_movement_display()

    @property
    def state_in_words(self) -> str:
        """ "Still requires improvement"; "" where nothing is reported at all."""
        if self.is_silent:
            return ""
        if self.state_now == StateNow.NOT_REPORTED:
            return "State now not reported"
        return self.get_state_now_display()

    def clean(self) -> None:
        if self.sub_point and self.sub_point.recommendation_id != self.recommendation_id:
            raise ValidationError({"sub_point": "Choose a point of this recommendation."})
