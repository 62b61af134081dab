"""Take away what the Wayback Machine of the Internet Archive puts into the pages that it shows.

It rewrites addresses (``/web/20130102030405/http://blog.example/``, with ``im_``, ``js_`` and the like after the
moment), puts a toolbar and scripts into the page and a note of its own at the end. Pages asked for with ``id_`` are
as they were. A post's own link to the Wayback Machine is rewritten too, so one layer is taken away, not all.
https://archive.org/developers/tutorial-get-snapshot-wayback.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_REWRITTEN = re.compile(
    r"(?:(?:https?:)?//web(?:-beta)?\.archive\.org(?::\d+)?)?/web/(\d{4,14})\*?(?:[a-z]{2}_)*/"
    r"(?=(?:https?:/|//|mailto:|ftp:|tel:|[\w-]+(?:\.[\w-]+)+(?:[/:?#]|$)))",
    re.IGNORECASE,
)
_ONE_SLASH = re.compile(r"(https?):/(?=[^/])", re.IGNORECASE)
_VALUE = re.compile(r"""(=\s*)("[^"]*/web/\d[^"]*"|'[^']*/web/\d[^']*')""")
_SPLIT = re.compile(r"(,\s+)")
_MARKS = ("BEGIN WAYBACK TOOLBAR", "FILE ARCHIVED ON", "wm-ipp-base", "archive.org/includes/", "/_static/js/bundle-pl")
_TOOLBAR = re.compile(r"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.DOTALL)
_NOTES = re.compile(r"<!--(?:(?!-->).)*?(?:FILE ARCHIVED ON|playback timings)(?:(?!-->).)*-->", re.DOTALL)
_INCLUDES = re.compile(
    r"<(script|style)\b[^>]*(?:archive\.org/|/_static/|wombat)[^>]*>.*?</\1>|<link\b[^>]*(?:archive\.org/|)/_static/[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d?, \d{4})")


@dataclass(frozen=True, slots=True)
class Shown:
    """An address that the Wayback Machine showed: what it was of, and when that was captured."""

    url: str
    taken: datetime | None = None


def original(url: str) -> Shown:
    """Return the address that ``url`` is a capture of; ``url`` itself if it is none."""
    found = _REWRITTEN.match(url)
    if found is None:
        return Shown(url)
    rest = _ONE_SLASH.sub(r"\1://", url[found.end() :], count=1)
    if rest.startswith("//"):
        rest = f"http:{rest}"
    elif ":" not in rest.partition("/")[0]:
        rest = f"http://{rest}"
    return Shown(rest, _moment(found[1]))


def is_marked(html: str) -> bool:
    """Whether a page bears the Wayback Machine's own marks."""
    return any(mark in html for mark in _MARKS)


def clean(html: str) -> str:
    """Return a page without the Wayback Machine's toolbar, scripts and notes, its addresses as they were."""
    html = _TOOLBAR.sub("", html)
    html = _NOTES.sub("", html)
    html = _INCLUDES.sub("", html)
    return _VALUE.sub(lambda found: found[1] + _restored(found[2]), html)


def taken(html: str) -> datetime | None:
    """Return when a page was captured, by the note at its end."""
    found = _ARCHIVED.search(html)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%H:%M:%S %b %d, %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _restored(value: str) -> str:
    """Restore a quoted attribute's value: an address, or a list of them (``srcset``)."""
    quote, inner = value[0], value[1:-1]
    parts = _SPLIT.split(inner) if "," in inner else [inner]
    return quote + "".join(original(part).url if "/web/" in part else part for part in parts) + quote


def _moment(digits: str) -> datetime | None:
    full = digits + "00000101000000"[len(digits) :] if len(digits) >= 4 else ""
    try:
        return datetime.strptime(full, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
