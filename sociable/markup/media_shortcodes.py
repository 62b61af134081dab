"""WordPress's own shortcodes for pictures, sound and film, as accessible HTML.

Behaviour: ``img_caption_shortcode``, ``gallery_shortcode``, ``wp_audio_shortcode``, ``wp_video_shortcode`` and
``wp_playlist_shortcode`` (WordPress 6.1). A gallery shows the images, sizes and links that WordPress's would, each
in a ``<figure>``. Images are found among the attachments of the source; a gallery that lacks some is a hole.

Not handled: ``orderby="rand"`` (the order in which the images were named is kept), and ``gallery`` of terms.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urljoin, urlsplit

from sociable.markup.holes import hole
from sociable.markup.shortcodes import Attributes, Handler
from sociable.markup.texturize import texturize
from sociable.model import Attachment

SUFFIXES = {
    "audio": ("mp3", "ogg", "flac", "m4a", "wav"),
    "video": ("mp4", "m4v", "webm", "ogv", "flv", "mov", "wmv"),
    "image": ("jpg", "jpeg", "png", "gif", "webp", "avif", "svg"),
}

_LINKED_IMAGE = re.compile(r"((?:<a [^>]+>\s*+)?<img [^>]+>(?:\s*</a>)?)(.*)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_URL = re.compile(r"""https?://[^\s|"'<>\]]+""")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a post's body refers to: every attachment by id, and those that were uploaded to this very post.

    ``post`` is the post's id, as in the anchor ``#more-123`` that WordPress puts where a post goes on; ``meta`` its
    postmeta ``footnotes`` and ``_oembed_…``; ``blocks`` are the texts of reusable blocks, by number.
    """

    attachments: Mapping[int, Attachment] = field(default_factory=dict)
    children: tuple[Attachment, ...] = ()
    post: int | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[int, str] = field(default_factory=dict)


def handlers(surroundings: Surroundings, expand: Callable[[str], str]) -> dict[str, Handler]:
    """Return the handlers of WordPress's media shortcodes. ``expand`` runs the shortcodes inside a caption."""
    caption = partial(_caption, expand)
    return {
        "caption": caption,
        "wp_caption": caption,
        "gallery": partial(_gallery, surroundings),
        "playlist": partial(_playlist, surroundings),
        "audio": partial(_player, surroundings, "audio"),
        "video": partial(_player, surroundings, "video"),
    }


def _caption(expand: Callable[[str], str], attributes: Attributes, content: str) -> str:
    caption = attributes.get("caption")
    if "caption" not in attributes.named:
        match = _LINKED_IMAGE.search(content)
        if match is not None:
            # WordPress drops what stands before the image; it is put below it here, so that no word is lost
            before = content[: match.start()].strip()
            content, caption = match[1], " ".join(part for part in (before, match[2].strip()) if part)
    content = expand(content)
    if not caption:
        return content
    classes = " ".join(("wp-caption", attributes.get("align", default="alignnone"), attributes.get("class"))).strip()
    return f'<figure class="{html.escape(classes)}">{content}<figcaption>{caption}</figcaption></figure>'


def _gallery(surroundings: Surroundings, attributes: Attributes, content: str) -> str:
    images = [item for item in _chosen(surroundings, attributes) if _is_a(item, "image")]
    figures = _figures(images, attributes)
    missing = len(_named(attributes).keys() - surroundings.attachments.keys())
    if not missing and surroundings.attachments:
        return figures
    return hole(f"gallery {missing or 'all'}", figures)


def _figures(images: Sequence[Attachment], attributes: Attributes) -> str:
    if not images:
        return ""
    columns = _first_number(attributes.get("columns")) or 3
    size = attributes.get("size", default="thumbnail")
    link = attributes.get("link", default="post")
    figures = "".join(_gallery_item(image, size, link) for image in images)
    return f'<div class="gallery gallery-columns-{min(columns, 9)}">{figures}</div>'


def _gallery_item(image: Attachment, size: str, link: str) -> str:
    picture = _picture(image, size)
    target = {"none": "", "file": image.url}.get(link, image.link or image.url)
    if target:
        picture = f'<a href="{html.escape(target)}">{picture}</a>'
    caption = texturize(image.caption.strip())
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="gallery-item">{picture}{below}</figure>\n'


