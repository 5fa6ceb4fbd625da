"""Notes as assessors write them, made up at random: clean ones, and ones with personal data.

Every format is spelt out here by hand, from the publishers' descriptions and not from the
detector's patterns, so that a format that it does not know lowers the recall that is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from audit.rules.personal_data import Kind
from tests.rules.clean_notes import clean_sentence

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MONTHS = (
    "January February March April May June July August September October November December".split()
)
SPACES = (" ", " ", " ", " ", "\u00a0", "\u2009", "\u202f")
DASHES = ("-", "-", "\u2013", "\u2011")


def letters(random: Random, count: int, without: str = "") -> str:
    return "".join(random.choices([one for one in LETTERS if one not in without], k=count))


def digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def space(random: Random) -> str:
    return random.choice(SPACES)


def any_case(random: Random, text: str) -> str:
    return text if random.random() < 0.8 else text.lower()


def nhs_number(random: Random) -> str:
    """Nine digits and a check digit: eleven less their sum, weighted from ten down, modulo 11."""
    while True:
        first = str(random.randint(400_000_000, 799_999_999))
        check = 11 - sum(int(one) * (10 - place) for place, one in enumerate(first)) % 11
        if check != 10:
            break
    whole = first + str(0 if check == 11 else check)
    gap = random.choice(("", space(random), random.choice(DASHES)))
    return gap.join((whole[:3], whole[3:6], whole[6:]))


def ni_number(random: Random) -> str:
    while True:
        prefix = letters(random, 1, "DFIQUV") + letters(random, 1, "DFIOQUV")
        if prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            break
    pairs = [digits(random, 2) for _ in range(3)]
    suffix = random.choice("ABCD")
    gap = space(random)
    return random.choice(
        (
            any_case(random, prefix + "".join(pairs) + suffix),
            any_case(random, gap.join((prefix, *pairs, suffix))),
            random.choice(DASHES).join((prefix, *pairs, suffix)),
            f"{prefix}{gap}{''.join(pairs)}{gap}{suffix}",
        )
    )


TOWNS = "B CF DH DL E EC1 G LS M N NE NW S SE SR SW TS W WC1 YO CH HU BS EX PL BN CB NR".split()


def postcode(random: Random) -> str:
    area = random.choice(TOWNS)
    if area in {"EC1", "WC1"}:
        outward = area + random.choice("AMNVX")
    elif area in {"SW", "W"} and random.random() < 0.3:
        outward = area + "1" + random.choice("AGHJ")
    else:
        outward = area + str(random.randint(1, 39))
    inward = digits(random, 1) + letters(random, 2, "CIKMOV")
    return any_case(random, outward + random.choice(("", space(random), space(random))) + inward)


def phone(random: Random) -> str:
    """Mobile and landline numbers, most of them from Ofcom's ranges for drama."""
    parts = random.choice(
        (
            ("07700", f"900{digits(random, 3)}"),
            ("07700", "900", digits(random, 3)),
            ("077", "0090", f"0{digits(random, 3)}"),
            ("0191", "498", f"0{digits(random, 3)}"),
            ("0191", f"4980{digits(random, 3)}"),
            ("020", "7946", f"0{digits(random, 3)}"),
            ("01632", f"960{digits(random, 3)}"),
            ("01632", "960", digits(random, 3)),
            ("01204", digits(random, 5)),
            ("0300", "123", digits(random, 4)),
        )
    )
    gap = random.choice(("", space(random), space(random), "-"))
    kind = random.random()
    if kind < 0.15 and parts[0][1] != "7":
        return f"({parts[0]}) {' '.join(parts[1:])}"
    if kind < 0.4:
        country = random.choice(("+44 ", "+44", "0044 ", "+44 (0)", "+44(0)", "(+44) "))
        return country + gap.join((parts[0][1:], *parts[1:]))
    return gap.join(parts)


def email(random: Random) -> str:
    name = random.choice(("jo", "kai.lane", "j-o'neil", "mum_of_3", "D.SMITH+old", "zoë"))
    host = random.choice(("example.com", "wexshire.example", "mail.example.org.uk", "EXAMPLE.NET"))
    return name + random.choice(("", digits(random, 2))) + "@" + host


def birth(random: Random) -> str:
    """A labelled date of birth; the label is not part of what must be seen."""
    day = date(2004, 1, 1) + timedelta(days=random.randrange(8000))
    number, month, year = day.day, MONTHS[day.month - 1], day.year
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(number, "th")
    dash = random.choice(DASHES)
    return random.choice(
        (
            f"{number:02}/{day.month:02}/{year}",
            f"{number}/{day.month}/{year % 100:02}",
            f"{number:02}.{day.month:02}.{year}",
            f"{number:02}{dash}{day.month:02}{dash}{year}",
            f"{number:02} {day.month:02} {year}",
            day.isoformat(),
            f"{number:02}{day.month:02}{year}",
            f"{number} {month} {year}",
            f"{number}{suffix} of {month} {year}",
            f"{number}{suffix} {month[:3]} {year}",
            f"{month} {number}, {year}",
            f"{month} {number}{suffix} {year}",
            f"{number}{space(random)}{month}{space(random)}{year}",
            f"{number:02}{dash}{month[:3].upper()}{dash}{year}",
            f"{month} {year}",
        )
    )


