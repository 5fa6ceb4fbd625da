"""Declaring a conflict of interest, and removing one that was declared by mistake."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.forms.allocation import ConflictForm, ConflictRemoveForm
from audit.models import CaseFile, Conflict
from audit.permissions import Right, can, require
from audit.services.conflicts import conflict_declare, conflict_remove
from audit.views.actions import ActionView, visible_or_404


class ConflictDeclareView(ActionView):
    form_class = ConflictForm
    template_name = "audit/allocation/conflict.html"

    def get_object(self) -> CaseFile | None:
        """None for somebody who has declared it already, with whom the file is gone."""
        user, reference = self.request.user, self.kwargs["reference"]
        own = Conflict.objects.visible_to(user).filter(person=user, case_file__reference=reference)
        seen = CaseFile.objects.visible_to(user).filter(reference=reference)
        if own.exists() and not seen.exists():
            return None
        return visible_or_404(CaseFile, self.request, reference=reference)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object is None:
            messages.success(request, "You have declared a conflict of interest with that file.")
            return redirect("my-cases")
        return super().dispatch(request, *args, **kwargs)

    def check_right(self) -> None:
        """One's own, or anybody's for a moderator."""
        if not self.for_others():
            require(self.request.user, Right.GRADE, self.object)

    def for_others(self) -> bool:
        return can(self.request.user, Right.MODERATE, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "case_file": self.object,
            "others": self.for_others(),
            "user": self.request.user,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case_file=self.object, others=self.for_others(), **kwargs)

    def act(self, form: ConflictForm) -> Conflict:
        return conflict_declare(
            case_file=self.object,
            person=form.whose,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )

    def done(self, result: Conflict) -> str:
        self.success_message = "The conflict of interest is declared."
        return self.object.get_absolute_url() if self.for_others() else reverse("my-cases")


class ConflictRemoveView(ActionView):
    form_class = ConflictRemoveForm
    template_name = "audit/allocation/conflict_remove.html"
    right = Right.MODERATE

    def get_object(self) -> Conflict:
        return visible_or_404(Conflict, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            conflict=self.object, case_file=self.object.case_file, **kwargs
        )

    def act(self, form: ConflictRemoveForm) -> CaseFile:
        case_file = self.object.case_file
        conflict_remove(
            conflict=self.object, reason=form.cleaned_data["reason"], by=self.request.user
        )
        return case_file

    def done(self, result: CaseFile) -> str:
        self.success_message = "The conflict of interest is removed."
        return reverse("case-file-allocate", args=[result.reference])
