"""Whether a recommendation worked: as a page that leads to the files, and to print for a board."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.views import View
from django.views.generic import DetailView

from audit.clock import today
from audit.documents.did_it_work import Asked, did_it_work, page_context
from audit.documents.render import render_pdf
from audit.models import Recommendation, Response, Round, User
from audit.services.trail import record_once
from audit.views.actions import visible_or_404
from audit.views.compared import counts_for, linked_pairs
from audit.views.counts import Counts
from audit.views.reports import pdf_response

SIDES = ("before", "after")


def earlier_round(recommendation: Recommendation, user: User) -> Round | None:
    """The round that asked for it; where none did, the force's last one before it was asked."""
    rounds = _rounds(user)
    if recommendation.round_id:
        return rounds.filter(pk=recommendation.round_id).first()
    asked = recommendation.made or recommendation.published
    forces = Response.objects.visible_to(user).filter(recommendation=recommendation)
    if asked is None:
        return None
    before = rounds.filter(force__in=forces.values("force"), fieldwork_started_on__lt=asked.first)
    return before.order_by("force", "-fieldwork_started_on").first()


def later_rounds(recommendation: Recommendation, before: Round | None, user: User) -> list[Round]:
    """Those of the same force that came after `before`, the latest first."""
    if before is None:
        return []
    after = Q(previous=before) | Q(asked_for_by=recommendation)
    if before.fieldwork_started_on:
        after |= Q(fieldwork_started_on__gt=before.fieldwork_started_on)
    rounds = _rounds(user).filter(after, force=before.force_id).exclude(pk=before.pk)
    return list(rounds.order_by(F("fieldwork_started_on").desc(nulls_last=True), "code"))


def best_compared(before: Round | None, later: list[Round]) -> Round | None:
    """Of those that came after: the latest that is over and was led by the same, else what comes
    nearest to it."""
    if before is None:
        return None
    led_by = before.led_by
    return min(later, key=lambda round: (round.is_open, round.led_by != led_by), default=None)


def _rounds(user: User):
    rounds = Round.objects.visible_to(user).with_figures_visible_to(user)
    return rounds.select_related("force", "framework")


class Told:
    """What can be told of a recommendation to one person, `code` naming the later round."""

    def __init__(self, recommendation: Recommendation, user: User, code: str) -> None:
        self.before = earlier_round(recommendation, user)
        self.later = later_rounds(recommendation, self.before, user)
        named = (round for round in self.later if round.code == code)
        self.after = next(named, best_compared(self.before, self.later))
        asked = Asked(
            list(recommendation.areas.all()),
            list(recommendation.themes.prefetch_related("areas")),
            list(
                recommendation.questions.prefetch_related("areas").order_by("stage__order", "order")
            ),
        )
        self.snapshot = did_it_work(recommendation, asked, self.before, self.after, today())


class DidItWorkView(DetailView):
    template_name = "audit/did_it_work/page.html"
    context_object_name = "recommendation"

    def get_queryset(self):
        rows = Recommendation.objects.visible_to(self.request.user)
        return rows.select_related("source_document", "round")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        told = Told(self.object, user, self.request.GET.get("later", ""))
        shown = page_context(told.snapshot)
        lines, rows = shown["lines"], shown["rows"]
        if told.before and told.after:
            counts = counts_for(user, told.before), counts_for(user, told.after)
            lines = [_linked(line, counts) for line in lines]
            rows = linked_pairs(rows, counts)
        return super().get_context_data(
            told=told, document=told.snapshot, lines=lines, rows=rows, **kwargs
        )


def _linked(line: dict[str, Any], counts: tuple[Counts, Counts]) -> dict[str, Any]:
    of, base = line["links"]
    sides = []
    for name, own in zip(SIDES, counts, strict=True):
        side = line[name]
        plain = Counts(own.round, linked=own.linked and bool(base))
        count = own.link(side["count"], **of)
        sides.append({**side, "count": count, "base": plain.link(side["base"], **base)})
    return {**line, "sides": sides}


class DidItWorkPrintView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        recommendation = visible_or_404(Recommendation, request, pk=pk)
        told = Told(recommendation, request.user, request.GET.get("later", ""))
        session = request.session.session_key
        record_once("did_it_work.printed", recommendation, by=request.user, session=session)
        return pdf_response(render_pdf(told.snapshot), f"did-it-work-{recommendation.pk}")
