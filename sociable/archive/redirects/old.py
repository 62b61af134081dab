"""Every address that a legacy blog answered, each with the address in its archive that says the same.

Gathered are the addresses that WordPress gives to what an archive holds: permalinks, numbers (``?p=``, ``?page_id=``,
``?attachment_id=``, ``?cat=``, ``?author=``), listings of categories, tags, authors, years, months and days, files and
their resized copies, attachment pages, old slugs. :class:`~sociable.archive.addresses.AddressBook` decides where each
leads, so that a rule and a link in a text never disagree.

What may follow an address (its feed, pages of its comments, of its text or of a listing) is no entry: rules strip it by
pattern, and :func:`tails` names those that a host without rules needs as files. Of a query the rules know one argument
at a time, the first of ``IDS`` and ``ARGUMENTS`` that is there. Not known are ``?s=`` (a search) and
``?year=2013&monthnum=1``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal
from urllib.parse import quote, unquote

from sociable.archive.addresses import (
    ACCOUNT,
    FEED,
    AddressBook,
    category_path,
    day_path,
    listings_of,
    month_path,
    year_path,
)
from sociable.archive.folder import Archive
from sociable.archive.homes import Homes, locate
from sociable.archive.media import is_kept
from sociable.model import Attachment, Post

Kind = Literal["path", "feed", "slug", "id", "cat", "author", "m", "category_name", "tag", "author_name"]
"""What an old address asks by: a path, a path's feed, the slug that a path ends in, or an argument of the query."""

IDS = ("p", "page_id", "attachment_id")
"""The arguments of a query that hold a number of a post, page or file; they are looked for first."""

ARGUMENTS: tuple[Kind, ...] = ("category_name", "cat", "tag", "author_name", "author", "m")
"""The other arguments, in the order in which they are looked for; each is a kind of its own."""

A_PAGE = 5
"""As few comments or posts as a blog may have shown on a page, so that no page of them is missed."""

_LISTINGS = ("category/", "tag/", "author/")

_WRITTEN = re.compile(r"""https?://[^\s"'<>()\[\]\\]{4,2000}""")

_PART = re.compile(r'id="page-(\d{1,3})"')


@dataclass(frozen=True, slots=True)
class Old:
    """An old address: its ``kind``, what it asks for, decoded (a path has no slash at its ends), and where it leads.

    ``target`` is below the archive's own address; it may end in a fragment.
    """

    kind: Kind
    asks: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """All old addresses of one archive.

    ``hosts`` are those that the blog answered at, ``home`` the path of its home there (``blog``, or empty).
    ``entries`` are in the order found, no two alike; ``parts`` are the numbers of a path's further parts, ``comments``
    how many a path has, ``listed`` how many posts stand in the listing at a target.
    """

    name: str
    hosts: tuple[str, ...]
    home: str
    entries: tuple[Old, ...]
    parts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    comments: Mapping[str, int] = field(default_factory=dict)
    listed: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: Kind) -> Mapping[str, str]:
        """The entries of one kind: what is asked for, and where it leads."""
        return {old.asks: old.target for old in self.entries if old.kind == kind}

    def located(self, target: str, site: str = "") -> str:
        """The address of ``target`` on the new site: its path, or with ``site`` the whole address."""
        path, mark, fragment = target.partition("#")
        address = f"/archive/{self.name}/{quote(path, safe='/-._~+,=')}"
        return f"{site.rstrip('/')}{address}{mark}{quote(fragment, safe='-._~')}"


def collect(archive: Archive, book: AddressBook | None = None) -> Table:
    """Gather the old addresses of ``archive``; those that lead to nothing that is kept are none."""
    book = book or AddressBook(archive)
    homes = Homes.of([archive.about.url, *archive.about.former]).places or book.homes.places[:1]
    home = homes[0][1] if homes else ""
    resolve = partial(_resolved, book, archive.about.url)
    posts = [(post, _addresses(post, book.homes)) for post in (*archive.posts, *archive.pages)]
    entries: dict[tuple[str, str], Old] = {}
    for old in (*_paths(archive, posts, book.homes, resolve), *_queries(archive, resolve)):
        entries.setdefault((old.kind, old.asks), old)
    for old in _written(posts, book.homes, resolve):
        entries.setdefault((old.kind, old.asks), old)
    return Table(
        archive.name,
        tuple(dict.fromkeys(host for host, _ in homes)),
        home,
        tuple(entries.values()),
        parts={path: found for post, paths in posts for path in paths if (found := _numbers(post))},
        listed=Counter(path for post in archive.posts for path in listings_of(post, archive)),
        comments={path: len(post.comments) for post, paths in posts for path in paths if post.comments},
    )


