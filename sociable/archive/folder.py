"""An archive's folder on disk, and everything in it as values.

``content/archive/<name>/`` holds ``bag/`` (all that was taken over from the old blog, in ``bag/data/``) and beside it
what came later: ``lock``, ``tags.csv``, ``erased``. Names that start with a dot are work in progress, no archives.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from sociable import contentfile
from sociable.archive import log
from sociable.archive.log import Entry
from sociable.errors import ArchiveError, ContentError, Problem
from sociable.model import About, Attachment, Author, Comment, Page, Post, Term

FOLDER = "archive"
BAG = "bag"
DATA = "bag/data"
ABOUT, ACCOUNT, AUTHORS, TERMS, MEDIA = "archive.md", "account.md", "authors.md", "terms.md", "media.md"
POSTS, PAGES, COMMENTS, FILES = "posts", "pages", "comments", "media"

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Archive:
    """A legacy blog as kept. ``posts`` are in the order of their dates (then ids), the undated last.

    ``files`` are the paths of the media that are there, below ``bag/data/media/`` and the archive's address alike.
    ``account`` is Markdown: what was imported, from what, and what could not be kept.
    ``amended`` are the changes that people made to its files since, the earliest first.
    """

    name: str
    about: About
    authors: tuple[Author, ...] = ()
    terms: tuple[Term, ...] = ()
    media: tuple[Attachment, ...] = ()
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    files: frozenset[str] = frozenset()
    account: str = ""
    amended: tuple[Entry, ...] = ()
    folder: Path = field(default=Path(), compare=False)

    @cached_property
    def categories(self) -> Mapping[str, Term]:
        """The categories by slug."""
        return {term.slug: term for term in self.terms if term.taxonomy == "category"}

    @cached_property
    def tags(self) -> Mapping[str, Term]:
        """The tags by slug."""
        return {term.slug: term for term in self.terms if term.taxonomy == "post_tag"}

    def amendments(self, post: Post) -> tuple[Entry, ...]:
        """What people changed of a post or page, or of the conversation below it, since it was imported."""
        name = PurePosixPath(post.source.path).name
        kind = PAGES if isinstance(post, Page) else POSTS
        files = {f"{DATA}/{kind}/{name}", f"{DATA}/{COMMENTS}/{name}"}
        return tuple(entry for entry in self.amended if not files.isdisjoint(entry.files))

    def file(self, path: str) -> Path:
        """Where one of ``files`` lies on disk."""
        return self.folder / DATA / FILES / path


def find(content: Path) -> tuple[Path, ...]:
    """Return the folders of all archives in a content folder, by name."""
    return tuple(sorted(path for path in (content / FOLDER).glob("[!.]*") if path.is_dir()))


def cache_of(folder: Path) -> Path:
    """Where a copy of the content keeps what can be made again, beside it: ``folder`` is one of its archives'."""
    return folder.absolute().parent.parent.parent / ".cache"


def read(folder: Path) -> Archive:
    """Read a whole archive.

    Raises:
        ArchiveError: there is none in ``folder``.
        ContentError: with every problem of every file.
    """
    data = folder / DATA
    if not (data / ABOUT).is_file():
        raise ArchiveError(Problem("no archive here", str(data / ABOUT), mend="Import the blog again."))
    reader = _Reader()
    about = reader.one(data / ABOUT, contentfile.load_about, About(folder.name))
    nothing: tuple[()] = ()
    archive = Archive(
        name=folder.name,
        about=about if about.title else replace(about, title=folder.name),
        authors=reader.one(data / AUTHORS, contentfile.load_authors, nothing),
        terms=reader.one(data / TERMS, contentfile.load_terms, nothing),
        media=reader.one(data / MEDIA, contentfile.load_media, nothing),
        files=frozenset(_files(data / FILES)),
        account=reader.one(data / ACCOUNT, _as_it_is, ""),
        amended=_amended(folder / log.FILE),
        folder=folder,
    )
    conversations = reader.all(data / COMMENTS, contentfile.load_conversation)
    posts, pages = (reader.all(data / kind, contentfile.load_post) for kind in (POSTS, PAGES))
    problems = reader.problems or _misfits(data, conversations, posts, pages)
    if problems:
        raise ContentError(*problems)
    whole = [_with_comments(entry, conversations.get(stem, ())) for stem, entry in [*posts.items(), *pages.items()]]
    return replace(
        archive,
        posts=in_order([entry for entry in whole if not isinstance(entry, Page)]),
        pages=tuple(sorted((entry for entry in whole if isinstance(entry, Page)), key=_place_of_page)),
    )


def in_order(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Sort posts as they were written: by date, then id; the undated last."""
    return tuple(sorted(posts, key=_moment))


class _Reader:
    """Reads files with their loaders, gathering what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def one(self, path: Path, load: Callable[[str, str], _Value], default: _Value) -> _Value:
        """Load ``path``; ``default`` if it is missing or wrong."""
        if not path.is_file():
            return default
        try:
            return load(contentfile.read_text(path), path.as_posix())
        except ContentError as error:
            self.problems.extend(error.problems)
            return default

    def all(self, folder: Path, load: Callable[[str, str], _Value]) -> dict[str, _Value]:
        """Load the Markdown files of ``folder`` by their stems."""
        loaded: dict[str, _Value] = {}
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file()) if folder.is_dir() else []
        above = folder.as_posix()
        for name in names:
            if not name.endswith(".md"):
                continue
            path = f"{above}/{name}"
            try:
                loaded[name.removesuffix(".md")] = load(contentfile.read_text(Path(path)), path)
            except ContentError as error:
                self.problems.extend(error.problems)
        return loaded


def _misfits(
    data: Path, conversations: Mapping[str, object], posts: Mapping[str, object], pages: Mapping[str, object]
) -> list[Problem]:
    """What is wrong with the files' names: a post and a page share one, comments belong to neither."""
    shared = [
        Problem("a post has this name too, so whose comments are whose?", (data / PAGES / f"{stem}.md").as_posix())
        for stem in sorted(posts.keys() & pages.keys())
    ]
    strays = [
        Problem("comments on no post", (data / COMMENTS / f"{stem}.md").as_posix(), mend="Import the blog again.")
        for stem in sorted(conversations.keys() - posts.keys() - pages.keys())
    ]
    return shared + strays


def _with_comments(entry: Post, comments: tuple[Comment, ...]) -> Post:
    return replace(entry, comments=comments) if comments else entry


def _amended(path: Path) -> tuple[Entry, ...]:
    entries, _ = log.load(path.read_bytes() if path.is_file() else b"")
    return tuple(entry for entry in entries if entry.verb == "amend")


def _as_it_is(text: str, _: str) -> str:
    return text


def _files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _moment(post: Post) -> tuple[bool, datetime, bool, int, str]:
    undated = datetime.min.replace(tzinfo=UTC)
    return post.date is None, post.date or undated, post.id is None, post.id or 0, post.path


def _place_of_page(page: Page) -> tuple[int, str, str]:
    return page.menu_order, page.title, page.path
