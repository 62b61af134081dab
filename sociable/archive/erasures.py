"""What must never come back: the file ``erased`` beside an archive's bag, which every import honours.

A line for each erased comment, in CSV: the ``post`` (its path below the archive's address), the number of the
``comment``, the ``month`` and the ``ground`` of its removal, and a ``digest`` of its words with the ``salt`` that went
into it. Nothing of the person is in it.

Sources that number comments (exports, saved pages) are matched by post and number; those that do not (feeds, extracts)
and those that number anew by the words. Letters and digits alone count, so that the form of the source does not. A
short text could be found by trying what it may have been; so the salt is random and each line's own (no table of
digests fits two), and the digest is scrypt's (https://www.rfc-editor.org/rfc/rfc7914), which costs a try some 50 ms
and 16 MiB. It is the one thing in an archive that is not the same when it is made twice. Texts without a letter or
digit have no digest, and come back from sources without numbers.
"""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from sociable.archive.log import ERASURES
from sociable.errors import ContentError, Problem
from sociable.markup.compare import inventory
from sociable.markup.render import render
from sociable.model import Comment

MONTHS = "January February March April May June July August September October November December".split()

_SALT = 16
_COST = {"n": 1 << 14, "r": 8, "p": 1, "maxmem": 1 << 26}
_UNNUMBERED = frozenset({"text", "feed"})
"""Kinds of sources whose comments bear numbers that this program gave them."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One comment that was erased. ``month`` is written ``2027-03``; ``salt`` and ``digest`` are hexadecimal."""

    post: str
    comment: int
    month: str
    ground: str
    salt: str
    digest: str

    @property
    def words(self) -> str:
        """What stands where the comment stood."""
        year, month = self.month.split("-")
        return f"Removed in {MONTHS[int(month) - 1]} {year}: {self.ground}"

    def is_of(self, letters: str) -> bool:
        """Whether the comment's words were these, as :func:`letters_of` gives them."""
        return bool(self.digest) and secrets.compare_digest(_digest(letters, self.salt), self.digest)


_COLUMNS = tuple(field.name for field in fields(Erasure))


class Erased:
    """All erasures of an archive, asked for those among the comments of a post."""

    def __init__(self, erasures: Iterable[Erasure] = ()) -> None:
        self.erasures = tuple(erasures)
        self._homeless: tuple[Erasure, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Erased:
        """Read what was erased from the archive in ``folder``.

        Raises:
            ContentError: the file cannot be read, so nobody knows what must not come back.
        """
        path = folder / ERASURES
        return cls(load(path.read_text(encoding="utf-8"), path.as_posix())) if path.is_file() else cls()

    def expect(self, posts: Collection[str]) -> None:
        """Say which posts there will be, by path: erasures in others are then looked for in every post."""
        self._homeless = tuple(each for each in self.erasures if each.post not in posts)

    def among(self, post: str, comments: Sequence[Comment], markdown: Callable[[Comment], str]) -> dict[int, Erasure]:
        """Find the erased comments among those of a ``post``: ``{place in comments: erasure}``.

        ``markdown`` gives the text of a comment; it is asked for no more than are compared by their words.
        """
        letters = _Letters(comments, markdown)
        found: dict[int, Erasure] = {}
        for erasure in (*(each for each in self.erasures if each.post == post), *self._homeless):
            same = [place for place, comment in enumerate(comments) if _has_number(comment, erasure)]
            if erasure in self._homeless:
                others = [place for place, comment in enumerate(comments) if comment.source.kind in _UNNUMBERED]
                found |= dict.fromkeys(letters.said([*same, *others], erasure), erasure)
                continue
            sure = list(letters.said(same, erasure))
            moved = sure or list(letters.said(range(len(comments)), erasure))
            found |= dict.fromkeys(moved or same, erasure)
        return found


class _Letters:
    """The letters of comments, worked out when they are first asked for."""

    def __init__(self, comments: Sequence[Comment], markdown: Callable[[Comment], str]) -> None:
        self._comments = comments
        self._markdown = markdown
        self._known: dict[int, str] = {}

    def said(self, places: Iterable[int], erasure: Erasure) -> Iterator[int]:
        """Yield those of ``places`` where the words are those that were erased."""
        for place in places:
            if place not in self._known:
                self._known[place] = letters_of(self._markdown(self._comments[place]))
            if self._known[place] and erasure.is_of(self._known[place]):
                yield place


def tombstone(comment: Comment, erasure: Erasure) -> Comment:
    """What stays of an erased comment: its number, its place in the thread, and when and why it was removed."""
    return Comment(id=comment.id, author="", body="", parent=comment.parent, type=comment.type, gone=erasure.words)


def erase(post: str, comment: Comment, *, month: str, ground: str) -> Erasure:
    """Make the line that keeps ``comment`` (its body in Markdown) from coming back."""
    letters, salt = letters_of(comment.body), secrets.token_hex(_SALT)
    return Erasure(post, comment.id, month, ground, salt, _digest(letters, salt) if letters else "")


def letters_of(markdown: str) -> str:
    """The letters and digits that readers see of a text, without accents and in small letters."""
    words = "".join(inventory(render(markdown)).words)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", words.casefold())))


def dump(erasures: Iterable[Erasure]) -> bytes:
    """Write the file ``erased``, in the order of posts and numbers."""
    written = io.StringIO(newline="")
    out = csv.writer(written, lineterminator="\n")
    out.writerow(_COLUMNS)
    out.writerows(astuple(each) for each in sorted(erasures, key=lambda each: (each.post, each.comment, each.digest)))
    return written.getvalue().encode()


def load(text: str, path: str) -> tuple[Erasure, ...]:
    """Read a file ``erased``.

    Raises:
        ContentError: with every line that cannot be read.
    """
    problems, found = [], []
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            try:
                if rows.line_num > 1 and row:
                    found.append(_erasure(row))
                elif row and tuple(row) != _COLUMNS:
                    raise ValueError(row)
            except (ValueError, IndexError):
                problems.append(_unreadable(path, rows.line_num))
    except csv.Error:
        problems.append(_unreadable(path, rows.line_num))
    if problems:
        raise ContentError(*problems)
    return tuple(found)


def _erasure(row: Sequence[str]) -> Erasure:
    post, comment, month, ground, salt, digest = row
    year, dash, number = month.partition("-")
    if not (post and ground and dash and year.isdecimal() and 1 <= int(number) <= len(MONTHS)):
        raise ValueError(row)
    bytes.fromhex(salt + digest)
    return Erasure(post, int(comment), month, ground, salt, digest)


def _unreadable(path: str, line: int) -> Problem:
    mend = "Restore the file from git: what it names must not come back."
    return Problem("this line says nothing of what was erased", path, line, mend)


def _has_number(comment: Comment, erasure: Erasure) -> bool:
    return comment.id == erasure.comment and comment.source.kind not in _UNNUMBERED


def _digest(letters: str, salt: str) -> str:
    return hashlib.scrypt(letters.encode(), salt=bytes.fromhex(salt), **_COST, dklen=32).hex()
