"""Lay the chosen bodies of a web archive aside: the pages in one file, the others in one each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sociable.errors import Problem, SourceError
from sociable.sources.saved_page import Capture as Page
from sociable.sources.saved_page.capture import LazyCaptures
from sociable.sources.tally import Warn
from sociable.sources.warc import bodies, index
from sociable.sources.warc.captures import Capture, Key, without_index
from sociable.sources.warc.records import Record, visit

LARGEST = {"page": 32 << 20, "other": 256 << 20, "file": 100 << 20}
"""Bytes of a body; what is larger is left out. No archive takes a file above 100 MB."""

_FREE = 1 << 30
_RATIO = 250
"""What is unpacked may have this many bytes in any case, and this many times those of the files."""

_UNSAFE = re.compile(r"[^A-Za-z0-9.=&_-]+")
_LONGEST_NAME = 100


@dataclass(slots=True)
class Laid:
    """Where the bodies lie: of pages the place and length in the file ``pages``, of the others their own files."""

    pages: Path
    places: dict[Key, tuple[int, int]] = field(default_factory=dict)
    files: dict[Key, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pages(LazyCaptures):
    """The pages of a web archive, each read when it is asked for; ``called`` are the files, by number."""

    captures: Sequence[Capture]
    laid: Laid
    called: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.captures)

    def had(self, at: int) -> Page:
        """Return one of them."""
        capture = self.captures[at]
        start, length = self.laid.places[capture.body]
        with self.laid.pages.open("rb") as file:
            file.seek(start)
            html = file.read(length)
        where = f"{self.called[capture.key[0]]}!{capture.url}"
        return Page(without_index(capture.url), html, where, capture.taken, capture.charset)


def lay(paths: Sequence[Path], chosen: Sequence[Capture], folder: Path, warn: Warn) -> Laid:
    """Write the bodies of ``chosen`` below ``folder``.

    Raises:
        SourceError: they would fill the disk, or there is no room.
    """
    laid = Laid(folder / "pages")
    wanted = {capture.body: capture for capture in chosen}
    for kind in ("file", "other"):
        (folder / kind).mkdir()
    allowed = max(_FREE, _RATIO * sum(path.stat().st_size for path in paths))
    try:
        with laid.pages.open("wb") as pages:
            laying = _Laying(laid, wanted, folder, pages, allowed, warn)
            for number, path in enumerate(paths):
                laying.go(number, path)
    except OSError as error:
        what = f"cannot be unpacked: {error.strerror or error}"
        raise SourceError(Problem(what, paths[0].as_posix(), mend="Make room for temporary files.")) from error
    return laid


@dataclass(slots=True)
class _Laying:
    laid: Laid
    wanted: Mapping[Key, Capture]
    folder: Path
    pages: IO[bytes]
    left: int
    warn: Warn

    def go(self, number: int, path: Path) -> None:
        """Write what is wanted of one file."""

        def take(record: Record) -> None:
            key = (number, record.number)
            if (capture := self.wanted.get(key)) is not None:
                self._write(key, capture, record, path)

        visit(path, take, lambda offset, why, is_inside: None)

    def _write(self, key: Key, capture: Capture, record: Record, path: Path) -> None:
        if capture.kind == "page":
            start = self.pages.tell()
            try:
                fits = self._copy(record, self.pages, capture, path)
            finally:
                self.laid.places[key] = (start, self.pages.tell() - start)
            if not fits:
                self.pages.seek(start)
                self.pages.truncate()
                self.laid.places[key] = (start, 0)
            return
        name = f"{len(self.laid.files)}-{_UNSAFE.sub('_', capture.url.partition('://')[2])[:_LONGEST_NAME]}"
        target = self.folder / capture.kind / name
        self.laid.files[key] = target
        with target.open("xb") as file:
            fits = self._copy(record, file, capture, path)
        if not fits:
            target.unlink()
            del self.laid.files[key]

    def _copy(self, record: Record, file: IO[bytes], capture: Capture, path: Path) -> bool:
        """Write a body to ``file``; say whether it is not too large."""
        left = LARGEST[capture.kind]
        try:
            for piece in index.body(record):
                left -= len(piece)
                self.left -= len(piece)
                if self.left < 0:
                    what = "unpacks to so much that it looks like a file that is made to fill a disk"
                    raise SourceError(Problem(what, f"{path.as_posix()}!{capture.url}"))
                if left < 0:
                    what = f"left out: it is larger than {LARGEST[capture.kind] >> 20} MB"
                    self.warn(Problem(what, f"{path.as_posix()}!{capture.url}", level="warning"))
                    return False
                file.write(piece)
        except bodies.Unreadable as error:
            what = f"was read only to where its compression breaks off: {error}"
            self.warn(Problem(what, f"{path.as_posix()}!{capture.url}", level="warning"))
        return True
