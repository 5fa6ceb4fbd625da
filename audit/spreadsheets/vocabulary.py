"""The words of a framework and of its kinds: what cells may hold, and what is offered for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from audit.models import Framework
from audit.rules.written import Names, NotUnderstood, grade_names, names_of

SEPARATOR = "; "


@dataclass(frozen=True)
class Words:
    """`names` understands what people write; `shown` has the words that we write, by code."""

    names: Names
    shown: Mapping[str, str]

    @property
    def offered(self) -> tuple[str, ...]:
        return tuple(self.shown.values())

    def text(self, codes: Iterable[str]) -> str:
        """Of several, as one cell holds them."""
        return SEPARATOR.join(self.shown.get(code, code) for code in codes)


def words_of(what: str, rows: Iterable[tuple[str, Sequence[str]]]) -> Words:
    """Of pairs of a code and its names, the best one first."""
    rows = list(rows)
    return _words(names_of(what, rows), rows)


def _words(names: Names, rows: Iterable[tuple[str, Sequence[str]]]) -> Words:
    """Shown is the first name that stands for this code and nothing else, else the code."""
    shown = {
        code: next((name for name in titles if _stands_for(names, name, code)), code)
        for code, titles in rows
    }
    return Words(names, shown)


def _stands_for(names: Names, name: str, code: str) -> bool:
    try:
        return ":" not in name and names.codes(name) == [code]
    except NotUnderstood:
        return False


def grade_words(framework: Framework) -> Words:
    scale = framework.scale
    return _words(grade_names(scale), [(one.code, [one.title]) for one in scale.grades])


def area_words(framework: Framework) -> Words:
    rows = [(area.code, [area.short_title, area.title]) for area in framework.areas]
    return words_of("an area of this framework", rows)


def theme_words(framework: Framework) -> Words:
    rows = [(theme.code, [theme.title]) for theme in framework.theme_set.all()]
    return words_of("a theme", rows)


def chapter_words(framework: Framework) -> Words:
    rows = [(chapter.code, [chapter.title]) for chapter in framework.stage_set.all()]
    return words_of("a chapter", rows)


def choice_words(
    what: str, choices: type[TextChoices], more: Mapping[str, Sequence[str]] | None = None
) -> Words:
    """`more` is what else people call some of them."""
    more = more or {}
    return words_of(what, [(one.value, [one.label, *more.get(one.value, ())]) for one in choices])