def _picture(image: Attachment, size: str) -> str:
    """Show ``image`` in WordPress's size of that name, or in full where no such copy was made."""
    alt = html.escape(" ".join(re.sub(r"<[^>]*>", "", image.alt).split()))
    copy = next((one for one in image.sizes if one.name == size), None)
    if copy is not None:
        source, width, height = urljoin(image.url, copy.file), copy.width, copy.height
    else:
        source, width, height = image.url, image.width or 0, image.height or 0
    box = f' width="{width}" height="{height}"' if width and height else ""
    return f'<img src="{html.escape(source)}" alt="{alt}"{box}>'


def _chosen(surroundings: Surroundings, attributes: Attributes) -> Iterable[Attachment]:
    """Return the attachments that a gallery or playlist names, or those of its post, in WordPress's order."""
    named = _named(attributes)
    if named:
        images = [surroundings.attachments[one] for one in named if one in surroundings.attachments]
        in_order_of_names = attributes.get("ids") and not attributes.get("orderby")
        return images if in_order_of_names or attributes.get("orderby") in _AS_NAMED else _ordered(images, attributes)
    post = _first_number(attributes.get("id"))
    if post is not None and post != surroundings.post:
        found = [item for item in surroundings.attachments.values() if item.parent == post]
    else:
        found = list(surroundings.children)
    excluded = set(map(int, _NUMBER.findall(attributes.get("exclude"))))
    return _ordered((item for item in found if item.id not in excluded), attributes)


def _named(attributes: Attributes) -> dict[int, None]:
    """Return the numbers of the attachments that are named, each once, in order."""
    return dict.fromkeys(map(int, _NUMBER.findall(attributes.get("ids", "include"))))


_AS_NAMED = frozenset({"post__in", "rand", "none"})
_ORDERS: dict[str, Callable[[Attachment], tuple[object, ...]]] = {
    "menu_order": lambda item: (item.menu_order, item.id or 0),
    "id": lambda item: (item.id or 0,),
    "title": lambda item: (item.title.casefold(), item.id or 0),
    "name": lambda item: (item.slug, item.id or 0),
    "date": lambda item: (item.date.timestamp() if item.date else 0.0, item.id or 0),
}


def _ordered(items: Iterable[Attachment], attributes: Attributes) -> list[Attachment]:
    order = (attributes.get("orderby", default="menu_order").split() or ["menu_order"])[0].lower().removeprefix("post_")
    by = _ORDERS.get(order, _ORDERS["menu_order"])
    return sorted(items, key=by, reverse=attributes.get("order").upper() == "DESC")


def _playlist(surroundings: Surroundings, attributes: Attributes, content: str) -> str:
    kind = attributes.get("type", default="audio")
    tracks = [item for item in _chosen(surroundings, attributes) if _is_a(item, kind)]
    entries = "".join(
        f'<li><a href="{html.escape(track.url)}">{texturize(track.title or _file_name(track.url))}</a>'
        f"{': ' + texturize(track.caption) if track.caption else ''}</li>"
        for track in tracks
    )
    return f"<ol>{entries}</ol>" if entries else ""


def _player(surroundings: Surroundings, kind: str, attributes: Attributes, content: str) -> str:
    sources = _sources(SUFFIXES[kind], attributes, content)
    if not sources:
        sources = [item.url for item in surroundings.children if _is_a(item, kind)][:1]
    if not sources:
        return ""
    box = "".join(
        f' {key}="{html.escape(attributes.get(key))}"' for key in ("width", "height", "poster") if attributes.get(key)
    )
    tags = "".join(f'<source src="{html.escape(url)}">' for url in sources)
    fallback = f'<a href="{html.escape(sources[0])}">{html.escape(sources[0])}</a>'
    return f'<{kind} controls preload="none"{box}>{tags}{fallback}</{kind}>'


def _sources(types: Iterable[str], attributes: Attributes, content: str) -> list[str]:
    """Return the files that a player names: ``src=``, ``mp3=`` and the like, or a bare address."""
    found = [attributes.named[key] for key in ("src", *types) if attributes.named.get(key)]
    found += (url.rstrip(",;") for url in _URL.findall(" ".join((*attributes.positional, content))))
    return list(dict.fromkeys(found))


def _is_a(item: Attachment, kind: str) -> bool:
    if item.mime:
        return item.mime.startswith(f"{kind}/")
    suffix = _file_name(item.url).rpartition(".")[2].lower()
    return suffix in SUFFIXES.get(kind, ())


def _file_name(url: str) -> str:
    try:
        return urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return url.rpartition("/")[2]


def _first_number(text: str) -> int | None:
    match = _NUMBER.search(text)
    return int(match[0]) if match else None
