"""Addresses that a text gives and the allow-list refuses, so that no picture or link goes unseen.

nh3 takes them away before the tree is built: a picture whose bytes stand in the address itself (``data:``), a link
with a scheme of its own (``skype:``). Addresses that would run a program are no loss and are not listed.

Not handled: addresses that no browser could open; a text that is no tag but looks like one inside a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sociable.markup.allowed import SCHEMES
from sociable.markup.modern import LAZY_SOURCES

_TAG = re.compile(r"<(a|area|img)\b([^>]*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"""(?:\s|\A)(?:href|src)\s*=\s*["']?\s*(([A-Za-z][A-Za-z0-9+.-]*):[^\s"'>]*)""", re.IGNORECASE)
_PROGRAMS = frozenset({"javascript", "vbscript", "livescript", "mocha", "about", "blob", "file", "cid"})


_UNLISTED = SCHEMES | _PROGRAMS
_MISSPELT = re.compile("[htps]{3,7}", re.IGNORECASE)  # mended on the way in


def refused(html: str) -> Iterator[tuple[str, str]]:
    """Yield each refused address in ``html`` with the kind of thing it was: ``links`` or ``images``."""
    for tag in _TAG.finditer(html, 0, html.rfind(">") + 1):
        if ":" not in tag[2]:
            continue
        address = _ADDRESS.search(tag[2])
        if address is None or address[2].lower() in _UNLISTED or _MISSPELT.fullmatch(address[2]):
            continue
        if tag[1].lower() != "img":
            yield "links", address[1]
        elif not any(f"{name}=" in tag[2].lower() for name in LAZY_SOURCES):
            yield "images", address[1]
