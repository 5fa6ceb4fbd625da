from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from audit.unpacking.confined import ROOT
from tests.soak.length import tell, times
from tests.spreadsheets.mutations import ENDED, READ, REFUSED

COUNT = times(20_000)


def ended_how(module: str, count: int, folder: Path) -> dict[str, int]:
    """What the module says of so many mutations: none raised or hung, and some were read."""
    seed, log = random.randrange(10**6), folder / "raised"
    run = [sys.executable, "-m", module, str(count), str(seed)]
    environment = os.environ | {"MUTATIONS_LOG": str(log)}
    said = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=True)
    ended = json.loads(said.stdout)
    raised = log.read_text() if log.exists() else ""
    assert set(ended) <= {READ, REFUSED, ENDED}, f"seed {seed}: {ended}\n{raised[-4000:]}"
    assert ended[READ] > count // 10 < ended[REFUSED]
    return ended


def test_whatever_is_changed_in_a_file_it_is_read_or_refused(tmp_path, capsys):
    ended = ended_how("tests.spreadsheets.mutations", COUNT, tmp_path)
    tell(capsys, f"{COUNT} changed spreadsheets: {ended}")
