"""A whole inspection or audit as one workbook, to be kept or brought back."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse

from audit.clock import today
from audit.permissions import Right
from audit.spreadsheets.round_workbook import round_workbook_bytes
from audit.spreadsheets.writing import TooLongError
from audit.views.actions import OfRoundView
from audit.views.exports import download
from audit.views.fresh import require_fresh_sign_in


class RoundWorkbookView(OfRoundView):
    """Says what is in it; the button answers with the file."""

    form_class = Form
    template_name = "audit/rounds/workbook.html"
    right = Right.MODERATE

    def check_right(self) -> None:
        super().check_right()
        require_fresh_sign_in(self.request)

    def form_valid(self, form: Form) -> HttpResponse:
        round = self.object
        try:
            content = round_workbook_bytes(round, self.request.user)
        except TooLongError as error:
            reason = str(error).partition(". ")[0]
            form.add_error(None, f"{reason}. Shorten it, then take the workbook out.")
            return self.form_invalid(form)
        return download(content, "xlsx", f"{round.code}-{today().isoformat()}")
