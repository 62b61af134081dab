"""The change log of an archive: who changed which file when and why, each line chained to the one before it.

JSON lines in the file ``log`` beside the bag; there is none until something changes. A line holds the SHA-512 digest
of the line before it, the digests of the files it changed and of the bag's tag manifest, before and after; the lock
holds the digest of the last line. So no line can be taken out, altered or moved without a trace.

Where a person's words were erased, the digests that were taken over them are erased too (``"erased"``): whoever
knows the rest of a file could try short texts until the digest fits. The chain is then made anew from there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, get_args

from sociable.archive.differences import Difference
from sociable.contentfile import LONDON

FILE = "log"
NONE = "none"
ERASED = "erased"
"""Stands for a digest that may not be known any more."""
ERASURES: Literal["erased"] = "erased"
"""The file beside the bag that says what was erased: no part of the bag, but what the log says of it must hold."""

Verb = Literal["import", "amend", "redact"]

_VERBS: dict[str, Verb] = {verb: verb for verb in get_args(Verb)}
_MARKS = ("old", "new")


@dataclass(frozen=True, slots=True)
class Change:
    """A file's digest before and after; empty where there was no file, :data:`ERASED` where it may not be known."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``files`` are by path below the archive's folder, ``seal`` are the tag manifest's digests.

    ``comments`` are those that were erased, ``post path#id``.
    """

    date: date
    verb: Verb
    by: str
    reason: str
    seal: Change
    files: Mapping[str, Change]
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the lock remembers of a log: how many lines it has, and the digest of the last."""

    count: int = 0
    digest: str = NONE


def today() -> date:
    """The day on which a change is made, where those live who keep the archive."""
    return datetime.now(LONDON).date()


def dump(entries: Iterable[Entry]) -> bytes:
    """Write a log; nothing for no entries."""
    lines: list[bytes] = []
    for entry in entries:
        line = {
            "previous": _digest(lines[-1]) if lines else NONE,
            "date": entry.date.isoformat(),
            "verb": entry.verb,
            "by": entry.by,
            "reason": entry.reason,
            "seal": _marks(entry.seal),
            "files": {path: _marks(change) for path, change in sorted(entry.files.items())},
            **({"comments": list(entry.comments)} if entry.comments else {}),
        }
        lines.append(json.dumps(line, ensure_ascii=False).encode())
    return b"".join(line + b"\n" for line in lines)


def head(data: bytes) -> Head:
    """What the lock has to remember of a log."""
    lines = data.removesuffix(b"\n").split(b"\n")
    return Head(len(lines), _digest(lines[-1])) if data else Head()


def load(data: bytes) -> tuple[tuple[Entry, ...], tuple[Difference, ...]]:
    """Read a log as far as it goes, and say where its chain is broken."""
    found = [] if not data or data.endswith(b"\n") else [_wrong("the last line of the log is cut short")]
    lines = data.removesuffix(b"\n").split(b"\n") if data else []
    digests = [_digest(line) for line in lines]
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        try:
            previous, entry = _entry(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError):
            found.append(_wrong(f"line {number} of the log cannot be read"))
            continue
        entries.append(entry)
        before = digests[number - 2] if number > 1 else NONE
        if previous != before:
            found.append(_wrong(_broken(number, previous, digests), previous, before))
    return tuple(entries), tuple(found)


def against(data: bytes, remembered: Head) -> tuple[Difference, ...]:
    """Say how a log is not the one that the lock remembers."""
    now = head(data)
    if now == remembered:
        return ()
    if now.count < remembered.count:
        gone = remembered.count - now.count
        what = f"the log has {now.count} lines, the lock knows {remembered.count}: {gone} taken out"
    elif now.count > remembered.count:
        what = f"the log has {now.count} lines, the lock knows only {remembered.count}"
    else:
        what = "the last line of the log is not the one that the lock knows"
    return (_wrong(what, remembered.digest, now.digest),)


