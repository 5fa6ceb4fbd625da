"""Numbers by which a force, or the police national computer, knows a crime, incident or person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.rules.personal_data.births import DATE
from audit.rules.personal_data.kinds import Kind, Span

FORMS = r"""(?<![\w/*.-])(?:
      \d{2}[A-Z]{1,2}\d?/\d{3,8}[A-Z]?/\d{2,4}             # 12AB/3456/19
    | [A-Z]{1,4}/\d{3,8}[A-Z]?/\d{2,4}                     # CR/012345/20
    | [A-Z]{2,3}/\d{5,8} | [A-Z]{2,3}-\d{5,8}-\d{2,4}
    | \d{2}[/*]\d{4,7}[/*]\d{2}(?:\d\d)?                   # 42/12345/19
    | (?:(?:19|20)\d\d|\d\d)/\d{5,7}[A-Z]                  # the police national computer's
)(?![\w/*]|-\w)"""
FORM = re.compile(FORMS, re.I | re.X)

THING = (
    r"(?:crime|incident|custody|occurrence|log|event|offence|investigation|intelligence|case"
    r"|police|missing[ ]person|storm|niche|athena|cad|pnc|cro)"
)
NUMBER = r"(?:(?:numbers?|nos?|nums?|refs?|references?|urn|id)\b|\#)"
RECORD = r"(?:log|record|report|enquiry|file)"
TOKEN = r"(?:(?-i:[A-Z]{1,4})[ ])?[A-Z0-9](?:[/*.-]?[A-Z0-9]){2,23}"
THEN = r":?[ ]{0,2}(?:is[ ]|was[ ])?"
OF_A_DATE = rf"(?:[ ](?:of|on|dated)[ ](?:the[ ])?{DATE})?"
NUMBERED = re.compile(
    rf"\b(?:{THING}(?:[ ]{RECORD})?[ ]{NUMBER}|URN|CRN)\.?{THEN}({TOKEN})(?!\w)({OF_A_DATE})",
    re.I | re.X,
)
RECORDED = re.compile(rf"\b{THING}(?:[ ]{RECORD})?{THEN}({TOKEN})(?!\w)({OF_A_DATE})", re.I | re.X)
OWN_REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}|[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}")
"""Casemark's own (services/case_files.py), and those of the seeds: they name nobody."""
DATE_ONLY = re.compile(DATE, re.I | re.X)
YEAR = re.compile(r"(?:19|20)\d\d(?:[/-]\d{2,4})?")


def police_numbers(text: str) -> Iterator[Span]:
    """Those of a known form; after "crime number" any; after "log" alone a long one, or "345 of
    12/03/2024"."""
    for found in FORM.finditer(text):
        yield Span(Kind.POLICE_NUMBER, *found.span())
    for pattern, digits in ((NUMBERED, 3), (RECORDED, 5)):
        for found in pattern.finditer(text):
            if _is_number(found[1], digits=2 if found[2] else digits):
                yield Span(Kind.POLICE_NUMBER, found.start(1), found.end())


def _is_number(token: str, *, digits: int) -> bool:
    """A word, a date, a year and our own reference are none, however many digits they have."""
    return (
        sum(one.isdigit() for one in token) >= digits
        and not OWN_REFERENCE.fullmatch(token)
        and not YEAR.fullmatch(token)
        and (token.isdigit() or not DATE_ONLY.fullmatch(token))
    )