def tails(table: Table) -> Iterator[Old]:
    """Yield what may follow each path as paths of their own: feeds, trackback, pages of comments and of the text."""
    feeds = table.of("feed")
    for path, target in table.of("path").items():
        if target and not target.endswith("/"):
            continue
        for ending in ("feed", "feed/atom", "feed/rss2", "feed/rss", "feed/rdf"):
            yield Old("path", f"{path}/{ending}".strip("/"), feeds.get(path, target))
        if path in table.comments:
            yield Old("path", f"{path}/trackback", target)
            last = -(-table.comments[path] // A_PAGE)
            yield from (Old("path", f"{path}/comment-page-{number}", target) for number in range(1, last + 1))
        last = -(-table.listed.get(target, 0) // A_PAGE)
        yield from (Old("path", f"{path}/page/{number}".strip("/"), target) for number in range(2, last + 1))
    yield from (Old("path", path, target) for path, target in parts(table))


def parts(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the paths of the further parts of texts, and the mark in the whole text that each leads to."""
    paths = table.of("path")
    for path, numbers in table.parts.items():
        yield from ((f"{path}/{number}", f"{paths.get(path, path)}#page-{number}") for number in numbers)


Resolve = partial[str | None]


def _resolved(book: AddressBook, url: str, href: str) -> str | None:
    """Where ``href``, an address below the blog's home, leads; ``None`` where that is nothing that is kept."""
    target = book.resolve(f"{url}/{href}", Post(None, "", ""))
    if target is None or target.kind == "gone":
        return None
    return ACCOUNT if target.kind == "file" and not book.holds(target.path) else target.path


Addressed = Sequence[tuple[Post, Sequence[str]]]
"""Posts and pages, each with the paths that it had."""


def _paths(archive: Archive, posts: Addressed, homes: Homes, resolve: Resolve) -> Iterator[Old]:
    """The paths of posts, pages, attachments, listings and files, and the feeds of listings."""
    for path in dict.fromkeys(_all_paths(archive, posts, homes)):
        target = resolve(quote(path) + ("" if "." in path.rpartition("/")[2] else "/"))
        if target is None and path.startswith(_LISTINGS):
            yield Old("path", path, "")  # a term that nothing was filed under: the home names all others
        elif target is not None:
            yield Old("path", path, target)
            feed = resolve(f"{quote(path)}/feed/".lstrip("/"))
            if feed is not None and feed.endswith(FEED):
                yield Old("feed", path, feed)
    yield Old("path", "comments", "")
    yield Old("feed", "comments", FEED)
    for slug in _slugs(archive):
        if (target := resolve(f"{quote(slug)}/")) is not None:
            yield Old("slug", slug, target)


def _written(posts: Addressed, homes: Homes, resolve: Resolve) -> Iterator[Old]:
    """The blog's own addresses in its texts that no register knows, such as resized copies of pictures.

    One below a post's path is a page of something attached to it, and leads to the post; a file that is not held
    leads to the account of what is not.
    """
    stood = {path: post.path for post, paths in posts for path in paths}
    bodies = (body for post, _ in posts for body in (post.body, *(comment.body for comment in post.comments)))
    for address in dict.fromkeys(address for body in bodies for address in _WRITTEN.findall(body)):
        for path in _path_of(address.rstrip(".,;:"), homes):
            target = resolve(quote(path))
            if target is None:
                target = ACCOUNT if is_kept(path) else stood.get(path.rpartition("/")[0])
            if target is not None:
                yield Old("path", path, target)


def _all_paths(archive: Archive, posts: Addressed, homes: Homes) -> Iterator[str]:
    yield ""
    for post, paths in posts:
        yield from paths
        yield from (f"{path.rpartition('/')[0]}/{slug}".strip("/") for path in paths for slug in post.old_slugs)
    categories = archive.categories
    for term in categories.values():
        yield from (category_path(term, categories).strip("/"), f"category/{term.slug}")
    yield from (f"tag/{slug}" for slug in archive.tags)
    yield from (f"author/{author.id}" for author in archive.authors)
    for day in sorted({post.date.date() for post in archive.posts if post.date}):
        yield from (path.strip("/") for path in (year_path(day), month_path(day), day_path(day)))
    for attachment in archive.media:
        yield from (*_path_of(attachment.link, homes), *_path_of(attachment.url, homes))
        for file in _path_of(attachment.url, homes):
            yield from (f"{file.rpartition('/')[0]}/{size.file}" for size in attachment.sizes)
    yield from sorted(archive.files)


def _addresses(post: Post, homes: Homes) -> tuple[str, ...]:
    """The paths that a post had: that of its link, and its own in the archive, which is the same but for odd ones."""
    return tuple(dict.fromkeys((*_path_of(post.link, homes), post.path.strip("/"))))


def _path_of(address: str, homes: Homes) -> Iterable[str]:
    """The path of an address below the blog's home, if it is reached by that and not by a query."""
    located = locate(address) if address else None
    below = homes.below(located) if located else None
    if below is None or below.query or not below.path.strip("/"):
        return ()
    return (unquote(below.path, errors="replace").strip("/"),)


def _slugs(archive: Archive) -> Iterator[str]:
    found = ((post.slug, *post.old_slugs) for post in (*archive.posts, *archive.pages))
    return (unquote(slug) for slug in dict.fromkeys(slug for some in found for slug in some if slug))


def _queries(archive: Archive, resolve: Resolve) -> Iterator[Old]:
    """What was reached by a query: by number, by name, by month."""
    entries: tuple[Post | Attachment, ...] = (*archive.posts, *archive.pages, *archive.media)
    numbers = [entry.id for entry in entries if entry.id is not None]
    asked: list[tuple[Kind, str, str]] = [("id", "p", str(number)) for number in numbers]
    for term in archive.terms:
        name: Kind = "category_name" if term.taxonomy == "category" else "tag"
        asked.append((name, name, term.slug))
        if term.taxonomy == "category" and term.number is not None:
            asked.append(("cat", "cat", str(term.number)))
    for author in archive.authors:
        asked.append(("author_name", "author_name", author.id))
        if author.number is not None:
            asked.append(("author", "author", str(author.number)))
    days = sorted({post.date.date() for post in archive.posts if post.date})
    for day in days:
        asked.extend(("m", "m", f"{day:%Y%m%d}"[:length]) for length in (4, 6, 8))
    for kind, argument, value in dict.fromkeys(asked):
        if (target := resolve(f"?{argument}={quote(value)}")) is not None:
            yield Old(kind, value, target)


def _numbers(post: Post) -> tuple[int, ...]:
    return tuple(sorted({int(number) for number in _PART.findall(post.body)}))
