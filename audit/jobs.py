"""Background work, each job calling a service; what each is called on the page of jobs."""

from __future__ import annotations

WORDS: dict[str, str] = {}
"""A job's path ("audit.jobs.seal") → what it does, as administrators read it."""


def words_for(path: str) -> str:
    """A job that is registered no longer still has the name that it ran under."""
    return WORDS.get(path) or path.rpartition(".")[2].replace("_", " ").capitalize()
