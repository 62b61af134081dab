"""Digests of files that may be large, such as pictures: taken again only of those that were touched since.

A file is the one that was read if its size, its times (of change and of status) and its inode are the same: its status
changes with every write and cannot be set back. One that was touched just before it was read is read again next time,
since two changes within a tick of the clock look alike.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins import shape

SETTLED = 2_000_000_000
"""After how many ns without a change a file's times tell it apart: file systems count in up to two seconds."""

Mark = tuple[int, int, int, int, bytes]


@dataclass
class Marks:
    """Digests of files, by path."""

    kept: Mapping[str, Mark] = field(default_factory=dict)
    _used: dict[str, Mark] = field(default_factory=dict)

    def digest(self, path: Path | str) -> bytes:
        """A digest of the bytes of a file.

        Raises:
            OSError: it cannot be read.
        """
        name = str(path)
        stat = os.stat(path)  # noqa: PTH116 - asked of a thousand files after each save
        now = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        mark = self._used.get(name) or self.kept.get(name)
        if mark is None or mark[:4] != now:
            read = time.time_ns()
            found = shape.digest(Path(path).read_bytes())
            is_settled = read - max(stat.st_mtime_ns, stat.st_ctime_ns) > SETTLED
            mark = (*now, found) if is_settled else (-1, 0, 0, 0, found)
        self._used[name] = mark
        return mark[4]

    def known(self) -> dict[str, Mark]:
        """What was asked for, to be kept."""
        return {name: mark for name, mark in self._used.items() if mark[0] >= 0}
