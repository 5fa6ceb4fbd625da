"""The type family that documents are set in, as CSS that carries the fonts themselves.

The front-end build copies the fonts out of their npm package; nothing is fetched from elsewhere.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings

FAMILY = "Source Sans 3"
WEIGHTS = (400, 600)


class FontsMissingError(RuntimeError):
    """The front end has not been built on this machine."""


def font_files() -> dict[int, Path]:
    """Weight → file; FontsMissingError says what to type where one is absent."""
    folder = Path(settings.BUILD) / "static" / "casemark" / "fonts"
    files = {weight: folder / f"source-sans-3-latin-{weight}-normal.woff2" for weight in WEIGHTS}
    missing = sorted(path.name for path in files.values() if not path.is_file())
    if missing:
        raise FontsMissingError(
            f"The fonts of documents are missing ({', '.join(missing)}): type 'make setup', "
            "which builds the front end and copies them."
        )
    return files


def font_faces() -> str:
    """@font-face rules for the page, with the fonts as they were published."""
    return _faces({weight: path.read_bytes() for weight, path in font_files().items()}, "woff2")


@lru_cache(maxsize=1)
def unpacked_font_faces() -> str:
    """The same for the PDF: unpacked once a process, which takes longer than using them."""
    return _faces({weight: _unpacked(path) for weight, path in font_files().items()}, "ttf")


def _unpacked(path: Path) -> bytes:
    from fontTools.ttLib import woff2  # type: ignore[import-untyped]

    unpacked = BytesIO()
    woff2.decompress(path, unpacked)
    return unpacked.getvalue()


def _faces(fonts: Mapping[int, bytes], kind: str) -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-style: normal; font-weight: {weight}; '
        f"src: url(data:font/{kind};base64,{b64encode(font).decode()}); }}"
        for weight, font in fonts.items()
    )
