"""Vehicle registration marks, and the words that look like them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.rules.personal_data.kinds import Kind, Span

# DVLA's INF104: I and Q stand in no group of letters, Z only among the last three.
CURRENT = r"[A-HJ-PR-Y]{2} ?(?:0[2-9]|[1-9]\d)( ?)([A-HJ-PR-Z]{3})"
PREFIX = r"[A-HJ-NP-TV-Y][1-9]\d{0,2}( ?)([A-HJ-PR-Y]{3})"
SUFFIX = r"([A-HJ-PR-Y]{3})( ?)[1-9]\d{0,2}[A-HJ-NPR-TV-Y]"
NORTHERN_IRELAND = r"([A-Z](?:I[ABGJLW]|[JOUX]I|[A-HJ-PR-Y]Z))( ?)[1-9]\d{0,3}"
DATELESS = r"[A-HJ-PR-Y]{1,3} ?[1-9]\d{1,3}|[1-9]\d{1,3} ?[A-HJ-PR-Y]{1,3}"

SHAPES = (CURRENT, PREFIX, SUFFIX, NORTHERN_IRELAND)
MARKS = [re.compile(rf"(?<![\w/-])(?:{shape})(?![\w/]|-\w)", re.I) for shape in SHAPES]
LABELLED = re.compile(
    r"(?<!\w)(?i:VRM|VRN|index|reg(?:istration)?(?: (?:mark|number|no|plate))?|number plate)"
    r"[.:#]? {0,2}(?i:is |was )?"
    rf"((?i:{'|'.join(SHAPES)})|{DATELESS})(?!\w)"
)
SECTION = re.compile(r"S\d\d?\b", re.I)
""" "S47 CSE" is a section of an Act and a kind of case."""
WORDS = frozenset(
    """
    act add age ago all and any are ask bad bag bar bed big bit box boy bus but buy car cut dad
    day did dig due each end far few fig for fun gap gas get girl got had has her him his hot how
    hrs its job key kid law led leg let log lot low mam man map max may men met min mob mth mum
    nan nap net new nil not now odd off oil old one our out own pay per put ran red ref rib rig
    run sad sat saw say sec see set sex she sir sit six son sum tax tea ten the til too top try
    two use van via was way who why wig wks won yes yet you yrs
    """.split()
)
ABBREVIATIONS = frozenset(
    """
    abe acc bwv cad cce cia cin cps cpp cse csa dac dbs den doa dob dpa dps dva ehc fgm gps hmp
    lac mac map mps nca nfa nhs oca ofc oic pcc pep ppn ppo ppu psd sar scr sgo sho tac vps vrm yot
    """.split()
)
"""What the police and their partners write in capitals beside numbers."""


def vehicle_marks(text: str) -> Iterator[Span]:
    """Marks of today, with a leading letter, with a trailing one, and of Northern Ireland; after
    "VRM" or "registration" also those without a date."""
    for found in LABELLED.finditer(text):
        yield Span(Kind.VEHICLE, found.start(1), found.end())
    for shape, pattern in zip(SHAPES, MARKS, strict=True):
        for found in pattern.finditer(text):
            if _is_mark(shape, found):
                yield Span(Kind.VEHICLE, *found.span())


def _is_mark(shape: str, found: re.Match[str]) -> bool:
    """In one piece it is a mark in any case; in two it has to look less like words."""
    mark = found[0]
    letters = found[1].strip() or found[2].strip()
    digits = sum(one.isdigit() for one in mark)
    if shape == NORTHERN_IRELAND and digits < 3:
        return False
    if " " not in mark:
        return True
    if letters.casefold() in WORDS | ABBREVIATIONS or SECTION.match(mark):
        return False
    lower = mark.islower() and (digits >= 3 or (shape == CURRENT and mark.count(" ") == 1))
    return mark.isupper() or lower
