"""Read the exports: a light index of all that they hold; the posts themselves are laid aside in a spool.

Nothing is written before every file was read to its end. What is kept of a post in memory is what deciding needs:
who it is, whether it is public, which version is the newest, where it lies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sociable.archive.homes import Homes
from sociable.errors import NoBlogError, Problem, SourceError
from sociable.importing import stubs
from sociable.importing.aliases import Aliases, Registers
from sociable.importing.kinds import Export
from sociable.importing.report import Kind, kind_of
from sociable.importing.shelves import Shelf
from sociable.importing.spool import Spool
from sociable.importing.stubs import ALWAYS, FIDELITY, STORED, Stub, stub
from sociable.model import Attachment, Author, Blog, HeldFile, Post, ReusableBlock, Term

Step = Callable[[], None]
"""Called once for every post or page that has been read."""


@dataclass(slots=True)
class Survey(Registers):
    """All that the exports hold. Where two have the same author, term or file, what stands nearest the blog counts.

    ``aliases`` has what each source calls authors and terms, by :attr:`Stub.file`.
    """

    blogs: list[Blog] = field(default_factory=list)
    held: dict[str, HeldFile] = field(default_factory=dict)
    blocks: dict[int, str] = field(default_factory=dict)
    posts: Shelf[Stub] = field(default_factory=stubs.shelf)
    aliases: list[Aliases] = field(default_factory=list)
    seen: Counter[Kind] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    """What one export holds, in its order: of posts their places, and when any of them was last changed."""

    number: int
    blog: Blog = field(default_factory=Blog)
    authors: list[Author] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    blocks: list[ReusableBlock] = field(default_factory=list)
    posts: range = range(0)
    newest: datetime = ALWAYS

    @property
    def rank(self) -> tuple[int, datetime]:
        """The later this is, the more the file counts."""
        fidelity = FIDELITY.get(self.blog.source.kind, FIDELITY[STORED])
        return fidelity, self.newest


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
    ranked = sorted(files, key=lambda file: file.rank, reverse=True)
    for file in ranked:
        _take(survey, file)
    if len(files) > 1 or any(survey.aliases):
        survey.posts = stubs.shelf(_ranked(survey, ranked))
    return survey


def _read(export: Export, number: int, survey: Survey, spool: Spool, step: Step) -> _File:
    file = _File(number)
    first = len(survey.posts)
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
                found = stub(item, spool.put(item), number)
                survey.posts.append(found)
                file.newest = max(file.newest, found.newest)
                survey.seen.update(comment.type for comment in item.comments)
                step()
        survey.seen[kind_of(item)] += 1
    file.posts = range(first, len(survey.posts))
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
    for block in file.blocks:
        survey.blocks.setdefault(block.id, block.body)


def _ranked(survey: Survey, files: Iterable[_File]) -> Iterator[Stub]:
    """The posts in the order of ``files``, their authors and terms called as the archive calls them."""
    for file in files:
        aliases = survey.aliases[file.number]
        for place in file.posts:
            found = survey.posts[place]
            yield _renamed(found, aliases) if aliases else found


def _renamed(stub: Stub, aliases: Aliases) -> Stub:
    categories, tags = aliases.of_terms(stub.categories, stub.tags)
    authors, commenters = aliases.of_authors(stub.authors), aliases.of_authors(stub.commenters)
    return replace(stub, authors=authors, commenters=commenters, categories=categories, tags=tags)
