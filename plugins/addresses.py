"""Addresses and dates as pages show them. Pure values; the layout of the site's addresses stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from plugins.parts import Stamp, Voice
from sociable.vocabulary import Since

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

RESERVED = frozenset({"archive", "authors", "blog", "images", "organisations", "page", "principles", "tags", "theme"})
"""First parts of addresses that are the site's own: no page may have one as its slug."""

APART: Mapping[Voice, str] = {"blog": "blog/", "archived": "archives/"}
"""Where a listing's posts of one voice stand apart, below the listing's own address."""

RESERVED_BELOW = frozenset({"archives", "blog", "page"})
"""What stands below a principle's address beside its organisations: no organisation may have one as its id."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site lives: ``url`` without a last slash (empty while it is only looked at), ``base`` its path."""

    url: str
    base: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Place:
        """Read ``SITEURL``."""
        url = str(settings.get("SITEURL", "")).rstrip("/")
        return cls(url, urlsplit(url).path)

    def href(self, path: str) -> str:
        """The address of ``path`` (``blog/2026/11/x/``) for a link on any page of the site."""
        return f"{self.base}/{_quoted(path)}"

    def canonical(self, path: str) -> str:
        """The whole address of ``path``, for search engines, feeds and the site map."""
        return self.url + self.href(path)[len(self.base) :]


@lru_cache(maxsize=16384)
def _quoted(path: str) -> str:
    path, mark, fragment = path.partition("#")
    return f"{quote(path, safe='/:@!$&()*+,;=~-._')}{mark}{quote(fragment, safe='-._~:')}"


def long_date(day: date) -> str:
    """``18 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def stamp(when: datetime | date | None) -> Stamp | None:
    """A date for ``<time>``, in the words of its own time zone; ``None`` stays ``None``."""
    return None if when is None else Stamp(when.isoformat(), long_date(when))


def stamp_to_the_minute(when: datetime | None) -> Stamp | None:
    """As :func:`stamp`, with the time of day: a conversation is read by the hour."""
    if when is None:
        return None
    hour = when.hour % 12 or 12
    half = "am" if when.hour < 12 else "pm"
    day = f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"
    return Stamp(when.isoformat(), f"{day}, {hour}:{when.minute:02d} {half}")


def counted(number: int, one: str, many: str) -> str:
    """``1 post``, ``2 posts``, ``1,204 posts``."""
    return f"{number:,} {one if number == 1 else many}"


def post_path(slug: str, when: date) -> str:
    """The address of a post of the shared blog."""
    return f"blog/{when.year:04d}/{when.month:02d}/{slug}/"


def month_path(when: date) -> str:
    """The listing of a month of the shared blog."""
    return f"blog/{when.year:04d}/{when.month:02d}/"


def year_path(when: date) -> str:
    """The listing of a year of the shared blog."""
    return f"blog/{when.year:04d}/"


def principle_path(name: str) -> str:
    """The page of a principle, by its id."""
    return f"principles/{name}/"


def cell_path(principle: str, organisation: str) -> str:
    """What an organisation has written about a principle, both by id."""
    return f"principles/{principle}/{organisation}/"


def organisation_path(name: str) -> str:
    """The page of an organisation, by its id."""
    return f"organisations/{name}/"


def author_path(name: str) -> str:
    """The page of an author of the shared blog, by id."""
    return f"authors/{name}/"


def tag_path(slug: str) -> str:
    """The listing of a tag of the shared blog."""
    return f"tags/{slug}/"


def archive_path(name: str, path: str = "") -> str:
    """An address of the archive ``name``: below it, the old blog's own paths."""
    return f"archive/{name}/{path}"


def when(since: Since) -> str:
    """A date as exactly as it is known: ``2024``, ``May 2024``, ``1 May 2024``."""
    if since.day:
        return long_date(since.first)
    return f"{MONTHS[since.month - 1]} {since.year}" if since.month else f"{since.year}"


def span(since: date | None, until: date | None) -> str:
    """A stay in words: ``9 January 2012 to 21 November 2014``, ``since 1 May 2015``; empty where no date is known."""
    if since and until:
        return f"{long_date(since)} to {long_date(until)}"
    if since:
        return f"since {long_date(since)}"
    return f"until {long_date(until)}" if until else ""
