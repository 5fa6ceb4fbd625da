"""What checking one file may cost. The process is ended by the system when it goes beyond."""

from __future__ import annotations

from audit.unpacking.confined import Limits

CONFINED = Limits(memory=1024 * 1024 * 1024, seconds=8, output=250_000_000)
