"""Grading a case file, checking one's answers, handing in, and reopening what was handed in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from audit.forms.assessments import GradeForm, ReopenForm
from audit.forms.comparison import differences
from audit.forms.drafts import put
from audit.forms.journey import (
    grade_fields,
    reason_wanted,
    sections,
    state,
    steps,
    theme_fields,
)
from audit.models import Assessment, CaseFile
from audit.permissions import Right
from audit.rules.transitions import StaleError
from audit.services.assessments import (
    assessment_autosave,
    assessment_reopen,
    assessment_save,
)
from audit.services.trail import record_once
from audit.views.actions import REFUSALS, ActionView, visible_or_404
from audit.views.case_files import own_assessment, steps_open_to

JSON = "application/json"


class OwnDraftView(ActionView):
    """A page on one's own assessment of a case file."""

    right = Right.GRADE

    def get_object(self) -> CaseFile:
        files = CaseFile.objects.visible_to(self.request.user)
        files = files.select_related("round__framework", "round__force", "area")
        case_file = get_object_or_404(files, reference=self.kwargs["reference"])
        self.own = own_assessment(case_file, self.request.user)
        return case_file

    def record_read(self) -> None:
        session = self.request.session.session_key
        record_once("case_file.read", self.object, by=self.request.user, session=session)


class GradeView(OwnDraftView):
    """Saves a draft; "check your answers" saves it and goes on, "save and add a second area" saves
    it and asks for more. The page's script saves here too, and is answered in JSON: what it sent
    to an ended session is kept, and can then be sent again as a page's form is."""

    form_class = GradeForm
    template_name = "audit/case_files/grade.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not steps_open_to(request.user, self.object)["may_grade"]:
            return redirect(self.object.get_absolute_url())
        self.record_read()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if request.headers.get("Accept") == JSON:
            return self.autosave(form)
        if "take" in request.POST:
            return self.take_over(form)
        return self.form_valid(form) if form.is_savable() else self.form_invalid(form)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "case_file": self.object,
            "assessment": self.own,
            "user": self.request.user,
            "two_areas": "areas" in self.request.GET,
            "asks": "check" in self.request.POST,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(case_file=self.object, own=self.own, **kwargs)
        form = context["form"]
        return context | {
            "scale": self.object.round.framework.scale,
            "sections": list(sections(form)),
            "steps": steps(form),
            "grade_fields": grade_fields(form),
            "theme_fields": theme_fields(form),
            "reason_wanted": reason_wanted(form),
            "concern_unsaved": "concern" in self.request.POST,
        }

    def act(self, form: GradeForm) -> Assessment:
        assessment = assessment_save(
            case_file=self.object,
            judgement=form.judgement(),
            by=self.request.user,
            lock=form.cleaned_data["lock"],
        )
        # Beside errors there is no banner: it would take the focus from their summary.
        if "check" not in self.request.POST and not assessment.unfinished:
            self.success_message = f"Your draft for case file {self.object.reference} is saved."
        return assessment

    def done(self, result: Assessment) -> str:
        for button, page in (("check", "case-file-check"), ("concern", "concern-raise")):
            if button in self.request.POST:
                return reverse(page, args=[self.object.reference])
        if "add_area" in self.request.POST:
            return f"{self.request.path}?areas=2"
        if "one_area" in self.request.POST or result.unfinished:
            return self.request.path
        return self.object.get_absolute_url()

    def form_invalid(self, form: GradeForm) -> HttpResponse:
        """A stale form is shown beside what was saved in between; what was typed stays, and can
        be saved once its writer has seen both."""
        stale = isinstance(self.refused, StaleError)
        return self.show_both(form) if stale else self.show(form)

    def show_both(self, form: GradeForm) -> HttpResponse:
        self.own = own_assessment(self.object, self.request.user)
        if self.own is None:
            return self.show(form)
        found = differences(form, self.saved_form())
        form.data = form.data.copy()
        form.data["lock"] = self.own.lock
        return self.show(form, saved=self.own, differences=found)

    def take_over(self, form: GradeForm) -> HttpResponse:
        """Puts what was saved in between into one field of the form; nothing is saved by it."""
        self.own = own_assessment(self.object, self.request.user)
        name = self.request.POST["take"]
        if self.own and name in form.fields:
            data, saved = form.data.copy(), self.saved_form()
            put(data, form[name], saved[name].value() if name in saved.fields else "")
            form = self.form_class(**self.get_form_kwargs() | {"data": data})
        return self.show_both(form)

    def saved_form(self) -> GradeForm:
        kwargs = self.get_form_kwargs()
        return self.form_class(**kwargs | {"data": None, "files": None})

    def show(self, form: GradeForm, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **more))

    def autosave(self, form: GradeForm) -> JsonResponse:
        """Of what was refused only that it was, and what to do: the page still has the text."""
        refused = "Not saved. Choose “Save draft” to see why. What you typed stays here."
        if not form.is_savable():
            return JsonResponse({"refused": refused}, status=400)
        try:
            assessment = assessment_autosave(
                case_file=self.object,
                judgement=form.judgement(),
                by=self.request.user,
                lock=form.cleaned_data["lock"],
            )
        except StaleError:
            refused = (
                "Not saved: it was saved in another window since you opened it here. What you "
                "typed stays here. Choose “Save draft” to see both side by side."
            )
            return JsonResponse({"refused": refused}, status=409)
        except (ValidationError, *REFUSALS):
            return JsonResponse({"refused": refused}, status=400)
        saved = timezone.localtime(assessment.saved_at)
        return JsonResponse({"saved": f"{saved:%H:%M}", "lock": assessment.lock, **state(form)})


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
