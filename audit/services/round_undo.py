"""Undoing the import of a whole workbook, while nothing that it made was changed or used since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model

from audit.models import Assessment, CaseFile, DipCheck, ImportRun, User
from audit.rules.grading import Origin
from audit.services.case_undo import delete_all, draft_put_back, locks_of, stands_beside
from audit.services.finals import refresh_finals
from audit.services.loading.kept import state_of
from audit.services.trail import record, values_of
from audit.services.undoing import REASON, batches, refuse, touched

Keys = dict[str, set[int]]
PARTS = ("querymessage", "concernstep")
"""What belongs to a row with an entry of its own; parts of assessments go with them."""
ORDER = (
    *("query", "immediateconcern", "caseaction", "conflict", "child", "localnumber"),
    *("assessment", "casefile"),
)
"""What hangs on others goes before them."""
EVENTS = {"casefile": "case_file.changed", "caseaction": "case_action.changed"}


def round_undo(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    """Takes out the rows that a workbook made, and puts back what it changed.

    Raises ValidationError where any of it has been changed or used since.
    """
    for wrote in (one["wrote"] for one in made if one["wrote"]):  # with the first of its rows
        _undo(run, wrote, by)


def _undo(run: ImportRun, wrote: Mapping[str, Any], by: User) -> None:
    new: Keys = {name: set(keys) for name, keys in wrote["new"].items()}
    locks = {int(key): lock for key, lock in wrote["locks"].items()}
    judged = _files_of(locks)
    _refuse_changed(run, wrote, new, locks, judged)
    files = new.get("casefile", set())
    for some in batches(files):
        CaseFile.objects.filter(pk__in=some).update(final_assessment=None)
    for name in PARTS:
        for some in batches(new.get(name, ())):
            _model(name).objects.filter(pk__in=some).delete()
    for name in ORDER:
        delete_all(_model(name), new.get(name, ()), by)
    for key, stood in wrote["drafts"].items():
        draft_put_back(run, int(key), stood, by)
    for name, rows in wrote["before"].items():
        for key, before in rows.items():
            _put_back(_model(name).objects.get(pk=key), before, by)
    for some in batches(judged - files):
        refresh_finals(list(CaseFile.objects.filter(pk__in=some)))


def _model(name: str) -> Any:
    return apps.get_model("audit", name)


def _files_of(assessments: Iterable[int]) -> set[int]:
    return {
        key
        for some in batches(assessments)
        for key in Assessment.objects.filter(pk__in=some).values_list("case_file", flat=True)
    }


def _refuse_changed(
    run: ImportRun,
    wrote: Mapping[str, Any],
    new: Keys,
    locks: dict[int, int],
    judged: set[int],
) -> None:
    files = judged | {int(key) for key in wrote["after"].get("casefile", ())}
    stands = (
        locks_of(locks) == locks
        and not touched("assessment", locks, run)
        and not touched("casefile", files, run)
        and all(map(_is_as_left, wrote["after"], wrote["after"].values()))
        and not any(_is_used(_model(name), keys, new) for name, keys in new.items())
        and not stands_beside(Assessment.objects.filter(origin=Origin.AGREED), judged, locks)
        and not stands_beside(DipCheck.objects.filter(drawn_at__gt=run.ended_at), judged, ())
    )
    if not stands:
        raise refuse("rows")


def _is_as_left(name: str, states: Mapping[str, str]) -> bool:
    left = {int(key): state for key, state in states.items()}
    rows = (row for some in batches(left) for row in _model(name).objects.filter(pk__in=some))
    return {row.pk: state_of(row) for row in rows} == left


def _is_used(model: type[Model], keys: Iterable[int], new: Keys) -> bool:
    """Whether anything hangs on rows that the import made and has not come with them."""
    for relation in model._meta.related_objects:
        if relation.field.name == "final_assessment":  # which follows from the assessments
            continue
        related: Any = relation.related_model
        known = new.get(related._meta.model_name, set())
        for some in batches(keys):
            rows = related._base_manager.filter(**{f"{relation.field.name}__in": some})
            if set(rows.values_list("pk", flat=True)) - known:
                return True
    return False


def _put_back(row: Model, before: Mapping[str, Any], by: User) -> None:
    """`before` are the fields that the import changed, as JSON."""
    now = values_of(row)
    for name, value in before.items():
        field = next(one for one in row._meta.concrete_fields if one.attname == name)
        setattr(row, name, field.to_python(value))
    row.save(update_fields=[one.removesuffix("_id") for one in before])
    after = values_of(row)
    name = row._meta.model_name or ""
    event = EVENTS.get(name, f"{name}.changed")
    record(
        event,
        row,
        by=by,
        before={one: now[one] for one in before},
        after={one: after[one] for one in before},
        reason=REASON,
    )
