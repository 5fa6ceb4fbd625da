"""Free text that is looked through for personal data before it is saved.

Nothing is refused. What was seen stands beside the field, each thing with a button that
replaces it; whoever sends the same text again keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from audit.forms.fields import GovukForm, TextareaField, TextField
from audit.rules.personal_data import Sighting, replaced, sightings

REPLACE = "replace"
"""The name of the buttons; their value is the field's name, a colon and what to replace."""
KEPT = "-kept"
"""Ends the name of the hidden input that says which things were shown and kept."""


@dataclass(frozen=True)
class Thing:
    """What has one replacement, with all the words that mean it."""

    label: str
    replacement: str
    token: str
    seen: list[str]


@dataclass(frozen=True)
class Guard:
    """What is shown beside the field `name`; `certain` is asked about, `hints` are not."""

    name: str
    certain: list[Thing] = field(default_factory=list)
    hints: list[Thing] = field(default_factory=list)
    asks: bool = False
    has_replaced: bool = False

    @property
    def tokens(self) -> str:
        return " ".join(thing.token for thing in self.certain)

    @property
    def said(self) -> str:
        """For a screen reader, once, while somebody types; it names no content."""
        things = [*self.certain, *self.hints]
        if not things:
            return "Replaced." if self.has_replaced else ""
        labels = ", ".join(dict.fromkeys(thing.label for thing in things))
        before = "Replaced. " if self.has_replaced else ""
        return f"{before}This looks like personal data: {labels}. Alt and R replaces the first."


def guard(text: str, name: str, *, stands_aside: bool = False, **state: bool) -> Guard:
    """What to show beside a text. Where the guard stands aside, all that it says is a hint."""
    seen = sightings(text)
    quiet = [one for one in seen if one.quiet or stands_aside]
    certain = [one for one in seen if one not in quiet]
    return Guard(name, _things(certain), _things(quiet), **state)


def _things(seen: Iterable[Sighting]) -> list[Thing]:
    things: dict[str, Thing] = {}
    for one in seen:
        new = Thing(one.kind.label, one.replacement, token_of(one), [])
        thing = things.setdefault(one.replacement, new)
        if one.seen not in thing.seen:
            thing.seen.append(one.seen)
    return list(things.values())


def token_of(sighting: Sighting) -> str:
    """Says that it is the same thing, without saying which."""
    return sha256(":".join(sighting.thing).encode()).hexdigest()[:16]


def with_replaced(text: str, token: str) -> str:
    """The text with one thing replaced, wherever it stands; unchanged if it is there no more."""
    for sighting in sightings(text):
        if token_of(sighting) == token:
            return replaced(text, sighting.replacement)
    return text


class GuardedBoundField(forms.BoundField):
    @cached_property
    def guard(self) -> Guard:
        return guard(
            str(self.value() or ""),
            self.html_name,
            stands_aside=self.field.stands_aside,
            asks=self.form.is_bound,
            has_replaced=getattr(self.form, "replaced_in", None) == self.name,
        )

    @property
    def aria_describedby(self) -> str | None:
        names = super().aria_describedby
        if not (self.guard.certain or self.guard.hints):
            return names
        return f"{names or ''} {self.auto_id}_seen".strip()


class Guarded(forms.Field):
    """A field whose text is guarded; with `stands_aside`, where nothing may be in the way, by
    hints alone."""

    bound_field_class = GuardedBoundField

    def __init__(self, *args, stands_aside: bool = False, **options) -> None:
        super().__init__(*args, **options)
        self.stands_aside = stands_aside


class GuardedTextField(Guarded, TextField):
    pass


class GuardedTextareaField(Guarded, TextareaField):
    pass


class GuardedForm(GovukForm):
    """Comes back once with what was seen. With `asks=False`, for drafts, it never does."""

    default_button: tuple[str, str] | None = None
    """Name and value of the button that the Enter key stands for; without it, a button without
    a name. It has to be said because the buttons that replace come first in the page."""

    def __init__(self, *args, asks: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        self.replaced_in = self._replace()

    def guarded(self) -> list[GuardedBoundField]:
        return [bound for bound in self if isinstance(bound, GuardedBoundField)]

    def _replace(self) -> str | None:
        """Does what a button that replaces asks for; the field's name, if it was pressed."""
        name, _, token = str(self.data.get(REPLACE, "")).partition(":")
        names = {self.add_prefix(field): field for field in self.fields if self._guards(field)}
        if name not in names:
            return None
        self.data = self.data.copy()
        self.data[name] = with_replaced(self.data.get(name, ""), token)
        return names[name]

    def _guards(self, field: str) -> bool:
        return isinstance(self.fields[field], Guarded)

    def full_clean(self) -> None:
        """After a replacement nothing is checked: the form was not sent to be saved."""
        if self.replaced_in:
            self._errors = ErrorDict(renderer=self.renderer)
            self.cleaned_data: dict[str, Any] = {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.replaced_in and super().is_valid() and not self.asked_about()

    def asked_about(self) -> list[GuardedBoundField]:
        """The fields in which something certain was seen that nobody has been asked about yet."""
        if not self.asks or not self.is_bound or self.replaced_in:
            return []
        return [bound for bound in self.guarded() if self._unconfirmed(bound)]

    def _unconfirmed(self, bound: GuardedBoundField) -> bool:
        kept = str(self.data.get(bound.html_name + KEPT, "")).split()
        return not {thing.token for thing in bound.guard.certain} <= set(kept)
