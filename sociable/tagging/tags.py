"""What has been decided on posts: ``tags.csv`` beside an archive's bag, and the ``Principles:`` line of a blog's post.

``tags.csv`` has the columns ``post`` (the post's path below the archive's address, such as
``2013/01/19/green-shoots/``), ``principles`` and ``organisations`` (ids, with ``;`` between), ``who`` and ``date``.
Either may be ``none``: it was decided that no principle fits, or that the post is nobody's. An empty cell decides
nothing. ``who`` is ``staff``, ``imported`` or ``applied`` (by the model alone), and the earlier of these wins, column
by column; a post has at most one row of each. ``date`` is the day of a decision of staff; the others have none, so that
the same run leaves the same file. Rows are kept in order. In a blog's post a ``Principles:`` line with nothing after it
is the decision that none fits, a post without the line is undecided.

Specification: RFC 4180, with newlines alone at the ends of lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from sociable.contentfile import parse, read_text
from sociable.contentfile.fields import did_you_mean
from sociable.contentfile.headers import shown
from sociable.errors import ContentError, Problem
from sociable.model import Post
from sociable.vocabulary import PRINCIPLES

FILE = "tags.csv"
NONE = "none"
COLUMNS = ("post", "principles", "organisations", "who", "date")

Who = Literal["staff", "imported", "applied"]
WHO: tuple[Who, ...] = get_args(Who)

_BEFORE = ("organisations", "authors", "modified", "date", "title")


@dataclass(frozen=True, slots=True)
class Tag:
    """A decision on a post. What was not decided is ``None``, and empty where it was decided that none fits."""

    post: str
    principles: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    who: Who = "staff"
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for a post after all rows are weighed, and who said so (empty: nobody)."""

    principles: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    principles_by: Who | Literal[""] = ""
    organisations_by: Who | Literal[""] = ""


def name_of(post: Post) -> str:
    """How ``tags.csv`` names a post of an archive: by its path, or where it has none by its id."""
    return post.path or str(post.id)


def read(archive: Path) -> tuple[Tag, ...]:
    """Read the decisions beside an archive's bag; none if there is no such file. Raises :class:`ContentError`."""
    path = archive / FILE
    return load(read_text(path, path.as_posix()), path.as_posix()) if path.is_file() else ()


def write(archive: Path, tags: Iterable[Tag]) -> None:
    """Write the decisions beside an archive's bag."""
    (archive / FILE).write_text(dump(tags), encoding="utf-8", newline="\n")


def load(text: str, path: str) -> tuple[Tag, ...]:
    """Read a ``tags.csv``.

    Raises:
        ContentError: with every wrong line.
    """
    problems: list[Problem] = []
    tags: list[Tag] = []
    lines: dict[tuple[str, str], int] = {}
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), strict=True)
    try:
        for row in rows:
            if rows.line_num == 1:
                _check_columns(row, path, problems)
            elif row and (tag := _tag(row, path, rows.line_num, problems)):
                first = lines.setdefault((tag.post, tag.who), rows.line_num)
                if first != rows.line_num:
                    what = f"{shown(tag.post)} has a row by {tag.who} already, on line {first}"
                    problems.append(Problem(what, path, rows.line_num, "Keep one of the two."))
                tags.append(tag)
    except csv.Error as error:
        problems.append(Problem(f"not CSV: {error}", path, rows.line_num, "Close the quotation mark."))
    if problems:
        raise ContentError(*problems)
    return tuple(tags)


def dump(tags: Iterable[Tag]) -> str:
    """Write a ``tags.csv``; its rows are in the order of the posts' names."""
    written = io.StringIO(newline="")
    out = csv.writer(written, lineterminator="\n")
    out.writerow(COLUMNS)
    for tag in sorted(tags, key=lambda tag: (tag.post, WHO.index(tag.who))):
        day = tag.date.isoformat() if tag.date else ""
        out.writerow((tag.post, _cell(tag.principles), _cell(tag.organisations), tag.who, day))
    return written.getvalue()


def put(tags: Iterable[Tag], tag: Tag) -> tuple[Tag, ...]:
    """Add a decision in place of the one that the same had made on the same post."""
    return (*(each for each in tags if (each.post, each.who) != (tag.post, tag.who)), tag)


