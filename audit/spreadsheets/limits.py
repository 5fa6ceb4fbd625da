"""What a spreadsheet may cost. The reading process is ended by the system when it goes beyond."""

from __future__ import annotations

from audit.unpacking.confined import Limits

MOST_BYTES = 25_000_000
"""Of the file as it is uploaded."""
MOST_UNPACKED = 250_000_000
"""Of all parts of a workbook together, as its directory says and as they turn out to be."""
MOST_PARTS = 2_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 6_000_000
"""Of the rectangle that holds all cells of a sheet, empty ones included."""
MOST_MARKED = 100_000
"""Formulas and errors that are remembered one by one."""
LONGEST_CELL = 32_767
"""Characters: what Excel itself allows."""
CONFINED = Limits(memory=512 * 1024 * 1024, seconds=10, output=400_000_000)
"""Of the reading process."""
