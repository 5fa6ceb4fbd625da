"""Keys for the demonstration: made once, kept under var/, never in the repository."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = ("secret_key", "field_keys", "trail_keys")


def demo_keys(folder: Path) -> dict[str, str]:
    """The keys in `folder`, made at the first call; readable by their owner only."""
    path = folder / "demo-keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {name: secrets.token_urlsafe(48) for name in NAMES}
        # Written beside and renamed: two commands that start at once must not read half a file.
        beside = path.with_suffix(f".{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(made))
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        beside.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys
