"""Conversations: the comments below a post as a tree of any depth, numbered like minutes.

The tree is drawn without recursion. Lists are nested ``DEPTH`` deep at most, since browsers and parsers give up on
deeper documents and a phone long before; a comment below that stands in the deepest list, in order, and its «answers»
link still names the one it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from plugins import addresses, shape
from plugins.build import Build, shown
from plugins.parts import Comment as CommentView
from plugins.parts import Conversation, Link, Ping
from plugins.prose import prose
from sociable import contentfile, vocabulary
from sociable.archive.threads import tree
from sociable.errors import SociableError
from sociable.model import Comment

DEPTH = 10
"""Levels of nesting shown. WordPress itself offers ten at most (``thread_comments_depth_max``)."""


def read_conversation(build: Build, article: str) -> tuple[Comment, ...]:
    """The comments below the post in the file ``article`` of the content: ``comments/<name>.md`` beside it, or none."""
    folder, _, name = article.rpartition("/")
    file = f"{folder}/comments/{name}"
    if file not in build.sources:
        return ()
    build.doubt("talk", file)
    told = build.sources[file], build.known_by
    return build.memory.recall("talk", told, lambda: _conversation(build, file), file)


def _conversation(build: Build, file: str) -> tuple[Comment, ...]:
    path = build.content / file
    name = shown(path)
    try:
        text = contentfile.read_text(path, name)
        key = shape.digest(b"talk", name.encode(), text.encode(), build.known_by)
        found: tuple[Comment, ...] | None = build.texts.get(key)
        if found is None:
            build.texts.put(key, found := vocabulary.load_conversation(text, name, build.vocabulary))
        return found
    except SociableError as error:
        build.take(error)
        return ()


@dataclass(frozen=True, slots=True)
class Voices:
    """How a comment's words become HTML, which names are the post's own authors, and where replies go, if anywhere."""

    render: Callable[[str], str]
    authors: frozenset[str]
    reply: Callable[[str], str] | None = None

    def html(self, comment: Comment) -> str:
        """A comment's words as they can stand below the conversation's heading, its ids kept apart."""
        return prose(self.render(comment.body), below=2, prefix=f"comment-{comment.id}-")


@dataclass(frozen=True, slots=True)
class _Placed:
    comment: Comment
    number: tuple[int, ...]


def comments(found: Iterable[Comment], voices: Voices) -> tuple[CommentView, ...]:
    """The comments proper, in reading order, each with the lists that open before and close after it."""
    placed = _place([comment for comment in found if comment.type == "comment"])
    numbers = {one.comment.id: _number(one) for one in placed}
    depths = [len(one.number) for one in placed]
    return tuple(
        _view(one, voices, numbers, opens=max(0, depth - before), closes=max(0, depth - after))
        for one, before, depth, after in zip(placed, [0, *depths], depths, [*depths[1:], 0], strict=False)
    )


def _place(found: list[Comment]) -> list[_Placed]:
    """Walk the tree in reading order; numbers grow to ``DEPTH`` parts and go on counting there."""
    placed: list[_Placed] = []
    counts: dict[tuple[int, ...], int] = {}
    waiting: list[tuple[object, tuple[int, ...]]] = [(node, ()) for node in reversed(tree(found))]
    while waiting:
        node, above = waiting.pop()
        counts[above] = counts.get(above, 0) + 1
        number = (*above, counts[above])
        placed.append(_Placed(node.comment, number))
        below = above if len(number) == DEPTH else number
        waiting.extend((reply, below) for reply in reversed(node.replies))
    return placed


def _number(placed: _Placed) -> str:
    return ".".join(map(str, placed.number))


def _view(one: _Placed, voices: Voices, numbers: dict[int, str], *, opens: int, closes: int) -> CommentView:
    comment, number = one.comment, _number(one)
    answered = numbers.get(comment.parent) if comment.parent is not None else None
    return CommentView(
        anchor=f"comment-{comment.id}",
        number=number,
        author=comment.author or "Anonymous",
        html="" if comment.gone else voices.html(comment),
        opens=opens,
        closes=closes,
        stamp=addresses.stamp_to_the_minute(comment.date),
        url=safe_url(comment.url),
        is_author=bool(comment.user) and comment.user in voices.authors,
        answers=Link(answered, f"#comment-{comment.parent}") if answered else None,
        reply=voices.reply(number) if voices.reply and not comment.gone else "",
        gone=comment.gone,
    )


def pings(found: Iterable[Comment], voices: Voices) -> tuple[Ping, ...]:
    """The pingbacks and trackbacks: apart from what people said here."""
    return tuple(
        Ping(
            anchor=f"comment-{comment.id}",
            author=comment.author or safe_url(comment.url) or "Another site",
            html=voices.html(comment),
            url=safe_url(comment.url),
            stamp=addresses.stamp_to_the_minute(comment.date),
            kind=comment.type.capitalize(),
        )
        for comment in found
        if comment.type != "comment"
    )


def safe_url(url: str) -> str:
    """A commenter's address if it is one of the web, else nothing: a name may not run a script."""
    cleaned = "".join(url.split())
    return cleaned if cleaned.lower().startswith(("http://", "https://")) else ""


