"""Linking recommendations: for one force by its managers, for all by whoever wrote one of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from audit.models import Force, Recommendation, RecommendationLink, Response, User
from audit.permissions import Right, can, require
from audit.rules.links import (
    DIRECTED,
    End,
    LinkKind,
    closes,
    in_order,
    makes_cycle,
    supersede_problems,
)
from audit.rules.problems import Problem
from audit.rules.responses import OPEN
from audit.services.recommendations import writing_right
from audit.services.responses import responses_supersede
from audit.services.saving import delete_checked, raise_problems, save_checked


def writes(person: User, recommendation: Recommendation) -> bool:
    """Whether `person` writes where it stands, and so may link it for all."""
    return can(person, writing_right(recommendation), recommendation)


@transaction.atomic
def link_add(
    *,
    source: Recommendation,
    target: Recommendation,
    kind: str,
    note: str,
    force: Force | None,
    by: User,
) -> RecommendationLink:
    """`source` duplicates, supersedes, contradicts … `target`: for `force`, or for all.

    What takes another's place closes the open answers to it, of each force for which the link
    speaks and which was asked both; a force's own closes none to what an inspector verifies.
    """
    on = source if force is None else force
    right = writing_right(source) if force is None else Right.ANSWER
    require(by, right, on)
    raise_problems(_problems(source, target, kind, force, by))
    first, second = in_order(kind, source.pk, target.pk)
    link = RecommendationLink(
        source_id=first, target_id=second, kind=kind, force=force, note=note.strip(), by=by
    )
    save_checked(link, by=by, right=right, on=on, event="recommendation_link.added")
    if kind == LinkKind.SUPERSEDES:
        why = note.strip() or f"“{source.title}” has taken its place."
        responses_supersede(responses=superseded(source, [target], force, by), why=why, by=by)
    return link


@transaction.atomic
def link_remove(*, link: RecommendationLink, by: User) -> None:
    """Takes a link away. The answers that it closed stay closed: their forces were told."""
    if link.force is not None:
        delete_checked(
            link, by=by, right=Right.ANSWER, on=link.force, event="recommendation_link.removed"
        )
        return
    end = link.source if writes(by, link.source) else link.target
    delete_checked(
        link, by=by, right=writing_right(end), on=end, event="recommendation_link.removed"
    )


def superseded(
    source: Recommendation, targets: Iterable[Recommendation], force: Force | None, person: User
) -> list[Response]:
    """The open answers that a link closes, by which `source` takes the place of one of `targets`:
    of those who are asked both. None where such a link is refused."""
    key = force.pk if force else None
    asked = _put_to(source)
    closing = [
        target.pk
        for target in targets
        if closes(target.source_document.closure, key)
        and not supersede_problems(_end(source, person, asked), _end(target, person), key)
    ]
    rows = Response.objects.filter(recommendation__in=closing, status__in=OPEN, force__in=asked)
    rows = rows.select_related("force").order_by("force__name")
    return list(rows.filter(force=force) if force is not None else rows)


def _problems(
    source: Recommendation, target: Recommendation, kind: str, force: Force | None, by: User
) -> list[Problem]:
    if not Recommendation.objects.visible_to(by).filter(pk=target.pk).exists():
        raise ValidationError({"target": "Select the other recommendation from the list"})
    if source.pk == target.pk:
        return [Problem("target", "A recommendation cannot be linked to itself.")]
    if kind in DIRECTED and makes_cycle(source.pk, target.pk, _known(kind, force)):
        return [
            Problem(
                "kind",
                "This would close a ring: the other one is linked to this one in the same way "
                "already. Choose another kind of link, or remove that one first.",
            )
        ]
    if kind == LinkKind.SUPERSEDES:
        first, second = (_end(one, by, _put_to(one)) for one in (source, target))
        return supersede_problems(first, second, force.pk if force else None)
    return []


def _known(kind: str, force: Force | None) -> list[tuple[int, int]]:
    """Links that hold wherever this one would: for all, all; of one force, its own besides."""
    rows = RecommendationLink.objects.filter(kind=kind)
    if force is not None:
        rows = rows.filter(Q(force=None) | Q(force=force))
    return list(rows.values_list("source", "target"))


def _put_to(recommendation: Recommendation) -> frozenset[int]:
    return frozenset(recommendation.responses.values_list("force", flat=True))


def _end(recommendation: Recommendation, by: User, put_to: frozenset[int] = frozenset()) -> End:
    document = recommendation.source_document
    return End(
        publisher=document.publisher,
        closure=document.closure,
        may_write=writes(by, recommendation),
        put_to=put_to,
        document=document.pk,
        number=recommendation.number,
        day=recommendation.made or recommendation.published,
    )
