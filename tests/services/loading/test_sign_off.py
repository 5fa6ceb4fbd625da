"""A round that is loaded as signed off: who signed, when, and the figures as they were loaded."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.documents.figures import round_figures
from audit.documents.sign_offs import still_as_signed
from audit.models import SignOff
from tests.services.loading.small_folder import MODERATOR

SIGNED = (
    f"signed_by,signed_at,explanation\n{MODERATOR},2026-11-20 15:10,One file is reconstructed.\n"
)


@pytest.fixture
def signed(folder, edit):
    edit("round.csv", "status,fieldwork", "status,signed_off")
    (folder / "sign_off.csv").write_text(SIGNED, "utf-8")


def test_the_figures_are_frozen_for_whoever_the_folder_says(signed, load):
    round = load().round
    sign_off = SignOff.objects.get()
    assert (sign_off.signed_by.email, sign_off.explanation) == (
        MODERATOR,
        "One file is reconstructed.",
    )
    assert f"{timezone.localtime(sign_off.signed_at):%Y-%m-%d %H:%M}" == "2026-11-20 15:10"
    assert still_as_signed(sign_off, round_figures(round).as_json())


def test_loading_again_changes_nothing(signed, load, rows):
    load()
    before = rows()
    assert not load().wrote
    assert rows() == before


def test_nothing_is_signed_while_the_fieldwork_goes_on(folder, load):
    (folder / "sign_off.csv").write_text(SIGNED, "utf-8")
    load()
    assert not SignOff.objects.exists()


def test_without_the_file_whoever_loads_it_signs(signed, folder, load, service):
    (folder / "sign_off.csv").unlink()
    load()
    assert SignOff.objects.get().signed_by == service
