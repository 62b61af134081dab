"""Where the links of all texts lead: noted while the texts are written, told when all is known that they may lead to.

Of the links that leave the blog only the number is kept; the others lie in a temporary file, so that memory does not
grow with what a blog cites.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sociable.archive.addresses import AddressBook
from sociable.archive.homes import locate
from sociable.importing.report import DeadLink, Links
from sociable.importing.spool import Rows
from sociable.model import Post

ELSEWHERE = "elsewhere"
"""Links to other hosts, and those that are no address of the web, such as ``mailto:``."""


class Linking:
    """The links of the texts of a blog; ``hosts`` are all that its own addresses may be on."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts
        self._elsewhere = 0
        self._within = Rows()

    def note(self, hrefs: Iterable[str], base: str, number: int, file: str) -> None:
        """Note the links of a text of ``file``. It belongs to the entry ``number``, whose address was ``base``."""
        for href in hrefs:
            located = locate(href, base)
            if located is not None and located.host in self._hosts:
                self._within.add((number, file, href))
            else:
                self._elsewhere += 1

    def told(self, book: AddressBook, entries: Sequence[Post]) -> Links:
        """Say where all links lead. ``entries`` are those written, in the order of their numbers."""
        counts = Counter({ELSEWHERE: self._elsewhere})
        gone: list[DeadLink] = []
        for number, file, href in self._within:
            target = book.target(href, entries[number])
            kind = ELSEWHERE if target is None else target.kind
            counts[kind] += 1
            if kind == "gone":
                gone.append(DeadLink(gone[-1].file if gone and gone[-1].file == file else file, href))
        return Links({kind: counts[kind] for kind in sorted(counts) if counts[kind]}, tuple(gone))
