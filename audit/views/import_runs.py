"""One import: what would become of its rows, confirming, cancelling and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import DatabaseError, IntegrityError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from audit.forms.imports import ConfirmForm
from audit.jobs import check_import, confirm_import
from audit.models import ImportRun, Round
from audit.rules.imports import Outcome
from audit.services.case_files import round_problems
from audit.services.import_progress import cancelling_ask, progress_begin, progress_of
from audit.services.import_results import ChangedSinceError, results_of
from audit.services.import_undo import import_undo, may_be_undone, require_undo
from audit.services.imports import (
    import_cancel,
    import_look_again,
    import_queue,
    import_right,
)
from audit.services.trail import record_once
from audit.spreadsheets import importing
from audit.spreadsheets.errors_file import with_errors
from audit.spreadsheets.refusals import UnreadableError
from audit.views.actions import ActionView, visible_or_404
from audit.views.exports import file_response

Status = ImportRun.Status
LARGE = 2_000
"""Rows from which on a step runs in the background."""
ROWS_SHOWN = 50
ORDER = {outcome: place for place, outcome in enumerate(Outcome)}
NOT_WRITTEN = (
    "The database could not take the rows, and nothing was imported. Try again in a few minutes; "
    "if it happens again, tell your administrator that the disk may be full."
)
TAKEN_MEANWHILE = (
    "Something with the same reference was added at this moment, and nothing was imported. Change "
    "nothing, and check the columns once more: the rows are looked at again."
)
CHANGED_SINCE = (
    "Something was changed in Casemark after these rows were checked, so nothing was imported. "
    "They are checked again now. Look at them, then confirm."
)


class RunView(ActionView):
    """A step of one import, by whoever began it."""

    object: ImportRun

    def get_object(self) -> ImportRun:
        code, pk = self.kwargs["code"], self.kwargs["pk"]
        run = visible_or_404(ImportRun, self.request, round__code=code, pk=pk)
        run.round = visible_or_404(Round, self.request, pk=run.round_id)
        return run

    @property
    def is_own(self) -> bool:
        return bool(self.object.started_by_id == self.request.user.pk)

    def check_right(self) -> None:
        if not self.is_own:
            raise PermissionDenied("Somebody else began this import.")

    def check_status(self, *statuses: str) -> None:
        """A step that is not to be taken (any more) has no page."""
        if self.object.status not in statuses:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(run=self.object, round=self.object.round, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        """The file is read again at each step, which a busy machine may not manage in time."""
        try:
            return super().form_valid(form)
        except UnreadableError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)

    def done(self, result: ImportRun) -> str:
        return result.get_absolute_url()


def check_now_or_later(run: ImportRun, request: HttpRequest) -> ImportRun:
    if run.rows <= LARGE:
        return importing.check(run=run, by=request.user)
    progress_begin(run)
    check_import.enqueue(run.pk, request.user.pk)
    return run


class ImportDetailView(RunView):
    """What would happen to each row, and the confirmation; later, what did happen."""

    form_class = ConfirmForm
    template_name = "audit/imports/detail.html"

    def check_right(self) -> None:
        """Others see that there was an import; what was in it they do not see."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status == Status.CHOSEN and self.is_own and self.object.columns:
            return redirect("import-columns", code=self.object.round.code, pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        super().check_right()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "run": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        at_work = run.status in (Status.CHECKING, Status.IMPORTING)
        context = super().get_context_data(
            is_own=self.is_own,
            problems=round_problems(run.round),
            progress=progress_of(run) if at_work else None,
            totals=[(outcome, run.counts.get(str(outcome), 0)) for outcome in Outcome],
            may_take_back=self.is_own and bool(run.content) and _wants_correcting(run),
            to_write=_to_write(run),
            may_release=bool(run.counts.get("held")) and (run.columns or not run.counts["refused"]),
            may_undo=may_be_undone(run, self.request.user),
            **kwargs,
        )
        if self.is_own and run.results is not None and run.counts:
            context |= self._rows()
        return context

    def _rows(self) -> dict[str, Any]:
        session = self.request.session.session_key
        record_once("import_run.read", self.object, by=self.request.user, session=session)
        chosen = self.request.GET.get("outcome", "")
        chosen = chosen if chosen in Outcome.values else ""
        rows = [row for row in results_of(self.object) if chosen in ("", row.outcome)]
        rows.sort(key=lambda row: ORDER[row.outcome])
        page = Paginator(rows, ROWS_SHOWN).get_page(self.request.GET.get("page"))
        return {"page_obj": page, "chosen": chosen}

    def act(self, form: ConfirmForm) -> ImportRun:
        run, user = self.object, self.request.user
        if form.wants_nothing:
            self.success_message = "Nothing was imported. Correct the file, then choose it again."
            return import_cancel(run=run, by=user)
        if run.rows > LARGE:
            run = import_queue(run=run, held_too=form.held_too, by=user)
            progress_begin(run)
            confirm_import.enqueue(run.pk, user.pk)
            return run
        try:
            run = importing.confirm(run=run, held_too=form.held_too, by=user)
        except ChangedSinceError:
            importing.check(run=import_look_again(run=run, by=user), by=user)
            messages.info(self.request, CHANGED_SINCE)
            return run
        except IntegrityError:
            raise ValidationError(TAKEN_MEANWHILE) from None
        except DatabaseError:
            raise ValidationError(NOT_WRITTEN) from None
        self.success_message = _imported(run)
        return run


def _wants_correcting(run: ImportRun) -> bool:
    wrong = run.counts.get("refused") or run.counts.get("held")
    return bool(wrong) and run.kind != ImportRun.Kind.ROUND


def _to_write(run: ImportRun) -> int:
    """The rows that can be imported; of a whole workbook none where one is refused."""
    if run.kind == ImportRun.Kind.ROUND and run.counts.get("refused"):
        return 0
    return sum(run.counts.get(name, 0) for name in ("new", "changed"))


def _imported(run: ImportRun) -> str:
    names = ("new", "changed", "held") if run.held_too else ("new", "changed")
    rows = sum(run.counts[name] for name in names)
    return "1 row is imported." if rows == 1 else f"{rows:,} rows are imported."


class ImportProgressView(View):
    """How far a run is, for the script that shows it."""

    def get(self, request: HttpRequest, code: str, pk: int) -> JsonResponse:
        runs = ImportRun.objects.visible_to(request.user).only("status", "rows")
        run = get_object_or_404(runs, round__code=code, pk=pk)
        progress = progress_of(run)
        at_work = run.status in (Status.CHECKING, Status.IMPORTING)
        told = {"percent": progress.percent, "going": at_work and not progress.silent}
        return JsonResponse(told)


class ImportAgainView(RunView):
    """After a step in the background that ended without a word: the rows are checked again."""

    http_method_names = ["post", "options"]
    form_class = Form

    def form_invalid(self, form: Form) -> HttpResponse:
        """It has no page of its own to say why not."""
        for error in form.non_field_errors():
            messages.error(self.request, error)
        return redirect(self.object)

    def act(self, form: Form) -> ImportRun:
        if self.object.status not in (Status.CHECKING, Status.IMPORTING):
            return self.object  # it has gone on meanwhile
        run = import_look_again(run=self.object, by=self.request.user)
        return check_now_or_later(run, self.request)


class ImportCancelView(RunView):
    form_class = Form
    template_name = "audit/imports/cancel.html"
    success_message = "The import is cancelled. Nothing was imported."

    def check_right(self) -> None:
        super().check_right()
        self.check_status(Status.CHOSEN, Status.CHECKING, Status.CHECKED, Status.IMPORTING)

    def act(self, form: Form) -> ImportRun:
        run = self.object
        running = run.status in (Status.CHECKING, Status.IMPORTING)
        if running and not progress_of(run).silent:
            cancelling_ask(run)
            self.success_message = "The import is being cancelled."
            return run
        return import_cancel(run=run, by=self.request.user)


class ImportUndoView(RunView):
    form_class = Form
    template_name = "audit/imports/undo.html"
    success_message = "The import is undone."

    def check_right(self) -> None:
        require_undo(self.object, self.request.user)

    def act(self, form: Form) -> ImportRun:
        return import_undo(run=self.object, by=self.request.user)


class ImportErrorsView(RunView):
    """The file as it came, with a column of errors."""

    http_method_names = ["get", "head", "options"]
    form_class = Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.object
        if run.content is None or run.results is None or not run.columns:
            raise Http404
        import_right(round=run.round, kind=run.kind, by=request.user)
        session = request.session.session_key
        record_once("import_run.returned", run, by=request.user, session=session)
        form = "xlsx" if run.sheet else "csv"
        about = {"What": "A file that was to be imported, with its errors", "SHA-256": run.sha256}
        return file_response(form, with_errors(run), about, f"{run.round.code}-errors")
