"""The pattern of every page that changes something: scoped row → right → form → service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from audit.models import Round
from audit.permissions import Right, require
from audit.rules.transitions import StaleError, TransitionError

REFUSALS = (TransitionError, StaleError)


class ActionView(FormView):
    """Subclasses say which row (`get_object`), which `right`, and what to do (`act`)."""

    http_method_names = ["get", "post", "head", "options"]
    right: Right
    object: Model
    success_message = ""
    refused: Exception | None = None
    """What a service answered when it would not take the step, for pages that show more then."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_object(self) -> Model:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_right()
        return super().dispatch(request, *args, **kwargs)

    def check_right(self) -> None:
        """Raises PermissionDenied; the service asks again."""
        require(self.request.user, self.right, self.object)

    def act(self, form: Form) -> Any:
        """Calls the service; whatever it refuses is shown in the form."""
        raise NotImplementedError

    def done(self, result: Any) -> str | Model:
        """Where to go then: an address, or the name of one."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            result = self.act(form)
        except ValidationError as error:
            add_errors(form, error)
        except REFUSALS as error:
            form.add_error(None, str(error))
            self.refused = error
        else:
            to = self.done(result)
            if self.success_message:
                messages.success(self.request, self.success_message)
            return redirect(to)
        return self.form_invalid(form)


class OfRoundView(ActionView):
    """A step that is taken on a whole round, which the address names."""

    object: Round

    def get_object(self) -> Round:
        return visible_or_404(Round, self.request, code=self.kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.object, **kwargs)


def add_errors(form: Form, error: ValidationError) -> None:
    """Shows what a service refused: beside its field where the form has it, else on top."""
    if hasattr(form, "add_service_errors"):
        form.add_service_errors(error)
        return
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        for one in errors:
            form.add_error(name if name in form.fields else None, one)


def visible_or_404(model: type[Model], request: HttpRequest, **lookup: Any) -> Any:
    """The row inside the person's scope; outside it the same answer as for no row."""
    return get_object_or_404(model.objects.visible_to(request.user), **lookup)
