"""The block editor's posts: the HTML they stand for, without the comments that mark the blocks.

Grammar: https://developer.wordpress.org/block-editor/reference-guides/ and ``WP_Block_Parser`` (WordPress 6.1). A
static block is the HTML that was saved between its comments. A dynamic one has no HTML of its own: WordPress made
it anew from the whole site for every reader; a hole marks its place. Social links are made from their attributes,
as WordPress makes them; reusable blocks (``wp:block``) and footnotes from what the source holds of them.

Not handled: the parts of a theme (``wp:template-part``, ``wp:pattern``) and what plugins' blocks made when shown.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from sociable.markup.holes import hole

_DELIMITER = re.compile(
    r"<!--\s+(?P<closing>/?)wp:(?P<name>(?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)\s+"
    r"(?P<attributes>(?:(?!-->|<!--).)*?)(?P<void>/?)-->",
    re.DOTALL,
)

# What these hold is a pattern for the posts or comments of a list, not text of this post.
TEMPLATES = frozenset({"post-template", "comment-template", "query-no-results"})
# Blocks that may be saved empty, and then show nothing.
STATIC = frozenset(
    "paragraph heading list list-item quote code preformatted verse table image gallery audio video file cover group"
    " columns column buttons button separator spacer html freeform shortcode more nextpage details pullquote"
    " media-text embed missing social-links".split()
)

MOST_REUSED = 2_000_000
"""Characters of reusable blocks that a post may show: blocks that show each other many times could fill a disk."""

SOCIAL_NAMES = {
    "chain": "Link",
    "feed": "RSS Feed",
    "fivehundredpx": "500px",
    "deviantart": "DeviantArt",
    "github": "GitHub",
    "lastfm": "Last.fm",
    "linkedin": "LinkedIn",
    "soundcloud": "SoundCloud",
    "tiktok": "TikTok",
    "vk": "VK",
    "whatsapp": "WhatsApp",
    "wordpress": "WordPress",
    "youtube": "YouTube",
    "codepen": "CodePen",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What the blocks of a post refer to.

    ``reusable`` are the texts of reusable blocks by number, ``meta`` is the post's metadata, ``autop`` is done to the
    text of a ``wp:shortcode`` block, ``embed`` to that of a reusable one. ``room`` is how many characters of
    reusable blocks may still be shown.
    """

    autop: Callable[[str], str]
    embed: Callable[[str], str]
    reusable: Mapping[int, str] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    room: list[int] = field(default_factory=lambda: [MOST_REUSED])


def has_blocks(stored: str) -> bool:
    """Say whether ``stored`` was written with the block editor."""
    return "<!-- wp:" in stored


def render_blocks(stored: str, around: Around) -> str:
    """Return the HTML of ``stored``, with a hole in the place of each dynamic block."""
    out: list[str] = []
    templates: list[str] = []
    shortcode_start: int | None = None
    done = 0
    last_end = stored.rfind("-->") + 3
    for delimiter in _DELIMITER.finditer(stored, 0, last_end):
        name = delimiter["name"].removeprefix("core/")
        if not templates:
            out.append(stored[done : delimiter.start()])
        done = delimiter.end()
        if delimiter["void"]:
            if not templates:
                out.append(_void_block(name, delimiter["attributes"], around))
        elif name in TEMPLATES:
            if not templates:
                out.append(_dynamic(name))
            _enter_or_leave(templates, name, bool(delimiter["closing"]))
        elif name == "shortcode" and not delimiter["closing"]:
            shortcode_start = len(out)
        elif name == "shortcode" and shortcode_start is not None:
            out[shortcode_start:] = [around.autop("".join(out[shortcode_start:]))]
            shortcode_start = None
    if not templates:
        out.append(stored[done:])
    return "".join(out)


def _enter_or_leave(templates: list[str], name: str, closing: bool) -> None:
    if not closing:
        templates.append(name)
    elif name in templates:
        while templates.pop() != name:
            pass


def _dynamic(name: str) -> str:
    return hole(f"block {name}" if "/" in name else f"block core/{name}", "")


def _void_block(name: str, attributes: str, around: Around) -> str:
    """Return the HTML of a block that was saved without any."""
    if name == "block":
        return _reusable(_attributes(attributes), around)
    if name == "footnotes":
        return _footnotes(around)
    if name == "social-link":
        return _social_link(_attributes(attributes))
    return "" if name in STATIC else _dynamic(name)


def _reusable(attributes: dict[str, object], around: Around) -> str:
    """Return the HTML of a reusable block; one that holds itself shows nothing, as with WordPress."""
    number = attributes.get("ref")
    if not isinstance(number, int) or number not in around.reusable or around.room[0] < 0:
        return _dynamic("block")
    around.room[0] -= len(around.reusable[number])
    others = {other: text for other, text in around.reusable.items() if other != number}
    return render_blocks(around.embed(around.reusable[number]), replace(around, reusable=others))


def _footnotes(around: Around) -> str:
    """Return the list of the post's footnotes, each with its way back (``render_block_core_footnotes``)."""
    notes = _json(around.meta.get("footnotes", ""))
    if not isinstance(notes, list):
        return _dynamic("footnotes")
    items = [
        f'<li id="{html.escape(name)}">{note["content"]} <a href="#{html.escape(name)}-link"'
        f' aria-label="Jump to footnote reference {number}">\u21a9\ufe0e</a></li>'
        for number, note in enumerate(notes, 1)
        if isinstance(note, dict) and isinstance(note.get("content"), str) and (name := str(note.get("id") or ""))
    ]
    return f'<ol class="wp-block-footnotes">{"".join(items)}</ol>' if items else ""


def _attributes(text: str) -> dict[str, object]:
    value = _json(text)
    return value if isinstance(value, dict) else {}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _social_link(attributes: dict[str, object]) -> str:
    url, service, label = (str(attributes.get(key) or "") for key in ("url", "service", "label"))
    if not url:
        return ""
    label = label or SOCIAL_NAMES.get(service) or service.capitalize()
    return f'<li><a href="{html.escape(_complete(url))}">{html.escape(label)}</a></li>'


def _complete(url: str) -> str:
    """Add the scheme that people leave out, as WordPress does."""
    try:
        has_scheme = bool(urlsplit(url).scheme)
    except ValueError:
        return url
    return url if has_scheme or url.startswith("//") else f"https://{url}"
