"""Actions of a force: the list, the page of one, planning one, and the steps with it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from audit.clock import today
from audit.evidence.checking import check_files
from audit.forms.actions import (
    ActionChangeForm,
    ActionDoneForm,
    ActionDropForm,
    ActionFilter,
    ActionForm,
    ActionReopenForm,
)
from audit.forms.progress import ActionReportForm
from audit.models import Action, ProgressUpdate, Response, SubPoint
from audit.permissions import Right, can
from audit.services.actions import (
    action_add,
    action_change,
    action_done,
    action_drop,
    action_reopen,
)
from audit.services.progress import action_report
from audit.spreadsheets.action_listing import action_listing
from audit.views.actions import ActionView, visible_or_404
from audit.views.lists import PagedListView
from audit.views.locked import LockedView
from audit.views.progress_updates import actions_of, told_updates
from audit.views.taken_out import TakenOut


def visible_actions(user) -> QuerySet[Action]:
    return Action.objects.visible_to(user).select_related("force", "owner")


def served(action: Action, user) -> list[tuple[str, Response | None]]:
    """The titles of what it serves; each with its answer where the person may see that."""
    seen = {row.pk: row for row in Response.objects.visible_to(user).filter(actions=action)}
    rows = action.responses.select_related("recommendation")
    return [(row.recommendation.title, seen.get(row.pk)) for row in rows]


class ActionListView(PagedListView):
    """What falls due first comes first, and what is over last."""

    template_name = "audit/actions/list.html"
    taken_out = TakenOut("actions", "Actions", Right.UPDATE_ACTION, action_listing)

    def get_queryset(self):
        rows = visible_actions(self.request.user).most_urgent_first()
        self.filter = ActionFilter(self.request.GET, queryset=rows, request=self.request)
        return self.filter.qs.distinct()

    def rows_to_take_out(self):
        return self.get_queryset().prefetch_related("responses__recommendation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.filter.form, **kwargs)
        return context | {"rows": actions_of(context["page_obj"])}


class ActionDetailView(DetailView):
    """Its owner may see nothing else, so it says what they need and links to what they may see."""

    template_name = "audit/actions/detail.html"

    def get_queryset(self):
        return visible_actions(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action, user = self.object, self.request.user
        updates = ProgressUpdate.objects.visible_to(user).filter(action=action)
        return super().get_context_data(
            action=action,
            late=action.is_overdue(today()),
            served=served(action, user),
            points=SubPoint.objects.visible_to(user).filter(actions=action),
            updates=told_updates(updates, user),
            changes=action.due_changes.select_related("by"),
            may_update=can(user, Right.UPDATE_ACTION, action),
            may_manage=can(user, Right.ANSWER, action),
            **kwargs,
        )


class ActionAddView(ActionView):
    """From the answer that it is to serve first."""

    form_class = ActionForm
    template_name = "audit/actions/add.html"
    right = Right.ANSWER
    success_message = "The action is planned."

    def get_object(self) -> Response:
        rows = Response.objects.visible_to(self.request.user).with_question()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"force": self.object.force, "user": self.request.user, "first": self.object}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            response=self.object,
            about=self.object.recommendation.title,
            back=self.object.get_absolute_url(),
            heading="Plan an action",
            button="Plan the action",
            **kwargs,
        )

    def act(self, form: ActionForm) -> Action:
        return action_add(plan=form.plan(), by=self.request.user)

    def done(self, result: Action) -> Action | Response:
        """Back to where it was begun from, if it serves that."""
        return self.object if self.object in result.responses.all() else result


class ActionStepView(ActionView):
    """A step with an action that is there: the page says which one it is."""

    object: Action
    right = Right.ANSWER
    template_name = "audit/actions/step.html"
    heading, button = "", ""

    def get_object(self) -> Action:
        return visible_or_404(Action, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action=self.object,
            about=self.object.title,
            back=self.object.get_absolute_url(),
            heading=self.heading,
            button=self.button,
            **kwargs,
        )

    def done(self, result: Any) -> Action:
        return self.object


class ActionChangeView(ActionStepView, LockedView):
    form_class = ActionChangeForm
    heading, button = "Change the action", "Save the change"
    success_message = "The action is changed."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"action": self.object, "user": self.request.user}

    def act(self, form: ActionChangeForm) -> Action:
        return action_change(
            action=self.object,
            plan=form.plan(),
            why=form.cleaned_data["why"],
            lock=form.cleaned_data["lock"],
            by=self.request.user,
        )


class ActionReportView(ActionStepView):
    form_class = ActionReportForm
    right = Right.UPDATE_ACTION
    heading, button = "Report progress", "Save the report"
    success_message = "Your report is saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"force": self.object.force, "user": self.request.user}
        return super().get_form_kwargs() | more

    def act(self, form: ActionReportForm) -> ProgressUpdate:
        given = form.cleaned_data
        return action_report(
            action=self.object,
            by=self.request.user,
            **{**given, "files": check_files(given["files"])},
        )


class ActionDoneView(ActionStepView):
    form_class = ActionDoneForm
    right = Right.UPDATE_ACTION
    heading, button = "Mark the action as done", "Mark it as done"
    success_message = "The action is marked as done."

    def act(self, form: ActionDoneForm) -> Action:
        return action_done(action=self.object, by=self.request.user, **form.cleaned_data)


class ActionDropView(ActionStepView):
    form_class = ActionDropForm
    heading, button = "Drop the action", "Drop it"
    success_message = "The action is dropped. It stays on record."

    def act(self, form: ActionDropForm) -> Action:
        return action_drop(action=self.object, by=self.request.user, **form.cleaned_data)


class ActionReopenView(ActionStepView):
    form_class = ActionReopenForm
    heading, button = "Open the action again", "Open it again"
    success_message = "The action is open again."

    def act(self, form: ActionReopenForm) -> Action:
        return action_reopen(action=self.object, by=self.request.user, **form.cleaned_data)
