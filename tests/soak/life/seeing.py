"""What each person sees of the rows, beside what the model says that they may."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from audit.models import (
    Action,
    DueChange,
    Evidence,
    Extension,
    ProgressUpdate,
    Response,
    ResponseStep,
    SubPointAnswer,
    User,
)
from tests.soak.life.model import Model
from tests.soak.life.people import Person

WHOLES = {
    Response: ("pk",),
    Action: ("pk",),
    ProgressUpdate: ("pk",),
    Evidence: ("update", "pk"),
}
"""By what each is put in order."""
PARTS = {
    ResponseStep: "response",
    SubPointAnswer: "response",
    Extension: "response",
    DueChange: "action",
}
Keys = dict[str, list[int]]


def all_keys() -> dict[type, list[int]]:
    return {
        model: list(model.objects.order_by(*order).values_list("pk", flat=True))
        for model, order in WHOLES.items()
    }


Asking = dict[str, tuple[str, tuple] | None]
"""What is asked of the database, by the name of the model; None: nothing can be found."""


def asking(user: User) -> Asking:
    """What `visible_to` asks for `user`, made once: it is the same after each step, as long as
    nobody's roles change, and making it takes far longer than the answer."""
    rows = [(model, "pk") for model in WHOLES] + [*PARTS.items()]
    return {
        model.__name__: _asking(model.objects.visible_to(user).order_by().values_list(of))
        for model, of in rows
    }


def _asking(rows: QuerySet) -> tuple[str, tuple] | None:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def seen(asked: Asking) -> Keys:
    """The keys of what is found, and of what hangs on a row, the row's."""
    with connection.cursor() as cursor:
        return {name: _found(cursor, question) for name, question in asked.items()}


def _found(cursor: CursorWrapper, question: tuple[str, tuple] | None) -> list[int]:
    if question is None:
        return []
    cursor.execute(*question)
    return sorted({key for [key] in cursor.fetchall()})


def to_be_seen(model: Model, keys: dict[type, list[int]], who: Person) -> Keys:
    answers = [
        (key, one)
        for key, one in zip(keys[Response], model.answers, strict=True)
        if one.seen_by(who)
    ]
    deeds = [
        (key, one) for key, one in zip(keys[Action], model.deeds, strict=True) if one.seen_by(who)
    ]
    reports = zip(keys[ProgressUpdate], model.reports, strict=True)
    shown = [report.about for report in model.reports for _ in report.shown]
    evidence = zip(keys[Evidence], shown, strict=True)
    return {
        "Response": [key for key, _ in answers],
        "Action": [key for key, _ in deeds],
        "ProgressUpdate": [key for key, one in reports if one.about.seen_by(who)],
        "Evidence": sorted(key for key, about in evidence if about.evidence_seen_by(who)),
        "ResponseStep": [key for key, _ in answers],
        "SubPointAnswer": [key for key, one in answers if one.decisions],
        "Extension": [key for key, one in answers if one.extended],
        "DueChange": [key for key, one in deeds if one.moved],
    }
