"""Where every post and page goes: the name of its file, and its path below the archive's address.

The path is that of the post's own link, so that its old address lives on. Where the link says nothing (``?p=12``,
another host, none), a post goes where most posts of its blog are (``2013/01/19/slug/`` if they show no pattern), an
undated one to ``undated/slug/``, and a page below its parents. Names and paths are given away by id, those that
come from links first, so that neither depends on the order of the source; a clash gets ``-2``.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from sociable.archive.addresses import UNDATED, is_listing
from sociable.archive.homes import Homes, locate
from sociable.archive.names import Names, segment, slug, stem
from sociable.importing.merging import Entry
from sociable.importing.shelves import Shelf
from sociable.importing.stubs import Stub
from sociable.model import Page

PATTERNS = (
    "{year}/{month}/{day}/{slug}",
    "{year}/{month}/{slug}",
    "{year}/{slug}",
    "{slug}",
    "archives/{id}",
    "{year}/{month}/{day}/{id}",
)
"""The common permalink structures of WordPress; the first is its default, and that of WordPress.com."""

DEEPEST = 10
"""Parts that a path keeps; what lies deeper is placed as if it had no link."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry goes: the ``stem`` of its file (one for its text and its comments), its ``path`` and ``slug``."""

    stem: str
    path: str
    slug: str


_PARTS = attrgetter("stem", "path", "slug")


class _Wanted(NamedTuple):
    """What a place is made of; ``link`` is the path that the entry's link shows, ``day`` empty where it has none."""

    key: int
    id: int | None
    is_page: bool
    parent: int | None
    slug: str
    day: str
    link: str


class Places(Mapping[int, Place]):
    """The places of entries by their keys: on disk, but for the keys."""

    def __init__(self, found: Iterable[tuple[int, Place]]) -> None:
        self._places: Shelf[Place] = Shelf(_PARTS, lambda parts: Place(*parts))
        keys = array("q")
        for key, its_place in found:
            keys.append(key)
            self._places.append(its_place)
        self._order = array("q", sorted(range(len(keys)), key=keys.__getitem__))
        self._keys = array("q", (keys[number] for number in self._order))

    def __getitem__(self, key: int) -> Place:
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            raise KeyError(key)
        return self._places[self._order[at]]

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)


def place(entries: Iterable[Entry], homes: Homes) -> Places:
    """Give every entry its place; all are of one archive, in the order of their ids."""
    wanted: Shelf[_Wanted] = Shelf(tuple, _Wanted._make, (_wanted(entry, homes) for entry in entries))
    return Places(_placed(wanted, _paths(wanted)))


def _wanted(entry: Entry, homes: Homes) -> _Wanted:
    stub = entry.stub
    day = "" if stub.date is None else day_of(stub)
    link = _path_of_link(stub.link, homes)
    return _Wanted(entry.key, entry.id, stub.kind is Page, stub.parent, slug_of(stub), day, link)


def _placed(wanted: Sequence[_Wanted], paths: Sequence[str]) -> Iterator[tuple[int, Place]]:
    """Name the files, those of posts first."""
    names = Names()
    for is_page in (False, True):
        for one, path in zip(wanted, paths, strict=True):
            if one.is_page == is_page:
                yield one.key, Place(names.take(_stem(one, path)), path, one.slug)


def slug_of(stub: Stub) -> str:
    """The slug of a post, made safe; from its title or number where it has none."""
    return segment(stub.slug) or slug(stub.title) or (f"post-{stub.id}" if stub.id is not None else "post")


def day_of(stub: Stub) -> str:
    """The day of a post in its own time zone, ``2013-01-19``; ``undated`` if it has none."""
    return "undated" if stub.date is None else stub.date.date().isoformat()


def _stem(wanted: _Wanted, path: str) -> str:
    if wanted.is_page:
        return stem(path.strip("/").replace("/", "-"))
    return stem(f"{wanted.day or 'undated'}-{wanted.slug}")


def _paths(wanted: Sequence[_Wanted]) -> Sequence[str]:
    """The paths of all, in their order."""
    names = Names()
    found = Counter(_pattern(one) for one in wanted if one.link and not one.is_page)
    pattern = max(PATTERNS, key=lambda pattern: found[pattern])
    paths: Shelf[str] = Shelf(
        str, str, (names.take(_out_of_the_way(one.link), "/") if one.link else "" for one in wanted)
    )
    if all(one.link for one in wanted):
        return paths
    by_id = {one.id: one for one in wanted if one.id is not None} if any(_is_lost(one) for one in wanted) else {}
    others = (names.take(_without_link(one, pattern, by_id), "/") for one in wanted if not one.link)
    return Shelf(str, str, (path or next(others) for path in paths))


def _is_lost(wanted: _Wanted) -> bool:
    """Whether only the pages above it tell where a page was."""
    return wanted.is_page and not wanted.link


def _without_link(wanted: _Wanted, pattern: str, by_id: Mapping[int, _Wanted]) -> str:
    """The path of an entry whose link says nothing."""
    if wanted.is_page:
        return _out_of_the_way(_below_parents(wanted, by_id))
    if not wanted.day:
        return UNDATED + wanted.slug
    return _out_of_the_way(_filled(pattern, wanted) or _filled(PATTERNS[0], wanted))


def _path_of_link(link: str, homes: Homes) -> str:
    """The path of a link below the blog's home, made safe; empty where it says nothing of the post."""
    located = locate(link)
    below = homes.below(located) if located else None
    if below is None or below.query:
        return ""
    parts = [part for part in below.path.split("/") if part]
    safe = [segment(part) for part in (parts[1:] if parts[:1] == ["index.php"] else parts)]
    return "/".join(safe) if all(safe) and len(safe) <= DEEPEST else ""


def _out_of_the_way(path: str) -> str:
    """``category/news`` is a listing's path; the page that was there goes to ``category-2/news``."""
    if not is_listing(path):
        return path
    first, slash, rest = path.partition("/")
    return f"{first}-2{slash}{rest}"


def _pattern(wanted: _Wanted) -> str:
    """The permalink structure that a post's link shows; empty if it is none of the common ones."""
    return next((pattern for pattern in PATTERNS if _filled(pattern, wanted) == wanted.link), "")


def _filled(pattern: str, wanted: _Wanted) -> str:
    """A path after ``pattern``; empty where the entry lacks what that needs."""
    if not wanted.day or ("{id}" in pattern and wanted.id is None):
        return ""
    year, month, day = wanted.day.split("-")
    return pattern.format(year=year, month=month, day=day, slug=wanted.slug, id=wanted.id)


def _below_parents(page: _Wanted, by_id: Mapping[int, _Wanted]) -> str:
    """A page's path below its parents', as far up as those are there and do not come round again."""
    line, above = {page.key: page.slug}, ""
    parent = by_id.get(page.parent or 0)
    while parent is not None and parent.key not in line and len(line) < DEEPEST:
        if parent.link:
            above = f"{parent.link}/"
            break
        line[parent.key] = parent.slug
        parent = by_id.get(parent.parent or 0)
    return above + "/".join(reversed(line.values()))


def safe_names(wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map each name of a list of (name, what to call it where nothing is left of it) to one that is safe in a path.

    ``page`` is none: ``tag/x/page/2/`` is the second page of a listing.
    """
    names = Names({"page", "feed"})
    return {found: names.take(segment(found) or slug(other) or "unnamed") for found, other in sorted(set(wanted))}