def decide(tags: Iterable[Tag]) -> dict[str, Decision]:
    """Weigh the rows of each post: ``{post: what holds}``."""
    found: dict[str, Decision] = {}
    for tag in sorted(tags, key=lambda tag: WHO.index(tag.who)):
        known = found.get(tag.post, Decision())
        if known.principles is None and tag.principles is not None:
            known = Decision(tag.principles, known.organisations, tag.who, known.organisations_by)
        if known.organisations is None and tag.organisations is not None:
            known = Decision(known.principles, tag.organisations, known.principles_by, tag.who)
        found[tag.post] = known
    return found


def says_principles(text: str, path: str) -> bool:
    """Tell whether the headers of a blog's post have a ``Principles:`` line, be it empty."""
    return any(header.key.lower() == "principles" for header in parse(text.replace("\r\n", "\n"), path).headers)


def with_principles(text: str, principles: Sequence[str], path: str) -> str:
    """Set the ``Principles:`` line of a blog's post; no other line changes. It goes below who wrote it if it is new."""
    return _with_line(text, "Principles", ", ".join(principles), path)


def with_organisations(text: str, organisations: Sequence[str], path: str) -> str:
    """Set the ``Organisations:`` line of a blog's post, as :func:`with_principles` does its own."""
    return _with_line(text, "Organisations", " ".join(f"{each};" for each in organisations), path)


def _with_line(text: str, key: str, value: str, path: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"{key}: {value}".rstrip()
    by_key = {header.key.lower(): header.line for header in parse(text.replace("\r\n", "\n"), path).headers}
    lines = text.split(end)
    if old := by_key.get(key.lower()):
        lines[old - 1] = line
    else:
        lines.insert(next((by_key[each] for each in _BEFORE if each in by_key), 0), line)
    return end.join(lines)


def _check_columns(row: Sequence[str], path: str, problems: list[Problem]) -> None:
    if tuple(row) != COLUMNS:
        mend = f"Make the first line `{','.join(COLUMNS)}`."
        problems.append(Problem("the columns are not those of a tags.csv", path, 1, mend))


def _tag(row: Sequence[str], path: str, line: int, problems: list[Problem]) -> Tag | None:
    """Read a row; what is wrong with it is added to ``problems``."""
    if len(row) != len(COLUMNS):
        what = f"{len(row)} cells where there should be {len(COLUMNS)}"
        problems.append(Problem(what, path, line, f"Write {','.join(COLUMNS)}, empty where there is nothing to say."))
        return None
    post, written, organisations, who, day = (cell.strip() for cell in row)
    before = len(problems)
    if not post:
        problems.append(Problem("no post is named", path, line, "Write the post's path in the first cell."))
    principles = _principles(written, path, line, problems)
    if who not in WHO:
        what = f"unknown {shown(who)} in the column who{did_you_mean(who, WHO)}"
        problems.append(Problem(what, path, line, f"Write one of {', '.join(WHO)}."))
    try:
        decided = date.fromisoformat(day) if day else None
    except ValueError:
        problems.append(Problem(f"{shown(day)} is no date", path, line, "Write it as 2026-11-21."))
    if len(problems) > before:
        return None
    return Tag(post, principles, _items(organisations), WHO[WHO.index(who)], decided)


def _principles(written: str, path: str, line: int, problems: list[Problem]) -> tuple[str, ...] | None:
    items = _items(written)
    for item in items or ():
        if item not in PRINCIPLES:
            what = f"unknown principle {shown(item)}{did_you_mean(item, (*PRINCIPLES, NONE))}"
            mend = f"Write ids such as {PRINCIPLES[0]};{PRINCIPLES[6]}, or {NONE}."
            problems.append(Problem(what, path, line, mend))
    return items


def _items(written: str) -> tuple[str, ...] | None:
    if not written or written == NONE:
        return () if written else None
    return tuple(dict.fromkeys(item.strip() for item in written.split(";") if item.strip()))


def _cell(items: Sequence[str] | None) -> str:
    return "" if items is None else ";".join(items) or NONE
