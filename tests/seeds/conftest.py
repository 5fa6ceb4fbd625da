from __future__ import annotations

import pytest

from audit.models import Round, User
from audit.services.loading.service import round_load
from tests.seeds.folders import DURHAM, INSPECTIONS, REVIEW, WEXSHIRE


@pytest.fixture(scope="module")
def loaded(module_db) -> dict[str, Round]:
    """The rounds of the seeds in the database, by their code."""
    by = User.objects.service_account()
    folders = (DURHAM, REVIEW, *WEXSHIRE, *INSPECTIONS)
    return {path.name: round_load(path=path, by=by).round for path in folders}
