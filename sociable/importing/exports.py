"""The files that an import reads: each told by its content, whatever its name; a folder stands for its files.

Another kind is a line in ``KINDS``. One text looks like any other, so in a folder only those count as extracts that its
``sources.csv`` names; where there is none, those called ``….txt``, read-me files left out. A catalogue may name the
extracts of several blogs: those of another than the one imported are left out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Problem, SourceError
from sociable.model import Item
from sociable.sources import feed, saved_page, text_extract, wxr
from sociable.sources.text_extract import catalogue

Warn = Callable[[Problem], None]

_HEAD = 65_536
"""Bytes that tell a kind: an export may begin with comments of some thousand."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source: how its beginning shows it, and what reads it."""

    name: str
    is_this: Callable[[bytes], bool]
    read: Callable[[Path, Warn], Iterator[Item]]


TEXT = Kind("text extract of a page", text_extract.is_text, text_extract.read)
PAGE = Kind("saved pages", saved_page.is_page, saved_page.read)
KINDS = (Kind("WordPress export (WXR)", wxr.is_wxr, wxr.read), Kind("saved feed", feed.is_feed, feed.read), PAGE, TEXT)


@dataclass(frozen=True, slots=True)
class Export:
    """A file to read, and what it is."""

    path: Path
    kind: Kind


def find(sources: Sequence[Path], blog: str, warn: Warn) -> tuple[Export, ...]:
    """Find the exports of ``blog`` in ``sources``, by path, each once, whatever the order they are given in.

    A file in a folder that is no export is a warning; one that was named itself is an error. An extract that is said
    to be of another blog is a warning either way.

    Raises:
        SourceError: with everything that cannot be read, or if nothing is left to read.
    """
    found: dict[Path, Export] = {}
    problems: list[Problem] = []
    for source in sources:
        in_folder = source.is_dir()
        for path in _files(source) if in_folder else (source,):
            row = catalogue.beside(path).get(path.name)
            is_listed = row is not None or not in_folder or (not catalogue.beside(path) and _is_called_text(path))
            try:
                export = _export(path, may_be_text=is_listed)
                if export.kind is TEXT and row and row.blog != blog:
                    other = f"of the blog {row.blog}" if row.blog else "of no blog that its catalogue names"
                    warn(Problem(f"left out: it is {other}", str(path), level="warning"))
                elif in_folder and export.kind is PAGE:
                    found.setdefault(source.resolve(), Export(source, PAGE))
                else:
                    found.setdefault(path.resolve(), export)
            except SourceError as error:
                problems.extend(() if in_folder else error.problems)
                for problem in error.problems if in_folder else ():
                    warn(Problem(problem.what, problem.path, level="warning"))
    if not problems and not found:
        mend = "Name the file that WordPress wrote under Tools, Export, or extracts of the blog's pages."
        problems.append(Problem("no export here", ", ".join(map(str, sources)), mend=mend))
    if problems:
        raise SourceError(*problems)
    return tuple(found[path] for path in sorted(found))


def _files(folder: Path) -> Iterator[Path]:
    """The files below ``folder``, links not followed, hidden ones left out."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(files) if not name.startswith(".") and name != catalogue.NAME)


def _export(path: Path, *, may_be_text: bool) -> Export:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        for kind in KINDS:
            if kind.is_this(head) and (kind is not TEXT or may_be_text):
                return Export(path, kind)
    except OSError as error:
        raise SourceError(Problem(f"cannot read it: {error.strerror}", str(path))) from error
    known = ", ".join(kind.name for kind in KINDS)
    raise SourceError(Problem("not an export that is known here", str(path), mend=f"Known is: {known}."))


def _is_called_text(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and not path.name.lower().startswith("readme")
