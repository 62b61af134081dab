"""Find a person in the content: the comments that are theirs, and all that names or quotes them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sociable import contentfile
from sociable.archive.cleaning import cleaned
from sociable.archive.erasures import Erasure, tombstone
from sociable.archive.folder import ABOUT, COMMENTS, DATA, FILES, PAGES, POSTS, find, read
from sociable.archive.sought import Sought
from sociable.model import About, Comment

BLOG: Literal["blog"] = "blog"
_TEXTS = ("blog", "pages", "principles", "organisations", "authors")
"""Folders of the content that people write."""
_AROUND = 40
_LARGEST = 1 << 26
"""Bytes of a picture or document that is looked through."""

Chosen = tuple[str, str, int]
"""A comment that people chose: the archive's name or ``blog``, the post (its path there, or its file's stem), its
number."""

Where = Literal["text", "address", "file name", "bytes", "blog"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The comments in ``file``, below the ``post`` of an archive (its path there) or of the blog (its file's stem).

    ``folder`` is the archive's, ``None`` for the blog; ``link`` the post's old address.
    """

    file: Path
    post: str
    comments: tuple[Comment, ...]
    folder: Path | None = None
    link: str = ""

    @property
    def owner(self) -> str:
        """The archive's name, or ``blog``."""
        return BLOG if self.folder is None else self.folder.name


@dataclass(frozen=True, slots=True)
class Theirs:
    """A comment to erase, and where it is."""

    conversation: Conversation
    comment: Comment


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the person is named or quoted by others: in a ``text`` of an archive, from which they can be taken
    out; in an ``address``, a ``file name`` or the ``bytes`` of a file, which people must decide on; in the ``blog``,
    which they can edit.
    """

    owner: str
    file: str
    line: int | None
    where: Where
    excerpt: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found: what to erase, what to decide on, and whom to look for after what was found is known."""

    theirs: tuple[Theirs, ...]
    mentions: tuple[Mention, ...]
    sought: Sought


def search(content: Path, known_by: Sequence[str], chosen: Sequence[Chosen] = ()) -> Findings:
    """Look through blog and archives for somebody ``known_by`` names and addresses.

    ``chosen`` are further comments that are theirs.

    Raises:
        ContentError: something cannot be read, so nobody knows what is in it.
    """
    conversations = list(_conversations(content))
    sought = Sought(tuple(each.strip() for each in known_by if each.strip()))
    theirs = tuple(
        Theirs(talk, comment)
        for talk in conversations
        for comment in talk.comments
        if not comment.gone and (_is_theirs(comment, sought) or _is_chosen(talk, comment, chosen))
    )
    known = dict.fromkeys((*sought.known_by, *_own_addresses(content, conversations, theirs)))
    wider = Sought(tuple(known), tuple(each.comment.body for each in theirs))
    return Findings(theirs, tuple(_mentions(content, conversations, theirs, wider)), wider)


def _conversations(content: Path) -> Iterator[Conversation]:
    for folder in find(content):
        archive = read(folder)
        for post in (*archive.posts, *archive.pages):
            if post.comments:
                name = Path(post.source.path).name
                yield Conversation(folder / DATA / COMMENTS / name, post.path, post.comments, folder, post.link)
    for file in sorted((content / BLOG / COMMENTS).glob("[!._]*.md")):
        comments = contentfile.load_conversation(contentfile.read_text(file), file.as_posix(), strict=True)
        yield Conversation(file, file.stem, comments)


def _about(folder: Path) -> About:
    path = folder / DATA / ABOUT
    return contentfile.load_about(contentfile.read_text(path), path.as_posix())


def _is_theirs(comment: Comment, sought: Sought) -> bool:
    return sought.is_name(comment.author) or sought.is_address(comment.url)


def _is_chosen(talk: Conversation, comment: Comment, chosen: Sequence[Chosen]) -> bool:
    names = {talk.post.strip("/"), talk.file.stem}
    return any((talk.owner, comment.id) == (owner, number) and post in names for owner, post, number in chosen)


def _own_addresses(content: Path, conversations: Sequence[Conversation], theirs: Sequence[Theirs]) -> dict[str, None]:
    """The addresses that the person gave with a comment, but not those that others share, as the blog’s own."""
    gone = {(each.conversation.file, each.comment.id) for each in theirs}
    shared = Sought(tuple(filter(None, (_about(folder).url for folder in find(content)))))
    others = {each.url for talk in conversations for each in talk.comments if (talk.file, each.id) not in gone}
    given = dict.fromkeys(each.comment.url for each in theirs)
    return {url: None for url in given if url and url not in others and not shared.is_address(url)}


def _mentions(
    content: Path, conversations: Sequence[Conversation], theirs: Sequence[Theirs], sought: Sought
) -> Iterator[Mention]:
    gone = {(each.conversation.file, each.comment.id) for each in theirs}
    talks = {talk.file: talk for talk in conversations}
    for folder in find(content):
        for file in sorted((folder / DATA).rglob("*")):
            path = file.relative_to(folder / DATA).as_posix()
            if file.is_file():
                yield from _of_name(folder.name, path, file, sought)
                if path.startswith(f"{FILES}/"):
                    yield from _of_bytes(folder.name, file, sought)
                else:
                    text = _without(talks[file], gone) if file in talks else contentfile.read_text(file)
                    yield from _of_text(folder.name, file, text, cleaned(path, text, sought), sought)
        tags = folder / "tags.csv"
        if tags.is_file():
            text = contentfile.read_text(tags)
            yield from _of_text(folder.name, tags, text, text, sought)
    for name in _TEXTS:
        for file in sorted((content / name).rglob("*.md")):
            text = _without(talks[file], gone) if file in talks else contentfile.read_text(file)
            found = _of_text(BLOG, file, text, text, sought)
            yield from (Mention(BLOG, each.file, each.line, BLOG, each.excerpt) for each in found)


def _without(talk: Conversation, gone: set[tuple[Path, int]]) -> str:
    """A conversation's text without the comments that will be erased."""
    nothing = Erasure("", 0, "2000-01", "-", "", "")
    return contentfile.dump_conversation(
        tombstone(each, nothing) if (talk.file, each.id) in gone else each for each in talk.comments
    )


def _of_text(owner: str, file: Path, text: str, clean: str, sought: Sought) -> Iterator[Mention]:
    """The mentions in a text; those that are still there when it is ``clean`` stand in addresses."""
    stays = {clean[span.start : span.end] for span in sought.spans(clean)}
    for span in sought.spans(text):
        line = text.count("\n", 0, span.start) + 1
        where: Where = "address" if text[span.start : span.end] in stays else "text"
        yield Mention(owner, file.as_posix(), line, where, _excerpt(text, span.start, span.end))


def _of_name(owner: str, path: str, file: Path, sought: Sought) -> Iterator[Mention]:
    name = path if path.startswith((f"{POSTS}/", f"{PAGES}/", f"{FILES}/")) else ""
    if sought.has(name):
        yield Mention(owner, file.as_posix(), None, "file name", path)


def _of_bytes(owner: str, file: Path, sought: Sought) -> Iterator[Mention]:
    """Names in the data of a picture or document, where cameras and office programs write them."""
    if file.stat().st_size <= _LARGEST:
        text = file.read_bytes().decode("ascii", "replace").replace("\ufffd", "\n")
        if sought.has(text):
            yield Mention(owner, file.as_posix(), None, "bytes", "in its data, perhaps as its author")


def _excerpt(text: str, start: int, end: int) -> str:
    begin, stop = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return " ".join(text[begin:stop].split())
