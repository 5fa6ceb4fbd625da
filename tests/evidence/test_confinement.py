"""What a file costs while it is checked."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from audit.evidence import checking
from audit.evidence.limits import CONFINED
from audit.rules import evidence
from audit.unpacking.confined import ROOT
from tests.evidence import hostile, made
from tests.evidence.test_checking import refusal
from tests.evidence.test_cleaning import checked

BEGIN = "from audit.evidence.child import confine, CONFINED; confine(CONFINED)"


def test_the_process_that_checks_knows_nothing_of_django():
    code = (
        "import sys; from audit.evidence import child, images, kinds, office, pdfs;"
        "print([n for n in sys.modules if n.split('.')[0] in ('django', 'config')])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    assert said.stdout.strip() == b"[]"


@pytest.mark.parametrize("greed", ["bytes(2 * 1024**3)", "__import__('os').abort()"])
def test_who_wants_too_much_is_ended(monkeypatch, greed):
    monkeypatch.setattr(checking, "CHILD", [sys.executable, "-c", f"{BEGIN}; {greed}"])
    assert refusal("a.pdf", b"%PDF-") == evidence.TOO_HARD.format(name="a.pdf")


def test_who_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(checking, "CONFINED", replace(CONFINED, seconds=0.3))
    monkeypatch.setattr(checking, "CHILD", [sys.executable, "-c", "while True: pass"])
    assert refusal("a.pdf", b"%PDF-") == evidence.TOO_HARD.format(name="a.pdf")


def test_an_image_too_large_is_refused_before_it_is_decoded(monkeypatch):
    """A limit that no decoded image of this size would stay within."""
    limited = BEGIN.replace("(CONFINED)", "(CONFINED.__class__(160 * 2**20, 8, 2**20))")
    code = f"{limited}; from audit.evidence import child; child.confine = print; child.main('png')"
    monkeypatch.setattr(checking, "CHILD", [sys.executable, "-c", code])
    assert "20,000 × 20,000 pixels" in refusal("a.png", hostile.png_of(20_000, 20_000))


def test_the_largest_photograph_fits_within_the_limits():
    """As a telephone takes it, lying on its side: the picture is held twice while it is turned."""
    large = Image.new("RGB", (8_064, 6_048), "white")
    content = made.jpeg(large, orientation=6, icc_profile=made.srgb_profile())
    kept = Image.open(io.BytesIO(checked("photo.jpg", content).content))
    assert kept.size == (6_048, 8_064)


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert checked("minutes.docx", made.docx()).size
    assert os.listdir(tmp_path) == []
