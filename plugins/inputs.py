"""What a build reads, in one digest: if it is that of the last build, there is nothing to do.

All that people wrote is read and digested, pictures by their marks (see :mod:`plugins.marks`). Of an archive the lock
stands for the bag, every file of which is checked against it in every build.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from plugins import shape
from plugins.build import Build

_TEXT = (".md", ".csv")


def digest(build: Build) -> bytes:
    """A digest of all that this build reads, and of the day it has."""
    parts = [build.shape, build.today.isoformat().encode()]
    for path in _files(build.content):
        name = path.relative_to(build.content).as_posix()
        parts.append(name.encode())
        is_small = path.suffix in _TEXT or "." not in path.name
        parts.append(shape.digest(path.read_bytes()) if is_small else build.marks.digest(path))
    return shape.digest(*parts)


def _files(content: Path) -> Iterator[Path]:
    """Every file of the content outside the bags, in order."""
    found: list[str] = []
    waiting = [str(content)]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    if not _is_bag(entry, content):
                        waiting.append(entry.path)
                elif entry.is_file():
                    found.append(entry.path)
    return (Path(path) for path in sorted(found))


def _is_bag(entry: os.DirEntry[str], content: Path) -> bool:
    parts = Path(entry.path).relative_to(content).parts
    return len(parts) == 3 and parts[0] == "archive" and parts[2] == "bag"


def is_unchanged(build: Build) -> bool:
    """Whether everything is as it was when the output was written, and the output as it was left."""
    ledger = build.pages.ledger
    if build.problems or build.pages.scratch is None or ledger.is_touched:
        return False
    is_due = ledger.until is not None and datetime.now(UTC) >= ledger.until
    return bool(ledger.inputs) and ledger.inputs == build.inputs and not is_due
