"""Headless Chromium printing a page to PDF: the time, and the memory of all its processes."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import sync_playwright

from tests.browser.chromium import ARGS

LOOK_EVERY = 0.03
"""Seconds between two looks at the memory."""


def print_cold(program: str, page: Path) -> tuple[float, int]:
    """Seconds and peak bytes of a process that prints `page` once."""
    command = [program, "--headless", *ARGS, "--no-pdf-header-footer"]
    target = page.with_suffix(".chromium.pdf")
    start = perf_counter()
    process = subprocess.Popen(
        [
            *command,
            f"--user-data-dir={page.parent}/chromium",
            f"--print-to-pdf={target}",
            str(page),
        ],
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory_of_tree(process.pid))
        time.sleep(LOOK_EVERY)
    return perf_counter() - start, peak


def print_warm(program: str, page: Path, times: int) -> float:
    """The median of the second to the last printing in one browser, reading the page each time."""
    took = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGS])
        tab = browser.new_page()
        for _ in range(times):
            start = perf_counter()
            tab.goto(page.as_uri())
            tab.pdf(prefer_css_page_size=True)
            took.append(perf_counter() - start)
        browser.close()
    return median(took[1:])


def memory_of_tree(pid: int) -> int:
    """Bytes of a process and its descendants, what they share counted once (Linux alone)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except (OSError, ValueError):
        return 0
    own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return own + sum(map(memory_of_tree, children))
