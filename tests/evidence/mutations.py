"""Honest files with a few bytes changed, each checked in a process of its own.

`python -m tests.evidence.mutations COUNT SEED` says as JSON how many ended how, as
tests/spreadsheets/mutations.py does for spreadsheets.
"""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections import Counter
from functools import partial

# Those that are not used are read before the processes part.
from audit.evidence import child, images, kinds, limits, office, pdfs  # noqa: F401
from audit.rules.evidence import EvidenceError
from audit.unpacking.archives import ZIP
from tests.evidence.files import FILES
from tests.spreadsheets.mutations import changed, how_it_ends
from tests.spreadsheets.workbooks import part_of, repacked


def mutation(content: bytes, dice: random.Random) -> bytes:
    """Of the whole file, or of a part inside its archive, where a change is not seen at once."""
    if not content.startswith(ZIP) or dice.random() < 0.3:
        return changed(content, dice)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = dice.choice(archive.namelist())
    return repacked(content, changed={part: changed(part_of(content, part), dice)})


def main(count: int, seed: int) -> None:
    dice, ended = random.Random(seed), Counter[str]()
    for _ in range(count):
        name, content = dice.choice(sorted(FILES.items()))
        check = partial(child.cleaned, mutation(content, dice), name.rpartition(".")[2])
        ended[how_it_ends(check, limits.CONFINED, EvidenceError)] += 1
    print(json.dumps(ended))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
