"""The ledger of an output folder: what the last build wrote there, out of what, and how the files were left.

A page whose key is the one it was written under is not written again, if its file still has the size, time and inode
that it was left with. A group of pages (all posts of an archive, say) has a key of its own, so that thousands of pages
are known to be right by one comparison.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from plugins import cache

Left = tuple[int, int, int, int]
"""How a file was left: size, times of change and of status in ns, inode. The time of status cannot be set back."""


class Row(NamedTuple):
    """A file that was written: under which ``key``, how it was left, and what the site map says of it.

    ``uses`` are the placeholders that the page shows.
    """

    key: bytes
    left: Left
    changed: datetime | None = None
    listed: bool = False
    uses: tuple[str, ...] = ()


@dataclass
class Ledger:
    """``rows`` by file, ``groups`` by name: their keys and files; ``folders`` by path: when their lists last changed.

    ``inputs`` is a digest of all that the build read, worth something until the moment ``until``; ``counts`` are the
    numbers of articles and pages, ``root`` the inode of the output folder.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    groups: dict[str, tuple[bytes, list[str]]] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    inputs: bytes = b""
    until: datetime | None = None
    counts: tuple[int, int] = (0, 0)
    root: int = 0
    is_touched: bool = field(default=False, compare=False)
    """Whether the folder was not as it was left."""

    def save(self, path: Path, shape: bytes) -> None:
        """Keep it at ``path``."""
        kept = {name: tuple(row) for name, row in self.rows.items()}
        whole = (kept, self.groups, self.folders, self.marks, self.inputs, self.until, self.counts, self.root)
        cache.save(path, shape, whole)

    @classmethod
    def load(cls, path: Path, shape: bytes) -> Ledger:
        """The one kept at ``path``, or an empty one."""
        found = cache.load(path, shape)
        if found is None:
            return cls()
        rows, *rest = found
        return cls({name: Row(*row) for name, row in rows.items()}, *rest)

    def damaged(self, root: Path) -> Iterator[str]:
        """The files below ``root`` that are not as they were left."""
        stat, above = os.stat, f"{root}/"
        for path, row in self.rows.items():
            try:
                found = stat(above + path, follow_symlinks=False)
            except OSError:
                yield path
                continue
            if left(found) != row.left:
                yield path

    def touched(self, root: Path) -> Iterator[str]:
        """The folders below ``root`` to which something was added, or from which something was taken."""
        stat, above = os.stat, f"{root}/"
        for path, changed in self.folders.items():
            try:
                found = stat(above + path, follow_symlinks=False).st_mtime_ns
            except OSError:
                continue
            if found != changed:
                yield path

    def forget(self, paths: set[str]) -> None:
        """Take files for such as were never written, and their groups for unfinished."""
        for path in paths:
            del self.rows[path]
        for name in [name for name, (_, members) in self.groups.items() if not paths.isdisjoint(members)]:
            del self.groups[name]


def left(stat: os.stat_result) -> Left:
    """How a file with this ``stat`` is left."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def folders(paths: Iterable[str]) -> set[str]:
    """The folders that files lie in, by path; the output's own has an empty name."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def changed(root: Path, paths: Iterable[str]) -> dict[str, int]:
    """When the lists of folders below ``root`` last changed."""
    above = f"{root}/"
    return {path: os.stat(above + path).st_mtime_ns for path in paths}
