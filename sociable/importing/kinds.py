"""The kinds of sources: how the beginning of a file shows which it is, and what reads it.

Another kind is a line in ``KINDS`` and one in ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Problem
from sociable.importing.scratch import Scratch, renamed, retold, telling
from sociable.model import Item
from sociable.sources import feed, rest, saved_page, text_extract, warc, wxr

Warn = Callable[[Problem], None]
Read = Callable[[Path, Warn], Iterator[Item]]

HEAD = 65_536
"""Bytes that tell a kind: an export may begin with comments of some thousand."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source, and how its beginning shows it."""

    name: str
    is_this: Callable[[bytes], bool]


WXR = Kind("WordPress export (WXR)", wxr.is_wxr)
WARC = Kind("web archive (WARC, WACZ)", warc.is_warc)
PAGE = Kind("saved page", saved_page.is_page)
FEED = Kind("saved feed", feed.is_feed)
REST = Kind("saved answers of WordPress's REST interface", rest.is_rest)
TEXT = Kind("text extract of a page", text_extract.is_text)
KINDS = (WXR, WARC, REST, PAGE, FEED, TEXT)

READERS: Mapping[Kind, Read] = {
    WXR: wxr.read,
    PAGE: saved_page.read,
    REST: rest.read,
    FEED: feed.read,
    TEXT: text_extract.read,
}
"""What reads a file or folder of each kind; web archives are read together."""

GROUPED = (PAGE, REST)
"""Kinds of which many files are one source."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file or folder to read, and what it is.

    ``is_named`` says that somebody named it; what was only found in a folder may turn out to be of no blog.
    """

    path: Path
    kind: Kind
    read: Callable[[Warn], Iterator[Item]]
    scratch: Scratch
    is_named: bool = False

    @property
    def called(self) -> str:
        """Its name before people."""
        return self.scratch.said(str(self.path))

    def items(self, warn: Warn) -> Iterator[Item]:
        """Yield what it holds; files that were unpacked go by the names that people know.

        Raises:
            SourceError: it cannot be read to its end.
        """
        if not self.scratch.has(self.path):
            yield from self.read(warn)
            return
        said = self.scratch.said
        with telling(said):
            for item in self.read(lambda problem: warn(retold(problem, said))):
                yield renamed(item, said)
