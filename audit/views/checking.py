"""Checking one's answers once, and handing the assessment in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.forms.assessments import CheckForm, GradeForm
from audit.forms.checking import linked, open_answers, parts
from audit.models import Assessment
from audit.rules.transitions import StaleError
from audit.services.assessments import assessment_submit, judgement_problems
from audit.services.judgements import Judgement, judgement_of
from audit.views.assessments import OwnDraftView
from audit.views.case_files import own_assessment, steps_open_to


class CheckView(OwnDraftView):
    """The draft as it is saved, with what keeps it from being handed in on top."""

    form_class = CheckForm
    template_name = "audit/case_files/check.html"

    @property
    def form_address(self) -> str:
        return reverse("case-file-grade", args=[self.object.reference])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not steps_open_to(request.user, self.object)["may_grade"]:
            return redirect(self.object.get_absolute_url())
        self.record_read()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.own is None:
            return redirect(self.form_address)
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"lock": self.own.lock if self.own else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filled = GradeForm(
            case_file=self.object, assessment=self.own, user=self.request.user, asks=False
        )
        problems = judgement_problems(self.object, self.judgement(), complete=True)
        return super().get_context_data(
            case_file=self.object,
            own=self.own,
            parts=list(parts(filled)),
            open_answers=open_answers(filled),
            problems=linked(filled, problems),
            form_address=self.form_address,
            **kwargs,
        )

    def judgement(self) -> Judgement:
        """The draft as it is stored; of a file that nobody has begun an empty one."""
        if self.own:
            return judgement_of(self.own)
        graded = self.object.round.grades
        return Judgement({self.object.area: ""} if graded else {}, answers={}, stages={})

    def act(self, form: CheckForm) -> Assessment:
        return assessment_submit(
            case_file=self.object,
            judgement=self.judgement(),
            by=self.request.user,
            lock=form.cleaned_data["lock"],
        )

    def done(self, result: Assessment) -> str:
        self.success_message = f"You have graded case file {self.object.reference}."
        if not self.object.round.grades:
            self.success_message = f"You have answered for case file {self.object.reference}."
        return self.object.get_absolute_url()

    def form_invalid(self, form: CheckForm) -> HttpResponse:
        """Shows what is saved now, to be checked again; what is wrong with it stands on top."""
        self.own = own_assessment(self.object, self.request.user)
        fresh = CheckForm(initial=self.get_initial())
        said = ""
        if isinstance(self.refused, StaleError):
            said = "The draft was saved in another window since. Check it again, then submit it."
        elif self.refused:
            said = str(self.refused)
        return self.render_to_response(self.get_context_data(form=fresh, refusal=said))
