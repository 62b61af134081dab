"""Which of the posts found are one post, which version of it counts, and what is public.

A post is found twice where exports overlap. Two finds with one id are one post if their slug, link, guid or title
agree; the version that was changed last counts, and comments that only others have are added to it. If nothing
agrees (exports of two blogs in one heap), they are two posts: the second is kept without its id, and reported.
Finds in extracts and feeds, which have no id, are matched as ``extracts`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sociable.importing import extracts
from sociable.importing.report import Report
from sociable.importing.spool import Spool
from sociable.importing.survey import ALWAYS, EXTRACTS, Stub
from sociable.model import Comment, Loss, Post

STATUSES = {
    "draft": "draft",
    "auto-draft": "draft that was never saved",
    "pending": "waits for review",
    "private": "private",
    "future": "scheduled, not published yet",
    "trash": "in the bin",
    "inherit": "a revision",
}
"""Why a post of a status is not public, in words. Only ``publish`` is."""

COMMENT_STATUSES = {"unapproved": "not approved", "spam": "spam", "trash": "in the bin"}
"""The same of comments. Only ``approved`` is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of the blog: the version that counts, and all others of it.

    ``id`` is ``None`` where the source has none, or where another post has it. ``withheld`` says why it is not public.
    """

    stub: Stub
    others: tuple[Stub, ...] = ()
    id: int | None = None
    withheld: str = ""

    @property
    def key(self) -> int:
        """What tells this entry from others."""
        return self.stub.key

    @property
    def lost_id(self) -> bool:
        """Whether another post has its id."""
        return self.stub.id is not None and self.id is None

    @property
    def lost(self) -> tuple[Loss, ...]:
        """What the sources had lost of it already."""
        return extracts.losses(self.stub, self.others)

    def extra_comments(self) -> Mapping[int, frozenset[int]]:
        """The ids of comments that only an older version has, by the version that will give them."""
        known = set(self.stub.comments)
        extra: dict[int, frozenset[int]] = {}
        for other in self.others:
            new = frozenset(other.comments) - known
            if new:
                extra[other.key] = new
            known |= new
        return extra


def merge(stubs: Iterable[Stub]) -> tuple[Entry, ...]:
    """Join the finds that are one post, and say of each post whether it is public; in the order of ids."""
    by_id: dict[int | str, list[Stub]] = {}
    unnumbered: list[Stub] = []
    for stub in stubs:
        if stub.is_extract and stub.id is None:
            unnumbered.append(stub)
        else:
            by_id.setdefault(_identity(stub), []).append(stub)
    entries = [entry for found in by_id.values() for entry in _entries(found)]
    return tuple(sorted(_with_extracts(entries, unnumbered), key=order_of))


def _with_extracts(entries: list[Entry], found: Sequence[Stub]) -> list[Entry]:
    """Add finds without an id to the posts they are versions of, or as posts of their own; the fullest first."""
    if not found and not any(entry.stub.is_extract for entry in entries):
        return entries
    index = extracts.Index()
    for place, entry in enumerate(entries):
        for stub in (entry.stub, *entry.others):
            index.add(place, stub)
    for stub in sorted(found, key=_rank, reverse=True):
        at = index.find(stub)
        if at is None:
            at = len(entries)
            reason = withheld_for(stub.status, has_password=stub.has_password)
            entries.append(Entry(stub, withheld=reason))
        else:
            entries[at] = replace(entries[at], others=(*entries[at].others, stub))
        index.add(at, stub)
    return [replace(entry, stub=extracts.filled(entry.stub, entry.others)) for entry in entries]


def withheld_for(status: str, *, has_password: bool) -> str:
    """Why a post of this status is not public; empty if it is."""
    if status == "publish":
        return "protected by a password" if has_password else ""
    return STATUSES.get(status) or f"status {status or 'missing'}"


def order_of(entry: Entry) -> tuple[bool, int, bytes, str]:
    """The order in which names are given away: by id, so that it does not depend on that of the source."""
    return entry.id is None, entry.id or 0, entry.stub.prints, entry.stub.source.where


def _identity(stub: Stub) -> int | str:
    if stub.id is not None:
        return stub.id
    return "\n".join((stub.link, stub.slug, stub.title)) if stub.link else stub.prints.hex()


def _entries(found: Sequence[Stub]) -> Iterator[Entry]:
    """The posts that share an id: one, if all is well."""
    ranked = sorted((sorted(group, key=_rank, reverse=True) for group in _groups(found)), key=lambda one: _rank(one[0]))
    for number, (winner, *others) in enumerate(ranked):
        reason = withheld_for(winner.status, has_password=winner.has_password)
        yield Entry(winner, tuple(others), winner.id if number == 0 else None, reason)


def _groups(found: Sequence[Stub]) -> list[list[Stub]]:
    """The finds of one id that agree in something that names a post."""
    groups: list[list[Stub]] = []
    known: dict[tuple[object, ...], list[Stub]] = {}
    for stub in found:
        names = [
            (stub.kind, name, value) for name in ("slug", "link", "guid", "title") if (value := getattr(stub, name))
        ] or [(stub.kind, "", stub.prints)]
        group = next((known[name] for name in names if name in known), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(stub)
        known.update((name, group) for name in names if name not in known)
    return groups


def _rank(stub: Stub) -> tuple[object, ...]:
    """The later this is, the more a version counts; equal only for finds that are alike.

    Of two versions of one time the one that is not public counts: somebody may have withdrawn it.
    """
    is_withheld = withheld_for(stub.status, has_password=stub.has_password) != ""
    return _fidelity(stub), stub.newest, stub.modified or ALWAYS, is_withheld, len(stub.comments), stub.prints


def _fidelity(stub: Stub) -> tuple[int, int]:
    """How near a version is to what the blog stored: an export is nearest, then a feed, then the longest extract."""
    if not stub.is_extract:
        return len(EXTRACTS) + 1, 0
    return 0 if stub.is_cut else len(EXTRACTS) - EXTRACTS.index(stub.source.kind), stub.length


def gather(entry: Entry, spool: Spool, report: Report) -> Post:
    """Return the version of a post that counts, with the comments that only others have; account for the others.

    A comment that has another number in another version (the blog was moved, and counted anew) is still the same.
    """
    post = spool.get(entry.key)
    if any(stub.is_extract for stub in (entry.stub, *entry.others)):
        others = [(spool.get(stub.key), _reason(stub, entry.stub)) for stub in entry.others]
        return extracts.united(post, entry.stub, others, report)
    if not entry.others:
        return post
    extra = entry.extra_comments()
    numbers = {_words(comment): comment.id for comment in post.comments}
    moved: dict[int, int] = {}
    added: list[Comment] = []
    for stub in entry.others:
        other = spool.get(stub.key)
        reason = _reason(stub, entry.stub)
        report.add(other, stub.title, "merged", reason=reason)
        new = set(extra.get(stub.key, ()))
        for comment in other.comments:
            if comment.id not in new or _words(comment) in numbers:
                moved[comment.id] = numbers.get(_words(comment), comment.id)
                report.add(comment, comment.author, "merged", reason=reason)
            else:
                new.discard(comment.id)
                numbers[_words(comment)] = comment.id
                added.append(comment)
    answering = (replace(one, parent=moved.get(one.parent or 0, one.parent)) for one in added)
    return replace(post, comments=tuple(sorted((*post.comments, *answering), key=_moment))) if added else post


def _reason(stub: Stub, winner: Stub) -> str:
    differences = stub.differs_in(winner)
    same = f"the same as at {winner.source.where}"
    return f"{same}, which counts; they differ in {', '.join(differences)}" if differences else same


def _words(comment: Comment) -> tuple[object, ...]:
    return comment.author, comment.body, comment.date, comment.type


def _moment(comment: Comment) -> tuple[datetime, int]:
    return comment.date or ALWAYS, comment.id
