"""Honest spreadsheets with a few bytes changed, each read in a process of its own.

`python -m tests.spreadsheets.mutations COUNT SEED` prints as JSON how many ended how. What raised
an error that has no sentence stands in the file that MUTATIONS_LOG names.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial

# Those that are not used are read before the processes part.
from audit.spreadsheets import cells, child, containers, delimited, limits, workbooks  # noqa: F401
from audit.spreadsheets.refusals import UnreadableError
from audit.unpacking.archives import ZIP
from audit.unpacking.confined import Limits, confine
from tests.spreadsheets.awkward import FILES
from tests.spreadsheets.workbooks import part_of, repacked

READ, REFUSED, ENDED, RAISED, HUNG = "read", "refused", "ended by the limits", "raised", "hung"
CODES = {0: READ, 1: REFUSED, 2: ENDED, 3: RAISED}
PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "content.xml")


def flipped(content: bytearray, dice: random.Random) -> None:
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def cut(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.randrange(1, 200)]


def doubled(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.randrange(1, 400)]


def overwritten(content: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(content))
    content[start : start + 8] = dice.choice(
        [b"\0" * 8, b"\xff" * 8, b"99999999", b'"><"></c>', b"-1e99999", dice.randbytes(8)]
    )


CHANGES: list[Callable[[bytearray, random.Random], None]] = [flipped, cut, doubled, overwritten]


def changed(content: bytes, dice: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(dice.randrange(1, 4)):
        if made:
            dice.choice(CHANGES)(made, dice)
    return bytes(made)


def mutation(originals: list[bytes], dice: random.Random) -> bytes:
    """Of the whole file, or of a part inside its archive, where a change is not seen at once."""
    content = dice.choice(originals)
    if not content.startswith(ZIP) or dice.random() < 0.3:
        return changed(content, dice)
    part = dice.choice(PARTS)
    try:
        return repacked(content, changed={part: changed(part_of(content, part), dice)})
    except KeyError:  # not every kind has every part
        return changed(content, dice)


def how_it_ends(read: Callable[[], object], limits: Limits, refused: type[Exception]) -> str:
    """Of reading a file in a process of its own, as the product confines it."""
    pid = os.fork()
    if not pid:
        os._exit(_code(read, limits, refused))
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.alarm(limits.seconds + 5)
    _, status = os.waitpid(pid, 0)
    signal.alarm(0)
    if os.WIFEXITED(status):
        return CODES[os.WEXITSTATUS(status)]
    return HUNG if os.WTERMSIG(status) == signal.SIGKILL else ENDED


def _code(read: Callable[[], object], limits: Limits, refused: type[Exception]) -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a reader that gives up says so there
    confine(limits)
    try:
        read()
    except refused:
        return 1
    except MemoryError:
        return 2
    except BaseException:  # what the product would not have a sentence of its own for
        with open(os.environ["MUTATIONS_LOG"], "a") as log:
            traceback.print_exc(file=log)
        return 3
    return 0


def read_through(content: bytes) -> None:
    for line in child.lines_for(content):
        json.dumps(line)


def main(count: int, seed: int) -> None:
    dice = random.Random(seed)
    originals = [make() for make, _ in FILES.values()]
    ended: Counter[str] = Counter()
    for _ in range(count):
        read = partial(read_through, mutation(originals, dice))
        ended[how_it_ends(read, limits.CONFINED, UnreadableError)] += 1
    print(json.dumps(ended))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
