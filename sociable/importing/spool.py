"""What an import lays aside in temporary files, so that memory does not grow with the export.

:class:`Spool` holds posts as found: an export is read once, and no more than one post is in memory. :class:`Rows`
holds the lines of the report, :class:`Firsts` what was said first under each number. The files have no name, so that
they are gone with the process, and nobody else can read what was not public. Values are written as plain tuples, which
takes a tenth of the time that dataclasses do; they come from this process alone.
"""

from __future__ import annotations

import marshal
import pickle
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from operator import attrgetter
from types import TracebackType
from typing import IO, Any, Self

from sociable.errors import ArchiveError, Problem
from sociable.model import Comment, Page, Post, Source

_COMMENT = tuple(each.name for each in fields(Comment))
_POST = tuple(each.name for each in fields(Post))
assert _COMMENT[-1] == _POST[-1] == "source", "it is packed and unpacked as the last"

_of_comment = attrgetter(*_COMMENT[:-1])
_of_post = attrgetter(*_POST[:-1])
_of_page = attrgetter(*(each.name for each in fields(Page) if each.name not in _POST))
_of_source = attrgetter(*(each.name for each in fields(Source)))
_COMMENTS = _POST.index("comments")

_BLOCK = 256
"""Rows that are written at once."""
_TABLE = """
    PRAGMA journal_mode = OFF;
    CREATE TABLE firsts (number PRIMARY KEY, said) WITHOUT ROWID;
    BEGIN;
"""
_LARGE = 2**63
"""The first number that is too large for SQLite."""


class Spool:
    """A context in which posts can be put aside and had again."""

    def __enter__(self) -> Self:
        self._file = nameless()
        self._end = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, post: Post) -> int:
        """Lay ``post`` aside; return where it lies.

        Raises:
            ArchiveError: there is no room for it.
        """
        at = self._end
        data = pickle.dumps(packed(post), protocol=5)
        with roomy():
            self._file.seek(at)
            self._end += self._file.write(data)
            self._file.flush()
        return at

    def get(self, at: int) -> Post:
        """Return the post that lies at ``at``."""
        self._file.seek(at)
        return unpacked(pickle.load(self._file))  # noqa: S301 - written above, by this process


def packed(post: Post) -> tuple[Any, ...]:
    """A post as plain values."""
    values = list(_of_post(post))
    values[_COMMENTS] = [(*_of_comment(one), _of_source(one.source)) for one in post.comments]
    return values, _of_source(post.source), _of_page(post) if isinstance(post, Page) else None


def unpacked(taken_apart: tuple[Any, ...]) -> Post:
    """The post that :func:`packed` took apart."""
    values, source, of_page = taken_apart
    values[_COMMENTS] = tuple(map(_comment, values[_COMMENTS]))
    values.append(Source(*source))
    return Post(*values) if of_page is None else Page(*values, *of_page)


class Rows:
    """Tuples of plain values (texts, numbers, ``None``, tuples of such), on disk but for the newest; in their order."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._lengths: list[int] = []
        self._newest: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Add a row at the end.

        Raises:
            ArchiveError: there is no room for it.
        """
        self._newest.append(row)
        if len(self._newest) == _BLOCK:
            self._lay_aside()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        at = 0
        for length in tuple(self._lengths):
            assert self._file is not None
            self._file.seek(at)
            yield from marshal.loads(self._file.read(length))  # noqa: S302 - written below, by this process
            at += length
        yield from tuple(self._newest)

    def _lay_aside(self) -> None:
        data = marshal.dumps(self._newest)
        with roomy():
            if self._file is None:
                self._file = nameless()
                weakref.finalize(self, self._file.close)
            self._file.seek(0, 2)
            self._file.write(data)
            self._file.flush()
        self._lengths.append(len(data))
        self._newest.clear()


def _comment(packed: tuple[Any, ...]) -> Comment:
    values = [*packed[:-1], Source(*packed[-1])]
    return Comment(*values)


class Firsts:
    """What was said first under each number: a table in a temporary file of SQLite's own, with 2 MB of it in memory."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._table.close)
        self._table.executescript(_TABLE)

    def take(self, number: int, said: bytes) -> bytes | None:
        """Note ``said`` under ``number`` and return ``None``; where something is noted already, return that.

        Raises:
            ArchiveError: there is no room for it.
        """
        key = number if abs(number) < _LARGE else str(number)
        try:
            if self._table.execute("INSERT OR IGNORE INTO firsts VALUES (?, ?)", (key, said)).rowcount:
                return None
            found = self._table.execute("SELECT said FROM firsts WHERE number = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise no_room(str(error)) from error
        return bytes(found[0])


def nameless() -> IO[bytes]:
    """Open a temporary file that nobody else can."""
    with roomy():
        return tempfile.TemporaryFile(prefix="sociable-")


@contextmanager
def roomy() -> Iterator[None]:
    """Say of what cannot be written in the block that there is no room for it."""
    try:
        yield
    except OSError as error:
        raise no_room(error.strerror or str(error)) from error


def no_room(why: str) -> ArchiveError:
    """What is raised where a temporary file cannot be written."""
    what = f"no room for temporary files in {tempfile.gettempdir()}: {why}"
    return ArchiveError(Problem(what, mend="Make room there, or set TMPDIR to another folder."))
