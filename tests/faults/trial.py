"""Trying a fault: in a copy of the code, so that the working tree stays as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from tests.faults.catalogue import Fault

ROOT = Path(__file__).resolve().parent.parent.parent
LINKED = (".venv", "build")
"""What was installed and built: the same for the copy."""
LEFT_OUT = (*LINKED, ".git", "node_modules", "var", "__pycache__")
# Each fault in a new process. No byte code: a file patched within a second would pass for the old.
PYTEST = (sys.executable, "-B", "-m", "pytest", "-q", "-rfE", "--tb=no", "-o", "cache_dir=.cache")


@contextmanager
def code_copied() -> Iterator[Path]:
    """A folder with the code in it, gone afterwards."""
    with TemporaryDirectory(prefix="casemark-faults-") as place:
        folder = Path(place) / "casemark"
        copytree(ROOT, folder, ignore=ignore_patterns(*LEFT_OUT))
        for name in LINKED:
            if (ROOT / name).exists():
                (folder / name).symlink_to(ROOT / name)
        yield folder


@contextmanager
def with_fault(fault: Fault, folder: Path) -> Iterator[None]:
    """The copy with one fault in it. Raises StaleError where the fault does not fit."""
    path = folder / fault.file
    sound = path.read_text("utf-8")
    path.write_text(fault.put_into(sound), "utf-8")
    try:
        yield
    finally:
        path.write_text(sound, "utf-8")


@dataclass(frozen=True)
class Outcome:
    """What pytest said: whether all went well, which tests failed, and all that it printed."""

    passed: bool
    failed: frozenset[str]
    printed: str

    def caught_by(self, test: str) -> bool:
        """Whether `test` (a test, or one of its cases) failed: not merely could not be run."""
        return any(one == test or one.startswith((f"{test}[", f"{test}::")) for one in self.failed)


def run_tests(tests: Iterable[str], folder: Path) -> Outcome:
    """On SQLite in memory, whatever DATABASE_URL names: another run may be using that one."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"CASEMARK_ENV": "test", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*PYTEST, *tests], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    failed = re.findall(r"^FAILED (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    return Outcome(done.returncode == 0, frozenset(failed), done.stdout + done.stderr)
