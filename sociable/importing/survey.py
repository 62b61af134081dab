"""Read the exports: a light index of all that they hold; the posts themselves are laid aside in a spool.

Nothing is written before every file was read to its end. What is kept of a post in memory is what deciding needs:
who it is, whether it is public, which version is the newest, where it lies.
"""

from __future__ import annotations

import hashlib
import html
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from itertools import islice

from sociable.archive.homes import Homes
from sociable.errors import NoBlogError, Problem, SourceError
from sociable.importing.aliases import Aliases, Registers
from sociable.importing.kinds import Export
from sociable.importing.report import Kind, kind_of, short
from sociable.importing.spool import Spool
from sociable.markup.wordpress import plain_title
from sociable.model import Attachment, Author, Blog, Comment, HeldFile, Loss, Page, Post, ReusableBlock, Source, Term

Step = Callable[[], None]
"""Called once for every post or page that has been read."""

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


@dataclass(slots=True)
class Survey(Registers):
    """All that the exports hold. Where two have the same author, term or file, what stands nearest the blog counts.

    ``aliases`` has what each source calls authors and terms, by :attr:`Stub.file`.
    """

    blogs: list[Blog] = field(default_factory=list)
    held: dict[str, HeldFile] = field(default_factory=dict)
    blocks: dict[int, str] = field(default_factory=dict)
    posts: list[Stub] = field(default_factory=list)
    aliases: list[Aliases] = field(default_factory=list)
    seen: Counter[Kind] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    """What one export holds, in its order."""

    number: int
    blog: Blog = field(default_factory=Blog)
    authors: list[Author] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    blocks: list[ReusableBlock] = field(default_factory=list)
    posts: list[Stub] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, datetime]:
        """The later this is, the more the file counts."""
        fidelity = FIDELITY.get(self.blog.source.kind, FIDELITY[STORED])
        return fidelity, max((stub.newest for stub in self.posts), default=ALWAYS)


def look_through(exports: Sequence[Export], spool: Spool, step: Step) -> Survey:
    """Read all exports, the posts into ``spool``.

    Raises:
        SourceError: with every file that cannot be read to its end, and where it breaks off.
    """
    survey = Survey()
    files: list[_File] = []
    problems: list[Problem] = []
    of_no_blog: list[Problem] = []
    for number, export in enumerate(exports):
        try:
            files.append(_read(export, number, survey, spool, step))
        except NoBlogError as error:
            (problems if export.is_named else of_no_blog).extend(error.problems)
        except SourceError as error:
            problems.extend(error.problems)
    if of_no_blog and not files:
        problems.extend(of_no_blog)
    survey.warnings.extend(replace(problem, level="warning") for problem in of_no_blog)
    if problems:
        raise SourceError(*problems)
    survey.aliases = [Aliases() for _ in exports]
    for file in sorted(files, key=lambda file: file.rank, reverse=True):
        _take(survey, file)
    return survey


def _read(export: Export, number: int, survey: Survey, spool: Spool, step: Step) -> _File:
    file = _File(number)
    for item in export.items(survey.warnings.append):
        match item:
            case Blog():
                file.blog = item
                continue
            case HeldFile():
                survey.held.setdefault(item.url, item)
                continue
            case ReusableBlock():
                file.blocks.append(item)
                continue
            case Author():
                file.authors.append(item)
            case Term():
                file.terms.append(item)
            case Attachment():
                file.attachments.append(item)
            case Post():
                file.posts.append(stub(item, spool.put(item), number))
                survey.seen.update(comment.type for comment in item.comments)
                step()
        survey.seen[kind_of(item)] += 1
    return file


def _take(survey: Survey, file: _File) -> None:
    """Take over what is not known yet; what is has been taken from a source that counts more."""
    aliases = survey.aliases[file.number]
    home = Homes.of([file.blog.url]).places
    same_blog = bool(home) and all(Homes.of([blog.url]).places in (home, ()) for blog in survey.blogs)
    survey.blogs.append(file.blog)
    survey.take_authors(file.authors, aliases, same_blog=same_blog)
    survey.take_terms(file.terms, aliases, same_blog=same_blog)
    survey.take_attachments(file.attachments)
    survey.posts.extend(_renamed(stub, aliases) if aliases else stub for stub in file.posts)
    for block in file.blocks:
        survey.blocks.setdefault(block.id, block.body)


def _renamed(stub: Stub, aliases: Aliases) -> Stub:
    categories, tags = aliases.of_terms(stub.categories, stub.tags)
    authors, commenters = aliases.of_authors(stub.authors), aliases.of_authors(stub.commenters)
    return replace(stub, authors=authors, commenters=commenters, categories=categories, tags=tags)


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
