"""Asking the table of rights from a template."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from audit.models import User
from audit.permissions import Right, can, can_somewhere

register = template.Library()


@register.simple_tag(name="can")
def can_tag(user: User | AnonymousUser, right: str, obj: Model | None = None) -> bool:
    """`{% can user "MODERATE" round as may %}`; without an object, whether anywhere at all."""
    if not user.is_authenticated:
        return False
    return can(user, Right[right], obj) if obj else can_somewhere(user, Right[right])
