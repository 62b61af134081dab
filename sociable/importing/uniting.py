"""The comments on one post, as several sources have them: each comment once, and nobody's words twice.

Two finds are one comment if their numbers agree and their words, or author and day; else, for a blog that moved counts
anew and extracts have no numbers, if their words are the same and neither author and day speak against it. Words are
compared by their letters: what is stored and what readers got of it differ in all else. Of a comment that two sources
have, the source that counts says what it is and whether it is public.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sociable.importing.words import letters
from sociable.model import Comment
from sociable.sources.people import WITHHELD

KNOWS_PARENTS = ("", "wxr", "rest")
"""Kinds of sources whose comments answer nobody if they name none; what a page shows is at most so many levels deep."""

_DAY = timedelta(days=1)
_BEGINNING = 40
"""Letters that two comments with one number have in common if one of them was cut or edited."""
_LARGE = 2**63
"""The first number that is too large for an array."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class Numbers:
    """Gives every comment of the archive a number of its own: an anchor can lead to one only."""

    def __init__(self, taken: Iterable[int] = ()) -> None:
        self._taken = array("q")
        self._given: set[int] = set()
        for number in taken:
            if abs(number) < _LARGE:
                self._taken.append(number)
            else:
                self._given.add(number)
        if any(one > other for one, other in pairwise(self._taken)):
            self._taken = array("q", sorted(self._taken))
        self._highest = self._taken[-1] if self._taken else 0

    def take(self, wanted: int) -> int:
        """Return ``wanted``, or the next free number where another comment has that."""
        number = max(self._highest, wanted) + 1 if wanted in self else wanted
        self._highest = max(self._highest, number)
        self._given.add(number)
        return number

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        at = bisect_left(self._taken, number)
        return number in self._given or (at < len(self._taken) and self._taken[at] == number)


@dataclass(slots=True)
class Met:
    """A comment that was known already: what is new of it was taken over. ``against`` is in what the two differ."""

    comment: Comment
    known: Comment
    against: tuple[str, ...] = ()


@dataclass(slots=True)
class Conversation:
    """The comments on a post, in the order of the source that counts."""

    comments: list[Comment]
    numbers: Numbers
    added: int = 0
    _letters: dict[str, str] = field(default_factory=dict)

    def unite(self, more: Sequence[Comment]) -> tuple[Met, ...]:
        """Add what is new in ``more``; return what was known."""
        matches = self._matches(more)
        moved: dict[int | None, int | None] = {None: None}
        met = []
        for comment, place in zip(more, matches, strict=True):
            if place is not None:
                moved[comment.id] = self.comments[place].id
                met.append(Met(comment, self.comments[place], self._against(self.comments[place], comment)))
        for comment, place in zip(more, matches, strict=True):
            if place is None:
                moved[comment.id] = self.numbers.take(comment.id)
        for comment, place in zip(more, matches, strict=True):
            parent = moved.get(comment.parent, comment.parent)
            if place is None:
                self.comments.append(replace(comment, id=moved[comment.id] or comment.id, parent=parent))
                self.added += 1
            else:
                self._complete(place, comment, parent)
        return tuple(met)

    def in_order(self) -> tuple[Comment, ...]:
        """Return all comments: by day, if every one has a day and some came from elsewhere."""
        if self.added and all(comment.date for comment in self.comments):
            return tuple(sorted(self.comments, key=lambda one: (one.date or _NEVER, one.id)))
        return tuple(self.comments)

    def _matches(self, more: Sequence[Comment]) -> list[int | None]:
        """Return the place of each comment of ``more``, or ``None``: by number first, then by words."""
        by_id = {comment.id: place for place, comment in enumerate(self.comments)}
        found: list[int | None] = []
        for comment in more:
            place = by_id.get(comment.id)
            found.append(place if place is not None and self._is_same(self.comments[place], comment) else None)
        free: dict[tuple[bool, str], list[int]] = {}
        if None in found:
            for place, comment in enumerate(self.comments):
                if place not in found:
                    free.setdefault(self._said(comment), []).append(place)
        for index, comment in enumerate(more):
            if found[index] is None:
                found[index] = self._taken_from(free.get(self._said(comment), []), comment)
        return found

    def _taken_from(self, places: list[int], comment: Comment) -> int | None:
        """Take the place of the comment that is most like ``comment`` out of ``places``."""
        likely = [place for place in places if not _are_two(self.comments[place], comment)]
        if not likely:
            return None
        best = max(likely, key=lambda place: (_likeness(self.comments[place], comment), -place))
        places.remove(best)
        return best

    def _is_same(self, known: Comment, comment: Comment) -> bool:
        """Whether two comments with one number are one."""
        if _is_ping(known) != _is_ping(comment):
            return False
        if known.body == comment.body or (_same_author(known, comment) and _same_day(known, comment)):
            return True
        one, other = self._of(known), self._of(comment)
        return one == other or (len(one) >= _BEGINNING and one[:_BEGINNING] == other[:_BEGINNING])

    def _said(self, comment: Comment) -> tuple[bool, str]:
        """What tells comments apart where numbers do not count; a page shows no more of a ping than who it is from."""
        return (True, letters(comment.author)) if _is_ping(comment) else (False, self._of(comment))

    def _of(self, comment: Comment) -> str:
        if comment.body not in self._letters:
            self._letters[comment.body] = letters(comment.body)
        return self._letters[comment.body]

    def _against(self, known: Comment, comment: Comment) -> tuple[str, ...]:
        against = []
        if known.status != "approved" and comment.status == "approved":
            against.append("it was public there, and is not in the source that counts")
        if not _is_ping(known) and known.body != comment.body and self._of(known) != self._of(comment):
            against.append("its words differ from those of the source that counts")
        if known.author and comment.author and not _same_author(known, comment):
            against.append("its author differs from that of the source that counts")
        return tuple(against)

    def _complete(self, place: int, comment: Comment, parent: int | None) -> None:
        """Give a known comment what it lacks."""
        known = self.comments[place]
        above = {one.id for one in self.comments[:place]}
        lacks_parent = known.parent is None and known.source.kind not in KNOWS_PARENTS and parent in above
        whole = replace(
            known,
            author=known.author if known.author not in ("", WITHHELD) else comment.author or known.author,
            date=known.date or comment.date,
            url=known.url or comment.url,
            user=known.user or comment.user,
            parent=parent if lacks_parent else known.parent,
        )
        if whole != known:
            self.comments[place] = whole


def _is_ping(comment: Comment) -> bool:
    return comment.type != "comment"


def _same_author(one: Comment, other: Comment) -> bool:
    return one.author == other.author or letters(one.author) == letters(other.author)


def _same_day(one: Comment, other: Comment) -> bool:
    return one.date is not None and other.date is not None and abs(one.date - other.date) <= _DAY


def _are_two(one: Comment, other: Comment) -> bool:
    """Whether author and day both speak against it that two comments with the same words are one."""
    is_dated = one.date is not None and other.date is not None
    is_named = one.author not in ("", WITHHELD) and other.author not in ("", WITHHELD)
    return is_dated and not _same_day(one, other) and (not is_named or not _same_author(one, other) or _is_ping(one))


def _likeness(one: Comment, other: Comment) -> tuple[bool, bool, bool]:
    return one.date == other.date, _same_author(one, other), _same_day(one, other)
