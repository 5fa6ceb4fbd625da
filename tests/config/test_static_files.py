from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.static_files import require_static_files


def test_production_without_collected_files_does_not_start(settings, tmp_path):
    settings.PRODUCTION, settings.STATIC_ROOT = True, tmp_path
    with pytest.raises(ImproperlyConfigured, match="collectstatic"):
        require_static_files()
    (tmp_path / "staticfiles.json").write_text("{}")
    require_static_files()


def test_a_demonstration_collects_none(settings, tmp_path):
    settings.PRODUCTION, settings.STATIC_ROOT = False, tmp_path
    require_static_files()
