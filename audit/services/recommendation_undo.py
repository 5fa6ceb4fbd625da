"""Undoing an import of recommendations, while nothing that it made was changed or used since."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any

from audit.models import ImportRun, Recommendation, Response, Round, SourceDocument, User
from audit.services.causes import causes_kept
from audit.services.recommendation_imports import FIELDS
from audit.services.recommendation_parts import BATCH, Parts, parts_of, parts_write, whole_values
from audit.services.recommendation_standing import settled_because
from audit.services.recommendations import known_report_of
from audit.services.trail import record_many
from audit.services.undoing import REASON, batches, delete_recorded, refuse, touched

Row = Mapping[str, Any]
CAUSE = Recommendation.Kind.CAUSE_OF_CONCERN


def recommendations_undo(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    """Takes out the recommendations that a run made, and puts back those that it changed.

    Raises ValidationError where any of them has been changed, answered or published since.
    """
    if _is_used(run, made):
        raise refuse("recommendations")
    document = known_report_of(run.round)
    with causes_kept(document) if document else nullcontext():
        _take_back(run, made, by)


def _take_back(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    changed = [one for one in made if one["before"]]
    for start in range(0, len(changed), BATCH):
        _put_back(run, changed[start : start + BATCH], by)
    for keys in batches(one["response"] for one in made if one["response"]):
        related = ("recommendation__round", "force")
        delete_recorded(Response.objects.filter(pk__in=keys).select_related(*related), by)
    new = [one["recommendation"] for one in made if not one["before"]]
    for is_held in (True, False):  # a cause of concern goes after those that it holds
        for keys in batches(new):
            rows = Recommendation.objects.filter(pk__in=keys).select_related("round")
            delete_recorded(rows.filter(parent__isnull=not is_held), by)
    documents = [one["document"] for one in made if one["document"]]
    if not touched("sourcedocument", documents, run):
        empty = SourceDocument.objects.filter(pk__in=documents, recommendations=None)
        delete_recorded(empty.select_related("round"), by)


def _is_used(run: ImportRun, made: list[dict[str, Any]]) -> bool:
    keys = [one["recommendation"] for one in made]
    responses = [one["response"] for one in made if one["response"]]
    rows = list(
        row
        for some in batches(keys)
        for row in Recommendation.objects.filter(pk__in=some).select_related("source_document")
    )
    return bool(
        len(rows) < len(keys)
        or touched("recommendation", keys, run)
        or touched("response", responses, run)
        or settled_because(rows, run.round)
        or _hangs_on_new(made)
        or not _causes_stand(made)
    )


def _hangs_on_new(made: list[dict[str, Any]]) -> bool:
    """Whether anything that the import has not made needs what is to go, or to be a cause of
    concern no longer."""
    keys = {one["recommendation"] for one in made}
    new = {one["recommendation"] for one in made if not one["before"]}
    responses = {one["response"] for one in made}
    no_cause = {
        one["recommendation"] for one in made if one["before"] and one["before"]["kind"] != CAUSE
    }
    held = Recommendation.objects.filter(parent__in=new | no_cause).values_list("pk", flat=True)
    answers = Response.objects.filter(recommendation__in=new).values_list("pk", flat=True)
    samples = Round.objects.filter(asked_for_by__in=new)
    return bool(set(held) - keys or set(answers) - responses or samples.exists())


def _causes_stand(made: list[dict[str, Any]]) -> bool:
    """Whether what was held before the import can be held by the same once more."""
    parents = {one["before"]["parent_id"] for one in made if one["before"]} - {None}
    return Recommendation.objects.filter(pk__in=parents, kind=CAUSE).count() == len(parents)


def _put_back(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    stood = {one["recommendation"]: one["before"] for one in made}
    rows = list(
        Recommendation.objects.filter(pk__in=stood)
        .select_related("round")
        .prefetch_related("areas", "themes", "sub_points")
    )
    before = [whole_values(row, parts_of(row)) for row in rows]
    parts = {key: _parts(values["parts"]) for key, values in stood.items()}
    for row in rows:
        _restore(row, stood[row.pk])
    Recommendation.objects.bulk_update(rows, FIELDS, batch_size=BATCH)
    parts_write(parts)
    after = [whole_values(row, parts[row.pk]) for row in rows]
    record_many("recommendation.changed", rows, by=by, before=before, after=after, reason=REASON)


def _restore(row: Recommendation, stood: Row) -> None:
    for name in ("kind", "title", "text", "chapter_id", "time_limit", "parent_id"):
        setattr(row, name, stood[name])
    row.due_by = date.fromisoformat(stood["due_by"]) if stood["due_by"] else None


def _parts(stood: Row) -> Parts:
    points = tuple((group, text) for group, text in stood["points"])
    return Parts(tuple(stood["areas"]), tuple(stood["themes"]), points)
