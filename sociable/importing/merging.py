"""Which of the posts found are one post, which version of it counts, and what is public.

A post is found twice where sources overlap. Two finds in exports with one id are one post if their slug, link, guid or
title agree; the version that was changed last counts. If nothing agrees (exports of two blogs in one heap), they are
two posts: the second is kept without its id, and reported. What readers got (REST, saved pages, feeds, extracts) is
then matched as :mod:`sociable.importing.versions` says. Of what stands nearest to the blog's own store the text
counts: the export, then REST, the saved page, the feed, the longest extract.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from sociable.importing import versions
from sociable.importing.shelves import Shelf
from sociable.importing.stubs import ALWAYS, FIDELITY, STORED, Stub, packed, unpacked
from sociable.model import Loss

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
        return versions.losses(self.stub, self.others)


def merge(stubs: Sequence[Stub]) -> Sequence[Entry]:
    """Join the finds that are one post, and say of each post whether it is public; in the order of ids.

    What comes of ``stubs`` that lie on disk does so, too.
    """
    by_id: dict[int | str, list[int] | int] = {}
    shown: list[Stub] = []
    for number, stub in enumerate(stubs):
        if stub.is_shown:
            shown.append(stub)
            continue
        first = by_id.setdefault(_identity(stub), number)
        if isinstance(first, list):
            first.append(number)
        elif first != number:
            by_id[_identity(stub)] = [first, number]
    entries = _in_order(stubs, by_id)
    return entries if not shown else _shelf(sorted(_with_shown(list(entries), shown), key=order_of))


class Entries(Sequence[Entry]):
    """The posts of a blog that only exports tell of. In memory is of most of them where their stub stands."""

    def __init__(self, stubs: Sequence[Stub]) -> None:
        self._stubs = stubs
        self._made = array("q")
        self._joined: list[tuple[int, tuple[int, ...], int | None]] = []

    def add(self, number: int) -> None:
        """Add the post that is found once, at ``number``."""
        self._made.append(number)

    def join(self, number: int, others: tuple[int, ...], post_id: int | None) -> None:
        """Add a post of which the version at ``number`` counts."""
        self._joined.append((number, others, post_id))
        self._made.append(-len(self._joined))

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        made = self._made[at]
        if made >= 0:
            return _alone(self._stubs[made])
        number, others, post_id = self._joined[-made - 1]
        found = self._stubs[number]
        return Entry(found, tuple(self._stubs[other] for other in others), post_id, _withheld(found))


def _in_order(stubs: Sequence[Stub], by_id: Mapping[int | str, list[int] | int]) -> Entries:
    """The posts of finds by their identities; those without an id come last."""
    entries = Entries(stubs)
    without: list[tuple[tuple[object, ...], int, tuple[int, ...]]] = []
    identities: list[int | str] = sorted(one for one in by_id if isinstance(one, int))
    identities += (one for one in by_id if isinstance(one, str))
    for identity in identities:
        numbers = by_id[identity]
        if isinstance(numbers, int) and isinstance(identity, int):
            entries.add(numbers)
            continue
        numbers = [numbers] if isinstance(numbers, int) else numbers
        found = [stubs[number] for number in numbers]
        place = {id(stub): number for stub, number in zip(found, numbers, strict=True)}
        for entry in _entries(found):
            number, others = place[id(entry.stub)], tuple(place[id(other)] for other in entry.others)
            if entry.id is None:
                without.append((order_of(entry), number, others))
            else:
                entries.join(number, others, entry.id)
    for _, number, others in sorted(without):
        entries.join(number, others, None)
    return entries


def _alone(stub: Stub) -> Entry:
    return Entry(stub, (), stub.id, _withheld(stub))


def _withheld(stub: Stub) -> str:
    return withheld_for(stub.status, has_password=stub.has_password)


def _shelf(entries: Iterable[Entry]) -> Shelf[Entry]:
    return Shelf(_packed, _unpacked, entries)


def _packed(entry: Entry) -> tuple[Any, ...]:
    return packed(entry.stub), tuple(map(packed, entry.others)), entry.id, entry.withheld


def _unpacked(values: tuple[Any, ...]) -> Entry:
    stub, others, post_id, withheld = values
    return Entry(unpacked(stub), tuple(map(unpacked, others)), post_id, withheld)


def _with_shown(entries: list[Entry], found: Sequence[Stub]) -> list[Entry]:
    """Add what readers got to the posts it is a version of, or as posts of its own; the best first."""
    if not found:
        return entries
    index = versions.Index()
    for place, entry in enumerate(entries):
        for stub in (entry.stub, *entry.others):
            index.add(place, stub)
    others: dict[int, list[Stub]] = {}
    for stub in sorted(found, key=_rank, reverse=True):
        at = index.find(stub)
        if at is None:
            at = len(entries)
            entries.append(Entry(stub, withheld=_withheld(stub)))
        else:
            others.setdefault(at, []).append(stub)
        index.add(at, stub)
    whole = (replace(entry, others=(*entry.others, *others.get(at, ()))) for at, entry in enumerate(entries))
    filled = [replace(entry, stub=versions.filled(entry.stub, entry.others)) for entry in whole]
    taken = {entry.id for entry in filled}
    return [_numbered(entry, taken) for entry in filled]


def _numbered(entry: Entry, taken: set[int | None]) -> Entry:
    """Give a post that no export has the number that others know it by, if no other post has that."""
    if entry.id is not None or (entry.lost_id and not entry.stub.is_shown):
        return entry
    number = next((stub.id for stub in (entry.stub, *entry.others) if stub.id is not None), None)
    if number in taken:
        return entry
    taken.add(number)
    return replace(entry, id=number)


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
        yield Entry(winner, tuple(others), winner.id if number == 0 else None, _withheld(winner))


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
    return _fidelity(stub), stub.newest, stub.modified or ALWAYS, _withheld(stub) != "", len(stub.comments), stub.prints


def _fidelity(stub: Stub) -> tuple[int, int]:
    """How near a version is to what the blog stored; of two extracts, or pieces, the longer is."""
    fidelity = FIDELITY.get(stub.source.kind, FIDELITY[STORED])
    return 0 if stub.is_cut else fidelity, stub.length if stub.is_cut or stub.source.kind in versions.EXTRACTS else 0
