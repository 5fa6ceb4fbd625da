"""A record's history in plain English, from the audit trail: who did what, when, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime

from audit.models import AreaOfPractice, LogEntry, LogText, Question, Stage, Theme, User
from audit.rules.dates import day_text
from audit.rules.events import READS, event_words

KEPT_BACK = {
    *("lock", "id", "created_at", "saved_at", "blind", "reconstructed"),
    *("final_assessment_id", "returned_because"),
}
"""What changes with every save and tells a reader nothing, or stands there as the reason."""
UNTOLD = KEPT_BACK | {"user_id", "is_service", "joined_at", "sessions_ended"}
"""What says nothing beside a person's own entries, either."""
HOLDINGS = ("forcemembership", "roundmember")
"""What a person holds: of these a history tells also what was taken away."""
NOTHING = "nothing"
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One entry. `changes` is empty where the texts have been erased."""

    at: datetime
    who: str
    did: str
    changes: list[Change]
    reason: str
    sealed: bool


Named = Callable[[type[Model], Any], str]
"""What a row is called, by its model and key."""


def entries_about(records: Iterable[Model], *, reads: bool = False) -> QuerySet[LogEntry]:
    """The entries on these records, newest first. The caller must have shown that the person
    may see each of them: the trail itself is open to administrators only."""
    keys: dict[str, list[str]] = {}
    for record in records:
        keys.setdefault(record._meta.model_name or "", []).append(str(record.pk))
    about = Q(pk__in=())
    for name, some in keys.items():
        about |= Q(subject_type=name, subject_id__in=some)
    entries = LogEntry.objects.filter(about).select_related("by", "text")
    return entries if reads else entries.exclude(event__in=READS)


def entries_about_person(person: User) -> QuerySet[LogEntry]:
    """The entries on the account, and on the roles and places in teams that the person holds or
    held, newest first; nothing of what they did or read elsewhere. The caller must have shown
    that whoever asks is an administrator."""
    theirs = Q(before__user_id=person.pk) | Q(after__user_id=person.pk)
    texts = LogText.objects.filter(theirs, entry__subject_type__in=HOLDINGS)
    # By their keys, so that the index answers and not a walk through the whole trail.
    held = Q(pk__in=list(texts.values_list("entry", flat=True)))
    own = Q(subject_type="user", subject_id=str(person.pk))
    return LogEntry.objects.filter(own | held).select_related("by", "text")


def history_lines(entries: Iterable[LogEntry], sealed_to: int) -> list[Line]:
    """`sealed_to` is the last entry that a seal closes."""
    entries = list(entries)
    named = _names_in(entries)
    lines = []
    for entry in entries:
        text = getattr(entry, "text", None)
        lines.append(
            Line(
                at=entry.at,
                who=str(entry.by),
                did=entry_words(entry),
                changes=_changes(entry, text.before, text.after, named) if text else [],
                reason=text.reason if text else "",
                sealed=entry.pk <= sealed_to,
            )
        )
    return lines


def entry_words(entry: LogEntry) -> str:
    model = _model(entry)
    return event_words(entry.event, str(model._meta.verbose_name) if model else "")


def entry_record(entry: LogEntry) -> str:
    """What the entry is about, by its kind and key: such as "case file 12"."""
    model = _model(entry)
    if entry.subject_type == "search":  # its key is a digest of the words
        return "Search"
    kind = str(model._meta.verbose_name) if model else entry.subject_type
    return f"{kind[0].upper()}{kind[1:]} {entry.subject_id}"


def entry_fields(entry: LogEntry) -> list[str]:
    """What was changed, by the names that people read; never what it was changed to."""
    model = _model(entry)
    if model is None:
        return list(entry.changed)
    names = (_label(model, name) for name in entry.changed if name not in KEPT_BACK)
    return [name for name in names if name]


def _model(entry: LogEntry) -> type[Model] | None:
    try:
        return apps.get_model("audit", entry.subject_type)
    except LookupError:
        return None


def _changes(entry: LogEntry, before: Any, after: Any, named: Named) -> list[Change]:
    model = _model(entry)
    # Of something new, only what was filled in is worth a line; of most that is gone, nothing.
    if model is None or not (after or entry.subject_type in HOLDINGS):
        return []
    changes = []
    for name in entry.changed:
        if name in UNTOLD or (not before and after.get(name) in EMPTY):
            continue
        if label := _label(model, name):
            field = _field(model, name)
            pair = [values.get(name) for values in (before, after)]
            if name in ("answers", "stage_notes"):
                pair = _differing(*pair)
            said = [_said(name, field, value, named) for value in pair]
            changes.append(Change(label, *said))
    return changes


def _field(model: type[Model], name: str) -> Any:
    """By the name of its column, as values are recorded; None for what is no field (any more)."""
    try:
        return model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None


def _label(model: type[Model], name: str) -> str:
    """ "" for what has none."""
    if name in LISTS:
        return LISTS[name]
    field = _field(model, name)
    label = str(getattr(field, "verbose_name", name)) if field else ""
    return label[:1].upper() + label[1:]


def _said(name: str, field: Any, value: Any, named: Named) -> str:
    if value in EMPTY:
        return NOTHING
    if name in NAMED:
        return "; ".join(_lines(name, value, named))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field is None:
        return str(value)
    if field.remote_field:
        return ", ".join(named(field.remote_field.model, key) for key in _keys(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DateField":
        day = parse_date(str(value))
        return day_text(day) if day else str(value)
    if field.get_internal_type() == "DateTimeField":
        moment = parse_datetime(str(value))
        return _moment_text(moment) if moment else str(value)
    return _plain(value) if "grade" in field.name else str(value)


def _lines(name: str, value: Any, named: Named) -> list[str]:
    """Of what a service records by the codes of the framework."""
    model = NAMED[name]
    if name == "observations":  # [[theme, polarity], …]
        return [f"{named(model, theme)} ({polarity})" for theme, polarity in value]
    if name == "area_grades":  # {area: grade}
        return [f"{named(model, area)}: {_plain(grade)}" for area, grade in value.items()]
    return [f"{named(model, code)}{_coded(said)}" for code, said in value.items()]


def _differing(before: Any, after: Any) -> list[dict[str, Any]]:
    """Without the lines that are the same on both sides."""
    before, after = before or {}, after or {}
    return [
        {code: said for code, said in one.items() if said != other.get(code)}
        for one, other in ((before, after), (after, before))
    ]


def _coded(said: Any) -> str:
    """An answer; or of a stage its grade and what is said of it."""
    if isinstance(said, list):
        grade, *texts = said
        return "".join(f": {part}" for part in (grade.replace("_", " "), *texts) if part)
    if moment := parse_datetime(said):
        return f" {_moment_text(moment)}"
    return f" {said.replace('_', ' ')}"


def _moment_text(moment: datetime) -> str:
    local = localtime(moment)
    return f"{day_text(local.date())} at {local:%H:%M}"


def _plain(grade: str) -> str:
    """A code of a scale, which is data and no choice of the field."""
    return grade.replace("_", " ") or "not graded"


NAMED: dict[str, Any] = {
    "area_grades": AreaOfPractice,
    "observations": Theme,
    "answers": Question,
    "stage_notes": Stage,
}
"""What the codes in a list stand for."""
LISTS = {
    "area_grades": "Grades by area",
    "observations": "Themes",
    "answers": "Answers",
    "stage_notes": "Stages",
    "seed": "Drawn for a second grading with the seed",
}
"""What a service records beside a row's own fields, by the codes of the framework."""


def _names_in(entries: Iterable[LogEntry]) -> Named:
    """What the rows are called that entries point to: one query for each kind of row."""
    wanted: dict[Any, set[Any]] = {}
    for entry in entries:
        model, text = _model(entry), getattr(entry, "text", None)
        if model is None or text is None:
            continue
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            for values in (text.before, text.after):
                if field.remote_field:
                    keys = _keys(values.get(field.attname))
                    wanted.setdefault(field.related_model, set()).update(keys)
    rows: dict[Any, dict[Any, Model]] = {
        model: model._default_manager.in_bulk(keys) for model, keys in wanted.items() if keys
    }
    if any(set(entry.changed) & set(LISTS) for entry in entries):
        for model in NAMED.values():
            coded = {row.code: row for row in model.objects.all()}
            rows.setdefault(model, {}).update(coded)

    def named(model: type[Model], key: Any) -> str:
        return str(rows.get(model, {}).get(key, "something that was removed"))

    return named


def _keys(value: Any) -> list[Any]:
    if value in EMPTY:
        return []
    return value if isinstance(value, list) else [value]
