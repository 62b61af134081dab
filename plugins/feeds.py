"""Atom feeds (RFC 4287): the newest entries of a listing, with their whole text and all their authors.

A feed tells what was published and says nothing twice: ids are the posts' canonical addresses, dates their own, and
undated posts are left out. Built on feedgenerator, which knows one author an entry; here every co-author is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from plugins import shape
from plugins.build import Build
from plugins.items import Item
from plugins.parts import Feed

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets)."""

AT_HAND = 2_000
"""Entries that are kept for another feed: the newest posts stand in several."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed: Atom wants a date, and no build may put in its own."""


class CoAuthoredFeed(Atom1Feed):  # type: ignore[misc]
    """An Atom feed whose entries have all their authors; ``fragments`` are entries that were written before, by id."""

    fragments: dict[str, str]

    def write_items(self, handler: Any) -> None:
        """Write the entries; one that was written for another feed is as it was."""
        for item in self.items:
            key = item["unique_id"]
            if key not in self.fragments:
                alone = StringIO()
                writing = SimplerXMLGenerator(alone, "utf-8", short_empty_elements=True)
                writing.startElement("entry", self.item_attributes(item))
                self.add_item_elements(writing, item)
                writing.endElement("entry")
                self.fragments[key] = alone.getvalue()
            handler.ignorableWhitespace(self.fragments[key])  # what it is given it writes as it is
        while len(self.fragments) > AT_HAND:
            del self.fragments[next(iter(self.fragments))]

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry's elements, its ``people`` first."""
        for name in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        super().add_item_elements(handler, item)

    def latest_post_date(self) -> datetime:
        """The newest change of any entry."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


def write(build: Build, listing: str, title: str, subtitle: str, items: Sequence[Item]) -> Feed:
    """Write the feed of the listing at the address ``listing`` beside it, and say where it is."""
    path = listing + "feed.atom"
    newest = [item for item in items if item.post.date][: build.settings["FEED_ENTRIES"]]
    key = shape.digest(
        build.chrome, shape.of_value((listing, title, subtitle)), *(_key(build, item) for item in newest)
    )
    if not listing.startswith("archive/"):
        build.bodies.hold(build, newest)
    build.pages.offer_file(path, key, lambda: _atom(build, listing, title, subtitle, newest))
    return Feed(title, build.place.href(path))


def _key(build: Build, item: Item) -> bytes:
    """A digest of all that an entry says."""
    people = tuple(person.name for person in item.people)
    post = item.post
    told = (item.path, post.title, post.date, post.modified, item.principles, people)
    return shape.digest(shape.of_value(told), build.bodies.text_key(item))


def _atom(build: Build, listing: str, title: str, subtitle: str, newest: Sequence[Item]) -> bytes:
    path = listing + "feed.atom"
    feed = CoAuthoredFeed(
        title=f"{title} · {build.settings['SITENAME']}",
        link=build.place.canonical(listing),
        feed_url=build.place.canonical(path),
        description=subtitle,
        subtitle=subtitle or None,
        language=build.settings["DEFAULT_LANG"],
        author_name=build.settings["SITENAME"],
    )
    feed.fragments = build.fed
    for item in newest:
        _add(build, feed, item)
    text: str = feed.writeString("utf-8")
    return text.encode()


def _add(build: Build, feed: CoAuthoredFeed, item: Item) -> None:
    address = build.place.canonical(item.path)
    is_wanted = address not in build.fed or build.bodies.is_wanting(build, item)
    feed.add_item(
        title=_printable(item.post.title or "Untitled"),
        link=address,
        unique_id=address,
        description=None,
        content=_printable(_absolute(build, build.bodies.fed(build, item))) if is_wanted else "",
        pubdate=item.post.date,
        updateddate=item.post.modified or item.post.date,
        categories=[build.vocabulary.principles[name].title for name in item.principles] or None,
        people=[_printable(person.name) for person in item.people],
    )


def _absolute(build: Build, html: str) -> str:
    """Addresses of this site made whole: a feed is read elsewhere."""
    if not build.place.url:
        return html
    root = build.place.url.removesuffix(build.place.base)
    return html.replace('href="/', f'href="{root}/').replace('src="/', f'src="{root}/')


def _printable(text: str) -> str:
    """Without the characters that no XML may hold."""
    return _UNPRINTABLE.sub("", text)
