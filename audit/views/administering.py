"""What the pages of administrators share: who gets in, and whose page it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from audit.models import User
from audit.permissions import Right, require
from audit.views.actions import ActionView, visible_or_404


class Administering:
    """Everybody else is refused before any row is looked up, whether it exists or not."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        require(request.user, Right.ADMINISTER)
        super().setup(request, *args, **kwargs)


class PersonActionView(Administering, ActionView):
    """A change of the person whose key stands in the address."""

    right = Right.ADMINISTER

    def get_object(self) -> User:
        return visible_or_404(User, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.object, **kwargs)

    def done(self, result: Any) -> str:
        return reverse("person-detail", args=[self.object.pk])
