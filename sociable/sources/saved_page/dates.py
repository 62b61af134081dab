"""Read the dates that themes print.

A machine's form (``datetime="2013-01-05T10:00:00+00:00"``) is taken as it is. A text is read if it is English:
``January 5, 2013 at 10:18 am``, ``5th Jan 2013 22:18``, ``Saturday, 5 January 2013``, ``2013-01-05``. One without an
offset is the blog's own time: its zone is not known here, so it stands as if it were UTC and its day stays right.
``05/01/2013`` is read as in Britain, the day first, unless that cannot be, or the post's address says otherwise.

Not handled: other languages, years of two digits, and what is told from now («3 years ago»).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.]{_YEAR}\b"),
)
_TIME = re.compile(r"\b(?P<hour>\d{1,2})[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b)?", re.IGNORECASE)
_LONGEST = 200  # characters


def stamped(text: str) -> datetime | None:
    """Read a date in a machine's form (ISO 8601); a day alone is its first moment."""
    try:
        date = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if date.year < 1970:
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).replace(microsecond=0)


def written(text: str, time: str = "", month: int | None = None) -> datetime | None:
    """Read the first date in an English text; ``time`` may hold the time of day if the text does not.

    ``month`` is the month that it must be of, if that is known.
    """
    text = text[:_LONGEST]
    for form in _FORMS:
        if found := form.search(text):
            hour, minute = _clock(text[found.end() :]) or _clock(text[: found.start()]) or _clock(time) or (0, 0)
            its_month, day = _month(found["month"]), int(found["day"])
            if form is _FORMS[-1] and (its_month > 12 or (month == day and month != its_month)):
                its_month, day = day, its_month
            try:
                return datetime(int(found["year"]), its_month, day, hour, minute, tzinfo=UTC)
            except ValueError:
                return None
    return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1


def _clock(text: str) -> tuple[int, int] | None:
    found = _TIME.search(text)
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    return (hour, int(found["minute"])) if hour < 24 else None
