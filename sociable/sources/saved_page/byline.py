"""What is said around a post: when it was written, by whom, and what it is filed under.

The surest marks come first: ``datetime``, ``rel``, microformats (https://microformats.org/wiki/hatom), the classes of
blocks, then what the page says for machines (Open Graph, JSON-LD), then words, then the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sociable.sources.saved_page import addresses, dates
from sociable.sources.saved_page.elements import Node
from sociable.sources.saved_page.place import DATES, META, Place

_AUTHOR = re.compile(r"/author/([^/?#]+)/?(?:[?#]|$)|[?&]author=(\d{1,18})")
_TERM = re.compile(r"/(category|tag)/(.+?)/?(?:[?#].*)?$|[?&](cat|tag)=([^&#]+)")
_TERM_CLASS = re.compile(r"(category|tag)-(.+)")


@dataclass(frozen=True, slots=True)
class Name:
    """An author or a term as a post names it: ``slug`` and ``number`` as far as its link tells."""

    name: str
    slug: str = ""
    number: int | None = None
    taxonomy: str = ""
    parent: str = ""


def date(place: Place) -> datetime | None:
    """Return when the post was published."""
    for node in place.said("time"):
        is_change = any(
            around.classes & {"wp-block-post-date__modified-date", "updated-on"} for around in node.around()
        )
        is_change |= bool(node.classes & {"updated", "modified"}) and "published" not in node.classes
        if not is_change and (found := dates.stamped(node.attributes.get("datetime", ""))):
            return found
    return _date_for_machines(place) or _date_in_words(place) or _date_in_address(place)


def exact(found: datetime | None, others: Iterable[datetime | None]) -> datetime | None:
    """Return a date that is known to the minute with the seconds and the zone that another place gives it."""
    if found is None:
        return next(filter(None, others), None)
    minute = found.replace(second=0, tzinfo=None)
    same = (one for one in others if one is not None and one.replace(second=0, tzinfo=None) == minute)
    is_written = found.second == 0 and found.tzinfo is UTC
    return next(same, found) if is_written else found


def modified(place: Place) -> datetime | None:
    """Return when the post was last changed, if that is said to the minute."""
    for node in place.said("time"):
        if "updated" in node.classes and "published" not in node.classes:
            return dates.stamped(node.attributes.get("datetime", ""))
    if not place.is_alone:
        return None
    said = (place.page.meta.get("article:modified_time", ""), str(place.page.data.get("dateModified", "")))
    return next(filter(None, map(dates.stamped, said)), None)


def _date_for_machines(place: Place) -> datetime | None:
    for node in place.said("abbr", "span", "meta"):
        is_published = "published" in node.classes or "datePublished" in node.attributes.get("itemprop", "")
        stamp = node.attributes.get("title", "") or node.attributes.get("content", "")
        if is_published and (found := dates.stamped(stamp)):
            return found
    if not place.is_alone:
        return None
    said = (place.page.meta.get("article:published_time", ""), str(place.page.data.get("datePublished", "")))
    return next(filter(None, map(dates.stamped, said)), None)


def _date_in_words(place: Place) -> datetime | None:
    month = addresses.month(addresses.address(place.link))
    for name in (*DATES, *META):
        for node in place.all((name,)):
            around = next((one for one in node.around() if one.name == "a"), None)
            inner = next(place.document.named("a", within=node), None)
            titles = (one.attributes.get("title", "") for one in (around, inner, node) if one is not None)
            if found := dates.written(place.document.words(node), " ".join(titles), month):
                return found
    for node in place.said("a", "time", "small"):
        said = place.document.words(node) if node.name != "a" or "bookmark" in node.rel else ""
        if found := dates.written(said, node.attributes.get("title", ""), month):
            return found
    return None


def _date_in_address(place: Place) -> datetime | None:
    found = addresses.day(addresses.address(place.link))
    try:
        return datetime(*found, tzinfo=UTC) if found else None
    except ValueError:
        return None


def authors(place: Place) -> tuple[Name, ...]:
    """Return who wrote the post, in order."""
    linked: dict[str, Name] = {}
    for node in place.said("a"):
        href = place.href(node)
        found = _AUTHOR.search(href)
        name = place.document.words(node)
        if found and name and not (node.name == "a" and "comment" in " ".join(node.classes)):
            slug, number = found[1] or "", int(found[2]) if found[2] else None
            linked.setdefault(href.rstrip("/"), Name(name, slug.lower(), number))
    if linked:
        return tuple(linked.values())
    return _unlinked_author(place)


def _unlinked_author(place: Place) -> tuple[Name, ...]:
    document = place.document
    for name in ("wp-block-post-author-name", "wp-block-post-author__name"):
        for node in place.all((name,)):
            return (Name(document.words(node)),)
    for node in place.all(("author", "byline", "post-author", "entry-author", "posted-by", "by-author")):
        inner = document.first("fn", "url", "author-name", within=node)
        said = document.words(inner or node)
        if said := re.sub(r"^(?:(?:posted|written|published) )?by:?\s+", "", said, flags=re.IGNORECASE):
            return (Name(said),)
    for node in place.said("a", "span"):
        if "author" in node.rel or "author" in node.attributes.get("itemprop", ""):
            return (Name(document.words(node)),)
    if not place.is_alone or place.page.kind == "page":
        return ()
    data = place.page.data.get("author")
    first = data[0] if isinstance(data, list) and data else data
    name = str(first.get("name") or "") if isinstance(first, dict) else place.page.meta.get("author", "")
    return (Name(name),) if name else ()


def terms(place: Place) -> tuple[Name, ...]:
    """Return the categories and tags of the post, in order, as its links tell."""
    found: dict[tuple[str, str], Name] = {}
    for node in place.said("a"):
        if "tag" not in node.rel and not any("post-terms" in " ".join(one.classes) for one in node.around()):
            continue
        name = place.document.words(node)
        term = _term(place, node, name)
        if name:
            found.setdefault((term.taxonomy, term.slug or name), term)
    return tuple(found.values())


def _term(place: Place, node: Node, name: str) -> Name:
    href = place.href(node)
    path = _TERM.search(href)
    around = {one for parent in node.around() for one in parent.classes}
    is_category = "category" in node.rel or bool(around & {"taxonomy-category", "cat-links", "cat_links"})
    if path:
        is_category = is_category or "cat" in (path[1] or path[3])
    taxonomy = "category" if is_category and "taxonomy-post_tag" not in around else "post_tag"
    said = (path[2] or path[4]) if path else addresses.address(href).path.strip("/")
    *above, slug = said.split("/")
    if slug.isdigit() and path and path[3] == "cat":
        return Name(name, "", int(slug), taxonomy)
    return Name(name, slug.lower(), None, taxonomy, above[-1].lower() if path and above else "")


def term_classes(place: Place) -> tuple[tuple[str, str], ...]:
    """Return the categories and tags that the classes of the post's element name: taxonomy and slug or number."""
    found = (_TERM_CLASS.fullmatch(name) for name in sorted(place.node.classes if place.node else ()))
    return tuple(("category" if one[1] == "category" else "post_tag", one[2]) for one in found if one)
