"""Shelves: the archives as this site needs them, without reading ten thousand files to show that none has changed.

A shelf holds what listings say of every post: its headers, its opening words, how much was said below it, and where it
is filed. Of an archive whose seal is the one that the last build saw, that comes from the index which that build kept;
texts and conversations are read from the bag only where a page has to be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from plugins import cache, filing, shape
from plugins.build import Build, shown
from plugins.rendering import Renderer
from plugins.summaries import summary
from sociable import contentfile
from sociable.archive import folder, log, seal
from sociable.archive.folder import COMMENTS, DATA, PAGES, POSTS, Archive
from sociable.model import Attachment, Comment, Page, Post
from sociable.tagging import tags

_Entry = TypeVar("_Entry", bound=Post)

AT_HAND = 2_000
"""Rendered texts that are kept for a second look: those of the newest posts stand in several feeds."""

Filed = tuple[tuple[str, ...], tuple[str, ...]]
"""The ids of the principles and of the organisations that a post is listed by."""


class Talk(NamedTuple):
    """What was said below a post: how many comments proper and links from elsewhere, and when the newest."""

    said: int = 0
    linked: int = 0
    newest: datetime | None = None

    @classmethod
    def of(cls, comments: Iterable[Comment]) -> Talk:
        """Count ``comments``."""
        said = linked = 0
        newest: datetime | None = None
        for comment in comments:
            if comment.type == "comment":
                said += 1
            else:
                linked += 1
            if comment.date and (newest is None or comment.date > newest):
                newest = comment.date
        return cls(said, linked, newest)


class Card(NamedTuple):
    """What the index keeps of a post: a digest of its ``words`` (text and conversation), and what listings say of it.

    ``opening`` are its first words; empty until somebody has rendered the text.
    """

    words: bytes
    talk: Talk
    opening: str = ""


@dataclass
class Shelf:
    """One archive. ``key`` is a digest of its seal: of every byte in the bag, and of the changes made to it.

    ``archive`` holds everything where it was read from the bag, ``is_whole``; else it comes from the index and lacks
    texts, conversations, files and media library.
    """

    build: Build
    archive: Archive
    key: bytes
    cards: dict[str, Card]
    filed: dict[str, Filed]
    is_whole: bool
    is_new: bool = False
    """Whether it knows more than the index that is kept."""
    learned: dict[str, str] = field(default_factory=dict)
    """The opening words that were found in this build."""
    _htmls: dict[str, str] = field(default_factory=dict)
    _whole: dict[str, Post] = field(default_factory=dict)
    _registers: tuple[tuple[Attachment, ...], frozenset[str], dict[str, tuple[int, ...]]] | None = None

    def __post_init__(self) -> None:
        """Find texts by their paths, where they are at hand."""
        if self.is_whole:
            self._whole = {entry.path: entry for entry in (*self.archive.posts, *self.archive.pages)}

    @property
    def name(self) -> str:
        """The name of the archive's folder."""
        return self.archive.name

    @cached_property
    def addressed(self) -> Archive:
        """The archive with all that addresses depend on: its files, its media library, the numbers of its comments."""
        if self.is_whole:
            return self.archive
        kept = self._registers or cache.load(_addresses(self.build, self.name), self.build.shape + self.key)
        if kept is None:
            return folder.read(self.archive.folder)
        media, files, numbers = kept

        def entry(post: _Entry) -> _Entry:
            found = numbers.get(post.source.path)
            return replace(post, comments=tuple(Comment(one, "", "") for one in found)) if found else post

        posts, pages = tuple(map(entry, self.archive.posts)), tuple(map(entry, self.archive.pages))
        return replace(self.archive, posts=posts, pages=pages, media=media, files=files)

    @cached_property
    def renderer(self) -> Renderer:
        """Turns the Markdown of its texts into HTML of this site."""
        return Renderer(self.build.place, self.addressed)

    def text(self, entry: Post) -> Post:
        """A post or page with its text and its conversation."""
        if self.is_whole:
            return self._whole[entry.path]
        data, name = self.archive.folder / DATA, PurePosixPath(entry.source.path).name
        path, below = data / (PAGES if isinstance(entry, Page) else POSTS) / name, data / COMMENTS / name
        whole = contentfile.load_post(contentfile.read_text(path), path.as_posix())
        if below.is_file():
            said = contentfile.load_conversation(contentfile.read_text(below), below.as_posix())
            whole = replace(whole, comments=said)
        return whole

    def html(self, whole: Post) -> str:
        """The sanitised HTML of a text, with the addresses of this site; the opening words of a post are remembered."""
        html = self.renderer.html(whole, whole.body)
        if len(self._htmls) >= AT_HAND:
            del self._htmls[next(iter(self._htmls))]
        self._htmls[whole.path] = html
        card = self.cards.get(whole.path)
        if card and not card.opening:
            self.learn(whole.path, summary(whole, html))
        return html

    def learn(self, path: str, opening: str) -> None:
        """Know the opening words of a post."""
        self.cards[path] = self.cards[path]._replace(opening=opening)
        self.learned[path] = opening
        self.is_new = True

    def known_html(self, post: Post) -> str:
        """As :meth:`html`, for another place that shows the same post."""
        return self._htmls.get(post.path) or self.html(self.text(post))

    def opening(self, post: Post) -> str:
        """What a listing says of a post."""
        if not self.cards[post.path].opening:
            self.html(self.text(post))
        return self.cards[post.path].opening

    def rest(self) -> None:
        """Be light, and forget what was found for this build alone."""
        self.lighten()
        self.learned = {}
        self._htmls.clear()

    @cached_property
    def facts(self) -> bytes:
        """A digest of all that links and pictures in the texts may lead to."""
        whole = self.addressed
        places = [
            (one.path, one.link, one.id, one.slug, one.old_slugs, tuple(said.id for said in one.comments))
            for one in (*whole.posts, *whole.pages)
        ]
        return shape.of_value((places, whole.about, whole.terms, whole.media, sorted(whole.files)))

    def lighten(self) -> None:
        """Let go of all texts: their pages are written, and what needs one again reads it again."""
        if not self.is_whole:
            return
        archive = self.archive
        entries = (*archive.posts, *archive.pages)
        numbers = {one.source.path: tuple(said.id for said in one.comments) for one in entries if one.comments}
        self._registers = (archive.media, archive.files, numbers)
        self.archive = replace(
            archive,
            posts=tuple(map(light, archive.posts)),
            pages=tuple(map(light, archive.pages)),
            media=(),
            files=frozenset(),
        )
        self.is_whole = False
        self._whole = {}
        self.renderer.archive = replace(self.archive, files=self._registers[1])
        self.__dict__.pop("addressed", None)

    def save(self) -> None:
        """Keep the index for the next build, if there is anything new in it."""
        if not self.is_new:
            return
        self.lighten()
        build = self.build
        if self._registers:
            cache.save(_addresses(build, self.name), build.shape + self.key, self._registers)
        cache.save(_index(build, self.name), build.shape, (self.key, self.archive, self.cards, self.filed))
        self.is_new = False


