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

Asked = Literal["id", "path", "feed", "slug"]

_ID = re.compile(r"\d{1,18}")
_DAYS = re.compile(r"(\d{4})(\d\d)?(\d\d)?")
_FRONT = re.compile(r"index\.php(/|$)")
_TAIL = re.compile(
    r"(?:^|/)(?:(?P<feed>(?:feed|rss2?|rdf|atom)(?:/(?:feed|rss2?|rdf|atom))?)"
    r"|trackback|embed|amp|comment-page-\d+|page/\d+|\d{1,3})$"
)
"""What may follow the address of a post or listing: its feed, or a page of its comments, its text or its posts."""

_TAILS = 4
"""How many of them may follow each other: a feed of a page of comments of a page of a text, and one to spare."""

_SYSTEM = ("wp-admin", "wp-includes", "wp-json", "wp-login.php", "wp-signup.php", "xmlrpc.php")
_FOLDERS = {"tag": "tag", "category_name": "category", "author_name": "author"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an address may ask for: a post's number, the key of a path, of a listing's feed, or a slug."""

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
    for name in ("name", "pagename"):
        if arguments.get(name):
            yield Reading("path", path_key(arguments[name]))
            yield Reading("slug", path_key(arguments[name]).rpartition("/")[2])
            return
    for name, folder in _FOLDERS.items():
        if arguments.get(name):
            yield Reading("path", f"{folder}/{path_key(arguments[name])}")
            return
    days = _DAYS.fullmatch(arguments.get("m", ""))
    if days:
        yield Reading("path", "/".join(part for part in days.groups() if part))
    elif arguments.get("feed"):
        yield Reading("feed", "")
    elif not {"s", "cat", "author", "preview"} & arguments.keys():
        yield None


def _paths(key: str) -> Iterator[Reading]:
    """``key``, then what is left of it without what WordPress adds to an address, last its slug alone."""
    yield Reading("path", key)
    for _ in range(_TAILS):
        tail = _TAIL.search(key)
        if tail is None:
            break
        key = key[: tail.start()]
        if tail["feed"]:
            yield Reading("feed", key)
        yield Reading("path", key)
    yield Reading("slug", key.rpartition("/")[2])
