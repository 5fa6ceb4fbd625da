"""Case actions: on the page of their file, and all of an inspection or audit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from audit.clock import today
from audit.forms.case_actions import (
    CaseActionChangeForm,
    CaseActionCheckForm,
    CaseActionDoneForm,
    CaseActionFilter,
    CaseActionForm,
    CaseActionRemoveForm,
)
from audit.models import CaseAction, CaseFile, Round
from audit.permissions import Right, can
from audit.rules.case_actions import CaseActionState
from audit.services.case_actions import (
    case_action_add,
    case_action_change,
    case_action_check,
    case_action_done,
    case_action_remove,
)
from audit.services.trail import record_once
from audit.spreadsheets.file_work_listing import case_action_listing
from audit.views.actions import ActionView, visible_or_404
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut


def case_actions_of(case_file: CaseFile, user) -> list[dict[str, Any]]:
    """Each of the file's actions, with what this person may do with it."""
    rows = CaseAction.objects.visible_to(user).filter(case_file=case_file)
    grades = can(user, Right.GRADE, case_file)
    moderates = can(user, Right.MODERATE, case_file)
    now = today()
    return [
        {
            "row": row,
            "late": row.is_late(now),
            "may_do": grades and row.state == CaseActionState.TO_DO,
            "may_check": grades and row.state == CaseActionState.DONE and row.done_by != user,
            "may_remove": moderates,
        }
        for row in rows.select_related("done_by", "checked_by").most_urgent_first()
    ]


class CaseActionAddView(ActionView):
    form_class = CaseActionForm
    template_name = "audit/case_actions/add.html"
    right = Right.GRADE
    success_message = "The case action is added."

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case_file=self.object, **kwargs)

    def act(self, form: CaseActionForm) -> CaseAction:
        return case_action_add(case_file=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: CaseAction) -> CaseAction:
        return result


class CaseActionStepView(ActionView):
    """A step with an action that is there: the page says which one it is."""

    right = Right.GRADE

    def get_object(self) -> CaseAction:
        return visible_or_404(CaseAction, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case_file, session = self.object.case_file, self.request.session.session_key
        record_once("case_file.read", case_file, by=self.request.user, session=session)
        return super().get_context_data(action=self.object, case_file=case_file, **kwargs)

    def done(self, result: CaseAction | CaseFile) -> CaseAction | CaseFile:
        return result


class CaseActionChangeView(CaseActionStepView):
    form_class = CaseActionChangeForm
    template_name = "audit/case_actions/change.html"
    success_message = "The case action is changed."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "action": self.object}

    def act(self, form: CaseActionChangeForm) -> CaseAction:
        return case_action_change(action=self.object, by=self.request.user, **form.cleaned_data)


class CaseActionDoneView(CaseActionStepView):
    form_class = CaseActionDoneForm
    template_name = "audit/case_actions/done.html"
    success_message = "The case action is marked as done. Somebody else checks it."

    def act(self, form: CaseActionDoneForm) -> CaseAction:
        return case_action_done(action=self.object, by=self.request.user, **form.cleaned_data)


class CaseActionCheckView(CaseActionStepView):
    form_class = CaseActionCheckForm
    template_name = "audit/case_actions/check.html"

    def act(self, form: CaseActionCheckForm) -> CaseAction:
        given = form.cleaned_data
        return case_action_check(
            action=self.object,
            is_done=given["is_done"] == "yes",
            note=given["note"],
            by=self.request.user,
        )

    def done(self, result: CaseAction) -> CaseAction:
        is_checked = result.state == CaseActionState.CHECKED
        self.success_message = (
            "The case action is checked." if is_checked else "The case action is to be done again."
        )
        return result


class CaseActionRemoveView(CaseActionStepView):
    form_class = CaseActionRemoveForm
    template_name = "audit/case_actions/remove.html"
    right = Right.MODERATE
    success_message = "The case action is removed."

    def act(self, form: CaseActionRemoveForm) -> CaseFile:
        return case_action_remove(action=self.object, by=self.request.user, **form.cleaned_data)


class RoundCaseActionListView(PagedListView):
    """The late ones first."""

    template_name = "audit/case_actions/list.html"
    taken_out = TakenOut(
        "case_actions", "Case actions", Right.TRANSFER_CASE_FILES, case_action_listing
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = visible_or_404(Round, request, code=kwargs["code"])

    def get_queryset(self):
        rows = CaseAction.objects.visible_to(self.request.user).filter(case_file__round=self.round)
        rows = rows.select_related("case_file__area").most_urgent_first()
        self.filter = CaseActionFilter(self.request.GET, queryset=rows, request=self.request)
        return self.filter.qs

    def rows_to_take_out(self):
        return self.get_queryset().select_related(
            *("case_file__area", "case_file__round", "done_by", "checked_by")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.filter.form, round=self.round, **kwargs)
        now = today()
        session, user = self.request.session.session_key, self.request.user
        record_once("case_actions.read", self.round, by=user, session=session)
        return context | {"rows": [(row, row.is_late(now)) for row in context["page_obj"]]}