def light(entry: _Entry) -> _Entry:
    """A post or page without its text and conversation."""
    return replace(entry, body="", comments=())


def take(build: Build, path: Path) -> Shelf:
    """Take up the archive in the folder ``path``.

    Raises:
        SociableError: with everything that is wrong with its files.
    """
    key, known = key_of(build, path), cache.load(_index(build, path.name), build.shape)
    if known and known[0] == key:
        _, archive, cards, filed = known
        return Shelf(build, replace(archive, folder=Path(shown(path))), key, cards, filed, is_whole=False)
    openings = {card.words: card.opening for card in known[2].values()} if known else {}
    archive = folder.read(Path(shown(path)))
    cards = {entry.path: _card(entry, openings) for entry in (*archive.posts, *archive.pages)}
    cabinet = filing.Cabinet(build, archive)
    filed = {post.path: _filed(cabinet, post) for post in archive.posts}
    return Shelf(build, archive, key, cards, filed, is_whole=True, is_new=True)


def keep(build: Build) -> None:
    """Keep the archives for later builds: their indexes, and in memory what is light of them."""
    for name, shelf in build.bodies.shelves.items():
        build.memory.put_off(f"archive {name}", shelf.save)
        if build.memory.is_kept:
            shelf.rest()
            build.memory.keep("archive", shelf, shelf.key, name)


def recall(build: Build, path: Path) -> Shelf:
    """As :func:`take`; an archive whose seal is the one that an earlier build of this process saw is at hand."""
    shelf: Shelf | None = build.memory.get("archive", key_of(build, path), path.name)
    if shelf is None:
        return take(build, path)
    shelf.build = build
    return shelf


def key_of(build: Build, path: Path) -> bytes:
    """A digest of an archive's seal, of what was decided on its posts since, and of what filing them depends on."""
    beside = [path / name for name in (seal.LOCK, log.FILE, log.ERASURES, tags.FILE)]
    return shape.digest(*(file.read_bytes() if file.is_file() else b"" for file in beside), build.known_by)


def words(post: Post) -> bytes:
    """A digest of a post with its text and conversation: of everything but where it was found."""
    head = (
        f"{post.id}\0{post.title}\0{post.slug}\0{post.link}\0{post.date}\0{post.modified}\0{post.authors}\0"
        f"{post.categories}\0{post.tags}\0{post.excerpt}\0{post.sticky}\0{post.image}\0{post.comments_open}\0"
        f"{post.principles}\0{post.organisations}"
    )
    said = [
        f"{one.id}\0{one.author}\0{one.date}\0{one.parent}\0{one.type}\0{one.url}\0{one.user}\0{one.gone}\0{one.body}"
        for one in post.comments
    ]
    return shape.digest(*(part.encode() for part in (head, post.body, *said)))


def _card(post: Post, openings: Mapping[bytes, str]) -> Card:
    found = words(post)
    return Card(found, Talk.of(post.comments), openings.get(found, ""))


def _filed(cabinet: filing.Cabinet, post: Post) -> Filed:
    found = cabinet.file(post)
    return found.principles, found.belonging.organisations


def _index(build: Build, name: str) -> Path:
    return build.kept(f"archive-{name}")


def _addresses(build: Build, name: str) -> Path:
    return build.kept(f"addresses-{name}")
