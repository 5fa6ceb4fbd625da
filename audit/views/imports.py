"""Importing a spreadsheet: choosing it and matching its columns; `import_runs` does the rest."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from audit.forms.imports import ColumnsForm, ImportFileForm
from audit.models import ImportRun, Round
from audit.models.encryption import unpacked
from audit.permissions import Right
from audit.services.case_files import round_problems
from audit.services.imports import BLOBS, import_right, imports_possible
from audit.spreadsheets import importing, limits
from audit.spreadsheets.import_listing import import_listing
from audit.spreadsheets.refusals import UnreadableError
from audit.spreadsheets.templates import TEMPLATES
from audit.views.actions import OfRoundView, visible_or_404
from audit.views.import_runs import RunView, check_now_or_later
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut

Status = ImportRun.Status


class ImportListView(PagedListView):
    """The imports into one inspection or audit, the latest first."""

    template_name = "audit/imports/list.html"
    # Nothing of a case is in it, so whoever sees it may take it out: auditors see their own.
    taken_out = TakenOut("imports", "Imports", Right.SEE_PUBLISHED, import_listing)

    def get_queryset(self):
        user = self.request.user
        self.round = visible_or_404(Round, self.request, code=self.kwargs["code"])
        runs = ImportRun.objects.visible_to(user).filter(round=self.round)
        if not runs.exists():
            import_right(round=self.round, kind=ImportRun.Kind.CASE_FILES, by=user)
        return runs.select_related("round", "started_by", "undone_by").defer(*BLOBS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_start = bool(imports_possible(round=self.round, by=self.request.user))
        return super().get_context_data(round=self.round, may_start=may_start, **kwargs)


class ImportNewView(OfRoundView):
    """The first step: the file is read, and kept encrypted until the import is over."""

    form_class = ImportFileForm
    template_name = "audit/imports/new.html"

    def check_right(self) -> None:
        self.kinds = imports_possible(round=self.object, by=self.request.user)
        if not self.kinds:
            import_right(round=self.object, kind=ImportRun.Kind.CASE_FILES, by=self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": self.kinds}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        templates = [(kind.label, kind.value) for kind in self.kinds if kind in TEMPLATES]
        return super().get_context_data(
            problems=round_problems(self.object), templates=templates, **kwargs
        )

    def act(self, form: ImportFileForm) -> ImportRun:
        upload = form.cleaned_data["file"]
        try:
            run = importing.choose(
                round=self.object,
                kind=form.chosen_kind,
                file_name=upload.name,
                content=upload.read(limits.MOST_BYTES + 1),
                by=self.request.user,
            )
        except UnreadableError as error:
            raise ValidationError({"file": str(error)}) from None
        return run if run.columns else check_now_or_later(run, self.request)

    def done(self, result: ImportRun) -> str:
        if not result.columns:
            return result.get_absolute_url()
        return reverse("import-columns", args=[self.object.code, result.pk])


class ImportColumnsView(RunView):
    """The second step: what each column is, as guessed and as remembered for the force."""

    form_class = ColumnsForm
    template_name = "audit/imports/columns.html"

    def check_right(self) -> None:
        super().check_right()
        self.check_status(Status.CHOSEN, Status.CHECKING, Status.CHECKED)
        if not self.object.columns:
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        kind = importing.KINDS[self.object.kind]
        columns = kind.columns(self.object.round)
        return {
            **super().get_form_kwargs(),
            "run": self.object,
            "columns": [(column.code, column.title) for column in columns],
            "samples": unpacked(self.object.samples) or [],
            "keys": kind.keys,
        }

    def act(self, form: ColumnsForm) -> ImportRun:
        user = self.request.user
        number_kind = form.cleaned_data.get("number_kind", "")
        run = importing.match(
            run=self.object, columns=form.codes(), number_kind=number_kind, by=user
        )
        return check_now_or_later(run, self.request)
