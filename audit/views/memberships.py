"""Giving people roles and places in teams, and ending them."""

from __future__ import annotations

from typing import Any

from audit.forms.people import ReasonForm, RoleForm, TeamForm, round_label
from audit.models import ForceMembership, RoundMember, User
from audit.rules.roles import REACH, TEAM_REACH, Role
from audit.services.memberships import (
    membership_add,
    membership_end,
    round_member_add,
    round_member_end,
    rounds_with_teams,
)
from audit.views.actions import visible_or_404
from audit.views.administering import PersonActionView
from audit.views.fresh import FreshSignInMixin


class RoleGiveView(FreshSignInMixin, PersonActionView):
    form_class = RoleForm
    template_name = "audit/people/role_give.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: RoleForm) -> ForceMembership:
        membership = membership_add(person=self.object, **form.cleaned_data, by=self.request.user)
        self.success_message = f"{self.object} now has the role: {membership}."
        return membership


class TeamGiveView(FreshSignInMixin, PersonActionView):
    form_class = TeamForm
    template_name = "audit/people/team_give.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        rounds = rounds_with_teams(user=self.request.user)
        return {**super().get_form_kwargs(), "rounds": rounds}

    def act(self, form: TeamForm) -> RoundMember:
        member = round_member_add(person=self.object, **form.cleaned_data, by=self.request.user)
        self.success_message = f"{self.object} is on the team of {member.round.title}."
        return member


class EndView(FreshSignInMixin, PersonActionView):
    """The address names the role, or the part in a team; the page is about its holder."""

    form_class = ReasonForm
    template_name = "audit/people/end.html"
    success_message = "It is ended, and recorded with your reason."
    model: type[ForceMembership] | type[RoundMember]

    def get_object(self) -> User:
        self.row = visible_or_404(self.model, self.request, pk=self.kwargs["pk"])
        return visible_or_404(User, self.request, pk=self.row.user_id)


class RoleEndView(EndView):
    model = ForceMembership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = Role(self.row.role)
        return super().get_context_data(what=self.row, lost=REACH[role], **kwargs)

    def act(self, form: ReasonForm) -> None:
        reason = form.cleaned_data["reason"]
        membership_end(membership=self.row, reason=reason, by=self.request.user)


class TeamEndView(EndView):
    model = RoundMember

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = f"{self.row.get_role_display()}, {round_label(self.row.round)}"
        return super().get_context_data(what=part, lost=TEAM_REACH, **kwargs)

    def act(self, form: ReasonForm) -> None:
        reason = form.cleaned_data["reason"]
        round_member_end(member=self.row, reason=reason, by=self.request.user)
