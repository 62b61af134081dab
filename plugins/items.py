"""What the catalogue holds: an :class:`Item` a post, whether of the blog or of an archive. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from plugins.parts import Voice
from sociable.model import Post

Key = TypeVar("Key", bound=Hashable)
UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """An author as named: ``path`` is their page."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post as listings, feeds and its own page know it. ``key`` sorts: newest first when reversed, undated last.

    The ``post`` of an archive has neither text nor conversation here, and ``words`` is a digest of both: they are read
    where they are shown (see :mod:`plugins.bodies`). ``said`` counts the comments proper, ``spoken`` is the time of
    the newest of all.
    """

    post: Post
    path: str
    voice: Voice
    words: bytes
    people: tuple[Person, ...]
    organisations: tuple[str, ...]
    principles: tuple[str, ...]
    said: int = 0
    spoken: datetime | None = None
    archive: str = ""
    origin: str = ""

    @property
    def key(self) -> tuple[datetime, int, str]:
        """Order of listings: by the instant (undated: before all), then by the old blog's number, then by address."""
        return self.post.date or UNDATED, self.post.id or 0, self.path

    @property
    def day(self) -> date | None:
        """The day it was published, where it was published."""
        return self.post.date.date() if self.post.date else None

    @property
    def changed(self) -> datetime | None:
        """When the page last said something new: its own date, a revision, or the last comment."""
        dates = (self.post.date, self.post.modified, self.spoken)
        return max((when for when in dates if when), default=None)


@dataclass(frozen=True)
class Catalogue:
    """Every public post, newest first, undated ones last."""

    items: tuple[Item, ...]

    def blog(self) -> tuple[Item, ...]:
        """The posts of the shared blog."""
        return tuple(item for item in self.items if item.voice == "blog")

    def archived(self, name: str = "") -> tuple[Item, ...]:
        """The posts of the archives, or of the one called ``name``."""
        return tuple(item for item in self.items if item.archive and name in ("", item.archive))

    def by(self, keys: Callable[[Item], Iterable[Key]]) -> Mapping[Key, list[Item]]:
        """Group the items by each of their ``keys``, keeping their order."""
        groups: dict[Key, list[Item]] = {}
        for item in self.items:
            for key in keys(item):
                groups.setdefault(key, []).append(item)
        return groups
