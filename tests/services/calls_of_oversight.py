"""What the local policing body writes; see tests/services/calls.py."""

from __future__ import annotations

from audit.services.oversight import fingerprint, oversight_comment_save, oversight_save
from tests.registers import inspection_of, put
from tests.services.calls import MARK, leaves


@leaves("oversightresponse.added")
def of_oversight_save(world):
    inspection = inspection_of()
    return lambda: oversight_save(
        round=inspection,
        comments=MARK,
        chief_officer_comments=MARK,
        reply=MARK,
        asked_chief_officer_by=None,
        lock=0,
        by=world.person("observer@wexshire"),
    )


@leaves("oversightcomment.added")
def of_oversight_comment_save(world):
    response = put(inspection_of(), number=1)
    return lambda: oversight_comment_save(
        response=response,
        text=MARK,
        seen=fingerprint(""),
        by=world.person("observer@wexshire"),
    )
