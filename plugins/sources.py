"""The files that a build reads, outside the archives' bags: their names, and digests of those that hold text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from plugins import shape
from plugins.marks import Marks
from plugins.memory import Memory

_TEXT = (".md", ".csv")


def read(content: Path, memory: Memory) -> Mapping[str, bytes]:
    """Digests of the files of ``content`` by their paths from there, in order; empty for pictures and the like.

    A process that has read a file before reads it again if its size, times or inode are others.
    """
    marks = Marks(memory.get("marks") or {})
    above = f"{content}/"
    found = {}
    for name in sorted(_files(str(content), "")):
        if not _is_text(name):
            found[name] = b""
        elif memory.is_kept:
            found[name] = marks.digest(above + name)
        else:
            found[name] = shape.digest(Path(above + name).read_bytes())
    memory.keep("marks", marks.known())
    return found


def _is_text(name: str) -> bool:
    return name.endswith(_TEXT) or "." not in name.rpartition("/")[2]


def _files(folder: str, below: str) -> Iterator[str]:
    """The paths of the files in ``folder``, from the content; ``below`` is that of the folder itself."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = below + entry.name
            if entry.is_file():
                yield name
            elif entry.is_dir() and not _is_bag(name):
                yield from _files(entry.path, f"{name}/")


def _is_bag(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 3 and parts[0] == "archive" and parts[2] == "bag"
