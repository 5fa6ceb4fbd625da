"""Logs without case text: where something went wrong and of what kind, never what it says.

The message of an exception may quote what somebody typed or what the database holds.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator


class ReferenceFilter(logging.Filter):
    """Puts the number that the person was shown before the message."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.reference = getattr(request, "reference", "-")
        return True


class SafeFormatter(logging.Formatter):
    """Writes of an exception the places and the classes, not the messages."""

    def formatException(self, ei) -> str:  # noqa: N802  (the library's name)
        return "\n".join(_lines(ei[1])) if ei and ei[1] else ""


def _lines(error: BaseException) -> Iterator[str]:
    """The first cause first, as Python would write it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _lines(before)
        yield "after which:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
