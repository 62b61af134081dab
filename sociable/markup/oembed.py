"""What other sites gave for an address in a post, as WordPress kept it: the words of a tweet, a picture, a player.

Behaviour: ``WP_Embed::shortcode`` (WordPress 2.9–6.1). WordPress asked the other site once for each width of its
theme and kept the HTML in the post's metadata, under ``_oembed_`` and the MD5 of the address and of that size. So
the widths are tried out here. Programs in that HTML are left out; whatever else it holds is sanitised with the post.

Not handled: sizes that a ``[embed]`` gave itself; that HTML is found by the address in it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from math import ceil

from sociable.markup.elements import replaced
from sociable.markup.providers import is_known, label

PREFIX, TIME = "_oembed_", "_oembed_time_"
UNKNOWN = "{{unknown}}"  # what WordPress keeps where the other site gave nothing

_WIDTHS = range(150, 2001)
_FIRST_TRIED = (500, 550, 584, 600, 604, 625, 640, 660, 700, 720, 740, 750, 800, 840, 1000, 1200)
_PROGRAMS = ("script", "style")
_FRAME = re.compile(r"<iframe\b[^<>]*>(?:</iframe>)?", re.IGNORECASE)
_TITLE = re.compile(r"""\stitle=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<(?!img\b)[^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"""\shref=["']([^"'>]*)""", re.IGNORECASE)
_TELLING = re.compile(r"[\w-]{6,}")


def embedded(address: str, meta: Mapping[str, str]) -> str:
    """Return the HTML that stands for ``address`` in a post with the metadata ``meta``: at least a link."""
    kept = _kept(address, meta)
    shown = replaced(kept, _PROGRAMS, lambda _: "").strip() if "<" in kept else ""
    frame = _FRAME.search(shown)
    if frame is not None and not _TAG.sub("", shown).strip():
        title = _TITLE.search(frame[0])
        if _tells(address, frame[0]):
            return link(address, html.unescape((title[1] or title[2] or "") if title else ""))
        return f"{frame[0].removesuffix('</iframe>')}</iframe> {link(address)}"
    if not _TAG.sub("", shown).strip():
        return link(address)
    shown = shown.replace("\n", " ")
    leads_there = any(html.unescape(found[1]).startswith(address) for found in _HREF.finditer(shown))
    return shown if leads_there else f"{shown} {link(address)}"


def link(address: str, title: str = "") -> str:
    """Return the link that stands in for what is at ``address``."""
    kind = ' class="embed"' if is_known(address) else ""
    words = label(address, title) if title else address
    return f'<a{kind} href="{html.escape(address)}">{html.escape(words)}</a>'


def _kept(address: str, meta: Mapping[str, str]) -> str:
    """Return the HTML that WordPress kept for ``address``, the newest, or nothing."""
    kept = {
        key: value
        for key, value in meta.items()
        if key.startswith(PREFIX) and not key.startswith(TIME) and value and value != UNKNOWN
    }
    if not kept:
        return ""
    found = [key for key in _keys(address, _FIRST_TRIED) if key in kept]
    found = found or [key for key in _keys(address, _WIDTHS) if key in kept]
    found = found or [key for key, value in kept.items() if _tells(address, value)]
    newest = max(found, key=lambda key: _time(meta.get(key.replace(PREFIX, TIME, 1), "")), default=None)
    return "" if newest is None else kept[newest]


def _keys(address: str, widths: range | tuple[int, ...]) -> set[str]:
    """Return the keys under which WordPress keeps what is at ``address``, for each of ``widths`` (px)."""
    sizes = ((width, ceil(width * 1.5)) for width in widths)
    kept = (
        f'{address}a:2:{{s:5:"width";i:{width};s:6:"height";{kind};}}'
        for width, height in sizes
        for kind in (f"d:{height}" if height < 1000 else "i:1000", f"i:{min(height, 1000)}", "i:700")
    )
    return {f"{PREFIX}{hashlib.md5(one.encode(), usedforsecurity=False).hexdigest()}" for one in kept}


def _tells(address: str, value: str) -> bool:
    """Say whether ``value`` names what ``address`` leads to, by the longest part of it that tells things apart."""
    path = address.partition("://")[2].partition("/")[2]
    parts = [part for part in _TELLING.findall(path) if any(map(str.isdigit, part)) or not part.islower()]
    return bool(parts) and max(parts, key=len) in value


def _time(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0
