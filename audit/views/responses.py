"""One force's answer to a recommendation: its page, and the steps of its life."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from audit.clock import today
from audit.documents.clocks import response_clocks
from audit.evidence.checking import check_files
from audit.forms.progress import ResponseReportForm
from audit.forms.responses import (
    AnswerForm,
    AssignForm,
    DeliverForm,
    ReceivedForm,
    VerifyForm,
)
from audit.models import Action, Evidence, ProgressUpdate, Response
from audit.permissions import Right, can, can_somewhere
from audit.rules.response_deeds import Deed
from audit.rules.transitions import ResponseStatus
from audit.rules.verification import Closure
from audit.services.progress import response_report
from audit.services.response_deeds import Deeds, deeds_of
from audit.services.responses import (
    response_answer,
    response_assign,
    response_deliver,
    response_received,
    response_verify,
)
from audit.views.actions import ActionView
from audit.views.locked import LockedView
from audit.views.progress_updates import actions_of, told_updates
from audit.views.recommendations import dip_samples_of
from audit.views.verdicts import verdicts_of

ADDRESSES = {deed: f"response-{deed.value}" for deed in Deed} | {Deed.PLAN: "action-add"}


def visible_responses(user):
    rows = Response.objects.visible_to(user).with_question()
    return rows.prefetch_related("point_answers", "recommendation__sub_points", "actions")


class ResponseDetailView(DetailView):
    """What is asked, by when, where it stands, and the one thing to do next."""

    template_name = "audit/responses/detail.html"

    def get_queryset(self):
        return visible_responses(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        response, user = self.object, self.request.user
        return super().get_context_data(
            response=response,
            recommendation=response.recommendation,
            overdue=response.is_overdue(today()),
            clocks=response_clocks(response),
            may_extend=can(user, Right.ANSWER, response),
            may_ask=can_somewhere(user, Right.OPEN_ROUND),
            dip_samples=dip_samples_of(response.recommendation, user),
            verdicts=verdicts_of(response.recommendation, user),
            points=points_of(response),
            actions=actions_of(serving(response, user)),
            updates=told_updates(updates_of(response, user), user),
            steps=response.steps.select_related("by").reverse(),
            **_deeds_told(deeds_of(response, user)),
            **kwargs,
        )


def _deeds_told(deeds: Deeds) -> dict[str, Any]:
    """Each as the words and the address of its button or link."""
    told = [{"label": deed.label, "address": ADDRESSES[deed]} for deed in deeds.others]
    found = deeds.next and {"label": deeds.next.label, "address": ADDRESSES[deeds.next]}
    return {"next": found, "others": told, "barred": deeds.barred}


def points_of(response: Response) -> list[dict[str, Any]]:
    """Each point of the recommendation with what the force answers to it, if it has."""
    answers = {row.sub_point_id: row for row in response.point_answers.all()}
    points = response.recommendation.sub_points.all()
    return [{"row": point, "answer": answers.get(point.pk)} for point in points]


def serving(response: Response, user):
    actions = Action.objects.visible_to(user).filter(responses=response)
    return actions.most_urgent_first()


def updates_of(response: Response, user):
    """On the answer itself, and on the actions that serve it."""
    rows = ProgressUpdate.objects.visible_to(user)
    of_actions = rows.filter(action__in=response.actions.values("pk"))
    return rows.filter(response=response) | of_actions


class ResponseStepView(ActionView):
    """Subclasses say which step; each is a page of its own with one button."""

    object: Response
    right = Right.ANSWER
    template_name = "audit/responses/step.html"
    wanted: tuple[str, ...] = ("response",)
    heading, button = "", ""

    def get_object(self) -> Response:
        return get_object_or_404(visible_responses(self.request.user), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        known = {"response": self.object, "user": self.request.user}
        return super().get_form_kwargs() | {name: known[name] for name in self.wanted}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            response=self.object,
            recommendation=self.object.recommendation,
            clocks=response_clocks(self.object),
            points=points_of(self.object),
            heading=self.heading,
            button=self.button,
            **kwargs,
        )

    def done(self, result: Any) -> Response:
        return self.object


class ResponseAnswerView(ResponseStepView, LockedView):
    form_class = AnswerForm
    template_name = "audit/responses/answer.html"
    heading, button = "Answer the recommendation", "Save the answer"
    success_message = "The answer is saved."

    def act(self, form: AnswerForm) -> Response:
        given = form.cleaned_data
        return response_answer(
            response=self.object,
            decision=given.get("decision", ""),
            statement=given["statement"],
            points=form.answers(),
            lock=given["lock"],
            by=self.request.user,
        )


class ResponseAssignView(ResponseStepView, LockedView):
    form_class = AssignForm
    wanted = ("response", "user")
    heading, button = "Name who answers for it", "Save"
    success_message = "Who answers for it is saved."

    def act(self, form: AssignForm) -> Response:
        return response_assign(response=self.object, by=self.request.user, **form.cleaned_data)


class ResponseReportView(ResponseStepView):
    form_class = ResponseReportForm
    wanted = ("response", "user")
    heading, button = "Report progress", "Save the report"
    success_message = "Your report is saved."

    def act(self, form: ResponseReportForm) -> ProgressUpdate:
        given = form.cleaned_data
        return response_report(
            response=self.object,
            by=self.request.user,
            **{**given, "files": check_files(given["files"])},
        )


class ResponseDeliverView(ResponseStepView, LockedView):
    form_class = DeliverForm
    template_name = "audit/responses/deliver.html"
    heading, button = "Report it as delivered", "Report it as delivered"
    success_message = "It is reported as delivered, and waits to be verified."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        updates = told_updates(updates_of(self.object, user), user)
        shown = [update for update in updates if update.evidence]
        closure = Closure(self.object.recommendation.source_document.closure)
        return super().get_context_data(
            updates=shown,
            verified_by=closure.label,
            open_actions=[one for one in serving(self.object, user) if one.is_open],
            **kwargs,
        )

    def act(self, form: DeliverForm) -> Response:
        return response_deliver(response=self.object, by=self.request.user, **form.cleaned_data)


class ResponseVerifyView(ResponseStepView):
    """What was asked, what was answered and done, and what shows it; then the decision."""

    form_class = VerifyForm
    template_name = "audit/responses/verify.html"
    right = Right.VERIFY
    wanted = ()
    heading, button = "Verify it or return it", "Save the decision"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            delivered=self.object.steps.filter(status=ResponseStatus.DELIVERED).last(),
            actions=actions_of(serving(self.object, user)),
            updates=told_updates(updates_of(self.object, user), user),
            evidence_count=Evidence.objects.visible_to(user).of_response(self.object).count(),
            **kwargs,
        )

    def act(self, form: VerifyForm) -> Response:
        return response_verify(response=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: Response) -> Response:
        is_verified = result.status == ResponseStatus.VERIFIED
        self.success_message = (
            "It is verified." if is_verified else "It is returned to the force, with your reason."
        )
        return result


class ResponseReceivedView(ResponseStepView, LockedView):
    form_class = ReceivedForm
    heading, button = "Note when the IOPC received the answer", "Save the day"
    success_message = "The day of receipt is saved."

    def act(self, form: ReceivedForm) -> Response:
        return response_received(response=self.object, by=self.request.user, **form.cleaned_data)
