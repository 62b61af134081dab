"""What readers got of a post has lost its number, its name or its day: which post it is, and what it adds to others.

A find with a number is the post that has it, if address, slug, title or day agree. One with the slug of a post that
has no address (a draft) is that post if title or first words agree, too. Else two finds are one post if the
paths of their addresses agree, or their titles and the first words of their texts. A title alone is enough where one
of the texts is missing, or, if it is a long one, cut or stored in another form; a day that differs speaks against it.
What the version that counts lacks (a day, an address, names, categories) is taken from the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

from sociable.archive.homes import locate
from sociable.archive.names import fold
from sociable.importing.stubs import Stub
from sociable.importing.words import letters
from sociable.model import Loss

OPENING = 8
"""Words of the beginnings of two texts that are compared."""

LONG_TITLE = 4
"""Words from which on a title is hardly that of two posts."""

EXTRACTS = ("feed", "text")
"""Kinds of sources of which each holds only some of what readers got of a post."""

FILLED = ("date", "link", "slug", "authors", "categories", "tags")
"""What a version can lack and have from others."""

_DAYS = timedelta(days=1)
_TRASHED = re.compile(r"__trashed(?:-\d+)?$")
_DATED = re.compile(r"(?:^|/)(?:19|20)\d\d/\d\d?/")


class Index:
    """The posts known so far, each at a place of its own, to be found by what another version tells of one."""

    def __init__(self) -> None:
        self._by_id: dict[int, list[tuple[int, Stub]]] = {}
        self._by_path: dict[str, list[tuple[int, Stub]]] = {}
        self._by_slug: dict[str, list[tuple[int, Stub]]] = {}
        self._by_title: dict[str, list[tuple[int, Stub]]] = {}

    def add(self, place: int, stub: Stub) -> None:
        """Note that ``stub`` is a version of the post at ``place``."""
        if stub.id is not None:
            self._by_id.setdefault(stub.id, []).append((place, stub))
        if path := _path(stub.link):
            self._by_path.setdefault(path, []).append((place, stub))
        elif slug := _slug(stub.slug):
            self._by_slug.setdefault(slug, []).append((place, stub))
        self._by_title.setdefault(_name(stub), []).append((place, stub))

    def find(self, stub: Stub) -> int | None:
        """Return the place of the post that ``stub`` is a version of, if it is known."""
        path = _path(stub.link)
        tries = (
            (self._by_id.get(stub.id or 0, ()), _is_same),
            (self._by_path.get(path, ()), lambda one, other: True),
            (self._by_slug.get(_slug(stub.slug) or _slug(path.rpartition("/")[2]), ()), _is_named_alike),
            (self._by_title.get(_name(stub), ()), _agree),
        )
        for known, is_it in tries:
            for place, other in known:
                if not _are_two(stub, other) and is_it(stub, other):
                    return place
        return None


def filled(best: Stub, others: Sequence[Stub]) -> Stub:
    """Return the version that counts with what it lacks; of its terms, one that knows terms lacks none."""
    if not others:
        return best
    versions = (best, *others)
    has_terms = not best.is_shown or (best.source.kind not in EXTRACTS and bool(best.categories or best.tags))
    return replace(
        best,
        date=next((stub.date for stub in versions if stub.date), None),
        link=next((stub.link for stub in versions if _path(stub.link)), best.link),
        slug=next((stub.slug for stub in versions if stub.slug), ""),
        authors=next((stub.authors for stub in versions if stub.authors), ()),
        categories=best.categories if has_terms else _all(stub.categories for stub in versions),
        tags=best.tags if has_terms else _all(stub.tags for stub in versions),
    )


def losses(best: Stub, others: Sequence[Stub]) -> tuple[Loss, ...]:
    """Return what all versions of a post have lost together: nothing that one of them has, an export has all."""
    if not best.is_shown:
        return ()
    versions = (best, *others)
    with_comments = [stub for stub in versions if stub.comments] or versions
    with_terms = [] if any(stub.tags for stub in versions) else versions
    speaking = {"body": (best,), "comments": with_comments, "terms": with_terms, "entry": versions}
    lost = (loss for of, stubs in speaking.items() for stub in stubs for loss in stub.lost if loss.of == of)
    return tuple(dict.fromkeys(loss for loss in lost if not (loss.of == "entry" and best.date and best.authors)))


def _are_two(one: Stub, other: Stub) -> bool:
    """Whether two finds of one kind of source have numbers that differ."""
    is_numbered = one.id is not None and other.id is not None and one.id != other.id
    return is_numbered and one.source.kind == other.source.kind


def _is_same(one: Stub, other: Stub) -> bool:
    """Whether two finds with one number are one post: a number alone may be that of another blog."""
    path, slug, guid = _path(one.link), one.slug, one.guid
    return (
        (path != "" and path == _path(other.link))
        or (slug != "" and _slug(slug) == _slug(other.slug))
        or (guid != "" and guid == other.guid)
        or (one.title != "" and letters(one.title) == letters(other.title))
        or (one.date is not None and other.date is not None and abs(one.date - other.date) <= _DAYS)
    )


def _is_named_alike(one: Stub, other: Stub) -> bool:
    """Whether two finds with one slug are one post: a draft that was public once has its slug still, but no address."""
    return letters(one.title) == letters(other.title) or (one.opening != () and one.opening == other.opening)


def _agree(one: Stub, other: Stub) -> bool:
    path, theirs = _path(one.link), _path(other.link)
    if path and theirs and path != theirs and _DATED.search(path) and _DATED.search(theirs):
        return False
    if one.date and other.date and abs(one.date - other.date) > _DAYS:
        return False
    count = min(OPENING, len(one.opening), len(other.opening))
    if not _key(one.title):
        return count == OPENING and one.opening[:count] == other.opening[:count]
    if one.opening[:count] == other.opening[:count]:
        return True
    is_other_form = one.is_cut or other.is_cut or not (one.is_shown and other.is_shown)
    return is_other_form and len(_key(one.title).split()) >= LONG_TITLE


def _path(link: str) -> str:
    """What tells one post's address from another's; a dated path without its host, for blogs move from host to host."""
    located = locate(link) if link else None
    if located is None or located.query or not located.key:
        return ""
    dated = _DATED.search(located.key)
    return located.key[dated.start() :].strip("/") if dated else f"{located.host}/{located.key}"


def _key(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _name(stub: Stub) -> str:
    """What a post is looked up by: its title, or the beginning of its text."""
    return _key(stub.title) or "\n" + " ".join(stub.opening[:OPENING])


def _slug(slug: str) -> str:
    """A slug as it is compared; WordPress marks that of a post in the bin."""
    return _TRASHED.sub("", fold(unquote(slug, errors="replace")))


def _all(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))
