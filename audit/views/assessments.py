"""Grading a case file, and reopening a submitted assessment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from audit.forms.assessments import GradeForm, ReopenForm
from audit.models import Assessment, CaseFile
from audit.permissions import Right
from audit.services.assessments import (
    StaleError,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from audit.services.trail import record_once
from audit.views.actions import ActionView, visible_or_404
from audit.views.case_files import own_assessment, steps_open_to


class GradeView(ActionView):
    """Saves a draft, or submits; "assess under a second area" saves and asks for more."""

    form_class = GradeForm
    template_name = "audit/case_files/grade.html"
    right = Right.GRADE

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get(self, request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not steps_open_to(request.user, self.object)["may_grade"]:
            return redirect(self.object.get_absolute_url())
        session = request.session.session_key
        record_once("case_file.read", self.object, by=request.user, session=session)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "case_file": self.object,
            "assessment": own_assessment(self.object, self.request.user),
            "user": self.request.user,
            "two_areas": "areas" in self.request.GET,
            "asks": "submit" in self.request.POST,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            case_file=self.object,
            own=own_assessment(self.object, self.request.user),
            scale=self.object.round.framework.scale,
            **kwargs,
        )

    def act(self, form: GradeForm) -> Assessment:
        act = assessment_submit if "submit" in self.request.POST else assessment_save
        assessment = act(
            case_file=self.object,
            judgement=form.judgement(),
            by=self.request.user,
            lock=form.cleaned_data["lock"],
        )
        self.success_message = (
            f"You have graded case file {self.object.reference}."
            if assessment.counts
            else f"Your draft for case file {self.object.reference} is saved."
        )
        return assessment

    def done(self, result: Assessment) -> str:
        if "one_area" in self.request.POST:
            return self.request.path
        if "add_area" in self.request.POST:
            return f"{self.request.path}?areas=2"
        return self.object.get_absolute_url()

    def form_invalid(self, form: GradeForm) -> HttpResponse:
        """A stale form is shown beside what was saved in between; what was typed stays, and can
        be saved once its writer has seen both."""
        stale = isinstance(self.refused, StaleError)
        saved = own_assessment(self.object, self.request.user) if stale else None
        if saved:
            form.data = form.data.copy()
            form.data["lock"] = saved.lock
        return self.render_to_response(self.get_context_data(form=form, saved=saved))


class ReopenView(ActionView):
    form_class = ReopenForm
    template_name = "audit/case_files/reopen.html"

    @property
    def right(self) -> Right:
        """As the service asks: one's own, or a moderator's to return."""
        own = self.object.assessor_id == self.request.user.pk
        return Right.GRADE if own else Right.MODERATE

    def get_object(self) -> Assessment:
        """The assessor's own, or, for a moderator, any submitted one of the file."""
        return visible_or_404(Assessment, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case_file = self.object.case_file
        own = self.object.assessor_id == self.request.user.pk
        return super().get_context_data(
            assessment=self.object, case_file=case_file, own=own, **kwargs
        )

    def act(self, form: ReopenForm) -> Assessment:
        return assessment_reopen(
            assessment=self.object, reason=form.cleaned_data["reason"], by=self.request.user
        )

    def done(self, result: Assessment) -> str:
        own = result.assessor_id == self.request.user.pk
        self.success_message = (
            "Your assessment is a draft again."
            if own
            else f"The assessment is returned to {result.assessor}, with your reason."
        )
        return result.case_file.get_absolute_url()
