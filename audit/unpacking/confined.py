"""A process of its own for each file that somebody hands in: no database, no keys, little of
memory and time."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_ROOM = 3
"""How such a process ends where what it writes finds no room on the disk."""


@dataclass(frozen=True)
class Limits:
    """What a process may cost; the system ends it when it goes beyond."""

    memory: int
    """Bytes of address space."""
    seconds: int
    """By the clock, and of the processor."""
    output: int
    """Bytes that it may write."""


class BeyondLimitsError(Exception):
    """The process was ended, or broke down."""


class NoRoomError(BeyondLimitsError):
    """What it writes found no room on the disk."""


def confine(limits: Limits) -> None:
    """From here on, for the process that calls it."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output, limits.output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold case content


@contextmanager
def room_told() -> Iterator[None]:
    """Around what such a process does: where the disk is full, it ends so that this is known."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            os._exit(WITHOUT_ROOM)  # at once: to write the rest would fail again
        raise


def module_run(name: str) -> list[str]:
    """The command that runs a module of ours, whatever the environment says of Python."""
    return [sys.executable, "-E", "-s", "-X", "utf8", "-m", name]


def run_apart(command: Sequence[str], content: bytes, *, seconds: float) -> IO[bytes]:
    """What the command writes when it is given `content`, from its start. It confines itself;
    raises BeyondLimitsError where it was ended, NoRoomError where the disk is full."""
    try:
        output = TemporaryFile()  # without a name, and gone with the caller's hold of it
    except OSError:
        raise NoRoomError from None
    try:
        subprocess.run(
            command,
            input=content,
            stdout=output,
            stderr=subprocess.DEVNULL,  # a message might quote what stands in the file
            cwd=ROOT,
            env={},
            timeout=seconds,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        output.close()
        no_room = getattr(error, "returncode", None) == WITHOUT_ROOM
        raise (NoRoomError if no_room else BeyondLimitsError) from None
    output.seek(0)
    return output
