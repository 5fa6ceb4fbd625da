"""Whatever is wrong in a folder, it is either loaded or refused; nothing else is raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audit.documents.figures import round_figures
from audit.models import NextStep, Recommendation, Round, User
from audit.services.loading.folder import LoadError
from audit.services.loading.service import round_load
from tests.services.loading import small_folder
from tests.services.loading.damage import damage, small_durham

FOLDERS = {"durham": small_durham, "small": small_folder.write}
FULL = 200
TRIES = FULL if os.environ.get("CASEMARK_SOAK") == "full" else FULL // 10


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("seed", range(TRIES))
def test_a_damaged_folder_is_loaded_or_refused(name, seed, tmp_path, service, rows):
    folder = FOLDERS[name](tmp_path / "damaged")
    what = damage(folder, seed)
    before = rows()
    round, problems = _loaded_or_refused(folder, service)
    assert (round is None) == bool(problems), what
    if round is None:
        assert rows() == before, what
    else:
        _read_everything(round)


def _loaded_or_refused(folder: Path, by: User) -> tuple[Round | None, list[str]]:
    try:
        return round_load(path=folder, by=by).round, []
    except LoadError as refusal:
        return None, refusal.problems


def _read_everything(round: Round) -> None:
    """What was let in can be counted and dated."""
    round_figures(round).as_json()
    for row in (*NextStep.objects.all(), *Recommendation.objects.all()):
        str(row.due)
