"""What the address of a WordPress page says: which post, which part of it, which page of its comments.

WordPress's own forms (``WP_Rewrite``): ``?p=12``, ``?page_id=12``, ``?attachment_id=12``; ``/2/`` or ``?page=2`` for a
part of a post; ``/comment-page-3/`` or ``?cpage=3``; ``?replytocom=12`` for the same page with another form below it.
A last number in a path may be a slug, too: only the page itself can tell (``facts``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_COMMENT_PAGE = re.compile(r"/comment-page-(\d{1,6})/?$")
_LAST_NUMBER = re.compile(r"/(\d{1,4})/?$")
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
_NUMBERED = ("p", "page_id", "attachment_id")
_KEPT = frozenset(
    {*_NUMBERED, "cat", "tag", "author", "m", "s", "paged", "name", "pagename", "year", "monthnum", "day"}
)
"""Arguments that say which page it is. All others (``utm_source``, ``share``, ``replytocom``) leave it the same."""
_DATED = re.compile(r"/((?:19|20)\d\d)/(\d\d?)(?:/(\d\d?))?/")
_DIGITS = re.compile(r"\d{1,18}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart. ``url`` is without fragment, comment page and idle arguments, ``key`` what it is told by.

    ``number`` is that of ``?p=``; ``part`` that of ``?page=``; ``last`` the number a path ends in, if it does.
    """

    url: str = ""
    key: str = ""
    host: str = ""
    path: str = ""
    number: int | None = None
    part: int | None = None
    comment_page: int | None = None
    last: int | None = None


def address(url: str) -> Address:
    """Take an address of the web apart; one that is none has no key."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return Address()
    if parts.scheme.lower() not in ("http", "https") or not host:
        return Address()
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    query = [(name, value) for name, value in parse_qsl(parts.query) if name]
    said = dict(reversed(query))
    path = _INDEX.sub("/", parts.path) or "/"
    comments = _COMMENT_PAGE.search(path)
    if comments:
        path = path[: comments.start()] + "/"
    last = _LAST_NUMBER.search(path)
    kept = sorted((name, value) for name, value in query if name in _KEPT)
    args = urlencode(kept)
    number = next((_number(said[name]) for name in _NUMBERED if name in said), None)
    return Address(
        url=parts._replace(path=path, query=args, fragment="").geturl(),
        key=f"{where}{_key(path)}" + (f"?{args}" if args else ""),
        host=where,
        path=path,
        number=number,
        part=_number(said.get("page", "")),
        comment_page=int(comments[1]) if comments else _number(said.get("cpage", "")),
        last=int(last[1]) if last else None,
    )


def without_last(found: Address) -> Address:
    """Return the address of the whole of which ``found``, ending in a number, is a part."""
    path = _LAST_NUMBER.sub("/", found.path)
    return address(found.url.replace(found.path, path, 1))


def above(found: Address) -> str:
    """Return the key of the address one step up; empty at the top."""
    path = _key(found.path)
    up = path.rpartition("/")[0]
    return f"{found.host}{up}" if up else ""


def slug(found: Address, number: int | None) -> str:
    """Return the slug that an address ends in, percent-encoded as WordPress stores it; empty if it ends in none."""
    last = _key(found.path).rpartition("/")[2]
    if not last or "?" in found.key or last == str(number):
        return ""
    return quote(re.sub(r"\.(?:html?|php)$", "", last), safe="").lower()


def day(found: Address) -> tuple[int, int, int] | None:
    """Return the year, month and day in a path; ``None`` unless all three are there."""
    dated = _DATED.search(found.path)
    return (int(dated[1]), int(dated[2]), int(dated[3])) if dated and dated[3] else None


def month(found: Address) -> int | None:
    """Return the month in a path."""
    dated = _DATED.search(found.path)
    return int(dated[2]) if dated else None


def absolute(link: str, base: str) -> str:
    """Return a link in the page at ``base`` with its host; one to a place in the page stays as it is."""
    plain = link.strip()
    if not plain or plain.startswith("#") or _SCHEME.match(plain) or not base:
        return plain
    try:
        return urljoin(base, plain)
    except ValueError:
        return plain


def _key(path: str) -> str:
    """A path as it is compared: decoded, without a slash at its end."""
    return unquote(path, errors="replace").rstrip("/").lower()


def _number(text: str) -> int | None:
    return int(text) if _DIGITS.fullmatch(text) and text.isascii() else None
