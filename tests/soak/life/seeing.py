"""What each person sees of the rows, beside what the model says that they may."""

from __future__ import annotations

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


def seen(user: User) -> Keys:
    """Their keys, and of what hangs on a row, the row's."""
    wholes = {
        model.__name__: sorted(model.objects.visible_to(user).values_list("pk", flat=True))
        for model in WHOLES
    }
    parts = {
        model.__name__: sorted({*model.objects.visible_to(user).values_list(whole, flat=True)})
        for model, whole in PARTS.items()
    }
    return wholes | parts


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
