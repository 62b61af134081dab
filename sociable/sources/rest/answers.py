"""Read saved answers of WordPress's REST interface: files of JSON, each with one object, a list, or one object a line.

JSON is RFC 8259. Only one file is in memory at a time, and of a list only one object; the ``json`` module needs the
file's text as a whole, so a file may have :data:`LARGEST` bytes at most (an answer has 100 objects, some MB).
What the interface wraps around an answer (``_envelope``) is taken off.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sociable.errors import Problem, SourceError
from sociable.model import Source
from sociable.sources.tally import Kind, Warn

KIND = "rest"
LARGEST = 256 * 1024 * 1024  # bytes of one file
HEAD = 65_536  # bytes that is_rest() should be given

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_START = re.compile(rb"[ \t\r\n]*[\[{]")
_EMPTY = re.compile(rb"[ \t\r\n]*\[\s*\][ \t\r\n]*")
_MARKS = re.compile(
    rb'"rendered"\s*:|"avatar_urls"\s*:|"taxonomy"\s*:\s*"|"namespaces"\s*:\s*\[|"_links"\s*:\s*\{"self"'
    rb'|"code"\s*:\s*"rest_|"(?:site_ID|nice_name|post_count|post_ID|avatar_URL)"\s*:|wp-json'
    rb'|public-api\.wordpress\.com|\A\s*\{\s*"found"\s*:\s*\d'
)


def is_rest(head: bytes) -> bool:
    """Whether a file that starts with ``head`` (:data:`HEAD` bytes of it) is an answer of WordPress's REST interface.

    An empty list is one: the page after the last.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    return bool(_EMPTY.fullmatch(start) or (_START.match(start) and _MARKS.search(start)))


@dataclass(frozen=True, slots=True)
class Answer:
    """An object of an answer, and where it stands. Whatever is asked for, a value of another type counts as none."""

    data: Mapping[str, Any]
    path: str
    line: int

    def value(self, *names: str) -> Any:
        """Return the value below ``names``, one inside the other, or ``None``."""
        value: Any = self.data
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def text(self, *names: str) -> str:
        """Return the text below ``names``, or an empty string; what no file could hold is taken out of it."""
        value = self.value(*names)
        return _NOT_TEXT.sub("", value) if isinstance(value, str) else ""

    def html(self, name: str) -> str:
        """Return the HTML that readers got, or else what is stored, of a field such as ``content``."""
        return self.text(name, "rendered") or self.text(name, "raw") or self.text(name)

    def number(self, *names: str) -> int | None:
        """Return the positive number below ``names``; 0 is none."""
        value = self.value(*names)
        return value if type(value) is int and 0 < value < 10**18 else None

    def order(self, name: str) -> int:
        """Return the number called ``name``, maybe negative, or 0."""
        value = self.value(name)
        return value if type(value) is int and abs(value) < 10**9 else 0

    def numbers(self, name: str) -> Sequence[int]:
        """Return the positive numbers in the list called ``name``."""
        value = self.value(name)
        found = value if isinstance(value, list) else ()
        return [one for one in found if type(one) is int and 0 < one < 10**18]

    def objects(self, *names: str) -> Iterator[Answer]:
        """Yield the objects in the list below ``names``, also those in lists in it."""
        yield from self._objects(self.value(*names))

    def _objects(self, value: Any) -> Iterator[Answer]:
        if isinstance(value, Mapping):
            yield Answer(value, self.path, self.line)
        for one in value if isinstance(value, list) else ():
            yield from self._objects(one)

    def bare(self) -> Answer:
        """Return the place alone, without what stands there."""
        return Answer({}, self.path, self.line)

    def source(self) -> Source:
        """Return where the object stands, and the address that it is about."""
        return Source(self.path, self.line, KIND, self.text("link"))


@dataclass(slots=True)
class Notes:
    """What was left out or is in doubt, counted by kind; the first place of each is named."""

    firsts: dict[Kind, Answer] = field(default_factory=dict)
    totals: dict[Kind, int] = field(default_factory=dict)

    def note(self, kind: Kind, at: Answer) -> None:
        """Count one more case of ``kind``."""
        self.firsts.setdefault(kind, at.bare())
        self.totals[kind] = self.totals.get(kind, 0) + 1

    def report(self, warn: Warn) -> None:
        """Hand a warning for each kind to ``warn``."""
        for kind, first in self.firsts.items():
            what = f"{kind.what} ({self.totals[kind]})"
            warn(Problem(what, first.path, first.line, kind.mend, "warning"))


def files(path: Path) -> tuple[Path, ...]:
    """Return the files at or below ``path`` that are answers, by path; hidden ones and links are left out."""
    if path.is_file():
        return (path,)
    found = []
    for here, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(here, name) for name in sorted(names) if not name.startswith("."))
        found += [one for one in paths if not one.is_symlink() and is_rest(_head(one))]
    return tuple(found)


def read(path: Path) -> Iterator[Answer]:
    """Yield the objects of a file one by one.

    Raises:
        SourceError: it is no JSON, is cut short, or too large; ``line`` says where.
    """
    place = path.as_posix()
    text = _text(path, place)
    line, counted = 1, 0
    try:
        for start, value in _values(text):
            line, counted = line + text.count("\n", counted, start), start
            yield from _unwrapped(value, place, line)
    except json.JSONDecodeError as error:
        what = f"is no JSON, or is cut short: {error.msg}"
        raise SourceError(Problem(what, place, error.lineno, "Save that answer once more.")) from error


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise SourceError(Problem(f"cannot read it: {error.strerror}", path.as_posix())) from error


def _text(path: Path, place: str) -> str:
    try:
        if path.stat().st_size > LARGEST:
            mend = "Save it in several files."
            raise SourceError(Problem(f"is larger than {LARGEST // 2**20} MB", place, mend=mend))
        stored = path.read_bytes()
    except OSError as error:
        raise SourceError(Problem(f"cannot read it: {error.strerror}", place)) from error
    try:
        return stored.decode(json.detect_encoding(stored))
    except UnicodeDecodeError as error:
        line = stored.count(b"\n", 0, error.start) + 1
        raise SourceError(Problem("holds bytes that are not text", place, line, "Save it once more.")) from error


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the values in a text, those of a list one by one, each with where it starts."""
    at = _after_space(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = _after_space(text, at + 1)
            while not text.startswith("]", at):
                value, end = _value(text, at)
                yield at, value
                if comma := _COMMA.match(text, end):
                    at = _after_space(text, comma.end())
                    if text.startswith("]", at):
                        raise json.JSONDecodeError("Expecting value", text, at)
                else:
                    at = _after_space(text, end)
                    if not text.startswith("]", at):
                        raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
            end = at + 1
        else:
            value, end = _value(text, at)
            yield at, value
        at = _after_space(text, end)


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise json.JSONDecodeError("a number is too long, or lists stand too deep in each other", text, at) from error


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    assert space is not None
    return space.end()


def _unwrapped(value: Any, place: str, line: int) -> Iterator[Answer]:
    if isinstance(value, list):
        for one in value:
            yield from _unwrapped(one, place, line)
    elif isinstance(value, Mapping) and {"body", "status", "headers"} <= value.keys():
        yield from _unwrapped(value["body"], place, line)
    else:
        yield Answer(value if isinstance(value, Mapping) else {}, place, line)
