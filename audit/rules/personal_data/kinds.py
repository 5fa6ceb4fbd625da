"""What personal data can be, and one sighting of it in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices


class Kind(TextChoices):
    """Each with the words for it after "This looks like"."""

    EMAIL = "email", "an e-mail address"
    BIRTH = "birth", "a date of birth"
    NHS_NUMBER = "nhs_number", "an NHS number"
    NI_NUMBER = "ni_number", "a National Insurance number"
    POLICE_NUMBER = "police_number", "a crime, incident or custody number"
    PHONE = "phone", "a phone number"
    POSTCODE = "postcode", "a postcode"
    VEHICLE = "vehicle", "a vehicle registration"
    NAME = "name", "a name"
    SCHOOL = "school", "a school’s name"

    @property
    def is_quiet(self) -> bool:
        """Found by its surroundings alone: shown as a hint, never asked about."""
        return self in {Kind.NAME, Kind.SCHOOL}


PLACEHOLDERS = {
    Kind.EMAIL: "e-mail address",
    Kind.BIRTH: "date of birth",
    Kind.NHS_NUMBER: "NHS number",
    Kind.NI_NUMBER: "NI number",
    Kind.POLICE_NUMBER: "police number",
    Kind.PHONE: "phone number",
    Kind.POSTCODE: "postcode",
    Kind.VEHICLE: "vehicle registration",
}
"""They stand in square brackets, as in court papers: so they fit into any sentence."""


class Span(NamedTuple):
    """Where something of a kind stands in a text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Sighting:
    """`text[start:end]` is `seen`; `replacement` says the same without telling who it is."""

    kind: Kind
    start: int
    end: int
    seen: str
    replacement: str

    @property
    def quiet(self) -> bool:
        return self.kind.is_quiet

    @property
    def thing(self) -> tuple[str, str]:
        """What was seen, however it is spaced and wherever it stands."""
        return self.kind.value, folded(self.seen)


def folded(seen: str) -> str:
    return "".join(character for character in seen.casefold() if character.isalnum())
