"""Rows of Eastmarch in which every text is a word found nowhere else, and every key is apart.

Each field of each row is filled as the row is saved, so a new field is included by itself.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_save

from audit.models import encryption

FIRST_KEY = 7_000_001
"""Keys of canary rows begin here: no row of anybody else has one like them."""
WORD = re.compile(r"zqx[0-9a-f]{9}", re.IGNORECASE)
KEY = re.compile(r"(?<![\w.])70000\d\d(?![\w.])")
COMMON = "zqx"
"""With what all the words begin: to look for it must find none of them."""
REFERENCE = {"force", "framework", "areaofpractice", "stage", "theme", "question"}
"""What everybody may read, and no force owns."""
CODES = {
    # Texts without a list of choices that are codes all the same: another would mean nothing.
    *("assessment.overall_grade", "areagrade.grade", "stagenote.grade", "publishedcount.grade"),
    *("answer.choice", "report.kind", "user.password"),
    *("logentry.event", "logentry.subject_type", "logentry.subject_id", "logentry.entry"),
}
TEXTS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)


@dataclass
class Canaries:
    """`planted`: word → "model.field" where it stands."""

    planted: dict[str, str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    """What is made of a word: its encryption, its blind index."""

    def word(self, where: str, row: int) -> str:
        made = COMMON + hashlib.sha256(f"{where} {row}".encode()).hexdigest()[:9]
        self.planted[made] = where
        return made

    def fill(self, instance: models.Model, row: int) -> None:
        name = instance._meta.model_name
        for each in text_fields(type(instance)):
            word = self.word(f"{name}.{each.name}", row)
            setattr(instance, each.attname, shaped(each, word))
        if name in {"localnumber", "sampledcase"}:
            instance.number = self.word(f"{name}.number", row)
            self.derived[instance.encrypted] = f"{name}.encrypted"
            for index in encryption.blind_indexes(instance.number):
                self.derived[index] = f"{name}.index"

    def found_in(self, text: str) -> set[str]:
        """Where the words come from that stand in `text`, however lines are broken there."""
        words = {*WORD.findall(text), *WORD.findall(re.sub(r"\s|-\n|\xad", "", text))}
        found = {self.planted.get(word.lower(), "") for word in words} - {""}
        found |= {where for made, where in self.derived.items() if made in text}
        return found | {f"key {key}" for key in KEY.findall(text)}


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for each in model._meta.concrete_fields:
        code = f"{model._meta.model_name}.{each.name}" in CODES
        if isinstance(each, TEXTS) and not each.choices and not code:
            yield each


def shaped(each: models.Field, word: str):
    """The word as such a field may hold it."""
    if isinstance(each, models.EmailField):
        return f"{word}@eastmarch.example"
    if isinstance(each, models.URLField):
        return f"https://{word}.example/"
    if isinstance(each, models.BinaryField):
        return word.encode()
    return {word: word} if isinstance(each, models.JSONField) else word


def owned_models() -> list[type[models.Model]]:
    """Those whose rows belong to a force, a person or a round."""
    own = apps.get_app_config("audit").get_models()
    return [model for model in own if model._meta.model_name not in REFERENCE]


@contextmanager
def planting(canaries: Canaries, *, first: int = FIRST_KEY) -> Iterator[None]:
    """Each row that is saved meanwhile gets a key of its own kind and a word in every text."""
    keys = itertools.count(first)

    def plant(sender, instance, **_) -> None:
        if sender in owned_models() and instance._state.adding and instance.pk is None:
            instance.pk = next(keys)
            canaries.fill(instance, instance.pk)

    pre_save.connect(plant, weak=False)
    try:
        yield
    finally:
        pre_save.disconnect(plant)
