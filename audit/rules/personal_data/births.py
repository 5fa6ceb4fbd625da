"""Dates of birth: a date of any form beside words that say what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.rules.personal_data.kinds import Kind, Span

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TEENS = (
    "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    "|nineteenth"
)
ORDINAL = rf"(?:{_UNITS}|{_TEENS}|twentieth|thirtieth|twenty[- ](?:{_UNITS})|thirty[- ]first)"
DAY = rf"(?:[0-3]?\d(?:[ ]?(?:st|nd|rd|th))?|{ORDINAL})"
YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
DATE = rf"""(?:
      (?:19|20)\d\d[ ]?[-/.][ ]?[01]?\d[ ]?[-/.][ ]?[0-3]?\d             # 2011-05-03
    | [0-3]?\d(?:[ ]?[-/.][ ]?|[ ])[0-3]?\d(?:[ ]?[-/.][ ]?|[ ]){YEAR}   # 03/05/2011, 3 5 11
    | [0-3]\d[01]\d(?:19|20)\d\d | [0-3]\d[01]\d\d\d                     # 03052011, 030511
    | {DAY}(?:[ ]day)?(?:[ ]of[ ]|[ /.-])?{MONTH}(?![a-z])(?:[ ,./-]{{0,2}}(?:of[ ]|in[ ])?{YEAR})?
    | {MONTH}[ ]?(?:the[ ])?{DAY}(?:[ ,]{{1,2}}(?:19|20)\d\d)?           # May 3rd, 2011
    | {MONTH}[ ,/-]{{1,2}}(?:of[ ])?(?:19|20)\d\d                        # May 2011
)(?![\w]|[-/]\d)"""
BETWEEN = (
    r"(?:[ :;,=(-]{1,3}(?:is|was|on|in|as|the|given|recorded|shown|stated|to[ ]be"
    r"|(?:sun|mon|tues|wednes|thurs|fri|satur)day)\b){0,4}[ :;,=(-]{0,3}"
)
LABEL = r"\b(?:d\.[ ]?o\.[ ]?b\b\.?|d/?o/?b\b|date[ -]of[ -]birth|birth[ -]?da(?:te|y)|born\b)"
AFTER = re.compile(rf"{LABEL}{BETWEEN}({DATE})", re.I | re.X)
BEFORE = re.compile(
    rf"(?<![\w/.-])({DATE})[ ,]{{0,2}}\(?(?:d\.[ ]?o\.[ ]?b\b|dob\b|date[ ]of[ ]birth\b)",
    re.I | re.X,
)


def births(text: str) -> Iterator[Span]:
    """The date only: what stands around it stays true. A year alone is as good as an age."""
    for pattern in (AFTER, BEFORE):
        for found in pattern.finditer(text):
            yield Span(Kind.BIRTH, *found.span(1))
