"""Header lines and the text below them: the one grammar of every file in ``content/``.

The format is Pelican's (https://docs.getpelican.com/en/latest/content.html#file-metadata): lines of
``Key: value``, a blank line, then the body. Two rules make it hold any text.

**Headers.** A value is written as it is. Only what a line cannot hold, or what would deceive whoever reads
the line, becomes ``\\u{hex}``: control characters and exotic line ends, bidirectional overrides, white space at
either end, and, inside a list, its separators. ``\\u{}`` stands for an empty item of a list. A backslash is
itself unless ``u{`` follows it; then it is written ``\\u{5c}``.

**Bodies.** :func:`compose` ends a body with one newline of its own, and reading takes one away, so that a file
ends with a newline and yet a body that has none, or five, comes back the same. Nothing else is touched.

Lone surrogates, which UTF-8 cannot hold, are written as U+FFFD, in headers and bodies alike. Values that go on
over several lines, and YAML fences, are not handled: they are problems.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable.errors import ContentError, Problem

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(.*)")
_ESCAPED = re.compile(r"\\u\{([0-9A-Fa-f]{0,6})\}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|^\s|\s\Z|\\(?=u\{)"
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Header:
    """One header line. ``written`` is the value as the file spells it; ``line`` counts from 1."""

    key: str
    written: str
    line: int

    @property
    def value(self) -> str:
        """The text that was meant, escapes resolved."""
        return unescape(self.written)


@dataclass(frozen=True, slots=True)
class Document:
    """A file taken apart. ``body_line`` is the line on which the body starts, or would."""

    headers: tuple[Header, ...]
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class Block:
    """Header lines found in a text, up to and with the blank line; ``end`` is the offset after it."""

    headers: tuple[Header, ...]
    end: int
    end_line: int
    problems: tuple[Problem, ...]


def escape(text: str, also: str = "") -> str:
    """Spell ``text`` so that one header line can hold it.

    ``also`` is a regular expression for further single characters that the place gives a meaning.
    """
    return replace_surrogates(_unsafe(also).sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text))


def unescape(written: str) -> str:
    """Give back the text that :func:`escape` spelt. What is no escape stays as it is."""
    if "\\u{" not in written:
        return written
    return _ESCAPED.sub(_character, written)


def replace_surrogates(text: str) -> str:
    """Put U+FFFD for every lone surrogate, as an HTML reader does for the character it stands for."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def shown(text: str) -> str:
    """Quote ``text`` for a message: on one line, and not too long."""
    safe = escape(text)
    return f'"{safe}"' if len(safe) <= _LONGEST_SHOWN else f'"{safe[:_LONGEST_SHOWN]}…"'


def compose(head: str, body: str) -> str:
    """Join header lines (each ended by a newline) and a body to the text of a file."""
    return f"{head}\n{replace_surrogates(body)}\n" if body or not head else head


def parse(text: str, path: str) -> Document:
    """Take a file apart.

    Raises:
        ContentError: a line above the first blank one is no header.
    """
    document, problems = scan(text, path)
    if problems:
        raise ContentError(*problems)
    return document


def scan(text: str, path: str) -> tuple[Document, tuple[Problem, ...]]:
    """Take a file apart as far as it goes, and say what is wrong with its headers. A BOM is passed over."""
    block = scan_headers(text, path, start=1 if text.startswith("\ufeff") else 0)
    return Document(block.headers, text[block.end :].removesuffix("\n"), block.end_line), block.problems


def scan_headers(text: str, path: str, *, start: int = 0, line: int = 1) -> Block:
    """Read the header lines from the offset ``start``, which is line ``line``, up to a blank line or the end.

    Of several lines that are no headers only the first is a problem: the others mostly follow from it.
    """
    headers: list[Header] = []
    stray: tuple[int, str] | None = None
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        written = text[start:end]
        start = end + 1
        if match := _HEADER.match(written):
            headers.append(Header(match[1], match[2].strip(), line))
        elif not written or written.isspace():
            line += 1
            break
        else:
            stray = stray or (line, written)
        line += 1
    problems = (_stray(stray[1], path, stray[0]),) if stray else ()
    return Block(tuple(headers), min(start, len(text)), line, problems)


def read_text(path: Path, shown_as: str = "") -> str:
    """Read a file of UTF-8 text as it is: a BOM is dropped, line ends stay. ``shown_as`` is its name in messages.

    Raises:
        ContentError: the file is not UTF-8; the problem names the line.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8: byte {error.object[error.start]:#04x} is no part of a character"
        raise ContentError(Problem(what, shown_as or path.as_posix(), line, "Save the file as UTF-8.")) from error


@lru_cache(maxsize=16)
def _unsafe(also: str) -> re.Pattern[str]:
    return re.compile(f"{_UNSAFE}|{also}" if also else _UNSAFE)


def _character(found: re.Match[str]) -> str:
    if not found[1]:
        return ""
    code = int(found[1], 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:  # beyond Unicode, or a surrogate: not ours, so plain text
        return found[0]
    return chr(code)


def _stray(written: str, path: str, line: int) -> Problem:
    mend = "Write every header as `Key: value` on one line, and a blank line between the headers and the text."
    if written.strip() in ("---", "+++"):
        mend = "Take the line out: headers stand without a fence, and a blank line ends them."
    elif written[0].isspace():
        mend = "Join it to the line above: a header is one line, however long."
    return Problem(f"{shown(written.strip())} is no header", path, line, mend)