def vehicle(random: Random) -> str:
    """Of today, with a leading letter (21 to 999), with a trailing one, of Northern Ireland."""
    kind = random.random()
    gap = random.choice(("", " ", " ", "\u00a0"))
    if kind < 0.7:
        year = random.choice((*range(2, 27), *range(51, 77)))
        mark = f"{letters(random, 2, 'IJQTUXZ')}{year:02}{gap}{letters(random, 3, 'IQ')}"
    elif kind < 0.82:
        number = random.randint(21, 999)
        mark = f"{letters(random, 1, 'IOQUZ')}{number}{gap}{letters(random, 3, 'IQZ')}"
    elif kind < 0.94:
        number = random.randint(1, 999)
        mark = f"{letters(random, 3, 'IQZ')}{gap}{number}{letters(random, 1, 'IOQUZ')}"
    else:
        county = random.choice(("AZ", "IA", "JI", "UI", "XI", "KZ", "IG", "OI"))
        mark = f"{letters(random, 1, 'IQZ')}{county}{gap}{random.randint(100, 9999)}"
    return any_case(random, mark)


def police_number(random: Random) -> str:
    year = f"{random.randint(15, 26)}"
    number = digits(random, random.randint(4, 6))
    return random.choice(
        (
            f"{random.randint(1, 60):02}{letters(random, 2)}/{number}/{year}",
            f"{letters(random, 2)}/{number}/{year}",
            f"CR/0{digits(random, 5)}/{year}",
            f"{random.randint(10, 60)}/{number}/{year}",
            f"{random.randint(1, 60):02}{letters(random, 2)}/{number}{random.choice('ABE')}/{year}",
        )
    )


CARRIERS = {
    Kind.NHS_NUMBER: ("NHS number {}.", "The child (NHS {}) was seen", "NHS no: {}", "{} on form"),
    Kind.NI_NUMBER: ("His NINO is {}.", "NI number: {}", "the benefit claim of {}, then", "({})"),
    Kind.POSTCODE: (
        "who lives at {}.",
        "The flat ({}) was searched",
        "{}",
        "moved from {} then",
    ),
    Kind.PHONE: (
        "rang {} twice.",
        "mobile: {}",
        "The caller ({}) rang off",
        "{}",
        "on {} at 14:30",
    ),
    Kind.EMAIL: ("wrote to {}.", "<{}>", "e-mail: {}, no answer", "from {} on 3 May"),
    Kind.BIRTH: (
        "DOB {}.",
        "(d.o.b. {})",
        "dob: {}, seen",
        "born on {}, the second child",
        "Date of birth: {}",
        "D.O.B {} and",
        "whose date of birth is {}",
        "Born {}.",
    ),
    Kind.VEHICLE: ("in a car, {}.", "VRM {}", "a white van ({}) left", "{} was stopped", "reg {}"),
    Kind.POLICE_NUMBER: (
        "see {}.",
        "crime number {}",
        "({})",
        "linked to {} and",
        "custody ref {}",
    ),
}
MAKERS: dict[Kind, Callable[[Random], str]] = {
    Kind.NHS_NUMBER: nhs_number,
    Kind.NI_NUMBER: ni_number,
    Kind.POSTCODE: postcode,
    Kind.PHONE: phone,
    Kind.EMAIL: email,
    Kind.BIRTH: birth,
    Kind.VEHICLE: vehicle,
    Kind.POLICE_NUMBER: police_number,
}


def clean_note(random: Random) -> str:
    gap = random.choice((" ", "\r\n"))
    return gap.join(clean_sentence(random) for _ in range(random.randint(2, 5)))


def note_with(kind: Kind, random: Random) -> tuple[str, int, int]:
    """A note, and where in it the one thing of this kind stands."""
    made = MAKERS[kind](random)
    before, after = random.choice(CARRIERS[kind]).split("{}")
    start = f"{clean_sentence(random)} {before}"
    note = f"{start}{made}{after} {clean_sentence(random)}"
    return note, len(start), len(start) + len(made)


LABELS = (
    *("crime number", "crime ref:", "crime reference", "incident no.", "incident", "log", "CAD"),
    *("custody record number", "occurrence number", "Crime References"),
)


def labelled_number(random: Random) -> tuple[str, int, int]:
    """A number that only the words before it make one: as forces without a fixed form write."""
    made = random.choice(
        (
            digits(random, 7),
            f"52{digits(random, 8)}",
            f"{digits(random, 5)}/{random.randint(15, 26)}",
            f"20*{digits(random, 6)}",
            f"{random.randint(100, 999)} of {random.randint(1, 28)}/03/2024",
            f"{random.randint(100, 999)} of 12 March 2024",
        )
    )
    before = f"{clean_sentence(random)} See {random.choice(LABELS)} "
    return f"{before}{made}, which {clean_sentence(random)}", len(before), len(before) + len(made)
