"""What is remembered of a post as found: what deciding needs. Of all that an import has read it lies on disk."""

from __future__ import annotations

import hashlib
import html
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from sociable.importing.report import short
from sociable.importing.shelves import Shelf
from sociable.markup.wordpress import plain_title
from sociable.model import Comment, Loss, Page, Post, Source

ALWAYS = datetime.min.replace(tzinfo=UTC)
_PRINT = 8
FIDELITY = {"text": 1, "feed": 2, "page": 3, "rest": 4, "wxr": 5}
"""How near the kinds of sources are to what the blog stored; the last is that itself."""

STORED = "wxr"
_NOTHING = bytes(_PRINT)
"""The digest of what is not there: most fields of a post are empty."""

_BEGINNING = 2000
_FIRST_WORDS = 8
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>|\[/?\w+[^\]]*\]", re.DOTALL)
_TITLE = 500
"""Characters of a title that are looked at."""
_NOT_COMPARED = frozenset({"source", "comments", "body_format", "lost", "is_cut", "found_at", "meta"})
_COMPARED = tuple(each.name for each in fields(Page) if each.name not in _NOT_COMPARED)


@dataclass(frozen=True, slots=True)
class Stub:
    """What is remembered of a post or page as found.

    ``key`` is where it lies in the spool; ``commenters`` are the authors of its public comments, as far as they are
    authors of the blog; ``prints`` holds a digest of eight bytes of each field that is compared;
    ``length`` is that of the body in characters, ``opening`` its first words, ``file`` the place of its source among
    all.
    """

    key: int
    kind: type[Post]
    id: int | None
    title: str
    slug: str
    link: str
    guid: str
    date: datetime | None
    modified: datetime | None
    status: str
    has_password: bool
    parent: int | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    comments: tuple[int, ...]
    commenters: tuple[str, ...]
    prints: bytes
    source: Source
    lost: tuple[Loss, ...] = ()
    is_cut: bool = False
    length: int = 0
    opening: tuple[str, ...] = ()
    file: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether it comes from what readers got, not from the blog's own store."""
        return FIDELITY.get(self.source.kind, FIDELITY[STORED]) < FIDELITY[STORED]

    @property
    def newest(self) -> datetime:
        """When it was last changed, as far as known."""
        return max(self.modified or ALWAYS, self.date or ALWAYS)

    def differs_in(self, other: Stub) -> tuple[str, ...]:
        """The fields in which two versions of a post differ."""
        starts = range(0, len(self.prints), _PRINT)
        pairs = zip(_COMPARED, starts, strict=True)
        return tuple(name for name, at in pairs if self.prints[at : at + _PRINT] != other.prints[at : at + _PRINT])


def stub(post: Post, key: int, file: int = 0) -> Stub:
    """Note of a post what deciding needs."""
    return Stub(
        key=key,
        kind=type(post),
        id=post.id,
        title=short(plain_title(post.title[:_TITLE])),
        slug=post.slug,
        link=post.link,
        guid=post.guid,
        date=post.date,
        modified=post.modified,
        status=post.status,
        has_password=post.has_password,
        parent=post.parent if isinstance(post, Page) else None,
        authors=_shared(post.authors),
        categories=_shared(post.categories),
        tags=_shared(post.tags),
        comments=tuple(comment.id for comment in post.comments),
        commenters=tuple({comment.user for comment in post.comments if comment.user and comment.status == "approved"}),
        prints=b"".join(digest(getattr(post, name, None)) for name in _COMPARED),
        source=post.source,
        lost=post.lost,
        is_cut=post.is_cut,
        length=len(post.body),
        opening=_opening(post.body),
        file=file,
    )


def _opening(body: str) -> tuple[str, ...]:
    """The first words of a body, without case and markup."""
    plain = html.unescape(_MARKUP.sub(" ", body[:_BEGINNING])).casefold()
    return _shared(match[0] for match in islice(_WORD.finditer(plain), _FIRST_WORDS))


def _shared(words: Iterable[str]) -> tuple[str, ...]:
    """Words of which each is in memory once, however many posts have it."""
    return tuple(map(sys.intern, words))


def digest(value: object) -> bytes:
    """Eight bytes that tell two values apart."""
    if not value:
        return _NOTHING
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=_PRINT).digest()


def digest_of(comment: Comment) -> bytes:
    """Eight bytes that tell two comments apart, wherever they stood."""
    said = (comment.author, comment.body, comment.date, comment.parent, comment.type, comment.status, comment.url)
    return digest(said)


_PLAIN = attrgetter(*(each.name for each in fields(Stub) if each.name not in ("kind", "source", "lost")))
_KIND, _SOURCE, _LOST = (tuple(each.name for each in fields(Stub)).index(name) for name in ("kind", "source", "lost"))


def packed(found: Stub) -> tuple[Any, ...]:
    """A stub as plain values."""
    source = found.source
    lost = tuple((loss.of, loss.what) for loss in found.lost)
    return *_PLAIN(found), found.kind is Page, (source.path, source.line, source.kind, source.url), lost


def unpacked(values: tuple[Any, ...]) -> Stub:
    """The stub that :func:`packed` took apart."""
    *plain, is_page, source, lost = values
    plain.insert(_KIND, Page if is_page else Post)
    plain.insert(_SOURCE, Source(*source))
    plain.insert(_LOST, tuple(Loss(*one) for one in lost))
    return Stub(*plain)


def shelf(stubs: Iterable[Stub] = ()) -> Shelf[Stub]:
    """Where stubs are laid aside."""
    return Shelf(packed, unpacked, stubs)
