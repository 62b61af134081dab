"""What the catalogue holds: an :class:`Item` a post, whether of the blog or of an archive. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

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
    key: tuple[datetime, int, str] = field(init=False, compare=False)
    """Order of listings: by the instant (undated: before all), then by the old blog's number, then by address."""
    changed: datetime | None = field(init=False, compare=False)
    """When the page last said something new: its own date, a revision, or the last comment."""

    def __post_init__(self) -> None:
        post = self.post
        object.__setattr__(self, "key", (post.date or UNDATED, post.id or 0, self.path))
        newest = max(filter(None, (post.date, post.modified, self.spoken)), default=None)
        object.__setattr__(self, "changed", newest)

    @property
    def day(self) -> date | None:
        """The day it was published, where it was published."""
        return self.post.date.date() if self.post.date else None


def organisations_of(item: Item) -> Iterable[str]:
    """The organisations that an item is listed by."""
    return item.organisations


class Catalogue:
    """Every public post, newest first, undated ones last.

    Where it is much as one ``before`` it, its groups are made of those: only what differs is sorted in and out.
    """

    def __init__(self, items: tuple[Item, ...], before: Catalogue | None = None) -> None:
        self.items = items
        self._groups: dict[Any, Mapping[Any, list[Item]]] = {}
        self._before = before._groups if before else {}
        self._gone, self._new = _difference(before.items, items) if before else ((), ())
        if len(self._gone) + len(self._new) > len(items) // 50 + 50:
            self._before = {}

    def blog(self) -> tuple[Item, ...]:
        """The posts of the shared blog."""
        return tuple(item for item in self.items if item.voice == "blog")

    def archived(self, name: str = "") -> tuple[Item, ...]:
        """The posts of the archives, or of the one called ``name``."""
        return tuple(item for item in self.items if item.archive and name in ("", item.archive))

    def by(self, keys: Callable[[Item], Iterable[Key]]) -> Mapping[Key, list[Item]]:
        """Group the items by each of their ``keys``, keeping their order. Made once for the same function."""
        found = self._groups.get(keys)
        if found is None:
            before = self._before.get(keys)
            found = self._grouped(keys) if before is None else self._regrouped(before, keys)
            self._groups[keys] = found
        return found

    def _grouped(self, keys: Callable[[Item], Iterable[Key]]) -> Mapping[Key, list[Item]]:
        groups: dict[Key, list[Item]] = {}
        for item in self.items:
            for key in keys(item):
                groups.setdefault(key, []).append(item)
        return groups

    def _regrouped(
        self, before: Mapping[Key, list[Item]], keys: Callable[[Item], Iterable[Key]]
    ) -> Mapping[Key, list[Item]]:
        """The groups of the catalogue before, changed where this one differs; those that stay are the same lists."""
        groups = dict(before)
        gone = {id(item) for item in self._gone}
        for key in {key for item in self._gone for key in keys(item)}:
            groups[key] = [item for item in before[key] if id(item) not in gone]
        for item in self._new:
            for key in keys(item):
                group = groups.get(key, [])
                groups[key] = group = list(group) if group is before.get(key) else group
                group.insert(_place(group, item), item)
        return {key: group for key, group in groups.items() if group}


def _difference(before: Sequence[Item], items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The very items that are no longer there, and those that are new."""
    old, new = set(map(id, before)), set(map(id, items))
    return [item for item in before if id(item) not in new], [item for item in items if id(item) not in old]


def _place(group: Sequence[Item], item: Item) -> int:
    """Where ``item`` stands among others, which are in order."""
    low, high = 0, len(group)
    while low < high:
        middle = (low + high) // 2
        if group[middle].key > item.key:
            low = middle + 1
        else:
            high = middle
    return low
