"""The posts of a content folder as plain values, to make the same site for other generators.

What takes this project's own knowledge is decided here once, so that no generator has to do it and none is charged for
it: which principles and organisations a post is filed by, and below which listings it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.bodies import HOME
from bench.site_corpus import NAME
from sociable import vocabulary
from sociable.archive import folder
from sociable.archive.folder import Archive
from sociable.contentfile import read_text
from sociable.model import Comment
from sociable.tagging import filing
from sociable.vocabulary import Vocabulary

ARCHIVE = f"archive/{NAME}/"


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as every generator is told of it.

    ``path`` is its address without the first slash, ``file`` its file below the content folder. ``people`` are names
    with the addresses of their listings. ``listings`` are the addresses of all listings that it stands in.
    """

    path: str
    file: str
    title: str
    date: datetime
    body: str
    summary: str
    archived: bool
    people: tuple[tuple[str, str], ...]
    principles: tuple[str, ...]
    organisations: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    comments: tuple[Comment, ...]
    image: str
    source: str
    listings: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.path.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Whole:
    """A content folder, read: its posts, newest first, its vocabulary, and its archive without the posts."""

    content: Path
    entries: tuple[Entry, ...]
    known: Vocabulary
    archive: Archive


def read(content: Path) -> Whole:
    """Read a content folder that :mod:`bench.site_corpus` made."""
    known = vocabulary.read(content)
    archive = folder.read(content / "archive" / NAME)
    found = sorted(
        (*_blog(content, known), *_archived(archive, known)), key=lambda entry: (entry.date, entry.path), reverse=True
    )
    return Whole(content, tuple(found), known, archive)


def _blog(content: Path, known: Vocabulary) -> Iterator[Entry]:
    for path in sorted((content / "blog").glob("*.md")):
        file = f"blog/{path.name}"
        post = vocabulary.load_article(read_text(path), file, known)
        assert post.date is not None
        talk = content / "blog" / "comments" / path.name
        comments = vocabulary.load_conversation(read_text(talk), talk.name, known) if talk.is_file() else ()
        filed = filing.of_blog(post, known)
        tags = tuple((name, f"tags/{name.replace(' ', '-')}/") for name in post.tags)
        people = tuple((known.authors[one].name, f"authors/{one}/") for one in post.authors)
        yield Entry(
            path=f"blog/{post.date:%Y/%m}/{post.slug}/",
            file=file,
            title=post.title,
            date=post.date,
            body=post.body,
            summary=post.excerpt,
            archived=False,
            people=people,
            principles=post.principles,
            organisations=filed.belonging.organisations,
            tags=tags,
            categories=(),
            comments=comments,
            image="",
            source="",
            listings=(
                "blog/",
                f"blog/{post.date:%Y}/",
                f"blog/{post.date:%Y/%m}/",
                *(path for _, path in (*tags, *people)),
                *_filed(post.principles, filed.belonging.organisations, "blog/"),
            ),
        )


def _archived(archive: Archive, known: Vocabulary) -> Iterator[Entry]:
    cabinet = filing.Cabinet(known, archive)
    names = {author.id: author.name for author in archive.authors}
    for post in archive.posts:
        assert post.date is not None
        filed = cabinet.file(post)
        principles = tuple(filed.principles or ())
        people = tuple((names[one], f"{ARCHIVE}author/{one}/") for one in post.authors)
        tags = tuple((archive.tags[one].name, f"{ARCHIVE}tag/{one}/") for one in post.tags)
        categories = tuple((archive.categories[one].name, f"{ARCHIVE}category/{one}/") for one in post.categories)
        periods = (f"{ARCHIVE}{post.date:{period}}/" for period in ("%Y", "%Y/%m", "%Y/%m/%d"))
        yield Entry(
            path=f"{ARCHIVE}{post.path}",
            file=post.source.path[post.source.path.index("archive/") :],
            title=post.title,
            date=post.date,
            body=_at_home(post.body),
            summary="",
            archived=True,
            people=people,
            principles=principles,
            organisations=filed.belonging.organisations,
            tags=tags,
            categories=categories,
            comments=post.comments,
            image=_at_home(post.image),
            source=post.link,
            listings=(
                *periods,
                *(path for _, path in (*tags, *categories, *people)),
                *_filed(principles, filed.belonging.organisations, "archives/"),
            ),
        )


def _filed(principles: Sequence[str], organisations: Sequence[str], apart: str) -> Iterator[str]:
    """Yield the listings by principle, by organisation and by both, each whole and of one voice."""
    listed = [f"organisations/{one}/" for one in organisations]
    listed += [f"principles/{one}/" for one in principles]
    listed += [f"principles/{one}/{other}/" for one in principles for other in organisations]
    for path in listed:
        yield path
        yield path + apart


def _at_home(text: str) -> str:
    """Files of the old blog stand below the archive's address, as an import would have left their links."""
    return text.replace(f"{HOME}/wp-content/", f"/{ARCHIVE}wp-content/")


def lay(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write texts by their paths below ``folder``."""
    for path, text in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def threads(comments: Sequence[Comment]) -> list[tuple[Comment, list[int]]]:
    """Each comment with the places of those that answer it; what answers no comment stands at the top."""
    places = {comment.id: place for place, comment in enumerate(comments)}
    answers: list[list[int]] = [[] for _ in comments]
    for place, comment in enumerate(comments):
        if comment.parent is not None and comment.parent in places:
            answers[places[comment.parent]].append(place)
    return list(zip(comments, answers, strict=True))


def spoken(entry: Entry) -> tuple[Comment, ...]:
    """The comments that have words; the others are links from elsewhere."""
    return tuple(comment for comment in entry.comments if comment.type == "comment")


def mentions(entry: Entry) -> tuple[Comment, ...]:
    """The links from elsewhere, of which only where they come from is shown."""
    return tuple(comment for comment in entry.comments if comment.type != "comment")
