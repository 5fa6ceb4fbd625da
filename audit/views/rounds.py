"""Inspections and audits: the list, the page of one, and its figures as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views import View
from django.views.generic import DetailView

from audit.documents.earlier import verdict_of
from audit.documents.figures import round_figures
from audit.documents.kinds import CASE_FILE_AUDIT, kinds_for
from audit.forms.rounds import RoundMoveForm, RoundOpenForm
from audit.models import CaseFile, Recommendation, ReportVersion, Round, SignOff
from audit.permissions import (
    Right,
    can,
    can_see_figures,
    require,
    require_somewhere,
    sees_every_case_file,
)
from audit.rules.deadlines import TimeLimit
from audit.rules.transitions import ROUND_STEPS
from audit.rules.verdicts import verdicts_in_words
from audit.services.recommendation_problems import takes_new
from audit.services.reports import draft_snapshot
from audit.services.rounds import round_move, round_open
from audit.services.trail import record_once
from audit.spreadsheets.round_listing import round_listing
from audit.views.actions import ActionView, OfRoundView, visible_or_404
from audit.views.counts import Counts
from audit.views.facts import linked_stages
from audit.views.fresh import require_fresh_sign_in
from audit.views.lists import PagedListView
from audit.views.round_work import next_step, work_for
from audit.views.taken_out import TakenOut
from audit.views.verdicts import earlier_of


class RoundListView(PagedListView):
    template_name = "audit/rounds/list.html"
    taken_out = TakenOut(
        "inspections_and_audits", "Inspections and audits", Right.SEE_PUBLISHED, round_listing
    )

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user)
        return rounds.select_related("force", "framework")

    def rows_to_take_out(self):
        return self.get_queryset().with_reconstructed()


class RoundOpenView(ActionView):
    """A new inspection or audit; who opens an inspection leads it."""

    form_class = RoundOpenForm
    template_name = "audit/rounds/open.html"

    def get_object(self) -> None:
        """None yet."""

    def check_right(self) -> None:
        require_somewhere(self.request.user, Right.OPEN_ROUND)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: RoundOpenForm) -> Round:
        self.success_message = "It is open. Add its case files, then start the fieldwork."
        return round_open(round=form.round(), by=self.request.user)

    def done(self, result: Round) -> str:
        return result.get_absolute_url()


class RoundDetailView(DetailView):
    """What the report would say now, each number leading to the case files behind it."""

    template_name = "audit/rounds/detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user)
        return rounds.select_related("force", "framework", "previous")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, round = self.request.user, self.object
        context = super().get_context_data(**kwargs)
        context |= {
            "round": round,
            "can_add_files": round.is_open and can(user, Right.MODERATE, round),
            "kinds": kinds_for(round),
            "work": work_for(user, round),
            "next_step": next_step(user, round),
            "asked_for_by": Recommendation.objects.visible_to(user)
            .filter(pk=round.asked_for_by_id)
            .first(),
            "sign_offs": SignOff.objects.visible_to(user)
            .filter(round=round)
            .select_related("signed_by", "reopened_by"),
            "can_write": can(user, Right.WRITE_FINDINGS, round),
            "may_recommend": takes_new(round) and can(user, Right.WRITE_FINDINGS, round),
            "may_move": bool(ROUND_STEPS[round.status]) and can(user, Right.WRITE_FINDINGS, round),
            "my_files": CaseFile.objects.visible_to(user).filter(round=round).asked(user).count(),
        }
        if can_see_figures(user, round):
            context |= self._figures(round)
        return context

    def _figures(self, round: Round) -> dict[str, Any]:
        user = self.request.user
        snapshot = draft_snapshot(round=round, kind=CASE_FILE_AUDIT.name)
        counts = Counts(round, linked=sees_every_case_file(user, round))
        headline, breakdown = snapshot["headline"], snapshot["breakdown"]
        shown = CASE_FILE_AUDIT.context(snapshot)
        verdicts = earlier_of(round, user) if round.previous_id else []
        return {
            "verdicts": verdicts if any(row.verdicts for row in verdicts) else [],
            "verdicts_in_words": verdicts_in_words(verdict_of(row) for row in verdicts),
            "no_files": round.historic and not headline["files"],
            "document": snapshot,
            "shown": shown,
            "grades": [*round.framework.scale.grades],
            "fact_stages": [] if round.grades else linked_stages(shown["fact_stages"], counts),
            "headline_rows": [counts.row("All case files", "", headline["counts"])],
            "ungraded": counts.ungraded(headline["ungraded"]),
            "areas": [
                counts.row(area["short_title"], area["code"], area["counts"])
                for area in snapshot["areas"]
            ],
            "areas_total": counts.plain("All areas", breakdown["total"]),
            "has_themes": any(
                area["strengths"] or area["weaknesses"] for area in snapshot["areas"]
            ),
            "recommendation_groups": self._recommendations(round),
            "reports": self._reports(round),
        }

    def _reports(self, round: Round) -> list[dict[str, Any]]:
        """Each kind that is offered for it and has something to read for this person, with its
        published versions."""
        rows = ReportVersion.objects.visible_to(self.request.user).filter(report__round=round)
        versions: dict[str, list[ReportVersion]] = {}
        for version in rows.without_content().select_related("published_by", "report"):
            versions.setdefault(version.report.kind, []).append(version)
        found = [
            {
                "kind": kind,
                "versions": versions.get(kind.name, []),
                "reads_draft": kind.reads_draft(self.request.user, round),
                "may_publish": can(self.request.user, kind.right, round),
            }
            for kind in kinds_for(round)
        ]
        return [one for one in found if one["versions"] or one["reads_draft"]]

    def _recommendations(self, round: Round) -> list[dict[str, Any]]:
        """In groups by time limit, the most urgent first."""
        visible = Recommendation.objects.visible_to(self.request.user).filter(round=round)
        rows = list(visible.select_related("round", "source_document"))
        groups = [
            {"title": limit.label, "rows": [row for row in rows if row.time_limit == limit]}
            for limit in TimeLimit
        ]
        return [group for group in groups if group["rows"]]


class RoundMoveView(OfRoundView):
    form_class = RoundMoveForm
    template_name = "audit/rounds/move.html"
    right = Right.WRITE_FINDINGS

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "round": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.object
        may_sign_off = can(self.request.user, Right.MODERATE, round) and not round.is_published
        return super().get_context_data(may_sign_off=may_sign_off, **kwargs)

    def act(self, form: RoundMoveForm) -> Round:
        given = form.cleaned_data
        return round_move(
            round=self.object, to=given["status"], by=self.request.user, reason=given["reason"]
        )

    def done(self, result: Round) -> str:
        kind = result.get_kind_display().lower()
        self.success_message = f"This {kind} is now: {result.get_status_display().lower()}."
        return result.get_absolute_url()


class RoundFiguresView(View):
    """figures.json, so that others can check the counts; an export, where they are not public."""

    def get(self, request: HttpRequest, code: str) -> JsonResponse:
        round = visible_or_404(Round, request, code=code)
        if not can_see_figures(request.user, round):
            require(request.user, Right.SEE_UNPUBLISHED_FIGURES, round)
        if not round.is_published:
            require_fresh_sign_in(request)
        session = request.session.session_key
        record_once("round.figures_exported", round, by=request.user, session=session)
        figures = round_figures(round).as_json()
        return JsonResponse(figures, json_dumps_params={"indent": 2, "ensure_ascii": False})
