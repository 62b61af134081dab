"""Where everything of an archive lives below its own address, and what a link of the old blog leads to there.

An archive keeps the paths of its blog: a post or page where it was (``2013/01/19/green-shoots/``), a listing where
WordPress has it by default, and its feed in it (``category/news/feed.atom``). :func:`is_listing` says which paths
belong to listings; a post or page that was there gets ``-2`` behind the first part of its path.

:class:`AddressBook` answers for every form of link that WordPress makes or understands. A link to a category, tag or
author by number (``?cat=3``, ``?author=2``) leads somewhere if a source gave the number. The own page of an attachment
is no page here: a link to it leads to the file, or else to the post that the file belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, TypeVar
from urllib.parse import unquote, urljoin

from sociable.archive.folder import Archive
from sociable.archive.homes import UPLOADS, Homes, Located, files_host, locate, path_key
from sociable.archive.links import Reading, owner_of, readings
from sociable.archive.media import ELSEWHERE, path_apart, path_of, with_parents
from sociable.archive.names import fold
from sociable.archive.stood import Paths, Stood, home_of, home_of_most, key_of
from sociable.model import Attachment, Page, Post, Term

_Value = TypeVar("_Value")

Kind = Literal["page", "file", "listing", "gone"]

FEED = "feed.atom"
UNDATED = "undated/"
ACCOUNT = "about-this-archive/"
_LISTED = frozenset(
    {"about-this-archive", "author", "category", "page", "tag", "undated", "feed", "wp-content", ELSEWHERE}
)
_DATED = re.compile(r"\d{4}(/\d\d(/\d\d)?)?(/page/\d+)?")
_RESIZED = re.compile(r"-(\d+)x(\d+)(?=\.\w+$)|-scaled(?=\.\w+$)")
_SCHEME = re.compile(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*:")
_WITH_HOST = re.compile(r"https?://[^/\s]")
"""How an address begins that means the same wherever it stands."""
REMEMBERED = 4096
"""Answers that are kept: the same few addresses are asked for on page after page."""
_COMMENT = re.compile(r"comment-([1-9]\d{0,18})")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link of the old blog leads: ``path`` below the archive's address, with ``#fragment`` where it had one.

    ``listing`` with an empty path is the archive's home; ``gone`` is the blog's own, but nothing of it is kept.
    """

    kind: Kind
    path: str = ""


GONE = Target("gone")


def category_path(term: Term, categories: Mapping[str, Term]) -> str:
    """The listing of a category, below those above it (``categories`` by slug), as in ``category/parent/child/``."""
    line = [term.slug]
    parent = categories.get(term.parent)
    while parent is not None and parent.slug not in line:
        line.append(parent.slug)
        parent = categories.get(parent.parent)
    return "/".join(["category", *reversed(line)]) + "/"


def tag_path(term: Term) -> str:
    """The listing of a tag."""
    return f"tag/{term.slug}/"


def author_path(author: str) -> str:
    """The listing of an author, by id."""
    return f"author/{author}/"


def year_path(day: date) -> str:
    """The listing of a year."""
    return f"{day.year:04d}/"


def month_path(day: date) -> str:
    """The listing of a month."""
    return f"{day.year:04d}/{day.month:02d}/"


def day_path(day: date) -> str:
    """The listing of a day."""
    return f"{day.year:04d}/{day.month:02d}/{day.day:02d}/"


def is_listing(path: str) -> bool:
    """Whether ``path`` is one that a listing has, or may have one day, so that no post or page may take it."""
    key = path_key(path)
    return not key or key.split("/")[0] in _LISTED or _DATED.fullmatch(key) is not None


def listings(archive: Archive) -> frozenset[str]:
    """The paths of the listings that hold at least one post, home and ``undated/`` among them.

    A category holds what its children hold, as in WordPress.
    """
    return frozenset(path for post in archive.posts for path in listings_of(post, archive)) | {""}


