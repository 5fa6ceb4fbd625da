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


REACH = {
    Role.AUDITOR: "The case files allocated to them; published results",
    Role.MODERATOR: (
        "All case files of the force’s own audits and of published inspections of it; "
        "the force’s figures before they are published; immediate concerns where they are the "
        "contact; published results"
    ),
    Role.MANAGER: (
        "No case files; immediate concerns where they are the contact, with the force’s own number "
        "and without the grade; the force’s own figures before they are published; "
        "recommendations to the force; published results"
    ),
    Role.ACTION_OWNER: "No case files; only the actions given to them",
    Role.OBSERVER: "No case files; published results",
    Role.INSPECTOR: (
        "The case files and figures of inspections and audits whose team they are on, and of those "
        "before them; published results"
    ),
    Role.ADMINISTRATOR: "No case files; people, forces and reference data of every force",
}
"""What each role lets a person see, for whoever gives it or reviews it; a test holds this and
the table of rights together."""


TEAM_REACH = "As an inspector: its case files and figures, and those of the ones before it"
"""The same for a part in a team."""


class RoundRole(TextChoices):
    """A person's part in one inspection or audit."""

    LEAD = "lead", "Lead"
    INSPECTOR = "inspector", "Inspector"
    MODERATOR = "moderator", "Moderator"
