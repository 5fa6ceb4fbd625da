"""The filter beside the list of people."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from audit.forms.fields import GovukForm
from audit.forms.widgets import Select, TextInput
from audit.models import Force, ForceMembership, User
from audit.rules.roles import Role

NONE = "none"


def force_choices(user: User) -> list[tuple[str, str]]:
    """Every force by its code, and none."""
    forces = Force.objects.visible_to(user)
    return [*((force.code, str(force)) for force in forces), (NONE, "No force")]


class PeopleFilter(django_filters.FilterSet):
    """`force` together with `role` asks for that role in that force."""

    text = django_filters.CharFilter(
        label="Which words?",
        help_text="In the name or the e-mail address",
        method="by_text",
        widget=TextInput,
    )
    force = django_filters.ChoiceFilter(
        label="Which force?", empty_label="All", method="by_membership", widget=Select
    )
    role = django_filters.ChoiceFilter(
        label="Which role?",
        empty_label="All",
        choices=[*Role.choices, (NONE, "No role")],
        method="by_membership",
        widget=Select,
    )
    signs_in = django_filters.ChoiceFilter(
        label="Can they sign in?",
        empty_label="All",
        choices=[("yes", "Yes"), ("no", "No")],
        method="by_signs_in",
        widget=Select,
    )

    class Meta:
        model = User
        fields: list[str] = []
        form = GovukForm

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["force"].extra["choices"] = force_choices(self.request.user)

    def by_text(self, people: QuerySet[User], name: str, text: str):
        return people.called(text)

    def by_membership(self, people: QuerySet[User], name: str, value: str):
        """Asked for each of the two fields, and answered for both at once."""
        rows = ForceMembership.objects.visible_to(self.request.user)
        force, role = (self.form.cleaned_data.get(field) for field in ("force", "role"))
        if role == NONE:
            return people.exclude(pk__in=rows.values("user"))
        if role:
            rows = rows.filter(role=role)
        if force:
            rows = rows.filter(force=None) if force == NONE else rows.filter(force__code=force)
        return people.filter(pk__in=rows.values("user"))

    def by_signs_in(self, people: QuerySet[User], name: str, value: str):
        return people.filter(is_active=value == "yes")
