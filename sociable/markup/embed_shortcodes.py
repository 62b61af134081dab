"""What a post embeds by address: ``[embed]``, a bare address on a line of its own, WordPress.com's shortcodes.

Behaviour: https://developer.wordpress.org/advanced-administration/wordpress/oembed/ and
https://wordpress.com/support/wordpress-editor/blocks/shortcode-block/shortcodes/. WordPress asked the other site
for a player; here a link stands in its place, or the words that WordPress kept (:mod:`sociable.markup.oembed`).

Not handled: shortcodes whose content only a plugin's tables knew (forms, ratings, adverts): they stay visible.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from sociable.markup.holes import hole
from sociable.markup.oembed import embedded, link
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

_PARAGRAPH = re.compile(r"(<p(?: [^<>]*)?>\s*)(https?://[^\s<>\"]+)(\s*</p>)", re.IGNORECASE)
# An address with nothing before and after it; its slashes are looked for, then what stands before them.
_LIKELY = re.compile(
    r"://(?:(?<=http://)(?<![^\s>]http://)|(?<=https://)(?<![^\s>]https://))"
    r"[^\s<>\"]++(?:\s*</p>|[^\S\n]*(?:\n|\Z))",
    re.IGNORECASE,
)
_LINE = re.compile(r"^(?P<before>[^\S\n]*)(?P<url>https?://[^\s<>\"]+)(?P<after>[^\S\n]*)$", re.MULTILINE)
_TAG_OR_LINE = re.compile(
    rf"<(?:(?P<closing>/?)(?P<literal>pre|code|script|style|textarea|svg)\b)?[^>]*>?|{_LINE.pattern}", re.MULTILINE
)
_EMBED = re.compile(r"(\[?)\[embed(?:\s[^\]]*)?\]\s*([^\s\[\]<>\"]+)\s*\[/embed\](\]?)")


@cache
def handlers() -> Mapping[str, Handler]:
    """Return the handlers of WordPress.com's embedding shortcodes."""
    return {name: partial(_by_id, template) for name, template in BY_ID.items()}


def embed_addresses(stored: str, meta: Mapping[str, str]) -> str:
    """Embed what ``[embed]`` and addresses alone on a line name, outside code and tags; ``meta`` is the post's."""
    if "http" not in stored and "[embed" not in stored:
        return stored

    def shown(url: str) -> str:
        """Mark the place of the player, picture or quotation that the other site gave for an address."""
        address = html.unescape(url).strip()
        return hole(f"embed {address}", embedded(address, meta))

    if "[embed" in stored:
        stored = _EMBED.sub(lambda match: _embed_shortcode(match, shown), stored)
    if _LIKELY.search(stored) is None:
        return stored
    stored = _PARAGRAPH.sub(lambda match: match[1] + shown(match[2]) + match[3], stored)
    return stored if _LINE.search(stored) is None else _embed_lines(stored, shown)


def _embed_shortcode(match: re.Match[str], shown: Callable[[str], str]) -> str:
    if match[1] and match[3]:
        return match[0]  # [[embed]…[/embed]] is text
    return match[1] + shown(match[2]) + match[3]


def _embed_lines(text: str, embed: Callable[[str], str]) -> str:
    """Embed the addresses that are a whole line, outside tags and code."""
    literal = 0

    def show(match: re.Match[str]) -> str:
        nonlocal literal
        if match["url"] is None:
            if match["literal"]:
                literal = max(0, literal - 1) if match["closing"] else literal + 1
            return match[0]
        return match[0] if literal else match["before"] + embed(match["url"]) + match["after"]

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
    return link(html.unescape(address))
