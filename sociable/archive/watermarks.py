"""How far an archive was checked: size, times and inode of every file when it was last read and found right.

A file with the same marks is taken to be unchanged, so a local build need not read 50,000 files again. The time of
the last change of the inode is among them: no program can set it back, as it can the time of the last writing. Kept
outside the content, where nothing is lost with it: what is missing, unreadable or of another seal means that all is
read. Marks of files that were changed a moment before they were read are not kept, since one more change within the
same tick of the clock would leave no trace.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MOMENT = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system that is in use, FAT's."""

Mark = tuple[int, int, int, int]


@dataclass(slots=True)
class Marks:
    """``files`` maps paths in the bag to marks; they hold for the bag with the tag manifest ``seal``."""

    seal: str = ""
    files: dict[str, Mark] = field(default_factory=dict)


def of(stat: os.stat_result) -> Mark:
    """What a file is recognised by."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def load(path: Path) -> Marks:
    """Read what was kept; nothing where it cannot be read."""
    try:
        known = json.loads(path.read_bytes())
        return Marks(str(known["seal"]), {str(name): _mark(mark) for name, mark in known["files"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Marks()


def save(path: Path, marks: Marks, right: Collection[str]) -> None:
    """Keep the marks of the files that were found ``right``; where that cannot be written, all is read next time."""
    latest = time.time_ns() - MOMENT
    settled = {name: marks.files[name] for name in right if max(marks.files[name][1:3]) < latest}
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps({"seal": marks.seal, "files": settled}), encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()


def _mark(found: object) -> Mark:
    if not isinstance(found, list):
        raise TypeError(found)
    size, written, changed, inode = map(int, found)
    return size, written, changed, inode
