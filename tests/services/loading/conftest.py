from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from audit.services.loading.folder import LoadError
from audit.services.loading.service import Loaded, round_load
from tests.services.loading import small_folder


@pytest.fixture
def folder(tmp_path) -> Path:
    return small_folder.write(tmp_path / "small-audit")


@pytest.fixture
def edit(folder) -> Callable:
    """`edit("round.csv", "good", "bad")` changes the first "good" of that file of the folder."""
    return lambda file, old, new: small_folder.edit(folder, file, old, new)


@pytest.fixture
def load(folder, service) -> Callable[[], Loaded]:
    return lambda: round_load(path=folder, by=service)


@pytest.fixture
def problems(load) -> Callable[[], list[str]]:
    """What loading the folder is refused for; it must be refused."""

    def refused() -> list[str]:
        with pytest.raises(LoadError) as refusal:
            load()
        return refusal.value.problems

    return refused


@pytest.fixture
def rows(db) -> Callable[[], dict[str, int]]:
    """How many rows each model has, the trail included."""
    models = list(apps.get_app_config("audit").get_models(include_auto_created=True))
    return lambda: {model.__name__: model._base_manager.count() for model in models}