def listings_of(post: Post, archive: Archive) -> frozenset[str]:
    """The paths of the listings that ``post`` stands in."""
    categories, tags = archive.categories, archive.tags
    found = {"", *(author_path(author) for author in post.authors)}
    found.update(tag_path(tags[slug]) for slug in post.tags if slug in tags)
    for slug in post.categories:
        if slug in categories:
            found.update(_line(category_path(categories[slug], categories)))
    if post.date is None:
        found.add(UNDATED)
    else:
        found.update((year_path(post.date), month_path(post.date), day_path(post.date)))
    return frozenset(found)


def _line(path: str) -> Iterable[str]:
    """``category/a/b/`` and the listings above it."""
    parts = path.strip("/").split("/")
    return ("/".join(parts[:end]) + "/" for end in range(2, len(parts) + 1))


class AddressBook:
    """What every address of a legacy blog means in its archive.

    ``listings`` are those of :func:`listings`. ``homes`` are the blog's own addresses: that of the archive, its
    former ones, that which its posts' links show (it may have been given another when it was imported), and that on
    WordPress.com.
    """

    def __init__(
        self, archive: Archive, entries: Iterable[Post] | None = None, table: Callable[[], Paths] = dict
    ) -> None:
        entries = (*archive.posts, *archive.pages) if entries is None else entries
        self._archive = archive
        self._url = archive.about.url
        listed, homes = {""}, Counter[str]()
        for entry in entries:
            homes[home_of(entry)] += 1
            listed.update(() if isinstance(entry, Page) else listings_of(entry, archive))
        self.listings = frozenset(listed)
        files = {files_host(attachment.url) for attachment in archive.media}
        self.homes = Homes.of([self._url, *archive.about.former, *home_of_most(homes), *files])
        self._stood = Stood(entries, self.homes, table)
        self._index_files(archive.media)
        self._hold(archive.files)

    def holding(self, files: frozenset[str]) -> AddressBook:
        """The address book of the same archive, had it these files."""
        other = copy(self)
        other._hold(files)
        return other

    def _hold(self, files: frozenset[str]) -> None:
        """Forget, until it is asked for, what depends on which files are there."""
        self._remembered = lru_cache(REMEMBERED)(lambda href: self._resolve(href, locate(href)))
        self._file_path = lru_cache(REMEMBERED)(self._find_file)
        self._kept = files
        self._is_indexed = False
        self.__dict__.pop("_copies", None)

    def resolve(self, href: str, base: Post) -> Target | None:
        """Say where ``href``, found in the text of ``base``, leads; ``None`` for what is not the blog's own."""
        if _WITH_HOST.match(href):
            return self._remembered(href)
        located = locate(href, self._base(base))
        if located is not None and href.strip() in ("", f"#{located.fragment}"):
            return self._page(base.path, located.fragment)
        return self._resolve(href, located)

    def _resolve(self, href: str, located: Located | None) -> Target | None:
        if located is None:
            return None
        if _address(located) in self._file_at:
            return Target("file", self._file_path(located))
        below = self.homes.below(located)
        if below is None:
            return None
        found = self._own(located, below)
        return self._owner(below) if found == GONE and _is_whole(href) else found

    def target(self, href: str, base: Post) -> Target | None:
        """As :meth:`resolve`, but what leads to a file that the archive lacks leads nowhere."""
        found = self.resolve(href, base)
        return GONE if found and found.kind == "file" and found.path not in self._kept else found

    def whole(self, href: str, base: Post) -> str:
        """What ``href``, found in the text of ``base``, was on the old blog; only what was relative changes."""
        seen_from = self._base(base)
        is_relative = not _SCHEME.match(href) and not href.lstrip().startswith("//")
        try:
            return urljoin(seen_from, href.strip()) if is_relative and _SCHEME.match(seen_from) else href
        except ValueError:
            return href

    def holds(self, path: str) -> bool:
        """Whether the archive has the file at ``path``."""
        return path in self._kept

    def media_path(self, url: str, base: Post | None = None) -> str:
        """Say where the file at ``url``, of this blog or any other host, lies; empty if it is no address of the web.

        ``base`` is the post in which ``url`` stands, for where that is relative. Where the archive lacks the file,
        the answer is the original that it is a resized copy of, or else the largest copy, if one is there.
        """
        located = locate(url, self._base(base))
        return self._file_path(located) if located else ""

    def own_path(self, url: str, base: Post | None = None) -> str:
        """As :meth:`media_path`, but of the very file: no other size of a picture stands for it."""
        located = locate(url, self._base(base))
        return self._path_at(located) if located else ""

    def _path_at(self, located: Located) -> str:
        return self._file_at.get(_address(located)) or self._path_of_other(located)

    def _find_file(self, located: Located) -> str:
        path = self._path_at(located)
        if path in self._kept or not self._kept:
            return path
        for original in _originals(located):
            there = self._path_at(original)
            found = there if there in self._kept else self._copies.get(there)
            if found:
                return found
        return path

    @cached_property
    def _copies(self) -> Mapping[str, str]:
        """The largest copy kept of every picture, by the path that the picture has or would have."""
        found: dict[str, tuple[int, str]] = {}
        for path in sorted(self._kept):
            size = _RESIZED.search(path)
            if size and size[1]:
                original = _RESIZED.sub("", path)
                found[original] = max(found.get(original, (0, "")), (int(size[1]) * int(size[2]), path))
        return {original: path for original, (_, path) in found.items()}

    def _own(self, located: Located, below: Located) -> Target:
        """Answer for an address of the blog itself; ``below`` is what follows its home."""
        if not self._is_indexed:
            self._is_indexed = True
            self._index_attachments(self._archive.media)
            self._index_listings(self._archive)
        answered = below.queried().get("replytocom", "")
        fragment = f"comment-{answered}" if answered.isdecimal() else below.fragment
        found = next(filter(None, map(self._answer, readings(below))), None) or self._file(located, below)
        return self._page(found.path, fragment) if found.kind == "page" else found

    def _owner(self, below: Located) -> Target:
        """The post that ``below`` may be an attachment's page of, one that no source tells of."""
        path = None if below.query else self._stood.posts.get(owner_of(below.key))
        return GONE if path is None else Target("page", path)

    def _answer(self, reading: Reading) -> Target | None:
        if reading.asks == "path":
            return self._at(reading.value) or self._at(_shortened(reading.value))
        if reading.asks == "feed":
            listing = self._at(reading.value)
            has_feed = listing is not None and listing.kind == "listing" and not _DATED.fullmatch(reading.value)
            return Target("listing", listing.path + FEED) if listing and has_feed else None
        if reading.asks == "id":
            return self._by_id(reading.value)
        if reading.asks == "slug":
            return _page_at(self._stood.slug.get(reading.value)) or self._slugs.get(reading.value)
        return self._by_number.get((reading.asks, reading.value))

    def _at(self, key: str) -> Target | None:
        return _page_at(self._stood.at.get(key)) or self._others.get(key)

    def _by_id(self, number: str) -> Target | None:
        return _page_at(self._stood.number.get(number)) or self._ids.get(number)

    def _file(self, located: Located, below: Located) -> Target:
        """A file that the media library does not list; outside its folder only what the archive has."""
        path = self._file_path(located)
        return Target("file", path) if path in self._kept or below.key.startswith(UPLOADS) else GONE

    def _page(self, path: str, fragment: str) -> Target:
        """A page; an anchor of a comment leads to the page that the comment is on, if it is anywhere."""
        comment = _COMMENT.fullmatch(fragment)
        if comment:
            there = self._stood.comments.get(comment[1])
            return Target("page", f"{there}#{fragment}" if there is not None else path)
        return Target("page", f"{path}#{fragment}" if fragment else path)

    def _base(self, post: Post | None) -> str:
        return f"{self._url}/" if post is None else post.link or f"{self._url}/{post.path}"

    def _path_of_other(self, located: Located) -> str:
        path = path_of(located, self.homes)
        is_taken = self._stood.is_folder(fold(path)) or not self._names.isdisjoint(with_parents(path))
        return path_apart(located) if is_taken else path

    def _index_files(self, attachments: Sequence[Attachment]) -> None:
        self._file_at: dict[tuple[str, str, str], str] = {}
        self._names: set[str] = set()
        for attachment in attachments:
            file = locate(attachment.url)
            if not file or not attachment.path:
                continue
            self._file_at[_address(file)] = attachment.path
            self._names.add(fold(attachment.path))

    def _index_attachments(self, attachments: Sequence[Attachment]) -> None:
        self._ids: dict[str, Target] = {}
        self._others: dict[str, Target] = {}
        self._slugs = dict(_unambiguous((fold(each.slug), self._own_page(each)) for each in attachments if each.slug))
        for attachment in attachments:
            target = self._own_page(attachment)
            if attachment.id is not None:
                self._ids.setdefault(str(attachment.id), target)
            if key := key_of(attachment.link, self.homes):
                self._others.setdefault(key, target)

    def _own_page(self, attachment: Attachment) -> Target:
        """What stands for an attachment's own page: the file, or where that is not kept, the post it belongs to."""
        file = locate(attachment.url)
        path = self._file_path(file) if file else ""
        owner = self._by_id(str(attachment.parent)) or GONE
        return owner if path not in self._kept and owner.kind == "page" else Target("file", path) if path else GONE

    def _index_listings(self, archive: Archive) -> None:
        for path in self.listings:
            self._others.setdefault(path_key(path), Target("listing", path))
        self._by_number: dict[tuple[str, str], Target] = {}
        for slug, term in archive.categories.items():
            path = category_path(term, archive.categories)
            self._others.setdefault(f"category/{fold(slug)}", self._listing(path))
            self._by_number.setdefault((term.taxonomy, str(term.number)), self._listing(path))
        for term in archive.tags.values():
            self._by_number.setdefault((term.taxonomy, str(term.number)), self._listing(tag_path(term)))
        for author in archive.authors:
            self._by_number.setdefault(("author", str(author.number)), self._listing(author_path(author.id)))

    def _listing(self, path: str) -> Target:
        return Target("listing", path) if path in self.listings else GONE


