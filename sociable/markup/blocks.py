"""The block editor's posts: the HTML they stand for, without the comments that mark the blocks.

Grammar: https://developer.wordpress.org/block-editor/reference-guides/ and ``WP_Block_Parser`` (WordPress 6.1). A
static block is the HTML that was saved between its comments. A dynamic one has no HTML of its own: WordPress made
it anew from the whole site for every reader; a hole marks its place. Social links are made from their attributes,
as WordPress makes them.

Not handled: reusable blocks (``wp:block``), whose text is a post of another type, and footnotes, kept in postmeta.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
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


def has_blocks(stored: str) -> bool:
    """Say whether ``stored`` was written with the block editor."""
    return "<!-- wp:" in stored


def render_blocks(stored: str, render_shortcode_block: Callable[[str], str]) -> str:
    """Return the HTML of ``stored``, with a hole in the place of each dynamic block.

    ``render_shortcode_block`` is what is done to the text of a ``wp:shortcode`` block.
    """
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
                out.append(_void_block(name, delimiter["attributes"]))
        elif name in TEMPLATES:
            if not templates:
                out.append(_dynamic(name))
            _enter_or_leave(templates, name, bool(delimiter["closing"]))
        elif name == "shortcode" and not delimiter["closing"]:
            shortcode_start = len(out)
        elif name == "shortcode" and shortcode_start is not None:
            out[shortcode_start:] = [render_shortcode_block("".join(out[shortcode_start:]))]
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


def _void_block(name: str, attributes: str) -> str:
    """Return the HTML of a block that was saved without any."""
    if name == "social-link":
        return _social_link(_attributes(attributes))
    return "" if name in STATIC else _dynamic(name)


def _attributes(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


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
