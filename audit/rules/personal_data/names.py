"""Names of people and schools, known only by the words beside them: hints, never certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from audit.rules.personal_data.kinds import Kind, Span

WORD = r"[^\W\d_]++(?:['-][^\W\d_]++)*+"
NAME = rf"(?=({WORD}(?: {WORD}){{0,2}}))"
"""Looked at and not taken: "PC Jones and DS Brown" are two."""
PARENTS = {
    "mother": "mother mum mam mom mummy",
    "father": "father dad daddy",
    "stepmother": "stepmother step-mother stepmum",
    "stepfather": "stepfather step-father stepdad",
    "grandmother": "grandmother grandma gran nan nana",
    "grandfather": "grandfather grandad granddad",
}
ROLES = {word: role for role, words in PARENTS.items() for word in words.split()}
ADULTS = (
    "aunt|auntie|uncle|partner|ex-partner|boyfriend|girlfriend|husband|wife|carer|foster carer|"
    "guardian|neighbour|suspect|offender|perpetrator|social worker|health visitor|head ?teacher|"
    "teacher|nurse|midwife|paediatrician|doctor|youth worker|school nurse|manager|appropriate adult"
)
CHILDREN = (
    "child|boy|girl|baby|infant|toddler|son|daughter|stepson|stepdaughter|brother|sister|"
    "half-brother|half-sister|sibling|twin|twins|nephew|niece|cousin|grandson|granddaughter|"
    "victim|pupil|friend"
)
PARTNER = r"(?:'s (?:new |ex-|former )?(?:partner|boyfriend|girlfriend|husband|wife))?"
ADULT_CUE = rf"\b((?i:(?:{'|'.join(ROLES)}){PARTNER}|{ADULTS}))"
TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?"
JOIN = rf"(?:, | \(| - |: | (?i:named |called |is )?){TITLE}"
ADULT = re.compile(ADULT_CUE + JOIN + NAME)
CHILD = re.compile(rf"\b(?i:{CHILDREN}){JOIN}{NAME}")
TITLED = re.compile(rf"\b(?:Mr|MR|Mrs|MRS|Ms|MS|Miss|MISS|Mx|Dr|DR|Prof|Professor)\.? {NAME}")
RANKED = re.compile(
    r"\b(?:(?:[TA]/|W)?(?:PC|DC|DS|DI|DCI|PS|TDC)|PCSO|Sgt|Sergeant|Insp|Inspector|Supt"
    rf"|Superintendent|(?:Detective )?Constable|D/?Supt)\.?(?: \d{{2,6}})? {NAME}"
)
SCHOOL = re.compile(rf"(?<![\w'])((?:{WORD}\.? ){{1,5}})(?:School|Academy|Nursery|College)\b")
KINDS_OF_SCHOOL = frozenset(
    "primary infant infants junior secondary high grammar community special nursery".split()
)
NO_NAMES = frozenset(
    """
    a an the this that these those there then when where who what why how he she it they we you i
    his her their my our is was were has had did do does and or but if in on at to of for from by
    with as not no nobody police social children child officer officers support services
    service care court school local authority child's mother father january february march april
    may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday english british welsh polish romanian both neither all some each every
    after before during since while until section act details name names date unknown
    protection sexual exploitation abuse criminal safeguarding neglect need
    """.split()
)


class NameSeen(NamedTuple):
    """`role` is what replaces it: whole ("mother"), or, where it ends with #, with a number.

    The first of `words` says who it is: "Mr Smith" need not be the Smith who is the mother.
    """

    span: Span
    role: str
    words: tuple[str, ...]


def names(text: str) -> Iterator[NameSeen]:
    """In the order of their kinds; the same letters may be found twice."""
    for found in ADULT.finditer(text):
        yield from _named(found, 2, _role(found[1]), start=found.start(1))
    for found in CHILD.finditer(text):
        yield from _named(found, 1, "Child #")
    for found in RANKED.finditer(text):
        yield from _named(found, 1, "Officer #", start=found.start(), title="officer")
    for found in TITLED.finditer(text):
        title = found[0].partition(" ")[0].casefold().rstrip(".")
        role = "Doctor #" if title == "dr" else "Adult #"
        yield from _named(found, 1, role, start=found.start(), title=title)


def _named(
    found: re.Match[str], group: int, role: str, *, start: int | None = None, title: str = ""
) -> Iterator[NameSeen]:
    words = list(_name_words(found[group]))
    if words:
        first = found.start(group)
        end = first + len(" ".join(words))
        span = Span(Kind.NAME, first if start is None else start, end)
        yield NameSeen(span, role, (f"{title} {words[-1]}", *words) if title else tuple(words))


def _name_words(text: str) -> Iterator[str]:
    """The words from the first on that can be of a name: with a capital, and no common word."""
    for place, word in enumerate(text.split(" ")):
        bare = without_possessive(word)
        capital = bare[:1].isupper() and not (place == 0 and len(bare) > 1 and bare.isupper())
        if not capital or bare.casefold() in NO_NAMES:
            return
        yield bare
        if bare != word:
            return


def without_possessive(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word


def _role(cue: str) -> str:
    """ "Mum's new partner" is the mother's partner; other adults keep the word said of them."""
    cue = cue.casefold()
    parent, apostrophe, other = cue.partition("'s ")
    if apostrophe:
        return f"{ROLES[parent]}’s {other.removeprefix('new ')}"
    return ROLES.get(cue, cue)


def schools(text: str) -> Iterator[Span]:
    """ "St Anne's Primary School", but not "the Primary School"."""
    for found in SCHOOL.finditer(text):
        start = -1
        for word in reversed(list(re.finditer(r"[^ ]+", found[1]))):
            bare = word[0].rstrip(".")
            if bare.casefold() in KINDS_OF_SCHOOL:
                continue
            if not bare[0].isupper() or bare.casefold() in NO_NAMES:
                break
            start = found.start(1) + word.start()
        if start >= 0:
            yield Span(Kind.SCHOOL, start, found.end())
