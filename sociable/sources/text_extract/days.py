"""Read the days that blogs print: ``January 3, 2012``, ``24 September 2010``, ``Oct202014``, in English.

A day written in digits alone (``01/02/2014``) may be either of two and is not read. A day has no time and no zone: it
is taken as its first moment in UTC. Times of comments (``January 3, 2012 at 5:01 pm``) are the blog's own; without a
zone they are taken as UTC too.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_TIME = r"(?:,? (?:at |@ )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d) ?(?P<half>[ap]\.?m\.?)?)?"
_FORMS = (
    rf"{_WEEKDAY}{_MONTH}\.? {_DAY},? {_YEAR}",
    rf"{_WEEKDAY}{_DAY} {_MONTH}\.?,? {_YEAR}",
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
    rf"{_WEEKDAY}(?P<month>[a-z]{{3}})(?P<day>\d\d)(?P<year>(?:19|20)\d\d)",
)
_PATTERNS = tuple(re.compile(form + _TIME, re.IGNORECASE) for form in _FORMS)


def read(text: str) -> datetime | None:
    """Return the day, and the time if there is one, that ``text`` is; ``None`` if it is anything else."""
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(text.strip()):
            return _moment(found)
    return None


def leading(text: str) -> tuple[datetime | None, str]:
    """Return the day that ``text`` begins with, and the rest of it."""
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found and not text[found.end() : found.end() + 1].isalnum() and (moment := _moment(found)):
            return moment, text[found.end() :].strip()
    return None, text


def _moment(found: re.Match[str]) -> datetime | None:
    month = found["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else 0
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return datetime(int(found["year"]), number, int(found["day"]), hour, minute, tzinfo=UTC)
    except ValueError:
        return None
