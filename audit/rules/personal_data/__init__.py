"""Personal data in free text, seen without any outside help and offered a replacement.

Numbers and addresses are known by their form. Names are known only by the title or the family
word beside them: they are `quiet`, which means shown as a hint and never asked about. Names of
staff are personal data too, and quiet as well: who dealt with a case is no secret inside a force,
but it is not what an audit is about.
"""

from audit.rules.personal_data.holding import held_because, looks_like
from audit.rules.personal_data.kinds import Kind, Sighting
from audit.rules.personal_data.sightings import replaced, sightings, without_personal_data

__all__ = [
    "Kind",
    "Sighting",
    "held_because",
    "looks_like",
    "replaced",
    "sightings",
    "without_personal_data",
]
