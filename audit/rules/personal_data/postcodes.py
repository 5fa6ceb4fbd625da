"""UK postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.rules.personal_data.kinds import Kind, Span

AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD "
    "LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK "
    "SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()
"""The areas of Royal Mail's Postcode Address File, and those of the islands and the forces."""

POSTCODE = re.compile(
    rf"(?<![\w/-])(?:GIR ?0AA|(?:{'|'.join(sorted(AREAS, key=len, reverse=True))})"
    r"(?:[1-9]\d?|0|\d[A-HJKMNPR-Y]) {0,2}-?\d([ABD-HJLNP-UW-Z]{2}))(?![\w/])",
    re.I,
)
AFTER_A_NUMBER = frozenset("st nd rd th yr hr ft lb".split())
""" "s47 3rd visit" is none; in capitals it may be one."""


def postcodes(text: str) -> Iterator[Span]:
    """Whole ones: a district alone ("DH1") holds thousands of homes."""
    for found in POSTCODE.finditer(text):
        if found[1] not in AFTER_A_NUMBER:
            yield Span(Kind.POSTCODE, *found.span())
