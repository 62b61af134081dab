"""Conversations: the comments of one post in order, many in one file.

Each starts with a delimiter line that holds its id, then come headers, a blank line and Markdown::

    === comment 12 ===
    Author: A resident
    Date: 2026-11-21 09:30
    Parent: 11

    I would like to hear more about this.

A body line that begins like a delimiter (three or more ``=``, then ``comment``) is written with one more ``=``, and
reading takes it away again: so any body comes back. One newline ends a body, one more parts it from the next
delimiter; both belong to the file, not to the body.

An archive keeps what the old blog had: ids that occur twice, parents that are missing or in a circle. What people
write is read strictly: those are problems there, as is a comment without author, date or words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from zoneinfo import ZoneInfo

from sociable.contentfile.dates import LONDON, dump_moment, read_moment
from sociable.contentfile.fields import (
    INTEGER,
    MOMENT,
    TEXT,
    Codec,
    Field,
    Loaded,
    Table,
    choice,
    dump_fields,
    load_fields,
    load_plain,
    table,
    text_unless,
)
from sociable.contentfile.headers import compose, scan_headers, shown
from sociable.errors import ContentError, Problem
from sociable.model import Comment, Source

_DELIMITER = re.compile(r"^===[ \t]*comment\b(.*)$", re.IGNORECASE | re.MULTILINE)
_ID = re.compile(r"=== comment (-?[0-9]{1,18}) ===\s*")
_TO_STUFF = re.compile(r"^(?=={3,}[ \t]*comment\b)", re.IGNORECASE | re.MULTILINE)
_STUFFED = re.compile(r"^=(?=={3,}[ \t]*comment\b)", re.IGNORECASE | re.MULTILINE)


def _fields(moment: Codec) -> Table:
    return table(
        Field("Author", "author", TEXT),
        Field("Date", "date", moment),
        Field("Parent", "parent", INTEGER),
        Field("Type", "type", choice({kind: kind for kind in ("comment", "pingback", "trackback")}, default="comment")),
        Field("Status", "status", text_unless("approved")),
        Field("URL", "url", TEXT),
        Field("User", "user", TEXT),
        Field("Gone", "gone", TEXT),
    )


_COMMENT = _fields(MOMENT)
_NOTHING = Loaded()
"""What is told of headers that nobody will ask about: an archive is not read strictly."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A comment and the headers it came from."""

    comment: Comment
    loaded: Loaded


def dump_conversation(comments: Iterable[Comment]) -> str:
    """Write the comments of one post in the order given."""
    return "\n".join(map(_dump_comment, comments))


def load_conversation(text: str, path: str, *, strict: bool = False, zone: ZoneInfo = LONDON) -> tuple[Comment, ...]:
    """Read a conversation in the file's order; ``source`` says on which line each comment starts.

    ``strict`` is for what people write: their dates are the time in ``zone`` where they name no offset, line ends
    become newlines, and what a conversation must not have is a problem.

    Raises:
        ContentError: with every problem of the file.
    """
    comments, problems = scan_conversation(text, path, strict=strict, zone=zone)
    if problems:
        raise ContentError(*problems)
    return comments


def scan_conversation(
    text: str, path: str, *, strict: bool = False, zone: ZoneInfo = LONDON
) -> tuple[tuple[Comment, ...], tuple[Problem, ...]]:
    """Read a conversation as far as it goes, and say what is wrong with it."""
    problems: list[Problem] = []
    text = text.removeprefix("\ufeff")
    if strict:
        text = text.replace("\r\n", "\n")
    fields = _fields(Codec(dump_moment, lambda written: read_moment(written, zone))) if strict else _COMMENT
    entries = list(_entries(text, path, fields, problems))
    if strict:
        problems += _missing(entries, path) + _misplaced(entries, path)
    return tuple(entry.comment for entry in entries), tuple(problems)


def _dump_comment(comment: Comment) -> str:
    head = f"=== comment {comment.id} ===\n{dump_fields(comment, _COMMENT)}"
    return compose(head, _TO_STUFF.sub("=", comment.body))


