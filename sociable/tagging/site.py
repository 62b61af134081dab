"""A content folder as tagging sees it: every post of the blog and of the archives with what is decided on it.

Decisions are kept where people find them: in the headers of a post of the blog, beside the bag of an archive in its
``tags.csv``. Writing one changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from sociable import vocabulary
from sociable.contentfile import read_text
from sociable.errors import ContentError, Problem
from sociable.model import Post, Term
from sociable.tagging import filing, organisations, tags, weights
from sociable.tagging.features import Text
from sociable.tagging.filing import Cabinet, Filing
from sociable.tagging.labelled import Example
from sociable.tagging.suggest import suggest
from sociable.tagging.tags import Tag
from sociable.vocabulary import Vocabulary

BLOG = "blog"
"""The place of the posts of the shared blog; the place of others is the name of their archive."""


class Archive(filing.Kept, Protocol):
    """What tagging has to know of an archive: what filing does, its name and the words of its terms."""

    @property
    def name(self) -> str:
        """The archive's name, which is that of its folder."""

    @property
    def terms(self) -> Sequence[Term]:
        """The categories and tags of its posts."""


@dataclass(frozen=True)
class Entry:
    """A post, where it is kept, and how it is filed; ``likely`` are the organisations in the order to offer them."""

    place: str
    name: str
    path: Path
    text: Text
    day: date | None
    filing: Filing
    likely: tuple[str, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Tell whether no person decided on its principles."""
        return self.filing.by in {"", "applied"}

    def to_json(self) -> dict[str, object]:
        """Give which post it is as plain values."""
        return {
            "place": self.place,
            "post": self.name,
            "path": self.path.as_posix(),
            "title": self.text.title,
            "date": self.day.isoformat() if self.day else None,
        }


@dataclass(frozen=True)
class Site:
    """A content folder with its vocabulary, its posts and the model that is in force."""

    content: Path
    archives: Path
    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    model: weights.Model

    def decided(self) -> list[Example]:
        """The posts that people decided on: by the post's own line, by staff, or taken over from elsewhere."""
        return [
            Example(entry.text, entry.filing.principles, entry.place, entry.name)
            for entry in self.entries
            if entry.filing.principles is not None and not entry.is_undecided
        ]


def read(content: Path, archives: Iterable[Archive]) -> Site:
    """Read a content folder; ``archives`` are those that lie in it.

    Raises:
        ContentError: with all that is wrong with the blog's posts and with decisions.
    """
    words = vocabulary.read(content)
    problems: list[Problem] = []
    entries = [*_of_blog(content, words, problems)]
    for archive in archives:
        entries += _of_archive(archive, words, problems)
    if problems:
        raise ContentError(*problems)
    return Site(content, content / "archive", words, tuple(entries), weights.read(weights.find(content)))


def _of_blog(content: Path, words: Vocabulary, problems: list[Problem]) -> Iterator[Entry]:
    """The published posts of the shared blog."""
    for path in sorted((content / BLOG).glob("[!._]*.md")):
        shown = path.as_posix()
        try:
            text = read_text(path, shown)
            post = vocabulary.load_article(text, shown, words)
        except ContentError as error:
            problems += error.problems
            continue
        if post.status == "publish":
            filed = filing.of_blog(post, words, is_decided=tags.says_principles(text, shown))
            likely = () if filed.belonging.certain else organisations.likely(post, post.authors, words)
            yield Entry(BLOG, path.name, path, Text(post.title, post.body, post.tags), _day(post), filed, likely)


def _of_archive(archive: Archive, words: Vocabulary, problems: list[Problem]) -> Iterator[Entry]:
    cabinet = Cabinet(words, archive)
    problems += cabinet.problems
    names = {(term.taxonomy, term.slug): term.name for term in archive.terms}
    for post in archive.posts:
        filed_under = [("category", slug) for slug in post.categories] + [("post_tag", slug) for slug in post.tags]
        terms = tuple(names[each] for each in filed_under if each in names)
        filed = cabinet.file(post)
        likely = () if filed.belonging.certain else cabinet.likely(post)
        text = Text(post.title, post.body, terms)
        yield Entry(archive.name, tags.name_of(post), Path(post.source.path), text, _day(post), filed, likely)


def _day(post: Post) -> date | None:
    return post.date.date() if post.date else None


def applied(site: Site, archive: str) -> tuple[list[Tag], int]:
    """Give what the model would apply alone to the undecided posts of an archive, and how many those are."""
    undecided = [entry for entry in site.entries if entry.place == archive and entry.is_undecided]
    verdicts = [(entry.name, suggest(site.model, entry.text).applied) for entry in undecided]
    return [Tag(name, (found,), who="applied") for name, found in verdicts if found], len(undecided)


def apply(site: Site, archive: str, found: Iterable[Tag]) -> None:
    """Write what was applied in place of all that was applied before."""
    folder = site.archives / archive
    tags.write(folder, [*(tag for tag in tags.read(folder) if tag.who != "applied"), *found])


def keep_principles(site: Site, entry: Entry, principles: Sequence[str]) -> Path:
    """Write what staff decided on the principles of a post, and return the file that holds it."""
    if entry.place == BLOG:
        return _rewrite(entry.path, lambda text: tags.with_principles(text, principles, entry.path.as_posix()))
    return _put(site, entry, lambda old: replace(old, principles=tuple(principles)))


def keep_organisations(site: Site, entry: Entry, found: Sequence[str]) -> Path:
    """Write what staff decided on the organisations of a post, and return the file that holds it."""
    if entry.place == BLOG:
        return _rewrite(entry.path, lambda text: tags.with_organisations(text, found, entry.path.as_posix()))
    return _put(site, entry, lambda old: replace(old, organisations=tuple(found)))


def _rewrite(path: Path, change: Callable[[str], str]) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(change(text))
    return path


def _put(site: Site, entry: Entry, change: Callable[[Tag], Tag]) -> Path:
    folder = site.archives / entry.place
    rows = tags.read(folder)
    old = next((tag for tag in rows if (tag.post, tag.who) == (entry.name, "staff")), Tag(entry.name))
    tags.write(folder, tags.put(rows, replace(change(old), date=date.today())))
    return folder / tags.FILE
