"""The roles a person can hold; what each may do stands in audit/permissions.py."""

from django.db.models import TextChoices


class Role(TextChoices):
    """Held in a force, or (inspector, administrator) in none."""

    AUDITOR = "auditor", "Auditor"
    MODERATOR = "moderator", "Moderator"
    MANAGER = "manager", "Manager"
    ACTION_OWNER = "action_owner", "Action owner"
    OBSERVER = "observer", "Observer"
    INSPECTOR = "inspector", "Inspector"
    ADMINISTRATOR = "administrator", "Administrator"


WITHOUT_FORCE = frozenset({Role.INSPECTOR, Role.ADMINISTRATOR})
"""Roles that may be held outside any force: the inspectorate's, and the administrators'."""

READS_PUBLISHED = frozenset(
    {Role.AUDITOR, Role.MODERATOR, Role.MANAGER, Role.OBSERVER, Role.INSPECTOR}
)
"""Roles that see published results of every force (design, section 5)."""


class RoundRole(TextChoices):
    """A person's part in one inspection or audit."""

    LEAD = "lead", "Lead"
    INSPECTOR = "inspector", "Inspector"
    MODERATOR = "moderator", "Moderator"
