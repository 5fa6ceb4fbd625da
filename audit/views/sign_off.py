"""Signing off: what is done and what is missing, signing, opening again; and dip checks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from audit.documents.figures import round_figures
from audit.documents.sign_offs import still_as_signed
from audit.forms.sign_off import DipCheckForm, DipDrawForm, RoundReopenForm, SignOffForm
from audit.models import DipCheck, Round, SignOff
from audit.permissions import Right
from audit.rules.sign_off import Task, Weight
from audit.rules.transitions import RoundStatus
from audit.services.dip_checks import (
    checking_problems,
    dip_check_record,
    dip_checks_draw,
    drawable,
)
from audit.services.outstanding import outstanding
from audit.services.sign_off import round_reopen, round_sign_off
from audit.services.trail import record_once
from audit.spreadsheets.file_work_listing import dip_check_listing
from audit.views.actions import ActionView, OfRoundView, visible_or_404
from audit.views.taken_out import CanBeTakenOut, TakenOut

MENDED = {
    # task → the address at which it is mended
    "sample": "sample-detail",
    "graded": "round-progress",
    "agreed": "moderation-queue",
    "queries": "query-list",
    "dip-checks": "dip-check-list",
    "concerns": "round-concerns",
    "case-actions": "round-case-actions",
}
TAGS = {
    Weight.MUST: ("awaiting_response", "Must be done"),
    Weight.EXPLAIN: ("in_progress", "Incomplete"),
    Weight.LISTED: ("superseded", "Optional"),
}


class SignOffView(OfRoundView):
    right = Right.MODERATE
    form_class = SignOffForm
    template_name = "audit/sign_off/detail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.tasks = outstanding(self.object)
        return {**super().get_form_kwargs(), "tasks": self.tasks}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        round, user = self.object, self.request.user
        rows = SignOff.objects.visible_to(user).filter(round=round)
        rows = list(rows.select_related("signed_by", "reopened_by"))
        standing = next((row for row in rows if not row.reopened_at), None)
        return context | {
            "tasks": [self._row(task) for task in self.tasks],
            "held": any(task.left for task in self.tasks if task.weight == Weight.MUST),
            "signs": round.status == RoundStatus.FIELDWORK,
            "reopens": round.status == RoundStatus.SIGNED_OFF,
            "standing": standing,
            "changed": standing and not still_as_signed(standing, round_figures(round).as_json()),
            "earlier": [row for row in rows if row.reopened_at],
        }

    def _row(self, task: Task) -> dict[str, Any]:
        status, label = ("", "") if task.is_done else TAGS[task.weight]
        url = reverse(MENDED[task.code], args=[self.object.code])
        return {"task": task, "url": url, "status": status, "label": label}

    def act(self, form: SignOffForm) -> SignOff:
        explanation = form.cleaned_data.get("explanation", "")
        return round_sign_off(round=self.object, by=self.request.user, explanation=explanation)

    def done(self, result: SignOff) -> str:
        self.success_message = f"This {self.object.get_kind_display().lower()} is signed off."
        return reverse("sign-off", args=[self.object.code])


class RoundReopenView(OfRoundView):
    right = Right.MODERATE
    form_class = RoundReopenForm
    template_name = "audit/sign_off/reopen.html"

    def act(self, form: RoundReopenForm) -> Round:
        reason = form.cleaned_data["reason"]
        return round_reopen(round=self.object, reason=reason, by=self.request.user)

    def done(self, result: Round) -> str:
        self.success_message = f"This {result.get_kind_display().lower()} is open again."
        return result.get_absolute_url()


class DipCheckListView(CanBeTakenOut, OfRoundView):
    """The files that were drawn, with the seed of each draw, and drawing more."""

    right = Right.MODERATE
    form_class = DipDrawForm
    template_name = "audit/sign_off/dip_checks.html"
    taken_out = TakenOut(
        "dip_checks", "Dip check of agreed files", Right.TRANSFER_CASE_FILES, dip_check_listing
    )

    def _checks(self):
        return DipCheck.objects.visible_to(self.request.user).filter(case_file__round=self.object)

    def rows_to_take_out(self):
        self.round = self.object
        return self._checks().select_related(
            *("case_file__area", "case_file__round", "drawn_by", "checked_by")
        )

    def get_initial(self) -> dict[str, Any]:
        return {"lock": self._checks().count()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = ("case_file__area", "drawn_by", "checked_by")
        return super().get_context_data(
            checks=self._checks().select_related(*people),
            available=drawable(self.object, self.request.user).count(),
            **kwargs,
        )

    def act(self, form: DipDrawForm) -> list[DipCheck]:
        given = form.cleaned_data
        return dip_checks_draw(
            round=self.object,
            how_many=given["how_many"],
            by=self.request.user,
            already=given["lock"],
        )

    def done(self, result: list[DipCheck]) -> str:
        files = "1 file is" if len(result) == 1 else f"{len(result)} files are"
        self.success_message = f"{files} drawn, with the seed {result[0].seed}."
        return reverse("dip-check-list", args=[self.object.code])


class DipCheckView(ActionView):
    """What a second person says of one agreed file."""

    form_class = DipCheckForm
    template_name = "audit/sign_off/dip_check.html"
    right = Right.MODERATE
    success_message = "What you found is kept."

    def get_object(self) -> DipCheck:
        return visible_or_404(DipCheck, self.request, pk=self.kwargs["pk"])

    def get(self, request, *args: Any, **kwargs: Any):
        session = request.session.session_key
        record_once("case_file.read", self.object.case_file, by=request.user, session=session)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case_file = self.object.case_file
        problems = [] if self.object.outcome else checking_problems(case_file, self.request.user)
        return super().get_context_data(
            check=self.object,
            case_file=case_file,
            round=case_file.round,
            problems=[problem.message for problem in problems],
            **kwargs,
        )

    def act(self, form: DipCheckForm) -> DipCheck:
        return dip_check_record(dip_check=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: DipCheck) -> str:
        return reverse("dip-check-list", args=[result.case_file.round.code])
