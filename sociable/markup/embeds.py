"""Frames, plug-in objects, sound and film from other sites, as links that say what they are.

A page of the archive asks no other site for anything. So ``<iframe>``, ``<object>`` and ``<embed>`` become a link
``<a class="embed" href="…">YouTube: title</a>`` to the same address; ``<audio>`` and ``<video>`` from another host
become such links with class ``embed-audio`` or ``embed-video`` besides, one for each file. A link that is all of its
paragraph gives its classes to the paragraph: ``<p class="embed embed-audio"><a href="….mp3">…</a></p>``. By these
classes a page whose archive holds the file may put the player back, once the address is one of its own. Captions of
a film (``<track>``) become links in a paragraph below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sociable.markup import urls
from sociable.markup.providers import label
from sociable.markup.tree import Element, Node

FRAMES = frozenset({"iframe", "embed", "object"})
PLAYERS = frozenset({"audio", "video"})
_TRACKS = {"subtitles": "Subtitles", "descriptions": "Descriptions", "chapters": "Chapters"}
_KINDS = {"audio": "Audio", "video": "Video"}


def addresses(element: Element) -> Iterator[str]:
    """Yield the cleaned addresses of what a frame, object or player shows, each once."""
    seen: set[str] = set()
    for given in _given(element):
        url = urls.clean(given)
        if url and not url.startswith("#") and url not in seen:
            seen.add(url)
            yield url


def _given(element: Element) -> Iterator[str]:
    for key in ("src", "data-src", "data"):
        if element.attributes.get(key):
            yield element.attributes[key]
            break
    if element.name == "object":
        yield from (
            child.attributes.get("value", "")
            for child in element.children
            if isinstance(child, Element)
            and child.name == "param"
            and child.attributes.get("name", "").lower() in {"movie", "src", "filename", "url"}
        )
    if element.name in PLAYERS:
        yield from (
            child.attributes["src"]
            for child in element.children
            if isinstance(child, Element) and child.name == "source" and child.attributes.get("src")
        )


def frame_links(element: Element, inside_link: bool) -> list[Node]:
    """Return the links that stand in for a frame or object; inside a link, where none may be, only their words."""
    given = element.attributes
    title = " ".join((given.get("title") or given.get("aria-label") or "").split())
    url = next(addresses(element), None)
    if url is None:
        return [" "]
    words = label(url, title)
    return [" ", words if inside_link else Element("a", {"class": "embed", "href": url}, [words]), " "]


def player(element: Element, inside_link: bool) -> list[Node]:
    """Return the player as it may stay (its file on the own site), or the links that stand in for it."""
    files = list(addresses(element))
    if not files:
        return []
    if not inside_link and not any(map(urls.is_remote, files)):
        return [_local(element, files[0]), *_caption_links(element, inside_link)]
    kind = element.name
    links: list[Node] = []
    for url in files:
        words = f"{_KINDS[kind]}: {file_name(url)}"
        links += (" ", words if inside_link else Element("a", {"class": f"embed embed-{kind}", "href": url}, [words]))
    poster = element.attributes.get("poster")
    picture: list[Node] = [Element("img", {"src": poster, "alt": ""}), " "] if poster and kind == "video" else []
    return [" ", *picture, *links[1:], " ", *_caption_links(element, inside_link)]


def captions(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what to call the captions of a film and where they are, for each of its tracks."""
    for child in element.children:
        if isinstance(child, Element) and child.name == "track":
            given = child.attributes
            url = urls.clean(given.get("src", ""))
            if url and not url.startswith("#"):
                kind = _TRACKS.get(given.get("kind", "").lower(), "Captions")
                said = " ".join((given.get("label") or given.get("srclang") or file_name(url)).split())
                yield f"{kind}: {said}", url


def _caption_links(element: Element, inside_link: bool) -> list[Node]:
    """Return a paragraph with links to the captions of a film, or nothing."""
    found = list(captions(element))
    if not found or inside_link:
        return [f" {words} " for words, _ in found]
    links: list[Node] = []
    for words, url in found:
        links += (" ", Element("a", {"href": url}, [words]))
    return [Element("p", {}, links[1:])]


def _local(element: Element, source: str) -> Element:
    attributes = {"controls": "", "preload": "none", "src": source}
    for key in ("width", "height", "poster", "title", "class", "aria-label"):
        if key in element.attributes:
            attributes[key] = element.attributes[key]
    return Element(element.name, attributes)


def file_name(url: str) -> str:
    """Return the name of the file at ``url``, as a person would write it."""
    path = url.partition("#")[0].partition("?")[0].rstrip("/")
    return unquote(path.rpartition("/")[2]) or url
