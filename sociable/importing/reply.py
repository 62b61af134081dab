"""Add a reply that somebody sent to a conversation of the shared blog.

The writer's consent is asked for, and their address has no place in what is kept: not as the name, and not in the
text unless that is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sociable import contentfile
from sociable.errors import ContentError, Problem
from sociable.importing.report import MAIL
from sociable.model import Comment

CONVERSATIONS = "comments"


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote: ``body`` is Markdown, ``parent`` the number of the comment it answers.

    ``has_consent``: the writer agreed to be published under ``author``; ``keeps_address``: an e-mail address in the
    text is meant to be there.
    """

    author: str
    body: str
    date: datetime
    parent: int | None = None
    url: str = ""
    has_consent: bool = False
    keeps_address: bool = False


def conversation_of(post: Path) -> Path:
    """The file that holds the conversation below ``post``."""
    return post.parent / CONVERSATIONS / post.name


def add(post: Path, reply: Reply) -> Comment:
    """Append ``reply`` to the conversation below the file ``post`` in one step, and return it with its new number.

    Raises:
        ContentError: with everything that speaks against it; nothing was written.
    """
    file = conversation_of(post)
    problems = [*_problems_of_post(post), *_problems_of(reply)]
    earlier: tuple[Comment, ...] = ()
    if file.is_file():
        try:
            earlier = contentfile.load_conversation(contentfile.read_text(file), file.as_posix(), strict=True)
        except ContentError as error:
            problems.extend(error.problems)
    problems.extend(_problems_of_parent(reply, earlier, file))
    if problems:
        raise ContentError(*problems)
    comment = Comment(
        id=max((one.id for one in earlier), default=0) + 1,
        author=" ".join(reply.author.split()),
        body=reply.body.replace("\r\n", "\n").strip("\n"),
        date=reply.date,
        parent=reply.parent,
        url=reply.url,
    )
    _write(file, contentfile.dump_conversation((*earlier, comment)))
    return comment


def _problems_of_post(post: Path) -> Sequence[Problem]:
    if post.is_file() and post.suffix == ".md" and post.parent.name != CONVERSATIONS:
        return ()
    return (Problem("no post here", str(post), mend="Name the post's own file, such as content/blog/2026-11-21-x.md."),)


def _problems_of(reply: Reply) -> Sequence[Problem]:
    problems = []
    if not reply.has_consent:
        mend = "Ask them, then add --consent."
        problems.append(Problem("nothing says that the writer agreed to be published under this name", mend=mend))
    if not reply.author.strip():
        problems.append(Problem("the reply has no author", mend="Name who wrote it, as they want to be known."))
    if MAIL.search(reply.author):
        mend = "Use the name by which they want to be known."
        problems.append(Problem("the author's name holds an e-mail address", mend=mend))
    if not reply.body.strip():
        problems.append(Problem("the reply has no words", mend="Write them into the file, or to standard input."))
    if MAIL.search(reply.body) and not reply.keeps_address:
        mend = "Take it out (signatures often have one), or add --keep-address if it is meant to be read."
        problems.append(Problem("an e-mail address stands in the text", mend=mend))
    if reply.url and not _is_web_address(reply.url):
        problems.append(Problem("the writer's address is none of the web", mend="It starts with https:// or http://."))
    return problems


def _problems_of_parent(reply: Reply, earlier: Sequence[Comment], file: Path) -> Sequence[Problem]:
    known = [comment.id for comment in earlier]
    if reply.parent is None or reply.parent in known:
        return ()
    mend = f"Its comments are {', '.join(map(str, known))}." if known else "It has none yet; leave --reply-to out."
    return (Problem(f"comment {reply.parent} is not in this conversation", file.as_posix(), mend=mend),)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_name(f".{file.name}.new")
    unfinished.write_bytes(text.encode())
    unfinished.replace(file)
