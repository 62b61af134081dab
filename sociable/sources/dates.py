"""Make one aware date of the two or three that WordPress keeps for a moment.

WordPress stores the blog's own time (``post_date``) and the same moment in GMT (``post_date_gmt``), both as
``YYYY-MM-DD HH:MM:SS`` without a zone. The GMT value is the instant; what the local value differs from it is the
offset, so ``2010-09-09 17:23:27`` and ``2010-09-10 00:23:27`` are ``2010-09-09T17:23:27-07:00``. ``0000-00-00`` stands
for no date. A feed's ``pubDate`` (RFC 822) serves where there is no GMT value.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Literal, NamedTuple

Fault = Literal["", "impossible gmt", "impossible local", "local only", "disagree"]

FARTHEST = timedelta(hours=15)  # zones lie between -12:00 and +14:00; an hour for clocks changed in between
YEARS = range(2, 9999)  # with a year to spare at both ends, no zone can push a date out of what datetime holds
NO_PUB_DATE = frozenset({datetime(1999, 11, 30, tzinfo=UTC)})  # what PHP makes of 0000-00-00 in a pubDate

_STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.ASCII)
_PUB_DATE = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?)")


class Dated(NamedTuple):
    """A date, or ``None``, and what was wrong with the values it was made of."""

    date: datetime | None
    fault: Fault = ""


def read(gmt: str, local: str, pub_date: str = "") -> Dated:
    """Return the aware date that the values stand for, to the second, its offset in whole minutes.

    Without a GMT value, the local one counts as UTC (``local only``). Where the two are farther apart than any
    zone (``disagree``), the local one counts as UTC too, for it is what WordPress showed and made the address of.
    """
    fault: Fault = ""
    try:
        wall = _stamp(local)
    except ValueError:
        wall, fault = None, "impossible local"
    try:
        instant = _stamp(gmt)
    except ValueError:
        instant, fault = None, "impossible gmt"
    if instant is None:
        instant = _published(pub_date, wall)
    if instant is None:
        return Dated(wall, fault or ("local only" if wall else ""))
    if wall is None:
        return Dated(instant, fault)
    if abs(wall - instant) > FARTHEST:
        return Dated(wall, "disagree")
    return Dated(instant.astimezone(_zone(round((wall - instant).total_seconds() / 60))), fault)


def _stamp(text: str) -> datetime | None:
    """Read WordPress's own form, as if it were UTC; ``None`` for no date, ValueError for an impossible one."""
    if not text or text.startswith("0000-00-00"):
        return None
    if not _STAMP.fullmatch(text):
        raise ValueError(text)
    date = datetime.fromisoformat(f"{text}+00:00")
    if date.year not in YEARS:
        raise ValueError(text)
    return date


def _published(pub_date: str, wall: datetime | None) -> datetime | None:
    """Read a ``pubDate`` if it is a date and, where the local time is known, one that agrees with it."""
    if not _PUB_DATE.fullmatch(pub_date):
        return None
    try:
        instant = parsedate_to_datetime(pub_date).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if instant in NO_PUB_DATE or instant.year not in YEARS:
        return None
    return None if wall and abs(wall - instant) > FARTHEST else instant


@cache  # a blog has two offsets or so, and all its dates may share them
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
