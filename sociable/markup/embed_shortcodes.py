"""What a post embeds by address: ``[embed]``, a bare address on a line of its own, WordPress.com's shortcodes.

Behaviour: https://developer.wordpress.org/advanced-administration/wordpress/oembed/ and
https://wordpress.com/support/wordpress-editor/blocks/shortcode-block/shortcodes/. WordPress asked the other site
for a player; here a link stands in its place, with class ``embed`` where that site is known to serve players.

Not handled: shortcodes whose content only a plugin's tables knew (forms, ratings, adverts): they stay visible.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import partial

from sociable.markup.holes import hole
from sociable.markup.providers import is_known
from sociable.markup.shortcodes import Attributes, Handler

# Shortcode → the address that its id stands for, and the names under which the id or the address is given.
BY_ID: Mapping[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "ted": "https://www.ted.com/talks/view/id/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "googlevideo": "https://video.google.com/videoplay?docid={}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "scribd": "https://www.scribd.com/doc/{}",
    "polldaddy": "https://polldaddy.com/poll/{}",
    "crowdsignal": "https://polldaddy.com/poll/{}",
    "tweet": "https://twitter.com/i/web/status/{}",
    "gist": "https://gist.github.com/{}",
    "archiveorg": "https://archive.org/details/{}",
    "flickr": "https://www.flickr.com/photo.gne?id={}",
    "soundcloud": "https://soundcloud.com/{}",
    "googlemaps": "https://maps.google.com/maps?q={}",
    "instagram": "https://www.instagram.com/p/{}/",
    "vine": "https://vine.co/v/{}",
    "storify": "https://storify.com/{}",
    "blip.tv": "https://blip.tv/?{}",
    "bambuser": "https://bambuser.com/v/{}",
    "ustream": "https://www.ustream.tv/recorded/{}",
    "mixcloud": "https://www.mixcloud.com/{}",
    "spotify": "https://open.spotify.com/{}",
    "facebook": "https://www.facebook.com/{}",
    "audioboo": "https://audioboo.fm/boos/{}",
}
_ID_KEYS = ("id", "poll", "tweet", "doc", "video", "url")
_VIDEO_ID = re.compile(r"[\w./:#-]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+", re.IGNORECASE)

_PARAGRAPH = re.compile(r"(<p(?: [^>]*)?>\s*)(https?://[^\s<>\"]+)(\s*</p>)", re.IGNORECASE)
_LINE = re.compile(r"^(?P<before>[^\S\n]*)(?P<url>https?://[^\s<>\"]+)(?P<after>[^\S\n]*)$", re.MULTILINE)
_TAG_OR_LINE = re.compile(
    rf"<(?:(?P<closing>/?)(?P<literal>pre|code|script|style|textarea|svg)\b)?[^>]*>?|{_LINE.pattern}", re.MULTILINE
)
_EMBED = re.compile(r"(\[?)\[embed(?:\s[^\]]*)?\]\s*([^\s\[\]<>\"]+)\s*\[/embed\](\]?)")


def handlers() -> dict[str, Handler]:
    """Return the handlers of WordPress.com's embedding shortcodes."""
    return {name: partial(_by_id, template) for name, template in BY_ID.items()}


def embed_addresses(stored: str) -> str:
    """Make links of ``[embed]`` and of addresses that stand alone on a line, outside code and tags."""
    if "http" not in stored and "[embed" not in stored:
        return stored
    stored = _EMBED.sub(_embed_shortcode, stored)
    stored = _PARAGRAPH.sub(lambda match: match[1] + _embedded(match[2]) + match[3], stored)
    return stored if _LINE.search(stored) is None else _link_lines(stored)


def link(url: str) -> str:
    """Return the link that stands in for what is at ``url`` (text that may hold character references)."""
    address = html.unescape(url).strip()
    kind = ' class="embed"' if is_known(address) else ""
    return f'<a{kind} href="{html.escape(address)}">{html.escape(address)}</a>'


def _embedded(url: str) -> str:
    """Mark the place of the player, picture or quotation that the other site gave for an address."""
    return hole(f"embed {html.unescape(url).strip()}", link(url))


def _embed_shortcode(match: re.Match[str]) -> str:
    if match[1] and match[3]:
        return match[0]  # [[embed]…[/embed]] is text
    return match[1] + _embedded(match[2]) + match[3]


def _link_lines(text: str) -> str:
    """Make links of the addresses that are a whole line, outside tags and code."""
    literal = 0

    def show(match: re.Match[str]) -> str:
        nonlocal literal
        if match["url"] is None:
            if match["literal"]:
                literal = max(0, literal - 1) if match["closing"] else literal + 1
            return match[0]
        return match[0] if literal else match["before"] + _embedded(match["url"]) + match["after"]

    return _TAG_OR_LINE.sub(show, text)


def _by_id(template: str, attributes: Attributes, content: str) -> str:
    given = [value for key in _ID_KEYS if (value := attributes.named.get(key))]
    given += [value.lstrip("=") for value in attributes.positional]
    given.append(content)
    address = next((match[0] for value in given if (match := _ADDRESS.search(html.unescape(value)))), None)
    if address is None:
        identifier = next((match[0] for value in given if (match := _VIDEO_ID.match(value))), None)
        if identifier is None:
            return ""
        address = template.format(identifier)
    return link(address)
