"""Case actions: what should be put right in one case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When

from audit.models.case_files import CaseFile, CaseFilePartQuerySet
from audit.rules.case_actions import CaseActionState, state_of


class CaseActionQuerySet(CaseFilePartQuerySet):
    def open(self) -> CaseActionQuerySet:
        """Not yet checked by somebody else than whoever did it."""
        return self.filter(checked_on=None)

    def late(self, today: date) -> CaseActionQuerySet:
        return self.filter(done_on=None, due_on__lt=today)

    def in_states(self, states: Iterable[str]) -> CaseActionQuerySet:
        wanted = Q(pk__in=())
        for state in states:
            wanted |= _STATES[CaseActionState(state)]
        return self.filter(wanted)

    def most_urgent_first(self) -> CaseActionQuerySet:
        """What is to be done by its date, so that the late ones come first; then what is to be
        checked; then the rest."""
        place = Case(
            When(done_on=None, then=Value(0)), When(checked_on=None, then=Value(1)), default=2
        )
        return self.order_by(place, "due_on", "pk")


_STATES = {
    CaseActionState.TO_DO: Q(done_on=None),
    CaseActionState.DONE: Q(done_on__isnull=False, checked_on=None),
    CaseActionState.CHECKED: Q(checked_on__isnull=False),
}


class CaseAction(models.Model):
    """`owner` is a role or a team, never a name. Whoever marks it done does not check it."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="case_actions")
    what = models.TextField("what should be put right")
    owner = models.CharField("role or team that owns it", max_length=120)
    due_on = models.DateField("due")
    done_on = models.DateField(null=True, blank=True)
    done_note = models.TextField("what was done", blank=True)
    done_by = models.ForeignKey(
        "audit.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case_actions_done",
        verbose_name="marked done by",
    )
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="case_actions_checked"
    )
    check_note = models.TextField("what was checked", blank=True)

    objects = CaseActionQuerySet.as_manager()

    class Meta:
        ordering = ["case_file", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(owner=""),
                name="case_action_says_what_and_whose",
                violation_error_message="Say what should be put right, and whose it is.",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, done_note="")
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_note="")),
                name="case_action_done_whole",
                violation_error_message="Say what was done.",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by=None, check_note="")
                | (
                    Q(checked_on__isnull=False, checked_by__isnull=False, done_on__isnull=False)
                    & ~Q(check_note="")
                ),
                name="case_action_checked_whole",
                violation_error_message="Say what was checked.",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | Q(checked_on__gte=F("done_on")),
                name="case_action_checked_after_done",
                violation_error_message="It cannot be checked before it was done. Correct a date.",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("done_by")),
                name="case_action_checked_by_another",
                violation_error_message="You marked it done. Ask somebody else to check it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Case action {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.case_file.get_absolute_url()}#case-actions"

    @property
    def state(self) -> CaseActionState:
        return state_of(self.done_on, self.checked_on)

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today
