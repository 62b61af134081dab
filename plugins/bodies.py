"""The texts of posts and the conversations below them, which only their own pages and feeds show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plugins import shape
from plugins.build import Build
from plugins.items import Item
from plugins.shelves import Shelf
from plugins.summaries import summary
from sociable.model import Comment


@dataclass
class Bodies:
    """``articles`` holds the rendered texts of the blog by their items' addresses, ``talks`` their conversations."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)
    talks: dict[str, tuple[Comment, ...]] = field(default_factory=dict)
    _openings: dict[str, str] = field(default_factory=dict)
    _held: set[bytes] = field(default_factory=set)

    def html(self, item: Item) -> str:
        """The sanitised HTML of a post's text."""
        if not item.archive:
            return self.articles[item.path]
        return self.shelves[item.archive].known_html(item.post)

    def fed(self, build: Build, item: Item) -> str:
        """As :meth:`html`, for a feed; what an archived post says in one of the living site is kept between builds."""
        key = self._key_held(build, item) if item.archive else b""
        if key not in self._held:
            return self.html(item)
        html = build.texts.get(key)
        if html is None:
            build.texts.put(key, html := self.html(item))
        return str(html)

    def is_wanting(self, build: Build, item: Item) -> bool:
        """Whether :meth:`fed` would keep for the next build what is not kept yet."""
        key = self._key_held(build, item) if item.archive else b""
        return key in self._held and build.texts.get(key) is None

    def hold(self, build: Build, items: Iterable[Item]) -> None:
        """Say that a feed of the living site shows ``items``, whether it has to be made now or not."""
        for item in items:
            if item.archive:
                key = self._key_held(build, item)
                self._held.add(key)
                build.texts.get(key)

    def _key_held(self, build: Build, item: Item) -> bytes:
        return shape.digest(b"fed", self.shelves[item.archive].key, item.path.encode(), build.place.base.encode())

    def learned(self) -> dict[str, dict[str, str]]:
        """The opening words that were found in this build, by archive and post."""
        return {name: shelf.learned for name, shelf in self.shelves.items()}

    def learn(self, openings: Mapping[str, Mapping[str, str]]) -> None:
        """Know the opening words that another process of this build has found."""
        for name, found in openings.items():
            for path, opening in found.items():
                self.shelves[name].learn(path, opening)

    def text_key(self, item: Item) -> bytes:
        """A digest of what :meth:`html` is made of."""
        return item.words if item.archive else shape.digest(self.articles[item.path].encode())

    def comments(self, item: Item) -> tuple[Comment, ...]:
        """The conversation below a post."""
        if not item.archive:
            return self.talks[item.path]
        return self.shelves[item.archive].text(item.post).comments

    def opening(self, item: Item) -> str:
        """What a listing says of a post."""
        if not item.archive:
            if item.path not in self._openings:
                self._openings[item.path] = summary(item.post, self.articles[item.path])
            return self._openings[item.path]
        return self.shelves[item.archive].opening(item.post)
