"""The seeds as they lie on disk: lists of rows, read without the product's own reader."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = ROOT / "seeds"
DURHAM = SEEDS / "durham-2019"
REVIEW = SEEDS / "durham-review"
INSPECTIONS = (SEEDS / "wexshire-inspection-2026", SEEDS / "wexshire-review-2026")
IOPC = SEEDS / "iopc-durham"
WEXSHIRE = (SEEDS / "wexshire-2025", SEEDS / "wexshire-2026")


def rows_of(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as content:
        return list(csv.DictReader(content))


def fields_of(folder: Path) -> dict[str, str]:
    return {row["field"]: row["value"] for row in rows_of(folder, "round.csv")}
