"""Evidence that a folder brings, in its own folder `evidence`: plain text only. What else people
attach comes in by the page, which looks into it first (audit/evidence/)."""

from __future__ import annotations

import hashlib

from audit.models import Evidence, ProgressUpdate
from audit.rules.evidence import CSV, ENDINGS, MOST_BYTES, TXT, ending_of, plain_name
from audit.services.evidence import content_stored
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading

PLAIN = (TXT, CSV)


def load_evidence(loading: Loading, cells: Cells) -> None:
    """With a report that is new; of one that stands already, what is attached is people's."""
    update = cells.codes.find(ProgressUpdate, cells.text("update"), "update")
    if not loading.is_new(update):
        loading.outcome["kept"] += 1
        return
    name = cells.text("file")
    content, kind = loading.folder.content.get(f"evidence/{name}"), ENDINGS.get(ending_of(name))
    if content is None:
        raise CellError(f"file: there is no evidence/{name} in this folder. Add it.")
    if kind not in PLAIN or len(content) > MOST_BYTES:
        raise CellError(f"file: “{name}” is no small text. Attach it on the page of the report.")
    loading.put(
        Evidence,
        cells,
        {"update": update, "name": plain_name(name)},
        file=content_stored(content),
        content_type=kind.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=cells.somebody("by"),
        at=cells.moment("at"),
    )
