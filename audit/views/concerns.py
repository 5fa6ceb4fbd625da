"""Immediate concerns: raising one, its page with its steps, and the lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from audit.forms.concern_filter import ConcernFilter, RoundConcernFilter
from audit.forms.concerns import (
    ConcernAcknowledgeForm,
    ConcernAnswerForm,
    ConcernCloseForm,
    ConcernRaiseForm,
    ConcernSendBackForm,
    ContactsForm,
)
from audit.models import CaseFile, ImmediateConcern, Round
from audit.models.concerns import contacts_of
from audit.permissions import Right
from audit.services.concern_contacts import contacts_name, contacts_to_name
from audit.services.concerns import (
    concern_acknowledge,
    concern_answer,
    concern_close,
    concern_numbers_reveal,
    concern_raise,
    concern_send_back,
    steps_open_to,
)
from audit.services.trail import record_once
from audit.spreadsheets.file_work_listing import concern_listing
from audit.views.actions import ActionView, OfRoundView, visible_or_404
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut


class ConcernRaiseView(ActionView):
    """First of all it says to ring, and whom."""

    form_class = ConcernRaiseForm
    template_name = "audit/concerns/raise.html"
    right = Right.GRADE

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case_file = self.object
        people = [one for one in contacts_of(case_file.round) if one != self.request.user]
        return super().get_context_data(
            case_file=case_file,
            contacts=people,
            number_count=case_file.local_numbers.count(),
            **kwargs,
        )

    def act(self, form: ConcernRaiseForm) -> ImmediateConcern:
        names = ("kind", "what", "told_whom", "rang_at")
        given = {name: form.cleaned_data[name] for name in names}
        return concern_raise(case_file=self.object, by=self.request.user, **given)

    def done(self, result: ImmediateConcern) -> ImmediateConcern:
        self.success_message = f"Immediate concern {result.pk} is raised."
        return result


class ConcernDetailView(DetailView):
    """What was seen and done, with the force's own number and never with a grade."""

    template_name = "audit/concerns/detail.html"

    def get_queryset(self):
        concerns = ImmediateConcern.objects.visible_to(self.request.user)
        return concerns.select_related("case_file__round__force", "case_file__area", "raised_by")

    def get_object(self, queryset=None) -> ImmediateConcern:
        concern = super().get_object(queryset)
        session = self.request.session.session_key
        record_once("concern.read", concern, by=self.request.user, session=session)
        return concern

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, concern = self.request.user, self.object
        files = CaseFile.objects.visible_to(user)
        return super().get_context_data(
            concern=concern,
            steps=concern.steps.select_related("by"),
            contacts=concern.contacts,
            number_count=concern.case_file.local_numbers.count(),
            sees_file=files.filter(pk=concern.case_file_id).exists(),
            open_to=[step.value for step in steps_open_to(user, concern)],
            **kwargs,
        )


class ConcernStepView(ActionView):
    """Subclasses say which step; each is a page of its own with one button."""

    def get_object(self) -> ImmediateConcern:
        return visible_or_404(ImmediateConcern, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.request.session.session_key
        record_once("concern.read", self.object, by=self.request.user, session=session)
        return super().get_context_data(concern=self.object, **kwargs)

    def done(self, result: ImmediateConcern) -> ImmediateConcern:
        return result


class ConcernAcknowledgeView(ConcernStepView):
    form_class = ConcernAcknowledgeForm
    template_name = "audit/concerns/acknowledge.html"
    right = Right.ANSWER_CONCERN
    success_message = "It is recorded that you have seen the concern."

    def act(self, form: ConcernAcknowledgeForm) -> ImmediateConcern:
        return concern_acknowledge(concern=self.object, by=self.request.user)


class ConcernAnswerView(ConcernStepView):
    form_class = ConcernAnswerForm
    template_name = "audit/concerns/answer.html"
    right = Right.ANSWER_CONCERN
    success_message = "Your answer is saved. Whoever raised the concern is told."

    def act(self, form: ConcernAnswerForm) -> ImmediateConcern:
        return concern_answer(concern=self.object, by=self.request.user, **form.cleaned_data)


class ConcernSendBackView(ConcernStepView):
    form_class = ConcernSendBackForm
    template_name = "audit/concerns/send_back.html"
    right = Right.SETTLE_CONCERN
    success_message = "The concern is sent back, with your reason."

    def act(self, form: ConcernSendBackForm) -> ImmediateConcern:
        return concern_send_back(concern=self.object, by=self.request.user, **form.cleaned_data)


class ConcernCloseView(ConcernStepView):
    form_class = ConcernCloseForm
    template_name = "audit/concerns/close.html"
    right = Right.SETTLE_CONCERN
    success_message = "The concern is closed."

    def act(self, form: ConcernCloseForm) -> ImmediateConcern:
        return concern_close(concern=self.object, by=self.request.user, **form.cleaned_data)


@method_decorator(never_cache, name="dispatch")
class ConcernNumbersView(View):
    """Shows the force's own numbers of the file, and records that they were looked at."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever had to sign in first comes back by a link, which shows nothing."""
        return redirect("concern-detail", pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        concern = visible_or_404(ImmediateConcern, request, pk=pk)
        numbers = concern_numbers_reveal(concern=concern, by=request.user)
        view = ConcernDetailView()
        view.setup(request, pk=pk)
        view.object = concern
        return view.render_to_response(view.get_context_data(numbers=numbers))


class ConcernListView(PagedListView):
    """All that the person may see, the latest first."""

    template_name = "audit/concerns/list.html"
    filter_class = ConcernFilter
    taken_out = TakenOut(
        "concerns", "Immediate concerns", Right.TRANSFER_CASE_FILES, concern_listing
    )

    def get_queryset(self):
        concerns = ImmediateConcern.objects.visible_to(self.request.user)
        rows = concerns.select_related("case_file__round", "raised_by")
        if self.round:
            rows = rows.filter(case_file__round=self.round)
        self.filter = self.filter_class(self.request.GET, queryset=rows, request=self.request)
        return self.filter.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.filter.form, round=self.round, **kwargs)


class RoundConcernListView(ConcernListView):
    filter_class = RoundConcernFilter

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = visible_or_404(Round, request, code=kwargs["code"])


class ContactsView(OfRoundView):
    """Who of the force is rung about an immediate concern of this inspection or audit."""

    form_class = ContactsForm
    template_name = "audit/concerns/contacts.html"
    right = Right.MODERATE

    def get_form_kwargs(self) -> dict[str, Any]:
        people = contacts_to_name(round=self.object, by=self.request.user)
        return {**super().get_form_kwargs(), "round": self.object, "people": people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = contacts_of(self.object)
        return super().get_context_data(contacts=people, **kwargs)

    def act(self, form: ContactsForm) -> Round:
        return contacts_name(round=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: Round) -> Round:
        self.success_message = "The contacts are saved."
        return result
