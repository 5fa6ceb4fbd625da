"""Sentences of assessors that hold no personal data, and much that looks like some."""

from __future__ import annotations

from random import Random

from audit.services.case_files import ALPHABET

TEMPLATES = """
The log was opened at {time} and a unit was sent at {time}, {small} minutes later.
The referral was made on {date} and answered on {date}, after {small} working days.
This S47 enquiry began {small} days late; the s47 3rd visit is not recorded.
Section 46 was used from {time} to {time} and ended within {small} hours.
The girl, aged {age}, and her brother, {age}, were seen alone at school at {time}.
Graded requires improvement: {small} of {number} actions were done by {date}.
See also case file {reference}, which was graded inadequate on {date}.
Case reference {reference}; the one before it is {reference}.
The officer spoke to the 14yr old for 2hrs and to the 5yr old for 20 mins.
MARAC heard the case on {date}; the ICPC was on {date} at {time}.
A DASH assessment was done with 17 of 27 questions answered, risk: medium.
CSE concerns were noted in {year} and again in {year}, but no NRM referral was made.
The home is off the A12 and the family moved there from near the M62 junction 24.
About {percent}% of referrals in {year}/{short} were made on the same day.
Working Together {year}, chapter 1, paragraph 63, is clear about what to do.
Wexshire Police and Eastmarch held a strategy discussion by telephone at {time}.
The VRM was checked on ANPR and PNC, with no trace on either.
The control room graded the call as 2 of 4 and a unit arrived at {hours} hrs.
The crime was recorded on {date} under HOCR within 24 hours, as the rules say.
The crime record shows {small} entries between {date} and {date}.
The custody record was opened at {time}; the first review was due at {time}.
An AA was called at {time}, PACE code C 1.7A, and came at {time}.
The child was seen on 3 of 12 visits; PPU closed the file on {date}.
Bail with conditions under s.47(3) ran to {date}, then release under investigation.
He was reported missing 14 times between {date} and {date}, most often at {time}.
The incident log has {number} entries and no supervisor’s review before {time}.
Log entries at {hours}, {hours} and {hours} say that units were waiting.
£{number},500 was found, with 3 phones and 12 SIM cards; see exhibit JS/1 and JS/12.
Body-worn video was viewed: 00:{mins}:12 to 00:{mins}:58.
The MASH decision took {small} hours against an aim of 4; three of 10 were late.
Children Act 1989 s.17, s.31 and s.47, and the Police Act 1996 s.55, apply here.
The risk assessment (OASys 12.6, RM2000 high) was {number} days old.
The nursery rang at 8.45am, and at 3pm the health visitor called back.
Form 101 was sent to children’s social care; 999 was dialled at {time}.
The boy was born in Wexshire, at 36 weeks, and is now {age}.
His date of birth was asked for but not recorded.
The mother’s phone number is in the record; it was not rung until {date}.
No postcode or house number was given by the caller, who rang off after 45 seconds.
The NHS number was not in the referral, although form SG12 asks for it.
Version 2.3.1 of the form was used, dated 2023-06-14, not that of 2025-01-09.
The plan of {date} has 12 actions, A1 to A12, of which B3 and C4 are missing.
Niche and STORM were read; Athena was not open to the assessor.
YJS and CAMHS were told on {date}, i.e. {small} days after the ABE interview.
Op Lantern ran in weeks 12-16 of {year} and looked at {number} children.
Schedule 3, paragraph 28A; HMICFRS {year}, page 34; CPS charging at 16.20.
The 2nd strategy discussion came 72 hours after the 1st, the 3rd never.
Distances: 1.5 miles to the A&E, 12 miles to the SARC.
The ACC’s review of FY24 covers 1,204 crimes and 96 files, a rate of 7.97 in 100.
A pre-charge decision was asked for at {time} on day 27, as DPP guidance 2020 says.
Of 0-4 year olds 10 were seen, of 5-9 year olds 12, of 10-15 year olds 31.
"""
SENTENCES = [line for line in TEMPLATES.splitlines() if line]


def clean_sentence(random: Random) -> str:
    return random.choice(SENTENCES).format_map(Filling(random))


class Filling(dict[str, str]):
    """A new value at every place of every template."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self.random = random

    def __missing__(self, name: str) -> str:
        return getattr(self, f"_{name}")()

    def _time(self) -> str:
        hour, minute = self.random.randrange(24), self.random.randrange(60)
        form = self.random.choice(("{:02}:{:02}", "{:02}.{:02}", "{:02}{:02}hrs", "{:02}{:02}"))
        return form.format(hour, minute)

    def _hours(self) -> str:
        return f"{self.random.randrange(24):02}{self.random.randrange(60):02}"

    def _mins(self) -> str:
        return f"{self.random.randrange(60):02}"

    def _date(self) -> str:
        day, month = self.random.randint(1, 28), self.random.randint(1, 12)
        year = self.random.randint(2017, 2026)
        name = "January February March April May June July August September October November "
        word = (name + "December").split()[month - 1]
        return self.random.choice(
            (
                f"{day} {word} {year}",
                f"{day:02}/{month:02}/{year}",
                f"{day:02}.{month:02}.{year % 100}",
                f"{year}-{month:02}-{day:02}",
                f"{day}/{month}",
                f"{day:02}-{month:02}-{year}",
                f"{word} {day}",
                f"{day} {word[:3]} {year % 100}",
            )
        )

    def _small(self) -> str:
        return str(self.random.randint(2, 60))

    def _number(self) -> str:
        return str(self.random.randint(61, 999))

    def _age(self) -> str:
        return self.random.choice(("3", "14", "7 months", "15 years", "14½", "8y", "11yo", "16F"))

    def _percent(self) -> str:
        return self.random.choice(("12", "40.5", "7", "99"))

    def _year(self) -> str:
        return str(self.random.randint(2014, 2026))

    def _short(self) -> str:
        return f"{self.random.randint(15, 27)}"

    def _reference(self) -> str:
        one, two = ("".join(self.random.choices(ALPHABET, k=4)) for _ in range(2))
        return f"{one}-{two}"
