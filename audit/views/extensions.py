"""Recording more time for an answer."""

from __future__ import annotations

from typing import Any

from audit.documents.clocks import response_clocks
from audit.forms.extensions import ExtensionForm
from audit.models import Extension, Response
from audit.permissions import Right
from audit.services.extensions import extension_grant
from audit.views.actions import ActionView, visible_or_404


class ExtensionGrantView(ActionView):
    form_class = ExtensionForm
    template_name = "audit/recommendations/extend.html"
    right = Right.ANSWER
    success_message = "The new last day is recorded."

    def get_object(self) -> Response:
        return visible_or_404(Response, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            response=self.object,
            recommendation=self.object.recommendation,
            clocks=response_clocks(self.object),
            **kwargs,
        )

    def act(self, form: ExtensionForm) -> Extension:
        return extension_grant(response=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: Extension) -> Response:
        return self.object