def _entries(text: str, path: str, fields: Table, problems: list[Problem]) -> Iterator[_Entry]:
    """Yield the comments of a file; what cannot be read goes to ``problems``."""
    delimiters = list(_DELIMITER.finditer(text))
    preamble = text[: delimiters[0].start()] if delimiters else text
    if preamble.strip():
        mend = "Start every comment with a line such as `=== comment 1 ===`."
        problems.append(Problem("text above the first comment", path, 1, mend))
    line = 1 + preamble.count("\n")
    for delimiter, following in zip_longest(delimiters, delimiters[1:]):
        end = following.start() if following else len(text)
        if match := _ID.fullmatch(delimiter[0]):
            part = text[delimiter.start() : end]
            part = part.removesuffix("\n") if following else part
            yield _entry(int(match[1]), part, Source(path, line), fields, problems)
        else:
            what = f"{shown(delimiter[0].strip())} does not start a comment"
            mend = "Write it as `=== comment 1 ===`, with the number; to have it as text, put one more `=` in front."
            problems.append(Problem(what, path, line, mend))
        line += text.count("\n", delimiter.start(), end)


def _entry(number: int, part: str, source: Source, fields: Table, problems: list[Problem]) -> _Entry:
    """Read one comment from ``part``, which starts with its delimiter line."""
    assert source.line is not None
    start = part.find("\n") + 1 or len(part)
    blank = part.find("\n\n", start)
    values = load_plain(part[start:blank], fields) if fields is _COMMENT and blank > 0 else None
    if values is not None:
        body = _unstuffed(part[blank + 2 :].removesuffix("\n"))
        return _Entry(Comment(**{"author": "", **values}, id=number, body=body, source=source), _NOTHING)
    block = scan_headers(part, source.path, start=start, line=source.line + 1)
    loaded = load_fields(block.headers, fields, source.path)
    problems += [*block.problems, *loaded.problems]
    body = _unstuffed(part[block.end :].removesuffix("\n"))
    return _Entry(Comment(**{"author": "", **loaded.values}, id=number, body=body, source=source), loaded)


def _unstuffed(body: str) -> str:
    return _STUFFED.sub("", body) if "====" in body else body


def _missing(entries: list[_Entry], path: str) -> list[Problem]:
    """Say what a comment that people wrote lacks, or has although it was removed."""
    problems = []
    for comment, loaded in ((entry.comment, entry.loaded) for entry in entries):
        here = f"comment {comment.id}"
        wrong = []
        if comment.gone:
            if comment.author or comment.user or comment.url or comment.body.strip():
                mend = "Take out its author, user, URL and text, or the `Gone:` line."
                wrong.append((f"{here} was removed, but says more than that", mend))
        else:
            if loaded.lacks("author") and loaded.lacks("user"):
                wrong.append((f"{here} has no author", "Add `Author: …`, the name its writer wants to be known by."))
            if loaded.lacks("date"):
                wrong.append((f"{here} has no date", "Add `Date: …`, such as 2026-11-21 09:30."))
            if not comment.body.strip():
                wrong.append((f"{here} has no words", "Write them below a blank line, or take the comment out."))
        problems += [Problem(what, path, comment.source.line, mend) for what, mend in wrong]
    return problems


def _misplaced(entries: list[_Entry], path: str) -> list[Problem]:
    """Say which comments share an id, answer none that is here, or answer each other in a circle."""
    problems = []
    by_id: dict[int, _Entry] = {}
    for entry in entries:
        first = by_id.setdefault(entry.comment.id, entry)
        if first is not entry:
            what = f"a second comment {entry.comment.id}; the first is on line {first.comment.source.line}"
            problems.append(Problem(what, path, entry.comment.source.line, "Give one of them a number of its own."))
    for entry in entries:
        parent = entry.comment.parent
        if parent is not None and parent not in by_id:
            what = f"comment {entry.comment.id} answers comment {parent}, which is not in this file"
            mend = "Correct the number, or take the line out."
            problems.append(Problem(what, path, entry.loaded.lines["parent"], mend))
    return problems + _circles(by_id, path)


def _circles(by_id: dict[int, _Entry], path: str) -> list[Problem]:
    problems = []
    seen: set[int] = set()
    for start in by_id:
        trail: dict[int, None] = {}
        at: int | None = start
        while at is not None and at in by_id and at not in seen:
            seen.add(at)
            trail[at] = None
            at = by_id[at].comment.parent
        if at is not None and at in trail:
            others = list(trail)[list(trail).index(at) + 1 :]
            what = f"comment {at} answers itself{', by way of ' if others else ''}{', '.join(map(str, others))}"
            problems.append(
                Problem(what, path, by_id[at].loaded.lines["parent"], "Correct the `Parent:` of one of them.")
            )
    return problems
