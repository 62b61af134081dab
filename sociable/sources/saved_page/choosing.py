"""Choose among several captures of one address, as of a day.

When a page was captured is known from the address at which the Wayback Machine showed it or the note that it left at
the page's end, and from HTTrack's comment. A page without a date is kept beside the one that is chosen: nobody knows
whether it is older.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from sociable.sources.saved_page import wayback
from sociable.sources.saved_page.addresses import address
from sociable.sources.saved_page.capture import Capture, LazyCaptures

_MIRRORED = re.compile(rb"<!--\s*Mirrored from [^>]*?,\s*((?:\w{3},\s*)?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d GMT)")
_END = 4096  # bytes at the end of a page, where the Wayback Machine's note stands

Taken = TypeVar("Taken")


def best(dated: Iterable[tuple[datetime, Taken]], day: date) -> Taken:
    """Return the last before the end of ``day`` in UTC, or if there is none the earliest after it; not of nothing."""
    ordered = sorted(dated, key=lambda one: one[0])
    before = [one for one in ordered if one[0].astimezone(UTC).date() <= day]
    return (before[-1] if before else ordered[0])[1]


def as_of(captures: Sequence[Capture], day: date) -> Sequence[Capture]:
    """Return the captures that count as of ``day``: of each address one, and those of which no date is known."""
    places: list[int] = []
    dated: dict[str, list[tuple[datetime, int]]] = {}
    for place, capture in enumerate(captures):
        moment = taken(capture)
        key = address(wayback.original(capture.url).url).key
        if moment is None or not key:
            places.append(place)
        else:
            dated.setdefault(key, []).append((moment, place))
    return _Some(captures, sorted([*places, *(best(each, day) for each in dated.values())]))


def taken(capture: Capture) -> datetime | None:
    """Return when a page was captured, as far as it is known."""
    if known := capture.taken or wayback.original(capture.url).taken:
        return known
    if noted := wayback.taken(capture.html[-_END:].decode("latin-1")):
        return noted
    mirrored = _MIRRORED.search(capture.html)
    try:
        return parsedate_to_datetime(mirrored[1].decode("ascii")) if mirrored else None
    except (ValueError, UnicodeDecodeError):
        return None


class _Some(LazyCaptures):
    """Some of many captures, each had when it is asked for."""

    def __init__(self, captures: Sequence[Capture], places: Sequence[int]) -> None:
        self._captures, self._places = captures, places

    def __len__(self) -> int:
        return len(self._places)

    def had(self, at: int) -> Capture:
        """Return one of them."""
        return self._captures[self._places[at]]
