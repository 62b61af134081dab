"""What a web archive has of each address, and which of its captures to take.

A ``revisit`` says that a body was the same as one captured before: it is a capture of its own, with that body (WARC
1.1, section 6.7). What counts is the newest whole capture that the server answered with 200; or, as of a day, the last
one before the end of that day in UTC, and if there is none the earliest after it. A redirect counts where an address
never answered otherwise; chains are followed to their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from sociable.sources.saved_page import choosing

Kind = Literal["page", "other", "file", "redirect", "revisit", "failed"]
"""``other`` are feeds and REST answers, ``failed`` what a server answered with anything but 200 or a redirect."""

Key = tuple[int, int]
"""Where a record lies: the number of its file, and its own in it."""

OK = 200
NOT_MODIFIED = 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_CHAIN = 10
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_INDEX = re.compile(r"/index\.html?$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Capture:
    """One record, as far as choosing needs it. ``body`` is where its body lies: elsewhere, if it is a revisit.

    ``refers`` is what a revisit says of the record it repeats: its id, its address, its date, the digest of its body.
    """

    key: Key
    url: str
    kind: Kind
    taken: datetime | None = None
    mime: str = ""
    charset: str = ""
    location: str = ""
    id: str = ""
    digest: str = ""
    is_cut: bool = False
    refers: tuple[str, str, str, str] = ("", "", "", "")
    body: Key = (-1, -1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What to take: a capture of each address, and where other addresses led (to the address of one of those)."""

    captures: tuple[Capture, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    lost_revisits: int = 0
    open_redirects: int = 0


def kind_of_status(status: int) -> Kind | None:
    """What an answer's status makes of it, before its body is looked at."""
    if status == OK:
        return None
    return "redirect" if status in _REDIRECTS else "failed"


def same_address(url: str) -> str:
    """``url`` as it is compared: no fragment, no port that goes without saying, the host in lower case."""
    url = without_index(url)
    parts = urlsplit(urldefrag(url).url)
    host = (parts.hostname or "").lower()
    try:
        port = parts.port
    except ValueError:
        port = None
    place = host if port in (None, _PORTS.get(parts.scheme.lower())) else f"{host}:{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=place, path=parts.path or "/").geturl()


def without_index(url: str) -> str:
    """``url`` as WordPress has it: that a page lies in a file ``index.html`` is a habit of the tools that save it."""
    return _INDEX.sub("/", url)


def choose(found: Sequence[Capture], as_of: date | None) -> Chosen:
    """Choose a capture for each address."""
    captures, lost = _resolved(found)
    by_address: dict[str, list[Capture]] = {}
    redirects: dict[str, list[Capture]] = {}
    for capture in captures:
        if capture.kind in ("page", "other", "file"):
            by_address.setdefault(same_address(capture.url), []).append(capture)
        elif capture.kind == "redirect":
            redirects.setdefault(same_address(capture.url), []).append(capture)
    best = {address: _best(each, as_of) for address, each in by_address.items()}
    led = {address: _target(_best(each, as_of)) for address, each in redirects.items()}
    aliases, open_ends = {}, 0
    for address in sorted(led.keys() - best.keys()):
        end = _end(address, led, best)
        if end is None:
            open_ends += 1
        elif end != address:
            aliases[address] = end
    return Chosen(tuple(best[address] for address in sorted(best)), aliases, lost, open_ends)


def _resolved(found: Sequence[Capture]) -> tuple[list[Capture], int]:
    """Captures with the bodies that revisits stand for, and how many of those are not here."""
    whole = [replace(capture, body=capture.key) for capture in found if capture.kind != "revisit"]
    bodies = [capture for capture in whole if capture.kind in ("page", "other", "file")]
    by_id = {capture.id: capture for capture in whole if capture.id}
    by_digest = {capture.digest: capture for capture in bodies if capture.digest}
    by_address: dict[str, list[Capture]] = {}
    for capture in bodies:
        by_address.setdefault(same_address(capture.url), []).append(capture)
    lost = 0
    for capture in found:
        if capture.kind == "revisit":
            identity, address, when, digest = capture.refers
            there = by_address.get(same_address(address or capture.url), [])
            before = [each for each in there if when in ("", _stamp(each)) or each.digest == digest != ""]
            same = by_id.get(identity) or by_digest.get(digest) or max(before, key=_taken, default=None)
            if same is None:
                lost += 1
            else:
                whole.append(replace(same, key=capture.key, url=capture.url, taken=capture.taken or same.taken))
    return whole, lost


def _best(captures: Iterable[Capture], as_of: date | None) -> Capture:
    ordered = sorted(captures, key=lambda capture: (_taken(capture), capture.key))
    whole = [capture for capture in ordered if not capture.is_cut] or ordered
    return whole[-1] if as_of is None else choosing.best(((_taken(each), each) for each in whole), as_of)


def _taken(capture: Capture) -> datetime:
    return capture.taken or _LONG_AGO


def _stamp(capture: Capture) -> str:
    return capture.taken.strftime("%Y-%m-%dT%H:%M:%SZ") if capture.taken else ""


def _target(capture: Capture) -> str:
    try:
        return same_address(urljoin(capture.url, capture.location))
    except ValueError:
        return ""


def _end(address: str, led: Mapping[str, str], best: Mapping[str, Capture]) -> str | None:
    """Where the redirects from ``address`` lead in the end, if that is here."""
    for _ in range(_LONGEST_CHAIN):
        if address in best:
            return address
        if address not in led:
            return None
        address = led[address]
    return None
