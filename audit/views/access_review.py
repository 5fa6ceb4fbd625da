"""The quarterly review of access: which forces are due, and the decisions about one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from audit.clock import day_of, today
from audit.forms.access_review import AccessReviewForm, holding_label
from audit.models import Force, LogEntry
from audit.permissions import Right
from audit.rules.access_review import (
    MONTHS_BETWEEN_REVIEWS,
    UNUSED_DAYS,
    Review,
    Use,
    use_of,
)
from audit.services.access_review import (
    Holding,
    access_review_record,
    holdings_in,
    last_reviews,
    people_counts,
    people_in,
)
from audit.services.second_steps import second_steps_of
from audit.spreadsheets.people_listing import holding_listing, review_listing
from audit.spreadsheets.writing import Listing
from audit.views.actions import ActionView, visible_or_404
from audit.views.administering import Administering
from audit.views.fresh import FreshSignInMixin
from audit.views.taken_out import CanBeTakenOut, TakenOut


@dataclass(frozen=True)
class ForceReview:
    """Of a force, or (None) of those without one."""

    force: Force | None
    people: int
    review: Review | None
    late: bool


class AccessReviewView(Administering, CanBeTakenOut, TemplateView):
    """Every force in which somebody holds a role, with its last review and the next."""

    template_name = "audit/people/reviews.html"
    taken_out = TakenOut("access_reviews", "Reviews of access", Right.ADMINISTER, review_listing)

    def rows_to_take_out(self) -> list[ForceReview]:
        user = self.request.user
        counts = people_counts(user=user)
        forces = list(Force.objects.visible_to(user).filter(pk__in=filter(None, counts)))
        reviews = last_reviews(forces, user=user)
        rows = []
        for force in (*forces, None):
            review = reviews.get(force.pk if force else None)
            late = review is None or review.due.is_overdue(today())
            rows.append(ForceReview(force, counts[force.pk if force else None], review, late))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows_to_take_out()
        return super().get_context_data(rows=rows, months=MONTHS_BETWEEN_REVIEWS, **kwargs)


class AccessReviewForceView(FreshSignInMixin, Administering, CanBeTakenOut, ActionView):
    """Keep or end, for all that is held in a force (or, without a code, in none)."""

    form_class = AccessReviewForm
    template_name = "audit/people/review.html"
    taken_out = TakenOut("access_review", "Who holds what", Right.ADMINISTER)
    right = Right.ADMINISTER

    def get_object(self) -> Force | None:
        code = self.kwargs.get("code")
        return visible_or_404(Force, self.request, code=code) if code else None

    def rows_to_take_out(self) -> list[Holding]:
        return holdings_in(self.object, user=self.request.user)

    def table(self, rows: Iterable[Holding]) -> Listing:
        user = self.request.user
        second_steps = second_steps_of(people_in(self.object, user=user), user=user)
        return holding_listing(rows, second_steps)

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        self.holdings = holdings_in(self.object, user=user)
        others = [row for row in self.holdings if row.user_id != user.pk]
        return {**super().get_form_kwargs(), "holdings": others}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(force=self.object, **kwargs)
        user = self.request.user
        people = list(people_in(self.object, user=user))
        second_steps = second_steps_of(people, user=user)
        uses = {person.pk: use_of(day_of(person.last_login), today()) for person in people}
        context["rows"] = [
            {
                "person": person,
                "use": uses[person.pk].value,
                "second_steps": second_steps.get(person.pk, []),
                "fields": context["form"].fields_of(person),
                "own": [holding_label(row) for row in self.holdings if row.user_id == user.pk]
                if person.pk == user.pk
                else [],
            }
            for person in people
        ]
        context["never"] = list(uses.values()).count(Use.NEVER)
        context["unused"] = list(uses.values()).count(Use.UNUSED)
        return context | {"unused_days": UNUSED_DAYS}

    def form_valid(self, form: AccessReviewForm) -> HttpResponse:
        """What is to be ended is shown once more, and wants a reason."""
        if form.ended and not ("confirmed" in self.request.POST and form.cleaned_data["reason"]):
            if "confirmed" in self.request.POST:
                form.add_error("reason", "Enter the reason")
            return self.response_class(
                self.request,
                ["audit/people/review_check.html"],
                {"form": form, "force": self.object, "view": self},
            )
        return super().form_valid(form)

    def act(self, form: AccessReviewForm) -> LogEntry:
        return access_review_record(
            force=self.object,
            kept=form.kept,
            ended=form.ended,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )

    def done(self, result: LogEntry) -> str:
        about = str(self.object) if self.object else "people without a force"
        self.success_message = f"The review of {about} is saved."
        return reverse("access-review")
