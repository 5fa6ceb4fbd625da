"""A force's register of recommendations: as at any day, and with what moved since another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from audit.clock import today
from audit.documents.recommendation_register import recommendation_register
from audit.documents.register import Entry, Line, entries_on, lines_of, themes_of
from audit.forms.register_filter import RegisterFilter, theme_titles
from audit.models import Force, Recommendation, Response, Theme, User
from audit.models.responses import FORCE_ROLES
from audit.permissions import Right
from audit.rules.chosen import in_words
from audit.rules.register import MEANINGS, Late, Moved, Waiting
from audit.rules.transitions import ResponseStatus
from audit.services.trail import record_once
from audit.spreadsheets.register_listing import register_listing
from audit.views.lists import PagedListView
from audit.views.reports import shown_as
from audit.views.taken_out import TakenOut

HOW = ("status", "late", "waiting", "moved")
"""The choices about how a recommendation stands: the counts on top are of all the others."""


@dataclass(frozen=True)
class Count:
    """A number on top of the register, and the list that it counts."""

    label: str
    number: int
    url: str
    meaning: str = ""


def forces_with_register(user: User) -> QuerySet[Force]:
    """The forces whose register `user` may open: their own, and those that their teams inspect."""
    asked = Response.objects.visible_to(user).filter(
        recommendation__round__in=user.scope.team_rounds
    )
    own = Q(pk__in=user.scope.forces_of(*FORCE_ROLES))
    return Force.objects.visible_to(user).filter(own | Q(pk__in=asked.values("force")))


class OfForceMixin:
    """A page about what one force is asked: for its people, and for whoever sees some of it."""

    request: HttpRequest
    force: Force

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        rows = Response.objects.visible_to(request.user)
        # In one query, so that a force with nothing to see takes as long as one that is not there.
        own = Q(pk__in=request.user.scope.forces_of(*FORCE_ROLES))
        seen = own | Q(Exists(rows.filter(force=OuterRef("pk"))))
        forces = Force.objects.visible_to(request.user).filter(seen)
        self.force = get_object_or_404(forces, code=kwargs["code"])
        self.responses = rows.filter(force=self.force)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What shows no form, such as a file, leads to the register where it was asked amiss."""
        register = reverse("register", args=[self.force.code])
        if request.GET and request.path != register and not self.filter.form.is_valid():
            return redirect(f"{register}?{request.GET.urlencode()}")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.force, self.responses)

    @cached_property
    def filter(self) -> Filtering:
        themes = themes_of(self.lines)
        titles = theme_titles(themes, Theme.objects.visible_to(self.request.user))
        return Filtering(
            RegisterFilter(self.request.GET, lines=self.lines, themes=themes, titles=titles)
        )


class RegisterView(OfForceMixin, PagedListView):
    template_name = "audit/register/list.html"
    taken_out = TakenOut("register", "Register of recommendations", Right.SEE_PUBLISHED)

    def get_queryset(self) -> list[Entry]:
        form = self.filter.form
        self.all = form.about(entries_on(self.lines, form.day, form.chosen("since")))
        return form.standing(self.all)

    def rows_to_take_out(self) -> Iterator[Response]:
        """Each response with its `entry`."""
        entries = {entry.row.pk: entry for entry in self.get_queryset()}
        rows = self.responses.with_question().in_bulk(list(entries))
        return (_bearing(rows[key], entry) for key, entry in entries.items())

    def table(self, rows: Iterable[Any]):
        return register_listing(rows, self.filter.form.day, self.filter.form.chosen("since"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filter.form
        day, since = form.day, form.chosen("since")
        return super().get_context_data(
            form=form,
            force=self.force,
            day=day,
            since=since,
            is_today=day == today(),
            total=len(self.all),
            counts=self._counts(since is not None),
            kept_as_history=self._kept_as_history(),
            **kwargs,
        )

    def _kept_as_history(self) -> int:
        """How many recommendations the person may see of historic rounds, which hold no answers:
        they are in no register."""
        rows = Recommendation.objects.visible_to(self.request.user)
        historic = rows.filter(round__force=self.force, round__historic=True)
        return historic.exclude(responses__force=self.force).count()

    def _counts(self, has_since: bool) -> list[dict[str, Any]]:
        """In groups; each number leads to the lines that it counts."""
        states = [entry.state for entry in self.all]
        moves = Counter(move for entry in self.all for move in entry.moved)
        groups = [
            ("Who has to do something next", "waiting", Waiting, _each(s.waiting for s in states)),
            ("Is it late?", "late", Late, Counter(state.late for state in states)),
            ("Where they stand", "status", ResponseStatus, Counter(s.status for s in states)),
        ]
        if has_since:
            groups.insert(0, ("What has moved", "moved", Moved, moves))
        return [
            {"title": title, "name": name, "counts": self._links(name, choices, found)}
            for title, name, choices, found in groups
        ]

    def _links(self, name: str, choices: Any, found: Counter[str]) -> list[Count]:
        fresh = {**dict.fromkeys(HOW), "page": None}
        return [
            Count(
                label=choice.label,
                number=found[choice],
                url=with_changes(self.request, {**fresh, name: choice.value}),
                meaning=MEANINGS.get(choice, "") if name == "waiting" else "",
            )
            for choice in choices
        ]


class RegisterPrintView(RegisterView):
    """The register as a document, with the same filter: a page, PDF or Word (`format`)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries, form = self.get_queryset(), self.filter.form
        snapshot = recommendation_register(
            self.force,
            entries,
            day=form.day,
            since=form.chosen("since"),
            chosen=in_words(form, left_out=("as_at", "since")),
        )
        session = request.session.session_key
        event = "register.read" if kwargs["format"] == "page" else "register.printed"
        record_once(event, self.force, by=request.user, session=session)
        return shown_as(kwargs["format"], snapshot, f"register-{self.force.code}-{form.day}")


@dataclass(frozen=True)
class Filtering:
    """The form of a list's filter, as pages that are taken out look for it."""

    form: RegisterFilter


def with_changes(request: HttpRequest, changes: Mapping[str, str | None]) -> str:
    """The present address with other choices, or (None) without them."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _bearing(response: Any, entry: Entry) -> Any:
    response.entry = entry
    return response


def _each(sets: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(one for found in sets for one in found)