def history(entries: Sequence[Entry], seal: str, digests: Mapping[str, str]) -> tuple[Difference, ...]:
    """Walk the changes: each starts where the one before ended, and the last ends at what is there now.

    ``seal`` is the digest of the tag manifest, ``digests`` those of all files by path below the archive's folder.
    """
    found = [
        _wrong(f"line {number} of the log does not begin with the seal that line {number - 1} ended with")
        for number, (one, other) in enumerate(pairwise(entries), 2)
        if _differ(one.seal.new, other.seal.old)
    ]
    if entries and _differ(entries[-1].seal.new, seal):
        what = "the bag was sealed again without a line in the log"
        found.append(_wrong(what, entries[-1].seal.new, seal))
    known: dict[str, str] = {}
    for number, entry in enumerate(entries, 1):
        for path, change in entry.files.items():
            if path in known and _differ(known[path], change.old):
                found.append(_wrong(f"line {number} of the log takes {path} for another than it was left"))
            known[path] = change.new
        if entry.verb == "import":
            known = {path: digest for path, digest in known.items() if path in (*kept(entries[:number]), ERASURES)}
    for path, digest in known.items():
        now = digests.get(path, "")
        if _differ(digest, now):
            what = f"{path} is not what the log says it was left as"
            found.append(Difference("erased" if path == ERASURES else "log", path, what, digest, now))
    if ERASURES in digests and ERASURES not in known:
        found.append(Difference(ERASURES, ERASURES, "nothing in the log says that anything was erased"))
    return tuple(found)


def kept(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The files that people changed, each with the last entry that did: an import leaves them as they are."""
    return {path: entry for entry in entries if entry.verb == "amend" for path in entry.files}


def without(
    entries: Iterable[Entry], files: Iterable[str], tidy: Callable[[str], str] = lambda text: text
) -> tuple[Entry, ...]:
    """Forget every digest that was taken over ``files`` or over the bag as a whole, and ``tidy`` what people wrote."""
    gone = frozenset(files)
    return tuple(
        replace(
            entry,
            by=tidy(entry.by),
            reason=tidy(entry.reason),
            seal=Change(ERASED, ERASED),
            files={path: _forgotten(change) if path in gone else change for path, change in entry.files.items()},
        )
        for entry in entries
    )


def _forgotten(change: Change) -> Change:
    return Change(ERASED if change.old else "", ERASED if change.new else "")


def _differ(one: str, other: str) -> bool:
    return ERASED not in (one, other) and one != other


def _marks(change: Change) -> dict[str, str]:
    return {"old": change.old, "new": change.new}


def _entry(line: Mapping[str, object]) -> tuple[str, Entry]:
    """Read what a line holds: the digest of the line before it, and the entry."""
    files, comments = line["files"], line.get("comments", [])
    if not isinstance(files, dict) or not isinstance(comments, list):
        raise TypeError(files)
    entry = Entry(
        date=date.fromisoformat(str(line["date"])),
        verb=_VERBS[str(line["verb"])],
        by=str(line["by"]),
        reason=str(line["reason"]),
        seal=_change(line["seal"]),
        files={str(path): _change(change) for path, change in files.items()},
        comments=tuple(map(str, comments)),
    )
    return str(line["previous"]), entry


def _change(marks: object) -> Change:
    if not isinstance(marks, dict):
        raise TypeError(marks)
    old, new = (str(marks[mark]) for mark in _MARKS)
    return Change(old, new)


def _broken(number: int, previous: str, digests: Sequence[str]) -> str:
    """Why a line does not fit the one above it: the one it followed stands elsewhere, or nowhere."""
    if previous == NONE:
        return f"line {number} of the log was once its first: lines were put in another order"
    if previous in digests:
        return f"line {number} of the log once followed another line: lines were put in another order"
    return f"the line before line {number} of the log was taken out or altered"


def _digest(line: bytes) -> str:
    return hashlib.sha512(line).hexdigest()


def _wrong(what: str, old: str = "", new: str = "") -> Difference:
    return Difference("log", FILE, what, old, new)
