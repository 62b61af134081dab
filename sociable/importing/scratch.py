"""A folder for what an import unpacks, and what its files are called before people.

Its place on this machine is nobody's business, and another one with each import: a file ``blog.xml`` unpacked from
``export.zip`` is called ``export.zip!blog.xml`` in every message and every value that is kept. :meth:`Scratch.said`
puts those names in the place of the paths, whatever text they stand in.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sociable.errors import NoBlogError, Problem, SourceError
from sociable.model import Item, Post

IN = "!"
"""Stands between the name of a container and that of a file in it."""


class Scratch:
    """The folder ``root``; whoever makes it removes it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._names: list[tuple[str, str]] = []
        places = "|".join(re.escape(place) for place in {str(self.root), self.root.as_posix()})
        self._inside = re.compile(rf"(?:{places})[/\\](\d+)(?:[/\\]|(?=$|[\s:,;]))")

    def folder(self, called: str) -> Path:
        """Make a folder for what the file that is called ``called`` holds."""
        return self._made(called, "")

    def file(self, name: str, called: str) -> Path:
        """Return where to write a file ``name`` that is called ``called`` itself."""
        return self._made(called, name) / name

    def said(self, text: str) -> str:
        """``text`` with each path into this folder as it is called."""
        found, end = [], 0
        for match in self._inside.finditer(text):
            called, only = self._names[int(match[1])]
            found += [text[end : match.start()], called]
            end = match.end()
            if only and text.startswith(only, end):
                end += len(only)
            elif not only and match[0][-1] in "/\\":
                found.append(IN)
        return "".join((*found, text[end:]))

    def only_file(self, folder: Path) -> Path | None:
        """The file that :meth:`file` was asked for, if ``folder`` was made for one alone."""
        name = self._names[int(folder.name)][1] if folder.parent == self.root else ""
        return folder / name if name else None

    def has(self, path: Path) -> bool:
        """Whether ``path`` lies here."""
        return path.is_relative_to(self.root)

    def _made(self, called: str, only: str) -> Path:
        folder = self.root / str(len(self._names))
        folder.mkdir()
        self._names.append((called, only))
        return folder


@contextmanager
def opened() -> Iterator[Scratch]:
    """Make a scratch folder among the temporary files, which only this user can read; it goes with the block."""
    with tempfile.TemporaryDirectory(prefix="sociable-") as folder:
        yield Scratch(Path(folder))


def retold(problem: Problem, said: Callable[[str], str]) -> Problem:
    """Say where a problem is by the names of people."""
    return replace(problem, what=said(problem.what), path=said(problem.path), mend=said(problem.mend))


@contextmanager
def telling(said: Callable[[str], str]) -> Iterator[None]:
    """Let the errors of a block name files as people do.

    Raises:
        SourceError: as the block does.
    """
    try:
        yield
    except SourceError as error:
        kind = NoBlogError if isinstance(error, NoBlogError) else SourceError
        raise kind(*(retold(problem, said) for problem in error.problems)) from error


def renamed(item: Item, said: Callable[[str], str]) -> Item:
    """Return ``item`` with the names of people for the files it was found in."""
    source = replace(item.source, path=said(item.source.path))
    if not isinstance(item, Post):
        return replace(item, source=source)
    return replace(
        item,
        source=source,
        found_at=tuple(map(said, item.found_at)),
        lost=tuple(replace(loss, what=said(loss.what)) for loss in item.lost),
        comments=tuple(
            replace(comment, source=replace(comment.source, path=said(comment.source.path)))
            for comment in item.comments
        ),
    )
