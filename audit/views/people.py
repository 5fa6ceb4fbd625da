"""People, for administrators: the list, the page of one, inviting, changing, switching off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView

from audit.clock import day_of, today
from audit.forms.people import ChangeForm, InviteForm, ReasonForm
from audit.forms.people_filter import PeopleFilter
from audit.models import ForceMembership, RoundMember, User
from audit.permissions import Right
from audit.rules.access_review import use_of
from audit.rules.roles import REACH, Role
from audit.services.invitations import invitation_send, may_be_invited, person_invite
from audit.services.people import (
    open_sessions,
    person_change,
    person_disable,
    person_enable,
    person_sign_out,
)
from audit.services.second_steps import second_step_reset, second_steps_of
from audit.spreadsheets.people_listing import people_listing
from audit.views.actions import ActionView
from audit.views.administering import Administering, PersonActionView
from audit.views.fresh import FreshSignInMixin
from audit.views.lists import WordsListView
from audit.views.taken_out import TakenOut

NOT_SENT = (
    "The e-mail could not be sent. Everything else is saved: send the invitation again later, "
    "and tell whoever runs Casemark."
)


class PersonListView(Administering, WordsListView):
    template_name = "audit/people/list.html"
    session_key = "people-text"
    taken_out = TakenOut("people", "People", Right.ADMINISTER, people_listing)

    def get_queryset(self):
        people = User.objects.visible_to(self.request.user)
        self.filter = PeopleFilter(self.chosen(), queryset=people, request=self.request)
        return self.filter.qs.prefetch_related("memberships__force")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, form=self.filter.form, **kwargs)


class PersonDetailView(Administering, DetailView):
    template_name = "audit/people/detail.html"
    context_object_name = "person"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, person = self.request.user, self.object
        roles = ForceMembership.objects.visible_to(user).filter(user=person)
        teams = RoundMember.objects.visible_to(user).filter(user=person)
        return super().get_context_data(
            roles=[(row, REACH[Role(row.role)]) for row in roles.select_related("force")],
            teams=teams.select_related("round__force"),
            is_self=person.pk == user.pk,
            second_steps=second_steps_of([person], user=user).get(person.pk, []),
            sessions=open_sessions(person=person, user=user),
            use=use_of(day_of(person.last_login), today()).value,
            may_be_invited=may_be_invited(person),
            **kwargs,
        )


class PersonInviteView(FreshSignInMixin, Administering, ActionView):
    form_class = InviteForm
    template_name = "audit/people/invite.html"
    right = Right.ADMINISTER

    def get_object(self) -> None:
        """Nobody yet."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: InviteForm) -> User | None:
        given, by = form.cleaned_data, self.request.user
        try:
            person = person_invite(**given, site=_site(self.request), by=by)
        except OSError:
            messages.error(self.request, NOT_SENT)
            return None
        self.success_message = f"{person} is invited."
        return person

    def done(self, result: User | None) -> str:
        return reverse("person-detail", args=[result.pk]) if result else reverse("person-list")


class InvitationView(PersonActionView):
    """Sends the invitation again, by the button on the person's page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            invitation_send(person=self.object, site=_site(request), by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except OSError:
            messages.error(request, NOT_SENT)
        else:
            messages.success(request, "The invitation is sent again.")
        return redirect(self.done(None))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


class PersonChangeView(FreshSignInMixin, PersonActionView):
    form_class = ChangeForm
    template_name = "audit/people/change.html"
    success_message = "The change is saved."

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name, "email": self.object.email}

    def act(self, form: ChangeForm) -> User:
        return person_change(person=self.object, **form.cleaned_data, by=self.request.user)


class PersonStepView(FreshSignInMixin, PersonActionView):
    """Asks once more, and why, before something is taken from a person or given back.

    Its route names the step: which service it is, on which page, and what is said after it.
    """

    form_class = ReasonForm
    STEPS = {
        "disable": (
            person_disable,
            "audit/people/disable.html",
            "{person} can no longer sign in.",
        ),
        "enable": (person_enable, "audit/people/enable.html", "{person} can sign in again."),
        "sign_out": (
            person_sign_out,
            "audit/people/sign_out.html",
            "{person} is signed out everywhere.",
        ),
        "second_step": (
            second_step_reset,
            "audit/people/second_step.html",
            "The second step of {person} is reset.",
        ),
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.service, self.template_name, said = self.STEPS[kwargs["step"]]
        self.success_message = said.format(person=self.object)

    def act(self, form: ReasonForm) -> None:
        reason = form.cleaned_data["reason"]
        self.service(person=self.object, reason=reason, by=self.request.user)
