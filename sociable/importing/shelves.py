"""Values that an import needs again, on disk, so that memory does not grow with their number.

:class:`Shelf` holds values in their order, each to be had again by its place; in memory are eight bytes of each.
:class:`Table` holds what is found by a text, in a table of SQLite's own, of which a little is in memory. As in
:mod:`sociable.importing.spool` the files have no name, and hold what this process wrote alone.
"""

from __future__ import annotations

import pickle
import sqlite3
import weakref
from array import array
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from typing import Any, Generic, TypeVar, overload

from sociable.importing.spool import nameless, no_room, roomy

T = TypeVar("T")

_CACHE = 512
"""Kilobytes of a table that are in memory."""
_TABLE = f"""
    PRAGMA journal_mode = OFF;
    PRAGMA cache_size = -{_CACHE};
    CREATE TABLE found (name PRIMARY KEY, value) WITHOUT ROWID;
    BEGIN;
"""
_BUFFER = 1 << 16


class Shelf(Sequence[T], Generic[T]):
    """Values in their order. ``pack`` makes plain tuples of them, which are written faster, ``unpack`` undoes it."""

    def __init__(self, pack: Callable[[T], Any], unpack: Callable[[Any], T], values: Iterable[T] = ()) -> None:
        self._pack = pack
        self._unpack = unpack
        self._ends = array("q", [0])
        self._file = nameless()
        self._waiting = bytearray()
        self._written = 0
        weakref.finalize(self, self._file.close)
        for value in values:
            self.append(value)

    def append(self, value: T) -> None:
        """Add a value at the end.

        Raises:
            ArchiveError: there is no room for it.
        """
        self._waiting += pickle.dumps(self._pack(value), protocol=5)
        self._ends.append(self._written + len(self._waiting))
        if len(self._waiting) >= _BUFFER:
            self._lay_aside()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        self._lay_aside()
        start, end = self._ends[at], self._ends[at + 1]
        self._file.seek(start)
        return self._had(self._file.read(end - start))

    def __iter__(self) -> Iterator[T]:
        at = 0
        while at < len(self):
            start, first = self._ends[at], at
            while at < len(self) and self._ends[at] - start < _BUFFER:
                at += 1
            self._lay_aside()
            self._file.seek(start)
            data = memoryview(self._file.read(self._ends[at] - start))
            for one in range(first, at):
                yield self._had(data[self._ends[one] - start : self._ends[one + 1] - start])

    def _had(self, data: bytes | memoryview) -> T:
        return self._unpack(pickle.loads(data))  # noqa: S301 - written above, by this process

    def _lay_aside(self) -> None:
        if self._waiting:
            with roomy():
                self._file.seek(self._written)
                self._file.write(self._waiting)
                self._file.flush()
            self._written += len(self._waiting)
            self._waiting.clear()


class Table(MutableMapping[str, T], Generic[T]):
    """What is found by a name, in the order of names. ``pack`` makes what SQLite or pickle takes of a value."""

    def __init__(self, pack: Callable[[T], Any], unpack: Callable[[Any], T]) -> None:
        self._pack = pack
        self._unpack = unpack
        self._length = 0
        self._table = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._table.close)
        self._table.executescript(_TABLE)

    def put(self, name: str, value: T) -> bool:
        """Put down a value if there is none of its name; say whether there was none.

        Raises:
            ArchiveError: there is no room for it.
        """
        is_new = self._done("INSERT OR IGNORE INTO found VALUES (?, ?)", _key(name), self._pack(value)).rowcount == 1
        self._length += is_new
        return is_new

    def __setitem__(self, name: str, value: T) -> None:
        if not self.put(name, value):
            self._done("UPDATE found SET value = ? WHERE name = ?", self._pack(value), _key(name))

    def __getitem__(self, name: str) -> T:
        found = self._done("SELECT value FROM found WHERE name = ?", _key(name)).fetchone()
        if found is None:
            raise KeyError(name)
        return self._unpack(found[0])

    def __delitem__(self, name: str) -> None:
        if not self._done("DELETE FROM found WHERE name = ?", _key(name)).rowcount:
            raise KeyError(name)
        self._length -= 1

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        return self._done("SELECT 1 FROM found WHERE name = ?", _key(name)).fetchone() is not None

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        for (name,) in self._done("SELECT name FROM found ORDER BY name"):
            yield _name(name)

    def in_order(self) -> Iterator[tuple[str, T]]:
        """Yield names and values in the order of names; meanwhile nothing may be put down."""
        for name, value in self._done("SELECT name, value FROM found ORDER BY name"):
            yield _name(name), self._unpack(value)

    def _done(self, statement: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._table.execute(statement, values)
        except sqlite3.Error as error:
            raise no_room(str(error)) from error


def _key(name: str) -> bytes:
    """Bytes are in the order of their texts, and hold half of a pair of UTF-16, too."""
    return name.encode("utf-8", "surrogatepass")


def _name(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")
