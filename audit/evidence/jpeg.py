"""JPEG images inside documents: what a camera or a program wrote beside the picture is left out.

The picture itself is copied byte for byte, so that nothing of its quality is lost.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

START, SCAN, END = b"\xff\xd8", 0xDA, 0xD9
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
KEPT_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""They say how colours and sizes are meant; all other application segments may tell of people,
places and devices."""
COMMENT = 0xFE
ORIENTATION = 0x0112
EXIF = b"Exif\0\0"


def without_metadata(content: bytes) -> bytes:
    """`content` begins like a JPEG. What cannot be followed as one is returned as far as it can."""
    kept = [START]
    for marker, segment in _segments(content):
        if marker == 0xE1 and (turned := _orientation(segment[4:])) > 1:
            kept.append(_turned(turned))
        elif not _tells(marker, segment[4:]):
            kept.append(segment)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes, marker and length included; the last one is the picture itself, up to the
    end of the image: what stands behind that is left out, too."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in WITHOUT_LENGTH:
            yield marker, content[place : place + 2]
            place += 2
            continue
        if marker == SCAN:
            yield marker, content[place : _end_of_picture(content, place)]
            return
        (length,) = struct.unpack_from(">H", content, place + 2)
        yield marker, content[place : place + 2 + length]
        place += 2 + length


def _end_of_picture(content: bytes, place: int) -> int:
    """Within the picture's own data FF D9 cannot stand, and each scan ends in a marker."""
    end = content.find(b"\xff\xd9", place)
    return len(content) if end < 0 else end + 2


def _tells(marker: int, body: bytes) -> bool:
    if marker in KEPT_APPLICATION:
        return not body.startswith(KEPT_APPLICATION[marker])
    return marker == COMMENT or 0xE1 <= marker <= 0xEF


def _orientation(body: bytes) -> int:
    """1 to 8, as Exif counts; 0 where it is not told, or not in a way that can be read."""
    if not body.startswith(EXIF):
        return 0
    tiff = body[len(EXIF) :]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        pass
    return 0


def _turned(value: int) -> bytes:
    """A segment that tells the orientation and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0)
    body = EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
