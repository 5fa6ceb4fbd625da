"""Admin pages whose rows come from `visible_to`, whose rights from the table, whose writes
from services."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from audit.admin.guarding import warn_of_personal_data
from audit.models import User
from audit.permissions import Right, can, can_somewhere
from audit.rules.problems import Problem
from audit.rules.transitions import StaleError, TransitionError
from audit.services.saving import delete_checked, links_save, save_checked
from audit.services.trail import record_once, record_search


class RuleForm(ModelForm):
    """Shows what a rule refuses beside its field, before any service is asked to save."""

    model_admin: ScopedAdmin
    user: User

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        for problem in self.model_admin.problems(self.instance):
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        right = self.model_admin.right_to_save(self.instance)
        if not self.errors and not can(self.user, right, self.instance):
            self.add_error(
                None,
                "Your role does not reach this. "
                "Choose a force, or an inspection or audit, that you look after.",
            )


class ScopedRows:
    """For pages and inlines: rows and choices come from `visible_to(user)`."""

    def get_queryset(self, request: HttpRequest):
        ordering = self.get_ordering(request)
        rows = self.model._default_manager.visible_to(request.user)
        return rows.order_by(*ordering) if ordering else rows

    def view_on_site(self, obj: Model) -> str | None:
        """Straight to the row's own page: the site mounts no address that would find any row."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", _visible(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", _visible(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _visible(db_field, request: HttpRequest):
    return db_field.remote_field.model._default_manager.visible_to(request.user)


class ScopedAdmin(ScopedRows, admin.ModelAdmin):
    """`right` is needed to change rows; `view_right` to see them (None: any role will do)."""

    right: Right
    view_right: Right | None = None
    add_right: Right | None = None
    """Where a new row needs another right than a change."""
    reads = ""
    """For case content: the event to record when somebody opens a row, or searches the list."""
    list_per_page = 50
    form = RuleForm

    def problems(self, instance: Model) -> Iterable[Problem]:
        """What the rules say against a filled-in row; subclasses ask their service's rules."""
        return ()

    def right_to_save(self, instance: Model) -> Right:
        return (instance._state.adding and self.add_right) or self.right_on(instance)

    def right_on(self, instance: Model) -> Right:
        """Where it takes another right for some rows."""
        return self.right

    def rights(self) -> Iterable[Right]:
        """Those of which one is needed to change some row."""
        return (self.right,)

    def get_form(self, request, obj=None, change=False, **kwargs) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"model_admin": self, "user": request.user})

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        if self.view_right is None:
            return True
        if obj is None:
            return can_somewhere(request.user, self.view_right)
        return can(request.user, self.view_right, obj)

    def has_add_permission(self, request) -> bool:
        rights = (self.add_right,) if self.add_right else self.rights()
        return any(can_somewhere(request.user, right) for right in rights)

    def has_change_permission(self, request, obj=None) -> bool:
        if obj is None:
            return any(can_somewhere(request.user, right) for right in self.rights())
        return can(request.user, self.right_on(obj), obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.has_change_permission(request, obj)

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is not None and self.reads:
            session = request.session.session_key
            record_once(self.reads, found, by=request.user, session=session)
        return found

    def get_search_results(self, request, queryset, search_term):
        if self.reads and search_term:
            session = request.session.session_key
            record_search(self.opts.model_name, search_term, by=request.user, session=session)
        return super().get_search_results(request, queryset, search_term)

    def changeform_view(self, request, *args, **kwargs) -> HttpResponse:
        return self._saying(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs) -> HttpResponse:
        return self._saying(super().delete_view, request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs) -> HttpResponse:
        return self._saying(super().changelist_view, request, *args, **kwargs)

    def _saying(self, view: Callable[..., HttpResponse], request, *args, **kwargs) -> HttpResponse:
        """What only the service notices, such as that somebody else was quicker, is said too."""
        try:
            return view(request, *args, **kwargs)
        except (ValidationError, StaleError, TransitionError) as error:
            messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change) -> None:
        save_checked(obj, by=request.user, right=self.right_on(obj), problems=self.problems(obj))

    def save_related(self, request, form, formsets, change) -> None:
        names = [field.name for field in form.instance._meta.many_to_many]
        links = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        if links:
            right = self.right_on(form.instance)
            links_save(form.instance, links, by=request.user, right=right)
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        inlines = (part for formset in formsets for part in formset.forms)
        warn_of_personal_data(request, [form, *inlines])

    def save_formset(self, request, form, formset, change) -> None:
        formset.save(commit=False)
        right = self.right_on(form.instance)
        for gone in formset.deleted_objects:
            delete_checked(gone, by=request.user, right=right)
        for row in (*formset.new_objects, *(changed for changed, _ in formset.changed_objects)):
            save_checked(row, by=request.user, right=right, on=form.instance)
        formset.save_m2m()

    def delete_model(self, request, obj) -> None:
        delete_checked(obj, by=request.user, right=self.right_on(obj))

    def delete_queryset(self, request, queryset) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def log_addition(self, request, obj, message) -> None:
        """The trail is written by the services; Django's own log would be a second one."""

    def log_change(self, request, obj, message) -> None:
        """See log_addition."""

    def log_deletions(self, request, queryset) -> None:
        """See log_addition."""


class ReadOnlyAdmin(ScopedAdmin):
    """History: to be looked at, never changed."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReferenceAdmin(ScopedAdmin):
    """Reference data: everybody may look things up, administrators look after them."""

    right = Right.ADMINISTER


class ScopedInline(ScopedRows, admin.TabularInline):
    """Rows that belong to the row of the page, under the same right."""

    right: Right
    extra = 0

    def right_on(self, instance: Model) -> Right:
        """By the row of the page; as the page itself has it."""
        return self.right

    shown: tuple[str, ...] = ()
    """The rows to which each row of the inline points: fetched along, not one by one."""

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        return rows.select_related(*self.shown) if self.shown else rows

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request, obj=None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None or can(request.user, self.right_on(obj), obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.has_change_permission(request, obj)
