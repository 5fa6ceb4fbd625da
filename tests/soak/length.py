"""How long the long tests run: in full where CASEMARK_SOAK is "full", else a tenth of it."""

from __future__ import annotations

import os

import pytest

IN_FULL = os.environ.get("CASEMARK_SOAK") == "full"


def times(full: int) -> int:
    return full if IN_FULL else full // 10


def tell(capsys: pytest.CaptureFixture[str], figure: str) -> None:
    """`make soak` prints what was measured."""
    if IN_FULL:
        with capsys.disabled():
            print(f"\n  {figure}", end=" ")
