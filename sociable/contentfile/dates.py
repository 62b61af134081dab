"""Dates in headers: how an archive writes them, and what people may write.

An archive's are ISO 8601 with the offset, to the second (``2010-09-09T17:23:27-07:00``). People may also leave out
the offset, the seconds or the time (``2026-11-21``, ``2026-11-21 09:30``); what they write is then the clock's time
in their zone. A time that the clocks skipped in spring is a problem; of the hour that comes twice in autumn the
first is meant. Nothing is guessed: ``01/02/2014`` is a problem whose mend spells both readings.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timezone
from zoneinfo import ZoneInfo

from sociable.contentfile.headers import shown

LONDON = ZoneInfo("Europe/London")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:\d{2}(?::\d{2})?)?)?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b.*", re.ASCII | re.DOTALL)
_FULL_FORM = "Write it as 2026-11-21T09:30:00+00:00."
_FORMS = "Write it as 2026-11-21, or with the time as 2026-11-21 09:30."


class BadValue(ValueError):
    """A header's value cannot be read: what is wrong with it, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def dump_moment(moment: datetime | None) -> str:
    """Write an aware date and time to the second; ``None`` gives an empty text."""
    if moment is None:
        return ""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no offset: which instant it was cannot be told")
    return moment.isoformat(timespec="seconds")


def load_moment(written: str) -> datetime:
    """Read what :func:`dump_moment` wrote."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise BadValue(f"cannot read the date {shown(written)}", _FULL_FORM) from error
    if moment.tzinfo is None:
        raise BadValue(f"the date {shown(written)} has no offset", _FULL_FORM)
    return moment


def read_moment(written: str, zone: ZoneInfo = LONDON) -> datetime:
    """Read a date as people write it; where it names no offset it is the time in ``zone``, midnight if it has none."""
    match = _MOMENT.fullmatch(written)
    if match is None:
        raise _unreadable(written)
    day, time, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time or '00:00'}{offset or ''}")
        return moment if moment.tzinfo else _at_home(moment, zone)
    except BadValue:
        raise
    except (ValueError, OverflowError) as error:
        raise BadValue(f"{shown(written)} is in no calendar", "Correct the day or the time.") from error


def dump_day(day: date | None) -> str:
    """Write a day as ``2014-11-21``; ``None`` gives an empty text."""
    return "" if day is None else day.isoformat()


def read_day(written: str) -> date:
    """Read a day, with the same care as :func:`read_moment`."""
    if not _DAY.fullmatch(written):
        raise _unreadable(written)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise BadValue(f"{shown(written)} is in no calendar", "Correct the day.") from error


def _at_home(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give ``moment`` the offset that ``zone`` had then."""
    local = moment.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        what = f"the clocks of {zone.key} went forward and skipped {moment:%Y-%m-%d %H:%M}"
        raise BadValue(what, "Correct the time, or write it with its offset, as 2026-11-21 09:30+00:00.")
    offset = local.utcoffset()
    return moment.replace(tzinfo=UTC if not offset else timezone(offset))


def _unreadable(written: str) -> BadValue:
    """Tell an ambiguous date from one that is merely written another way."""
    readings = _readings(written)
    if len(readings) > 1:
        what = f"ambiguous date {shown(written)}: does the day stand first, or the month?"
        return BadValue(what, f"Write {' or '.join(readings)}.")
    mend = f"Write it as {readings[0]}." if readings else _FORMS
    return BadValue(f"cannot read the date {shown(written)}", mend)


def _readings(written: str) -> list[str]:
    """Give the days that ``written`` may mean, the British reading first."""
    match = _NUMERIC.fullmatch(written)
    if match is None:
        return []
    one, two, year = (int(part) for part in match.groups())
    readings = []
    for month, day in ((two, one), (one, two)):
        try:
            readings.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(readings))
