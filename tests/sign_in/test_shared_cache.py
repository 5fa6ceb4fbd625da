"""The cache in which all processes count alike."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from tests.config.test_env import PRODUCTION, ROOT


@pytest.mark.django_db
def test_migrating_makes_the_table():
    assert "casemark_cache" in connection.introspection.table_names()
    first = DatabaseCache("casemark_cache", {})
    second = DatabaseCache("casemark_cache", {})
    assert first.add("attempts", [1.5, 0.5], 60)
    assert not second.add("attempts", [], 60)
    assert second.get("attempts") == [1.5, 0.5]
    second.delete("attempts")
    assert first.get("attempts") is None


def test_production_uses_it():
    code = (
        "from config import settings as s; cache = s.CACHES['default'];"
        "print(cache['LOCATION'], cache['BACKEND'].rpartition('.')[2],"
        " s.SECOND_STEP_REQUIRED, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    env = {**PRODUCTION, "PATH": os.environ["PATH"]}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["casemark_cache", "DatabaseCache", "True", "1"]
