"""The lines of a text file, numbered from 1, and what they are while nobody has looked at their meaning.

UTF-8, or UTF-16 with a byte order mark; bytes that are neither are read as Windows-1252, with a note. No-break spaces
(U+00A0) and blank lines stay, for they show where posts begin; :func:`plain` turns the former into spaces.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from sociable.errors import Problem, SourceError
from sociable.sources.tally import Kind, Tally

WINDOWS_1252 = Kind(
    "lines hold bytes that are not UTF-8: read as Windows-1252", "Look whether the words there are right."
)
CONTROL = Kind("lines hold control characters: those were removed")

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1f]")
_TWO_LINES = re.compile(rb"\S[^\S\r\n]*[\r\n]\s*\S")
_OTHER_KINDS = (b"<", b"{", b"[{", b"%PDF", b"PK")


class Line(NamedTuple):
    """A line of a file without its end; ``number`` counts from 1."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing that can be seen."""
        return not self.text.strip()

    @property
    def words(self) -> str:
        """Its text in plain spaces, without those at its ends."""
        return plain(self.text)

    @property
    def indent(self) -> int:
        """The spaces it starts with."""
        return len(self.text) - len(self.text.lstrip(" "))


def is_text(head: bytes) -> bool:
    """Whether a file that starts with ``head`` is plain text of two lines at least: no markup, data or binary."""
    if head.startswith(_WIDE):
        return True
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return bool(_TWO_LINES.search(start)) and not start.startswith(_OTHER_KINDS) and not _BINARY.search(head)


def read(path: Path, tally: Tally) -> list[Line]:
    """Read all lines of a file.

    Raises:
        SourceError: it cannot be read, or holds no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(Problem(f"cannot read it: {error.strerror}", path.as_posix())) from error
    if not is_text(data):
        mend = "Save the words of the page as plain text."
        raise SourceError(Problem("is no plain text", path.as_posix(), mend=mend))
    if data.startswith(_WIDE):
        return _cleaned(data.decode("utf-16", "replace"), tally)
    try:
        return _cleaned(data.decode("utf-8-sig"), tally)
    except UnicodeDecodeError:
        return _cleaned(_mixed(data, tally), tally)


def plain(text: str) -> str:
    """Return ``text`` with each run of white space, no-break spaces too, as one space, and none at the ends."""
    return " ".join(text.split())


def trimmed(lines: Sequence[Line]) -> Sequence[Line]:
    """Return ``lines`` without the blank ones at both ends."""
    start, end = 0, len(lines)
    while start < end and lines[start].is_blank:
        start += 1
    while end > start and lines[end - 1].is_blank:
        end -= 1
    return lines[start:end]


def paragraphs(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the runs of lines between blank ones."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.is_blank:
            runs.append([])
        else:
            runs[-1].append(line)
    return [run for run in runs if run]


def _mixed(data: bytes, tally: Tally) -> str:
    """Decode line by line: one that is not UTF-8 does not spoil the others."""
    decoded = []
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        try:
            decoded.append(line.decode())
        except UnicodeDecodeError:
            tally.note(WINDOWS_1252, number)
            decoded.append(line.decode("cp1252", "replace"))
    return "\n".join(decoded)


def _cleaned(text: str, tally: Tally) -> list[Line]:
    lines = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"), 1):
        clean = _CONTROLS.sub("", line)
        if clean != line:
            tally.note(CONTROL, number)
        lines.append(Line(number, clean))
    return lines
