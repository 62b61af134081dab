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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Problem
from sociable.model import Blog, Item, Source
from sociable.sources import repair, wellformed
from sociable.sources.items import Items
from sociable.sources.parser import NotWellFormed, records
from sociable.sources.people import People
from sociable.sources.records import SURVEYED, Record
from sociable.sources.tally import Tally, Warn, quoted
from sociable.sources.terms import DECLARED, Terms

HEAD = 8192  # bytes that is_wxr() should be given; an export starts with some 2000 bytes of comment
VERSIONS = frozenset({"1.0", "1.1", "1.2"})

_RSS = re.compile(rb"<rss[\s>]")
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
    try:
        return _surveyed(path, place, to_mend=False)
    except NotWellFormed as error:
        if not error.mendable:
            raise
    return _surveyed(path, place, to_mend=True)


def _surveyed(path: Path, place: str, *, to_mend: bool) -> _Survey:
    tally = Tally()
    people, terms = People(place, tally), Terms(place, tally)
    channel = Record("channel", 1)
    for record in records(_texts(path, tally, to_mend=to_mend), place, tally, SURVEYED):
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
