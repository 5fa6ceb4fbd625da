"""Giving case files to people: all that a filter leaves, after a look at what it means; or one."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from audit.forms.allocation import AllocateForm, AllocateManyForm, AllocationFilter
from audit.models import CaseFile, Conflict, Round, User
from audit.permissions import Right, require
from audit.rules.allocation import Asked
from audit.rules.transitions import TransitionError
from audit.services.allocation import Change, case_file_allocate, case_files_allocate
from audit.services.allocation_plans import Plan, plan_allocation
from audit.spreadsheets.case_file_listing import allocation_listing
from audit.views.actions import ActionView, add_errors, visible_or_404
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut
from audit.views.workloads import by_person, open_work

SALT = "casemark.allocation"


class AllocationView(PagedListView):
    """The plan that was checked travels signed in the page: sent twice, it is done once."""

    template_name = "audit/allocation/round.html"
    taken_out = TakenOut(
        "allocation", "Who grades what", Right.TRANSFER_CASE_FILES, allocation_listing
    )
    http_method_names = ["get", "post", "head", "options"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = visible_or_404(Round, request, code=self.kwargs["code"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, Right.MODERATE, self.round)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        files = CaseFile.objects.visible_to(self.request.user).filter(round=self.round)
        files = files.select_related("area", "allocated_to", "second_assessor")
        self.filter = AllocationFilter(
            self.request.GET, queryset=files, request=self.request, round=self.round
        )
        # What cannot be understood must not mean all of them.
        found = files.none() if self.filter.form.errors else self.filter.qs
        return found.order_by("area__order", "reference")

    def rows_to_take_out(self):
        return self.get_queryset().select_related(
            *("area", "allocated_to", "second_assessor", "round")
        )

    def get_context_data(self, *, given: AllocateManyForm | None = None, **kwargs: Any):
        user = self.request.user
        context = super().get_context_data(**kwargs)
        return context | {
            "round": self.round,
            "filter_form": self.filter.form,
            "form": given or AllocateManyForm(round=self.round, user=user),
            "people": by_person(self.round, user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = self.get_queryset()
        form = AllocateManyForm(request.POST, round=self.round, user=request.user)
        if "plan" in request.POST:
            return self._do(form)
        return self._check(form) if form.is_valid() else self._again(form)

    def _again(self, form: AllocateManyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(given=form))

    def _check(self, form: AllocateManyForm) -> HttpResponse:
        seed = f"{secrets.randbelow(10**6):06}" if form.cleaned_data["share"] else ""
        load = open_work(self.request.user)
        files = list(self.object_list)
        for case_file in files:
            case_file.round = self.round
        plan = plan_allocation(files, form.wish(seed), load)
        self.template_name = "audit/allocation/check.html"
        return self.render_to_response(
            {
                "round": self.round,
                "plan": plan,
                "seed": seed,
                "files": len(files),
                "loads": _loads(plan, load, self.request.user),
                "token": _packed(plan, seed, self.round),
                "sent": [
                    (name, value)
                    for name, values in self.request.POST.lists()
                    if name != "csrfmiddlewaretoken"
                    for value in values
                ],
            }
        )

    def _do(self, form: AllocateManyForm) -> HttpResponse:
        try:
            seed, changes = _unpacked(self.request.POST["plan"], self.round)
            case_files_allocate(round=self.round, changes=changes, by=self.request.user, seed=seed)
        except signing.BadSignature:
            form.add_error(None, "What was checked did not come back whole. Check again.")
        except ValidationError as error:
            add_errors(form, error)
        except TransitionError as error:
            form.add_error(None, str(error))
        else:
            noun = "case file is" if len(changes) == 1 else "case files are"
            messages.success(self.request, f"{len(changes)} {noun} allocated.")
            return redirect(self.request.get_full_path())
        return self._again(form)


@dataclass(frozen=True)
class Load:
    person: User
    before: int
    firsts: int
    seconds: int
    after: int


def _loads(plan: Plan, load: Counter[int], user: User) -> list[Load]:
    """Of everybody whose work would change."""
    change: Counter[int] = Counter()
    for one in plan.changes:
        change.update(one.after.people - one.before.people)
        change.subtract(one.before.people - one.after.people)
    touched = {*change, *plan.firsts, *plan.seconds}
    return [
        Load(
            person,
            load[person.pk],
            plan.firsts[person.pk],
            plan.seconds[person.pk],
            load[person.pk] + change[person.pk],
        )
        for person in User.objects.visible_to(user).filter(pk__in=touched)
    ]


def _packed(plan: Plan, seed: str, round: Round) -> str:
    changes = [(one.key, _flat(one.before), _flat(one.after)) for one in plan.changes]
    return signing.dumps([round.pk, seed, changes], salt=SALT, compress=True)


def _flat(asked: Asked) -> tuple[int | None, int | None, str | None]:
    return asked.first, asked.second, asked.due_on.isoformat() if asked.due_on else None


def _unpacked(token: str, round: Round) -> tuple[str, list[Change]]:
    """Raises BadSignature for what this site has not signed for this round."""
    of, seed, changes = signing.loads(token, salt=SALT)
    if of != round.pk:
        raise signing.BadSignature("Signed for another one.")
    return seed, [Change(key, _asked(*before), _asked(*after)) for key, before, after in changes]


def _asked(first: int | None, second: int | None, due_on: str | None) -> Asked:
    return Asked(first, second, date.fromisoformat(due_on) if due_on else None)


class CaseFileAllocateView(ActionView):
    form_class = AllocateForm
    template_name = "audit/allocation/case_file.html"
    right = Right.MODERATE

    def get_object(self) -> CaseFile:
        return visible_or_404(CaseFile, self.request, reference=self.kwargs["reference"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "case_file": self.object,
            "barred": [conflict.person_id for conflict in self.conflicts()],
            "user": self.request.user,
        }

    def conflicts(self):
        conflicts = Conflict.objects.visible_to(self.request.user)
        return conflicts.filter(case_file=self.object).select_related("person", "declared_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case_file=self.object, conflicts=self.conflicts(), **kwargs)

    def act(self, form: AllocateForm) -> CaseFile:
        given = form.cleaned_data
        self.success_message = f"Case file {self.object.reference} is allocated."
        return case_file_allocate(
            case_file=self.object,
            to=given["allocated_to"],
            second=given["second_assessor"],
            due_on=given["due_on"],
            reason=given["reason"],
            by=self.request.user,
        )

    def done(self, result: CaseFile) -> str:
        return result.get_absolute_url()
