"""What PDF/UA asks of the tag tree and WeasyPrint 70 leaves out or gets wrong.

Handed to WeasyPrint as its `finisher`, which runs once the tags are there and nothing is
written yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

POINTS_PER_PIXEL = 0.75


def complete_tags(document: Any, pdf: Any) -> None:
    """Gives header cells their scope, names them in the tree's index, and places the figures."""
    import pydyf  # type: ignore[import-untyped]

    objects = {item.reference: item for item in pdf.objects}
    elements = [item for item in pdf.objects if _is_element(item)]
    headers = [element for element in elements if element["S"] == "/TH"]
    for header in headers:
        in_head = objects[objects[header["P"]]["P"]]["S"] == "/THead"
        header["A"]["Scope"] = "/Column" if in_head else "/Row"
    for element in elements:
        if element["S"] == "/Figure":
            page = objects[element["Pg"]]
            element["A"]["BBox"] = pydyf.Array(_box(element["A"]["BBox"], page["MediaBox"][3]))
    root = objects[pdf.catalog["StructTreeRoot"]]
    root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(_index(headers))})


def _is_element(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/StructElem"


def _box(pixels: Iterable[float], page_height: float) -> list[float]:
    """From pixels below the top of the page to points above its foot."""
    left, top, right, bottom = (POINTS_PER_PIXEL * value for value in pixels)
    return [left, page_height - bottom, right, page_height - top]


def _index(headers: Iterable[Any]) -> list[Any]:
    """Identifier and cell in turn, in the order of the bytes, as a name tree has them."""
    ordered = sorted(headers, key=lambda header: header["ID"].data)
    return [entry for header in ordered for entry in (header["ID"], header.reference)]
