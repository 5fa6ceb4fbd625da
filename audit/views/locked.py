"""Forms that start from what is saved: two people who save at once lose nothing."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse

from audit.forms.comparison import differences
from audit.rules.transitions import StaleError
from audit.views.actions import ActionView


class LockedView(ActionView):
    """The form has a hidden `lock`. Where somebody saved in between, what they saved is shown
    beside what was typed, which goes through once it is sent again."""

    def form_invalid(self, form: Form) -> HttpResponse:
        if not isinstance(self.refused, StaleError):
            return super().form_invalid(form)
        self.object = self.get_object()
        given = self.get_form_kwargs()
        saved = self.get_form_class()(**{**given, "data": None, "files": None})
        found = differences(form, saved)
        form.data = form.data.copy()
        form.data["lock"] = self.object.lock
        context = self.get_context_data(form=form, stale=True, differences=found)
        return self.render_to_response(context)
