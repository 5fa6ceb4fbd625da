"""What is printed: a figure, ours, the comparison, their ratio and the aim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEADINGS = ("Figure", "Ours", "Comparison", "Ratio", "Aim")


@dataclass(frozen=True)
class Line:
    """`comparison` is None where there is none on this machine."""

    figure: str
    ours: float
    comparison: float | None
    unit: str
    aim: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        if self.comparison is None:
            return (self.figure, self._with_unit(self.ours), "not measured", "", self.aim)
        ratio = f"{self.ours / self.comparison:.2f}"
        comparison = self._with_unit(self.comparison)
        return (self.figure, self._with_unit(self.ours), comparison, ratio, self.aim)

    def _with_unit(self, number: float) -> str:
        places = 0 if self.unit in {"MB", "queries"} else 2
        return f"{number:,.{places}f} {self.unit}"


def show(title: str, comparison: str, lines: Iterable[Line]) -> None:
    """Prints one table; `comparison` says what ours is compared with."""
    rows = [HEADINGS, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    print(f"\n{title}, beside {comparison}")
    for row in rows:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        numbers = [cell.strip().rjust(len(cell)) for cell in rest[:3]]
        print("  ".join((" ", first, *numbers, rest[3])).rstrip(), flush=True)
