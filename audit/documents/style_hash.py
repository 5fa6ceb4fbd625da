"""Letting a stored document keep its own style sheet under a strict content security policy."""

from __future__ import annotations

import base64
import hashlib
import re


def style_source(html: str) -> str:
    """The CSP source that allows the page's one <style> element and no other.

    Raises ValueError where the page does not hold exactly one.
    """
    styles = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    if len(styles) != 1:
        raise ValueError(f"A document has one style sheet; this page has {len(styles)}.")
    digest = hashlib.sha256(styles[0].encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
