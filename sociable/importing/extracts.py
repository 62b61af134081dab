"""Extracts and feeds have no numbers, or only some: which of their posts are one post, and what they say together.

Two finds are one post if the paths of their addresses agree, or their titles and the first words of their texts. A
title alone is enough where one of the texts is missing, or, if it is a long one, cut or stored in another form; a day
that differs speaks against it. Of several versions the export counts, then the feed, then the longest extract; what it
lacks (a day, an address, names, categories) is taken from the others, and their comments are added to its own. A
comment is the same if its words are, for its name and its number may be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from sociable.archive.homes import locate
from sociable.importing.report import Report
from sociable.importing.survey import Stub
from sociable.model import Comment, Loss, Post

OPENING = 8
"""Words of the beginnings of two texts that are compared."""

LONG_TITLE = 4
"""Words from which on a title is hardly that of two posts."""

_DAYS = timedelta(days=1)
_DATED = re.compile(r"(?:^|/)(?:19|20)\d\d/\d\d?/")
_NOT_WORDS = re.compile(r"<[^>]*>|&#?\w+;")


class Index:
    """The posts known so far, each at a place of its own, to be found by what an extract tells of one."""

    def __init__(self) -> None:
        self._by_path: dict[str, int] = {}
        self._by_title: dict[str, list[tuple[int, Stub]]] = {}

    def add(self, place: int, stub: Stub) -> None:
        """Note that ``stub`` is a version of the post at ``place``."""
        if path := _path(stub.link):
            self._by_path.setdefault(path, place)
        self._by_title.setdefault(_key(stub.title), []).append((place, stub))

    def find(self, stub: Stub) -> int | None:
        """Return the place of the post that ``stub`` is a version of, if it is known."""
        path = _path(stub.link)
        if path in self._by_path:
            return self._by_path[path]
        known = self._by_title.get(_key(stub.title), ())
        return next((place for place, other in known if _agree(stub, other, path)), None)


def filled(best: Stub, others: Sequence[Stub]) -> Stub:
    """Return the version that counts with what it lacks; that of an export lacks nothing."""
    if not best.is_extract:
        return best
    link = next((stub.link for stub in (best, *others) if stub.link), "")
    return replace(
        best,
        date=next((stub.date for stub in (best, *others) if stub.date), None),
        link=link,
        slug=next((stub.slug for stub in (best, *others) if stub.slug), ""),
        authors=next((stub.authors for stub in (best, *others) if stub.authors), ()),
        categories=_all(stub.categories for stub in (best, *others)),
        tags=_all(stub.tags for stub in (best, *others)),
    )


def losses(best: Stub, others: Sequence[Stub]) -> tuple[Loss, ...]:
    """Return what all versions of a post have lost together: nothing that one of them has."""
    versions = (best, *others)
    with_comments = [stub for stub in versions if stub.comments] or versions
    with_terms = [] if any(stub.tags for stub in versions) else versions
    speaking = {"body": (best,), "comments": with_comments, "terms": with_terms, "entry": versions}
    lost = (loss for of, stubs in speaking.items() for stub in stubs for loss in stub.lost if loss.of == of)
    return tuple(dict.fromkeys(loss for loss in lost if not (loss.of == "entry" and best.date and best.authors)))


def united(post: Post, stub: Stub, others: Sequence[tuple[Post, str]], report: Report) -> Post:
    """Return ``post`` with what ``stub`` says of it and the comments of ``others``, each with why it is merged."""
    comments = list(post.comments)
    for other, reason in others:
        report.add(other, stub.title, "merged", reason=reason)
        _unite(comments, other.comments, reason, report)
    pages = dict.fromkeys(page for one in (post, *(other for other, _ in others)) for page in one.found_at)
    return replace(
        post,
        date=stub.date,
        link=stub.link,
        slug=stub.slug,
        authors=stub.authors,
        categories=stub.categories,
        tags=stub.tags,
        comments=tuple(comments),
        found_at=tuple(pages),
    )


def _unite(comments: list[Comment], more: Sequence[Comment], reason: str, report: Report) -> None:
    """Add to ``comments`` what is new; one that is known lends the name and the date that were missing."""
    known: dict[tuple[str, str], list[int]] = {}
    for place, comment in enumerate(comments):
        known.setdefault(_spoken(comment), []).append(place)
    moved: dict[int | None, int | None] = {None: None}
    for comment in more:
        places = known.get(_spoken(comment))
        if places:
            same = comments[places[0]]
            comments[places.pop(0)] = replace(
                same, author=same.author or comment.author, date=same.date or comment.date
            )
            moved[comment.id] = same.id
            report.add(comment, comment.author, "merged", reason=reason)
        else:
            moved[comment.id] = comment.id
            comments.append(replace(comment, parent=moved.get(comment.parent, comment.parent)))


def _agree(one: Stub, other: Stub, path: str) -> bool:
    theirs = _path(other.link)
    if path and theirs and path != theirs and _DATED.search(path) and _DATED.search(theirs):
        return False
    if one.date and other.date and abs(one.date - other.date) > _DAYS:
        return False
    count = min(OPENING, len(one.opening), len(other.opening))
    if not _key(one.title):
        return count == OPENING and one.opening[:count] == other.opening[:count]
    if one.opening[:count] == other.opening[:count]:
        return True
    is_other_form = one.is_cut or other.is_cut or not (one.is_extract and other.is_extract)
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


def _spoken(comment: Comment) -> tuple[str, str]:
    """What tells two comments apart when names, numbers and the form of their words do not count."""
    words = _key(_NOT_WORDS.sub(" ", comment.body))
    return ("comment" if comment.type == "comment" else comment.author), words


def _all(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))
