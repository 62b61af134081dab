"""Where every post and page goes: the name of its file, and its path below the archive's address.

The path is that of the post's own link, so that its old address lives on. Where the link says nothing (``?p=12``,
another host, none), a post goes where most posts of its blog are (``2013/01/19/slug/`` if they show no pattern), an
undated one to ``undated/slug/``, and a page below its parents. Names and paths are given away by id, those that
come from links first, so that neither depends on the order of the source; a clash gets ``-2``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sociable.archive.addresses import UNDATED, is_listing
from sociable.archive.homes import Homes, locate
from sociable.archive.names import Names, segment, slug, stem
from sociable.importing.merging import Entry
from sociable.importing.survey import Stub
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


def place(entries: Sequence[Entry], homes: Homes) -> Mapping[int, Place]:
    """Give every entry its place; all are of one archive, in the order of their ids."""
    slugs = {entry.key: slug_of(entry.stub) for entry in entries}
    paths = _paths(entries, slugs, homes)
    names = Names()
    posts_first = sorted(entries, key=lambda entry: entry.stub.kind is Page)
    return {
        entry.key: Place(
            names.take(_stem(entry, paths[entry.key], slugs[entry.key])), paths[entry.key], slugs[entry.key]
        )
        for entry in posts_first
    }


def slug_of(stub: Stub) -> str:
    """The slug of a post, made safe; from its title or number where it has none."""
    return segment(stub.slug) or slug(stub.title) or (f"post-{stub.id}" if stub.id is not None else "post")


def day_of(stub: Stub) -> str:
    """The day of a post in its own time zone, ``2013-01-19``; ``undated`` if it has none."""
    return "undated" if stub.date is None else stub.date.date().isoformat()


def _stem(entry: Entry, path: str, its_slug: str) -> str:
    if entry.stub.kind is Page:
        return stem(path.strip("/").replace("/", "-"))
    return stem(f"{day_of(entry.stub)}-{its_slug}")


def _paths(entries: Sequence[Entry], slugs: Mapping[int, str], homes: Homes) -> dict[int, str]:
    from_links = {entry.key: path for entry in entries if (path := _path_of_link(entry.stub.link, homes))}
    pattern = _pattern(entries, from_links, slugs)
    by_id = {entry.id: entry for entry in entries if entry.id is not None}
    names = Names()
    paths = {key: names.take(_out_of_the_way(path), "/") for key, path in from_links.items()}
    for entry in entries:
        if entry.key in from_links:
            continue
        if entry.stub.kind is Page:
            wanted = _out_of_the_way(_below_parents(entry, by_id, slugs, from_links))
        elif entry.stub.date is None:
            wanted = UNDATED + slugs[entry.key]
        else:
            wanted = _out_of_the_way(_filled(pattern, entry, slugs) or _filled(PATTERNS[0], entry, slugs))
        paths[entry.key] = names.take(wanted, "/")
    return paths


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


def _pattern(entries: Iterable[Entry], from_links: Mapping[int, str], slugs: Mapping[int, str]) -> str:
    """The permalink structure that most dated posts show."""
    found = Counter(
        next((pattern for pattern in PATTERNS if _filled(pattern, entry, slugs) == from_links[entry.key]), "")
        for entry in entries
        if entry.stub.kind is not Page and entry.key in from_links
    )
    return max(PATTERNS, key=lambda pattern: found[pattern])


def _filled(pattern: str, entry: Entry, slugs: Mapping[int, str]) -> str:
    """A path after ``pattern``; empty where the entry lacks what that needs."""
    if entry.stub.date is None or ("{id}" in pattern and entry.id is None):
        return ""
    year, month, day = day_of(entry.stub).split("-")
    return pattern.format(year=year, month=month, day=day, slug=slugs[entry.key], id=entry.id)


def _below_parents(
    page: Entry, by_id: Mapping[int, Entry], slugs: Mapping[int, str], from_links: Mapping[int, str]
) -> str:
    """A page's path below its parents', as far up as those are there and do not come round again."""
    line, above = [page.key], ""
    parent = by_id.get(page.stub.parent or 0)
    while parent is not None and parent.key not in line and len(line) < DEEPEST:
        if parent.key in from_links:
            above = from_links[parent.key] + "/"
            break
        line.append(parent.key)
        parent = by_id.get(parent.stub.parent or 0)
    return above + "/".join(slugs[key] for key in reversed(line))


def safe_names(wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map each name of a list of (name, what to call it where nothing is left of it) to one that is safe in a path.

    ``page`` is none: ``tag/x/page/2/`` is the second page of a listing.
    """
    names = Names({"page", "feed"})
    return {found: names.take(segment(found) or slug(other) or "unnamed") for found, other in sorted(set(wanted))}
