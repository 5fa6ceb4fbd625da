"""The way in which every service saves one row: right, rules, change, record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from audit.models import User
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.services.trail import record, stored_values_of, values_of

M = TypeVar("M", bound=Model)


def raise_problems(problems: Iterable[Problem]) -> None:
    """Raises ValidationError with every problem under its field; does nothing for none."""
    errors: dict[str, list[str]] = {}
    for problem in problems:
        errors.setdefault(problem.field or "__all__", []).append(problem.message)
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def save_checked(
    instance: M,
    *,
    by: User,
    right: Right,
    on: Model | None = None,
    event: str = "",
    problems: Iterable[Problem] = (),
    reason: str = "",
) -> M:
    """Saves a new or changed row after checking the right, `problems` and the model's rules.

    The right is asked about `on` (default: the row itself) and, so that nothing is moved out
    of or into another's scope, about the row as it is stored. Nothing is written or recorded
    where nothing differs.
    """
    require(by, right, on or instance)
    stored = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if stored is not None:
        require(by, right, stored)
    before = values_of(stored)
    raise_problems(problems)
    instance.full_clean()
    if stored is not None and before == values_of(instance):
        return instance
    instance.save()
    name = instance._meta.model_name
    event = event or f"{name}.{'changed' if before else 'added'}"
    record(event, instance, by=by, before=before, after=values_of(instance), reason=reason)
    return instance


@transaction.atomic
def links_save(
    instance: Model, links: Mapping[str, Iterable[Model]], *, by: User, right: Right
) -> None:
    """Sets many-to-many fields of a saved row, and records it where they differ from before."""
    require(by, right, instance)
    before = {name: _linked(instance, name) for name in links}
    for name, rows in links.items():
        getattr(instance, name).set(rows)
    after = {name: _linked(instance, name) for name in links}
    if before != after:
        event = f"{instance._meta.model_name}.changed"
        record(event, instance, by=by, before=before, after=after)


def _linked(instance: Model, name: str) -> list[int]:
    return sorted(getattr(instance, name).values_list("pk", flat=True))


@transaction.atomic
def delete_checked(
    instance: Model,
    *,
    by: User,
    right: Right,
    on: Model | None = None,
    event: str = "",
    reason: str = "",
) -> None:
    """Deletes a row that nothing protects, and records what it was."""
    require(by, right, on or instance)
    before = stored_values_of(instance)
    event = event or f"{instance._meta.model_name}.deleted"
    record(event, instance, by=by, before=before, reason=reason)
    instance.delete()
