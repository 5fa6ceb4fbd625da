"""A form that was sent to a locked or ended session: kept, and offered again to its owner.

It lies in the session, encrypted and bound to the person, until something else is sent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from audit.models import User
from audit.models.encryption import decrypt, encrypt

KEY = "kept-form"
ACCOUNT = "/account/"
MOST = 256 * 1024
"""Characters of what was sent; more than any form of ours holds."""


@dataclass(frozen=True)
class KeptForm:
    person: int
    path: str
    fields: list[tuple[str, list[str]]]
    has_files: bool
    """Files are not kept, and have to be chosen again."""


def keep(request: HttpRequest, person: User) -> str | None:
    """The session's content for `KEY`: what the request sent. None where it cannot be kept.

    What is sent to the pages of an account (passwords, codes) is never kept.
    """
    if request.method != "POST" or request.path.startswith(ACCOUNT):
        return None
    sent = request.POST.lists()
    fields = [(name, values) for name, values in sent if name != "csrfmiddlewaretoken"]
    form = KeptForm(person.pk, request.get_full_path(), fields, bool(request.FILES))
    text = json.dumps(vars(form))
    return encrypt(text) if len(text) <= MOST else None


def kept_for(session: SessionBase, person: User) -> KeptForm | None:
    """What was kept for this very person; nothing where keys or people have changed."""
    try:
        form = KeptForm(**json.loads(decrypt(session[KEY])))
    except (KeyError, InvalidToken):
        return None
    own = form.person == person.pk
    return form if own and url_has_allowed_host_and_scheme(form.path, None) else None
