"""A picture of Durham's report: the cover, and the page with the results."""

from __future__ import annotations

import subprocess
from itertools import count
from pathlib import Path

from audit.models import ReportVersion
from tests.pictures.files import side_by_side

HEADING = "Results of case file reviews"
HEIGHT = 880
GREY = "#d9dbdd"


def take(work: Path, folder: Path) -> None:
    pdf = work / "durham.pdf"
    pdf.write_bytes(ReportVersion.objects.get(report__round__code="durham-2019", number=1).pdf)
    pages = [draw(pdf, number) for number in (1, results_page(pdf))]
    side_by_side(pages, folder / "report.png", gap=24, around=GREY)


def results_page(pdf: Path) -> int:
    """The page on which the results begin, after the contents that name them."""
    return next(number for number in count(3) if HEADING in text_of(pdf, number))


def text_of(pdf: Path, page: int) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def draw(pdf: Path, page: int) -> Path:
    target = pdf.with_name(f"page-{page}")
    number = ["-f", str(page), "-l", str(page), "-singlefile"]
    size = ["-scale-to", str(HEIGHT)]
    subprocess.run(["pdftoppm", "-png", *number, *size, str(pdf), str(target)], check=True)
    return target.with_suffix(".png")