def _page_at(path: str | None) -> Target | None:
    return None if path is None else Target("page", path)


def _unambiguous(pairs: Iterable[tuple[str, _Value]]) -> Iterator[tuple[str, _Value]]:
    """The pairs whose first value stands for one second value only."""
    found: dict[str, _Value] = {}
    shared = {first for first, second in pairs if found.setdefault(first, second) != second}
    return ((first, second) for first, second in found.items() if first not in shared)


def _is_whole(href: str) -> bool:
    """Whether a link says more of its target than where it is seen from the text that it stands in."""
    return href.lstrip().startswith("/") or "://" in href


def _address(located: Located) -> tuple[str, str, str]:
    return located.host, unquote(located.path, errors="replace"), located.query


def _originals(located: Located) -> Iterator[Located]:
    """The uploads that ``x-300x200.jpg`` may have been made from, by their names; WordPress may have scaled those."""
    bare = _RESIZED.sub("", located.path)
    head, dot, ending = bare.rpartition(".")
    return (replace(located, path=path, query="") for path in (bare, f"{head}-scaled{dot}{ending}"))


def _shortened(key: str) -> str:
    """A category's path without those above it: WordPress goes by the last part."""
    head, _, last = key.rpartition("/")
    return f"category/{last}" if head.startswith("category/") else key
