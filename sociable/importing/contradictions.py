"""Where sources that should agree do not: what the one that counts says otherwise than what readers got.

That typography, markup and links differ is no contradiction, nor what only the running site could show, nor a text
that was changed after the page was saved. No file is named: what is said stands in the archive's account, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sociable.importing.stubs import FIDELITY, Stub
from sociable.importing.words import letters, words
from sociable.model import Post

_MINUTE = timedelta(minutes=1)
_FEW = 3  # words of a text that may be a plugin's or a theme's
_PART = 50  # or one of so many

_READERS_GOT = {"rest": "REST", "page": "a saved page", "feed": "a feed", "text": "an extract"}


def of(best: Stub, other: Stub, reason: str) -> tuple[str, ...]:
    """Say in what ``other`` contradicts ``best``; ``reason`` is why that is not public, if it is not."""
    if not other.is_shown:
        return ()
    said = []
    where = _READERS_GOT[other.source.kind]
    is_public = other.status == "publish" and not other.has_password
    if reason and is_public:
        said.append(f"{where} showed it publicly: it was withdrawn since")
    elif not reason and not is_public:
        said.append(f"{where} says that it is not public")
    if best.title and other.title and letters(best.title) != letters(other.title) and not _changed(best, other):
        said.append(f"{where} has another title: {other.title}")
    if best.date and other.date and not _same_moment(best.date, other.date):
        said.append(f"{where} has another date: {other.date.isoformat()}")
    if FIDELITY[other.source.kind] >= FIDELITY["page"] and not set(other.authors) <= set(best.authors):
        said.append(f"{where} names other authors: {', '.join(other.authors)}")
    return tuple(said)


def of_words(best: Post, other: Post) -> tuple[str, ...]:
    """Say how many words of the text that counts readers did not get, and the other way round, if that is some."""
    if best.body_format == "html" or other.body_format != "html" or other.is_cut or other.has_password:
        return ()
    if best.modified and other.modified and best.modified > other.modified:
        return ()
    stored, shown = words(best.body), words(other.body)
    only_here = (stored - shown).total()
    only_there = 0 if _is_dynamic(best.body) else (shown - stored).total()
    if max(only_here, only_there) <= max(_FEW, stored.total() // _PART):
        return ()
    where = _READERS_GOT[other.source.kind]
    return (f"its words differ from those of {where}: {only_here} only here, {only_there} only there",)


def _changed(best: Stub, other: Stub) -> bool:
    return best.modified is not None and other.modified is not None and best.modified > other.modified


def _same_moment(one: datetime, other: datetime) -> bool:
    """Whether two dates are one, to the minute, or to the day if one of them is a day; a page names no time zone."""
    if abs(one - other) < _MINUTE:
        return True
    wall, shown = (date.replace(tzinfo=None, second=0, microsecond=0) for date in (one, other))
    is_day = any((date.hour, date.minute) == (0, 0) for date in (wall, shown))
    return wall == shown or (is_day and wall.date() == shown.date())


def _is_dynamic(stored: str) -> bool:
    """Whether the running site added to a stored text: shortcodes, dynamic blocks, players in place of addresses."""
    return "[" in stored or "/-->" in stored or "http" in _addresses(stored)


def _addresses(stored: str) -> str:
    """Return the lines of a text that are nothing but an address."""
    return "\n".join(line for line in stored.split("\n") if line.strip().startswith("http"))
