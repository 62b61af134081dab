"""Read a WordPress export, a WXR file of version 1.0, 1.1 or 1.2, from WordPress.org or WordPress.com.

WXR has no specification but ``wp-admin/includes/export.php`` of WordPress and its reader, the plugin
``wordpress-importer``. A file is read twice: once to see that all of it can be read and who its authors and terms
are, so that nothing is yielded of a file that is cut short, and once to yield its values. What can be mended without
a loss is mended and said (see ``repair`` for bytes, ``wellformed`` for markup); a file that can't is refused.

Not read: menus, revisions, templates and other types of items, custom taxonomies and fields, users' roles. They are
counted in warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Problem, SourceError
from sociable.model import Blog, Item, Source
from sociable.sources import repair, wellformed
from sociable.sources.items import Items
from sociable.sources.parser import NotWellFormed, records
from sociable.sources.people import People
from sociable.sources.records import OUTSIDE_ITEMS, SURVEYED, Record
from sociable.sources.tally import Tally, Warn, quoted
from sociable.sources.terms import DECLARED, Terms

HEAD = 8192  # bytes that is_wxr() should be given; an export starts with some 2000 bytes of comment
VERSIONS = frozenset({"1.0", "1.1", "1.2"})

_RSS = re.compile(rb"<rss[\s>]")
_DECLARES_ALL = [re.compile(rb"<rss\s[^<>]*?xmlns:%s=" % prefix) for prefix in (b"wp", b"dc", b"content", b"excerpt")]
_READ_WITHIN_ITEMS = (b"guest-author", b"xmlns", b"\0")
_LONGEST_SIGN = max(map(len, _READ_WITHIN_ITEMS))
_PIECE = 1 << 18  # bytes read at once
_MARK = re.compile(rb"wordpress\.org/export/|<wp:wxr_version|WordPress eXtended RSS")


@dataclass(frozen=True, slots=True)
class _Survey:
    """What the first reading found."""

    channel: Record
    people: People
    terms: Terms
    tally: Tally
    to_mend: bool


def is_wxr(head: bytes) -> bool:
    """Whether a file that starts with ``head`` (:data:`HEAD` bytes of it) is a WordPress export."""
    narrow = head.replace(b"\0", b"")  # UTF-16 and -32, too
    return bool(_RSS.search(narrow) and _MARK.search(narrow)) or b"<!-- This is a WordPress eXtended RSS" in narrow


def read(path: Path, warn: Warn) -> Iterator[Item]:
    """Yield the blog, then its authors, terms, attachments, posts and pages as found, in document order.

    An author or a term that only items name comes before the first of them. A post carries its comments. Memory is
    bounded by the largest item and the authors and terms of all. Bodies, titles and names are as stored (HTML),
    slugs and addresses raw; see ``items``. Dates are aware, in the blog's own offset. ``warn`` gets a warning for each
    kind of thing that was mended, left out or in doubt, with the lines, when the last value has been taken.

    Raises:
        SourceError: the file is no WXR, is cut short, declares entities, or is malformed beyond repair; ``line`` says
            where. Nothing has been yielded then.
    """
    place = path.as_posix()
    survey = _survey(path, place)
    blog = _blog(survey.channel, place, warn)
    yield blog
    items = Items(place, blog.url, survey.people, survey.terms, survey.tally)
    seen_before = Tally()
    for record in records(_texts(path, seen_before, to_mend=survey.to_mend), place, seen_before):
        yield from items.values(record)
    survey.tally.report(place, warn)


def _survey(path: Path, place: str) -> _Survey:
    if not _has_authors_as_items(path):
        with suppress(SourceError):  # what is wrong is said by the reading that looks at all
            return _surveyed(path, place, fields=OUTSIDE_ITEMS)
    try:
        return _surveyed(path, place)
    except NotWellFormed as error:
        if not error.mendable:
            raise
    return _surveyed(path, place, to_mend=True)


def _has_authors_as_items(path: Path) -> bool:
    """Whether a file may have in an item what is to be known before the first: an author, or what a prefix means.

    That is told by its bytes. Where none has any the items need not be looked into, which are nearly all of a file.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            _, channel, rest = head.partition(b"<channel")
            if not channel or not all(declared.search(head) for declared in _DECLARES_ALL):
                return True
            while rest:
                if any(sign in rest for sign in _READ_WITHIN_ITEMS):
                    return True
                following = file.read(_PIECE)
                rest = rest[-_LONGEST_SIGN:] + following if following else b""
    except OSError:
        return True  # the reading will say so
    return False


def _surveyed(
    path: Path, place: str, *, fields: Mapping[str, frozenset[str]] = SURVEYED, to_mend: bool = False
) -> _Survey:
    tally = Tally()
    people, terms = People(place, tally), Terms(place, tally)
    channel = Record("channel", 1)
    for record in records(_texts(path, tally, to_mend=to_mend), place, tally, fields):
        if record.name == "wp:author":
            people.declare(record)
        elif record.name == "channel":
            channel = record
        elif record.name in DECLARED:
            terms.declare(record)
        elif record.name == "item" and record.text("wp:post_type") == "guest-author":
            people.declare_guest(record)
    terms.settle_parents()
    return _Survey(channel, people, terms, tally, to_mend)


def _texts(path: Path, tally: Tally, *, to_mend: bool) -> Iterator[str]:
    texts = repair.texts(path, tally)
    return wellformed.mend(texts, tally) if to_mend else texts


def _blog(channel: Record, place: str, warn: Warn) -> Blog:
    version = channel.text("wp:wxr_version")
    if version not in VERSIONS:
        what = f"has the WXR version {quoted(version)}, which is unknown" if version else "has no WXR version"
        line = channel.line_of("wp:wxr_version")
        warn(Problem(f"{what}: read as 1.2", place, line, "Look whether its posts are complete.", "warning"))
    url = channel.text("wp:base_blog_url") or channel.text("link") or channel.text("wp:base_site_url")
    return Blog(
        channel.text("title"),
        url.rstrip("/"),
        channel.text("description"),
        channel.text("language"),
        version,
        Source(place, channel.line, "wxr", channel.text("link")),
    )
