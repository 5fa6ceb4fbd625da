"""Who of a force is rung about an immediate concern, before there is one."""

from __future__ import annotations

from django.db.models import QuerySet

from audit.models import Round, User
from audit.models.concerns import able_contacts
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.services.saving import save_checked


def contacts_to_name(*, round: Round, by: User) -> QuerySet[User]:
    """Who can be named as a contact; an inspector meets people of a force nowhere else."""
    require(by, Right.MODERATE, round)
    return able_contacts(round).order_by("name", "email")


def contacts_name(
    *, round: Round, contact: User | None, deputy: User | None, telephone: str, by: User
) -> Round:
    """Says who of the force is rung about an immediate concern, and on which number."""
    round.concern_contact, round.concern_deputy = contact, deputy
    round.concern_telephone = telephone.strip()
    return save_checked(
        round,
        by=by,
        right=Right.MODERATE,
        event="round.contacts_named",
        problems=contact_problems(round),
    )


def contact_problems(round: Round) -> list[Problem]:
    contact, deputy = round.concern_contact, round.concern_deputy
    able = set(able_contacts(round))
    problems = [
        Problem(field, f"{person} is no manager or moderator of the force. Choose one who is.")
        for field, person in (("contact", contact), ("deputy", deputy))
        if person is not None and person not in able
    ]
    if deputy is not None and contact is None:
        problems.append(Problem("contact", "Choose the contact before the deputy."))
    if contact is not None and contact == deputy:
        problems.append(Problem("deputy", "Choose two different people."))
    return problems
