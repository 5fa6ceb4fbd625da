"""Numbers and addresses that belong to one person: NHS, National Insurance, phone, e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.rules.personal_data.kinds import Kind, Span

NHS = re.compile(r"(?<![\w+])(?<!\d[-./])\d{3}([ -]?)\d{3}\1\d{4}(?!\w|[-./]\d)")
LABELLED_NHS = re.compile(
    r"\bNHS(?: (?:number|no|id))?[.:# ]{0,3}(?:is |was )?((?:\d[ -]{0,2}){9}\d)(?!\w)", re.I
)
NHS_WEIGHTS = range(10, 1, -1)


def nhs_numbers(text: str) -> Iterator[Span]:
    """Ten digits with the right check digit; after "NHS number" a mistyped one too.

    NHS Data Dictionary, "NHS Number": modulus 11.
    """
    for found in LABELLED_NHS.finditer(text):
        yield Span(Kind.NHS_NUMBER, *found.span(1))
    for found in NHS.finditer(text):
        if has_check_digit(re.sub(r"\D", "", found[0])):
            yield Span(Kind.NHS_NUMBER, *found.span())


def has_check_digit(digits: str) -> bool:
    total = sum(int(one) * weight for one, weight in zip(digits, NHS_WEIGHTS, strict=False))
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[-1])


NI_PREFIX = r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
NI = re.compile(
    rf"""(?<!\w){NI_PREFIX} (?:
        \d{{6}}[A-D]                                      # AB123456C
      | [ -]?\d\d[ -]\d\d[ -]\d\d[ -]?[A-D]               # AB 12 34 56 C
      | (?-i:(?<=[A-Z]))[ -]?\d{{6}}[ -]?(?-i:[A-D])      # AB 123456 C, but not "at 123456 a"
    )(?!\w)""",
    re.I | re.X,
)
LABELLED_NI = re.compile(
    r"\b(?:NI|NINO|National Insurance)(?: (?:number|no))?[.:# ]{0,3}(?:is |was )?"
    rf"({NI_PREFIX}[ -]?(?:\d\d[ -]?){{3}}[A-D]?)(?!\w)",
    re.I,
)


def ni_numbers(text: str) -> Iterator[Span]:
    """HMRC's National Insurance Manual, NIM39110: which prefixes there are; suffix A to D.

    The suffix may be missing where the number is called one.
    """
    for found in LABELLED_NI.finditer(text):
        start, end = found.span(1)
        yield Span(Kind.NI_NUMBER, start, start + len(text[start:end].rstrip(" -")))
    for found in NI.finditer(text):
        yield Span(Kind.NI_NUMBER, *found.span())


PHONE = re.compile(
    r"""(?<![\w/+])(?<!\d[-.]) (?:
        (?:\(\+44\)|(?:\+|00)[ ]?44) [ .-]? (?:\(0\)[ .-]?)? (?P<abroad>0?[1-9]\d{1,9})
      | \((?P<bracketed>0[1-35789]\d{1,4})\)
      | (?P<area>0[1-35789]\d{1,9})
    ) (?P<rest>(?:(?:[ .-]|[ ]-[ ])\d{2,8}|(?<=\))\d{5,8}){0,5}) (?!\w|[-/]\d)""",
    re.X,
)
LABELLED_PHONE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|landline)(?: (?:number|no))?[.:# ]{0,3}"
    r"(?:is |was |on )?(\d{3}[ .-]?\d{3,4}(?:[ .-]?\d{2,4})?)(?!\w|[-/]\d)",
    re.I,
)
DIGITS = re.compile(r"\d+")


def phone_numbers(text: str) -> Iterator[Span]:
    """Ofcom's National Telephone Numbering Plan: ten digits after the 0 or +44; nine where the
    number begins with 01, 08 or 05. Of digits that follow as another group only those that fit."""
    place = 0
    while found := PHONE.search(text, place):
        end = _end_of_phone(found)
        if end:
            yield Span(Kind.PHONE, found.start(), end)
        place = end or found.start("rest")
    for found in LABELLED_PHONE.finditer(text):
        yield Span(Kind.PHONE, *found.span(1))


def _end_of_phone(found: re.Match[str]) -> int:
    """Where the longest whole number ends at the end of a group; 0 where there is none."""
    national = (found["abroad"] or found["bracketed"] or found["area"]).removeprefix("0")
    lengths = (9, 10) if national[0] in "158" else (10,)
    ends = [(len(national), found.start("rest"))]
    for group in DIGITS.finditer(found["rest"]):
        ends.append((ends[-1][0] + len(group[0]), found.start("rest") + group.end()))
    return max((end for count, end in ends if count in lengths), default=0)


EMAIL = re.compile(
    r"(?<![\w.%+'-])[\w%+][\w.%+'-]{0,63}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}\b"
)


def emails(text: str) -> Iterator[Span]:
    for found in EMAIL.finditer(text):
        yield Span(Kind.EMAIL, *found.span())
