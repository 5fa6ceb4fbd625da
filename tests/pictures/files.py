"""PNG files, as small as they can be without anybody seeing it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

COLOURS = 128


def lighten(path: Path) -> None:
    """Pages and documents have few colours: a palette of them takes a third of the room."""
    with Image.open(path) as picture:
        palette = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)


def side_by_side(pages: list[Path], path: Path, *, gap: int, around: str) -> None:
    """One picture of several, with a gap between and around them."""
    pictures = [Image.open(page).convert("RGB") for page in pages]
    width = sum(picture.width + gap for picture in pictures) + gap
    whole = Image.new("RGB", (width, pictures[0].height + 2 * gap), around)
    left = gap
    for picture in pictures:
        whole.paste(picture, (left, gap))
        left += picture.width + gap
    whole.save(path)
    lighten(path)
