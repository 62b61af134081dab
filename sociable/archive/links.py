"""What an address of a WordPress blog may ask for: pure text, before anybody looks whether it is there.

WordPress answers ``/2013/01/19/green-shoots/``, but also ``/?p=12``, ``/index.php/2013/01/19/green-shoots/``,
``…/feed/``, ``…/comment-page-2/``, ``/?m=201301`` and, where all else fails, any path that ends in a slug.
See ``WP_Rewrite``, ``WP_Query`` and ``redirect_guess_404_permalink`` of WordPress 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sociable.archive.homes import Located, path_key

Asked = Literal["id", "path", "feed", "slug", "category", "post_tag", "author"]

_ID = re.compile(r"\d{1,18}")
_DAYS = re.compile(r"(\d{4})(\d\d)?(\d\d)?")
_FRONT = re.compile(r"index\.php(/|$)")
_TAIL = re.compile(
    r"(?:^|/)(?:(?P<feed>(?:feed|rss2?|rdf|atom)(?:/(?:feed|rss2?|rdf|atom))?)"
    r"|trackback|embed|amp|comment-page-\d+|page/\d+|(?<!^\d{4}/)(?<!/\d{4}/)(?<!^\d{4}/\d\d/)(?<!/\d{4}/\d\d/)\d{1,3})$"
)
"""What may follow the address of a post or listing: its feed, or a page of its comments, its text or its posts. Only a
text has pages by a bare number, and what follows a year is a month."""

_TAILS = 4
"""How many of them may follow each other: a feed of a page of comments of a page of a text, and one to spare."""

_FRONTED = re.compile(r"\A(?:[^/]+/)?(?:date/(?=\d{4})|(?=(?:author|category|tag)/|\d{4}/\d\d(?:/|$)))")
"""What stands before a listing's path where a blog's permalinks have a beginning of their own (``/archives/%post_id%``
gives ``archives/category/news``), and before a day's where numbers of posts might be taken for years."""

_OWNED = re.compile(r"(?P<owner>.+?)(?:/attachment)?/[^/.]+")
"""The address of an attachment's own page: below its post's. A slug has no dots, a file or a host has."""

_SYSTEM = ("wp-admin", "wp-includes", "wp-json", "wp-login.php", "wp-signup.php", "xmlrpc.php")
_FOLDERS = {"tag": "tag", "category_name": "category", "author_name": "author"}
_NUMBERED: dict[str, Asked] = {"cat": "category", "tag_id": "post_tag", "author": "author"}
_NOT_KEPT = frozenset({"s", *_NUMBERED})
"""Arguments that, whatever their value, do not ask for the page at the address's path."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an address may ask for.

    That is a post by its number or slug, whatever stands at a path (its key), the feed of a listing there, or the
    listing of a category, tag or author by number.
    """

    asks: Asked
    value: str


def readings(below: Located) -> Iterator[Reading]:
    """Yield what ``below``, an address below the blog's home, may ask for, the likeliest first."""
    asked = list(_queried(below.queried()))
    if asked != [None]:
        yield from (reading for reading in asked if reading)
        return
    key = _FRONT.sub("", below.key)
    if not key.startswith(_SYSTEM):
        yield from _paths(key)


def _queried(arguments: Mapping[str, str]) -> Iterator[Reading | None]:
    """What the query asks for; nothing where that is no part of an archive; ``None`` where it asks for nothing."""
    for name in ("p", "page_id", "attachment_id"):
        if _ID.fullmatch(arguments.get(name, "")):
            yield Reading("id", str(int(arguments[name])))
            return
    for name in ("name", "pagename", "attachment"):
        if arguments.get(name):
            yield Reading("path", path_key(arguments[name]))
            yield Reading("slug", path_key(arguments[name]).rpartition("/")[2])
            return
    for name, folder in _FOLDERS.items():
        if arguments.get(name):
            yield Reading("path", f"{folder}/{path_key(arguments[name])}")
            return
    for name, asks in _NUMBERED.items():
        if _ID.fullmatch(arguments.get(name, "")):
            yield Reading(asks, str(int(arguments[name])))
            return
    days = _DAYS.fullmatch(arguments.get("m", "") or _day(arguments))
    if days:
        yield Reading("path", "/".join(part for part in days.groups() if part))
    elif arguments.get("feed"):
        yield Reading("feed", "")
    elif not _NOT_KEPT & arguments.keys():
        yield None


def _day(arguments: Mapping[str, str]) -> str:
    """A year, month or day given part by part, as ``m`` gives it in one."""
    parts = [arguments.get(name, "") for name in ("year", "monthnum", "day")]
    return "".join(part.zfill(2) for part in parts if part)


def _paths(key: str) -> Iterator[Reading]:
    """``key``, then what is left of it without what WordPress adds to an address, last its slug alone."""
    yield from _trimmed(key)
    bare = _FRONTED.sub("", key)
    if bare != key:
        yield from _trimmed(bare)
    *_, last = _trimmed(key)
    yield Reading("slug", last.value.rpartition("/")[2])


def owner_of(key: str) -> str:
    """The path of the post whose attachment's own page is at ``key``, if such a page may be there; else empty."""
    owned = _OWNED.fullmatch(key)
    return owned["owner"] if owned else ""


def _trimmed(key: str) -> Iterator[Reading]:
    """``key``, and what is left of it without the tails that WordPress adds."""
    yield Reading("path", key)
    for _ in range(_TAILS):
        tail = _TAIL.search(key)
        if tail is None:
            break
        key = key[: tail.start()]
        if tail["feed"]:
            yield Reading("feed", key)
        yield Reading("path", key)
