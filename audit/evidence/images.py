"""PNG and JPEG images: decoded, and encoded anew without anything but the picture.

Place, time, device, comments and thumbnails go; the picture is turned the right way up first, and
its colours are brought into sRGB. Of an animation the first picture is kept.
"""

from __future__ import annotations

import io

from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from audit.rules import evidence
from audit.rules.evidence import PNG, EvidenceError, FileKind, refuse_too_many_pixels

QUALITY = 85
"""Of JPEG, of 95: nobody sees the difference, and files do not grow."""
COMPRESSION = 3
"""Of PNG, 1 to 9: the greatest ones would take several times as long for a few per cent."""
WITH_PROFILE = {"RGB", "RGBA", "CMYK"}

Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
PngImagePlugin.MAX_TEXT_CHUNK = 1 << 16


def clean_image(content: bytes, kind: FileKind) -> bytes:
    """Raises EvidenceError for what is too large or cannot be read."""
    formats = ["PNG" if kind is PNG else "JPEG"]
    try:
        with Image.open(io.BytesIO(content), formats=formats) as opened:
            refuse_too_many_pixels(*opened.size)
            opened.load()
            # In this order: bringing colours into sRGB forgets which way up it was.
            return _encoded(_in_srgb(_upright(opened)), kind)
    except (OSError, SyntaxError, ValueError, EOFError, AttributeError, TypeError, IndexError):
        # What Pillow raises for images that are damaged, or made to be.
        raise EvidenceError(evidence.DAMAGED) from None


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in WITH_PROFILE:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(image, given, wanted, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):  # a profile that cannot be read is none
        return image
    return found or image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # Exif that is damaged says nothing; Pillow has many ways to say so
        return image


def _encoded(image: Image.Image, kind: FileKind) -> bytes:
    image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    output = io.BytesIO()
    if kind is PNG:
        image.save(output, "PNG", compress_level=COMPRESSION)
    else:
        plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
        plain.save(output, "JPEG", quality=QUALITY)
    return output.getvalue()
