"""Get one file over HTTP, from hosts that it may come from and from no others, wherever the answer points.

HTTP/1.1 as of RFC 9110 and 9112, by :mod:`http.client` over a connection of :mod:`sociable.importing.dialling`. Every
redirect is checked as the first address was. Ranges are asked for only with ``If-Range``, so that two versions of a
file are never joined.

Not handled: cookies, passwords, HTTP/2, and files that come compressed although none was asked for.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import cast
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sociable import __version__
from sociable.importing import dialling
from sociable.importing.dialling import Clock, FetchError, IsAllowed, Line, Resolve

USER_AGENT = f"sociable/{__version__}"
REDIRECTS = 5
BLOCK = 1 << 16
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_NO_SUCH_RANGE = 416
_PORTS = {"http": 80, "https": 443}
_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})")
_STRONG = re.compile(r'"[^"\x00-\x1f]*"')
_SAFE = "/%:@!$&'()*+,;=~-._"


class Interrupted(FetchError):
    """The connection broke in the middle; to ask again may do."""


class Outdated(FetchError):
    """The file is another than the one whose first part is had: to begin anew may do."""


class Busy(FetchError):
    """The host asks to be left alone for ``seconds``."""

    def __init__(self, what: str, url: str, seconds: float) -> None:
        super().__init__(what, url)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Part:
    """What is had of a file already: its first ``size`` bytes; ``validator`` is how its version was told."""

    size: int = 0
    validator: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A file as it comes: the bytes from ``start`` on, in ``blocks``; ``total`` is the whole file's size if told.

    Reading ``blocks`` raises :class:`Interrupted` where they end too early, and another :class:`FetchError` where they
    take too long.
    """

    start: int
    total: int | None
    validator: str
    blocks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches files. ``is_own`` says of an address whether files may come from there.

    ``resolve`` and ``is_allowed`` say where a host is, and whether one may connect there: tests have their own.
    """

    is_own: Callable[[str], bool]
    resolve: Resolve = dialling.resolve
    is_allowed: IsAllowed = dialling.is_public
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @contextmanager
    def get(self, url: str, part: Part, clock: Clock) -> Iterator[Answer]:
        """Ask for the file at ``url``, or for what is missing of it.

        Raises:
            FetchError: it cannot be had. What :class:`Interrupted`, :class:`Outdated`, :class:`Busy` and
                :class:`Unreachable` say may pass.
        """
        for _ in range(REDIRECTS + 1):
            with closing(self._connected(url, clock)) as connection:
                with _reported(clock, url):
                    response = _asked(connection, url, part)
                with closing(response):
                    if response.status not in _MOVED:
                        yield _answer(response, url, part, clock)
                        return
                    url = _moved(response, url)
        raise FetchError(f"it is moved on more than {REDIRECTS} times", url)

    def _connected(self, url: str, clock: Clock) -> http.client.HTTPConnection:
        """A connection to the host of ``url``; it cannot be made to connect anywhere else."""
        parts = self._checked(url)
        host, port = _host(parts, url), parts.port or _PORTS[parts.scheme]
        connected = dialling.dial(host, port, clock, resolve=self.resolve, is_allowed=self.is_allowed)
        if parts.scheme == "https":
            connected = self._secured(connected, host, clock)
        connection = http.client.HTTPConnection(host, parts.port or _PORTS["http"])
        connection.auto_open = 0
        connection.sock = cast(socket.socket, Line(connected, clock))
        return connection

    def _secured(self, connected: socket.socket, host: str, clock: Clock) -> socket.socket:
        try:
            connected.settimeout(clock.left())
            return self.tls().wrap_socket(connected, server_hostname=host)
        except OSError as error:
            connected.close()
            raise FetchError(f"no safe connection to the host {host}") from error

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            is_web = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_web = False
        if not is_web:
            raise FetchError("it is no address of the web", url)
        if parts.username is not None or parts.password is not None:
            raise FetchError("its address holds a password", url)
        if not self.is_own(url):
            raise FetchError(f"the host {parts.hostname} is not the blog's own", url)
        return parts


def _host(parts: SplitResult, url: str) -> str:
    try:
        return str(parts.hostname).encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchError("its host has no valid name", url) from error


def _asked(connection: http.client.HTTPConnection, url: str, part: Part) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else "")
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    if part.size and part.validator:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    connection.request("GET", target, headers=headers)
    return connection.getresponse()


def _moved(response: http.client.HTTPResponse, url: str) -> str:
    location = response.getheader("Location", "")
    if not location:
        raise FetchError("it is moved, but not said where to", url)
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError("it is moved to what is no address", url) from error


def _answer(response: http.client.HTTPResponse, url: str, part: Part, clock: Clock) -> Answer:
    if response.status in _BUSY:
        raise Busy(f"the host is busy ({response.status})", url, _seconds(response))
    if response.status == _NO_SUCH_RANGE:
        raise Outdated("it has changed since its first part was fetched", url)
    if response.status not in (200, 206):
        raise FetchError(f"the host answered {response.status} {_printable(response.reason)}".rstrip(), url)
    if response.getheader("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise FetchError("it came compressed, which nobody asked for", url)
    blocks, validator = _blocks(response, url, clock), _validator(response)
    if response.status == 200:
        return Answer(0, response.length, validator, blocks)
    found = _RANGE.fullmatch(response.getheader("Content-Range", "").strip())
    if found is None or int(found[1]) != part.size or validator != part.validator:
        raise Outdated("another part of it came than was asked for", url)
    return Answer(part.size, int(found[2]), validator, blocks)


def _blocks(response: http.client.HTTPResponse, url: str, clock: Clock) -> Iterator[bytes]:
    """What comes, up to the length that was told: not every version of :mod:`http.client` counts in ``read1``."""
    left = response.length
    while left is None or left:
        with _reported(clock, url):
            block = response.read1(BLOCK if left is None else min(BLOCK, left))
        if not block:
            break
        left = None if left is None else left - len(block)
        yield block
    if left:
        raise Interrupted("the connection broke", url)


@contextmanager
def _reported(clock: Clock, url: str) -> Iterator[None]:
    try:
        yield
    except (OSError, http.client.IncompleteRead) as error:
        if clock.is_over:
            raise FetchError("it took too long", url) from error
        raise Interrupted("the connection broke, or nothing came for too long", url) from error
    except (http.client.HTTPException, ValueError) as error:
        raise FetchError("the host does not speak HTTP", url) from error


def _validator(response: http.client.HTTPResponse) -> str:
    """What tells this version of the file from others; nothing where only a weak tag does."""
    tag = response.getheader("ETag", "").strip()
    return tag if _STRONG.fullmatch(tag) else _printable(response.getheader("Last-Modified", ""))


def _seconds(response: http.client.HTTPResponse) -> float:
    """What ``Retry-After`` says, as a number of seconds or as a date; 0 where it says nothing."""
    said = response.getheader("Retry-After", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(response.getheader("Date", ""))
        return max(0.0, wait.total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:80]
