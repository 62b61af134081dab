"""A saved page as bytes, and as text; and many of them, each to be had again without all being in memory.

The charset is told as browsers do (https://encoding.spec.whatwg.org): a byte order mark, then what the server and the
page say; but bytes that are good UTF-8 are taken for that, since few others ever are. What no charset explains becomes
U+FFFD, letter by letter.
"""

from __future__ import annotations

import codecs
import pickle
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, overload

LARGEST = 16 * 1024 * 1024
"""Bytes of a page; real ones have some ten thousand, the longest known here 300,000."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html\b|(?:html|head|body|title|meta)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LABEL = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1"})
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Capture:
    """One saved page: the address it was got from (best knowledge), its bytes, where it lies (for messages).

    ``taken`` is when it was saved, ``charset`` what the server said of it (``utf-8``, or a whole ``Content-Type``).
    ``resolve`` maps a link in the page to its address in the old web; without it, links are relative to ``url``.
    """

    url: str
    html: bytes
    where: str
    taken: datetime | None = None
    charset: str = ""
    resolve: Callable[[str], str] | None = None


Captures = Sequence[Capture] | Iterable[Capture] | Callable[[], Iterable[Capture]]


def is_page(head: bytes) -> bool:
    """Whether a file that starts with ``head`` is a page of HTML of any kind."""
    for mark, _ in _MARKS:
        head = head.removeprefix(mark)
    return bool(_HTML.match(head.replace(b"\0", b"")))


def decoded(html: bytes, charset: str = "") -> str:
    """Return the text of a page; lines end in a line feed."""
    text = _decoded(html, charset)
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(html: bytes, charset: str) -> str:
    for mark, name in _MARKS:
        if html.startswith(mark):
            return html[len(mark) :].decode(name, "replace")
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        pass
    said = _LABEL.search(charset)
    declared = _DECLARED.search(html[:_HEAD])
    labels = (said[1] if said else charset.strip(), declared[1].decode("ascii") if declared else "")
    codec = next(filter(None, map(_codec, labels)), "cp1252")
    return html.decode(codec, "replace")


def _codec(label: str) -> str:
    """Return Python's name of a charset of texts; of the oldest ones, that which browsers take for them."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not info._is_text_encoding:
        return ""
    return "cp1252" if info.name in _LATIN else info.name


class LazyCaptures(Sequence[Capture], ABC):
    """Many captures of which each is had when it is asked for, so that they need not all be in memory."""

    @abstractmethod
    def had(self, at: int) -> Capture:
        """Return the capture at a place, counted from 0."""

    @overload
    def __getitem__(self, at: int) -> Capture: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Capture]: ...
    def __getitem__(self, at: int | slice) -> Capture | Sequence[Capture]:
        if isinstance(at, slice):
            return [self.had(one) for one in range(*at.indices(len(self)))]
        return self.had(at)


@contextmanager
def at_hand(captures: Captures) -> Iterator[Sequence[Capture]]:
    """Give ``captures`` as a sequence; what is none is laid aside in a temporary file, one by one."""
    if isinstance(captures, Sequence):
        yield captures
        return
    with tempfile.TemporaryFile() as file:
        yield _Spool(file, captures() if callable(captures) else captures)


class _Spool(LazyCaptures):
    def __init__(self, file: IO[bytes], captures: Iterable[Capture]) -> None:
        self._file = file
        self._places: list[int] = []
        self._resolvers: list[Callable[[str], str] | None] = []
        for one in captures:
            self._places.append(file.tell())
            self._resolvers.append(one.resolve)
            pickle.dump((one.url, one.html, one.where, one.taken, one.charset), file)

    def __len__(self) -> int:
        return len(self._places)

    def had(self, at: int) -> Capture:
        """Return one of them."""
        self._file.seek(self._places[at])
        url, html, where, taken, charset = pickle.load(self._file)  # noqa: S301 - we wrote it ourselves just now
        return Capture(url, html, where, taken, charset, self._resolvers[at])