def ended_conversation(found: tuple[Comment, ...], voices: Voices) -> Conversation | None:
    """A conversation of the blog that its editors have closed. ``None`` if nobody ever replied."""
    if not found:
        return None
    shown = comments(found, replace(voices, reply=None))
    return Conversation(closed=True, lede=_open_lede(len(shown)), comments=shown, pings=pings(found, voices))


def open_conversation(build: Build, title: str, found: tuple[Comment, ...], voices: Voices) -> Conversation:
    """A conversation of the blog: to be continued by e-mail to the address of the settings."""
    address = str(build.settings["REPLY_ADDRESS"])
    shown = comments(found, voices)
    return Conversation(
        closed=False,
        lede=_open_lede(len(shown)),
        comments=shown,
        pings=pings(found, voices),
        reply=mail(address, f"Reply to {title}"),
        address=address,
        policy=_policy(build),
    )


def _open_lede(count: int) -> str:
    if not count:
        return "Nobody has replied yet."
    numbered = " Each has a number, as in minutes: 1.1 answers 1." if count > 1 else ""
    return f"{addresses.counted(count, 'reply', 'replies')}.{numbered}"


def _policy(build: Build) -> Link | None:
    known = {page.slug for page in build.site_pages}
    return Link("How we look after conversations", build.place.href("privacy/")) if "privacy" in known else None


def closed_conversation(found: tuple[Comment, ...], voices: Voices) -> Conversation | None:
    """A conversation of an archive: closed, whole, with nothing on it that invites a reply. ``None`` if empty."""
    if not found:
        return None
    shown, linked = comments(found, voices), pings(found, voices)
    gone = sum(1 for comment in shown if comment.gone)
    last = max((comment.date for comment in found if comment.date), default=None)
    kept = addresses.counted(len(shown), "comment", "comments") if shown else "No comments"
    withdrawn = f" {addresses.counted(gone, 'comment has', 'comments have')} been withdrawn since." if gone else ""
    return Conversation(
        closed=True,
        margin=f"Last entry {addresses.long_date(last)}" if last else "",
        lede=f"{kept}, in the order and under the names they were first published with." if shown else "",
        comments=shown,
        pings=linked,
        end=f"It was kept whole: {_held(len(shown), len(linked))}.{withdrawn}",
    )


def _held(shown: int, linked: int) -> str:
    parts = [addresses.counted(shown, "comment", "comments")] if shown else []
    parts += [addresses.counted(linked, "link from another site", "links from other sites")] if linked else []
    return " and ".join(parts)


def mail(address: str, subject: str) -> str:
    """A ``mailto:`` address with a subject."""
    return f"mailto:{quote(address, safe='@.+-_')}?subject={quote(subject, safe='')}"
