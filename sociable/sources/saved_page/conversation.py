"""The comments on a page: who said what, when, and to whom.

WordPress marks each (``comment_class()``, ``id="comment-12"``) and leaves the rest to themes. Known here is what
``wp_list_comments()`` has printed since 2.7, with and without HTML5, its blocks, and what the themes that came with
WordPress made of it. A reply stands in the element of what it answers; where a theme does not nest them,
``depth-3`` tells. Deeper than the blog's own limit (five, if nobody changed it) WordPress prints replies side by side:
then the page does not say to which of them one answers.

A pingback may have no number; it is given one made of its words, of 13 digits, more than any that WordPress gives.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import pairwise

from sociable.model import Comment, CommentType, Source
from sociable.sources.people import WITHHELD, without_address
from sociable.sources.saved_page import dates, threads
from sociable.sources.saved_page.cleaning import Cutter, Span
from sociable.sources.saved_page.elements import Document, Node, words
from sociable.sources.saved_page.facts import SavedPage
from sociable.sources.saved_page.threads import Holder, first_of

KIND = "page"
FIRST_NUMBER = 10**12
NUMBERS = 9 * 10**12

_USER = re.compile(r"comment-author-(.+)")
_TYPES: dict[str, CommentType] = {"pingback": "pingback", "trackback": "trackback"}
_TEXTS = (
    "comment-content",
    "wp-block-comment-content",
    "comment-text",
    "comment_text",
    "commenttext",
    "comment-entry",
    "comment__content",
    "comment-copy",
)
_NAMES = (
    "fn",
    "wp-block-comment-author-name",
    "comment-author-name",
    "comment-author",
    "comment_author",
    "commentauthor",
)
_WHENS = (
    "comment-date",
    "wp-block-comment-date",
    "comment-meta",
    "commentmetadata",
    "comment-metadata",
    "comment-time",
)
_FRAME = frozenset(
    "comment-author vcard comment-meta commentmetadata comment-metadata reply comment-reply-link says avatar"
    " comment-awaiting-moderation comment-edit-link edit-link comment-footer comment-header comment-actions"
    " comment_author comment-date wp-block-comment-author-name wp-block-comment-date wp-block-comment-reply-link"
    " wp-block-comment-edit-link".split()
)
_CALLED = re.compile(r"^\s*(?:pingback|trackback)(?:\s+from)?:?\s*", re.IGNORECASE)
_SAYS = re.compile(r"\s*(?:says|said|wrote|on|permalink)?\s*:?\s*$", re.IGNORECASE)
_STATED = re.compile(
    r"(?P<count>\d[\d,.]*|one)\b[^\d]{0,3}\s*(?:responses?|comments?|thoughts?|replies|reply)", re.IGNORECASE
)
_TITLES = ("comments-title", "wp-block-comments-title", "comment-title", "comments-header", "comment-reply-title-count")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The comments of one page in its order. ``stated`` is how many of the post it says there are."""

    comments: tuple[Comment, ...] = ()
    stated: int | None = None
    is_open: bool = False


def read(page: SavedPage, content: Span | None) -> Conversation:
    """Read the comments on a page; ``content`` is the post's text, whose own lists are none."""
    document = page.document
    holders = threads.holders(document, content)
    cutter = Cutter(document, page.resolve)
    numbers: dict[int, int] = {}
    comments: dict[int, Comment] = {}
    for holder in holders:
        comment = _comment(holder, page, cutter)
        number = comment.id
        numbers[id(holder)] = number
        parent = numbers.get(id(holder.above)) if holder.above else None
        if number not in comments:
            comments[number] = _answering(comment, parent)
    return Conversation(tuple(comments.values()), _stated(document), _is_open(document))


def _comment(holder: Holder, page: SavedPage, cutter: Cutter) -> Comment:
    document, node = page.document, holder.node
    own = list(threads.own(document, holder))
    kind: CommentType = next((_TYPES[name] for name in sorted(node.classes) if name in _TYPES), "comment")
    text = _text(document, own)
    outside = [one for one in own if text is None or not (one is text or text.holds(one))]
    name, url = _author(document, outside, page)
    if kind == "comment":
        body = _body(holder, text, own, cutter)
    else:
        name, url = _ping(document, own, name, url, page)
        body = _body(holder, text, own, cutter) if text is not None and "comment-body" not in text.classes else ""
    waits = any("comment-awaiting-moderation" in one.classes for one in own)
    user = first_of(_USER, node) if "byuser" in node.classes else ""
    shown = without_address(name) or (WITHHELD if name else "")
    number = holder.number if holder.number is not None else _made(kind, url, name, words(body))
    return Comment(
        number,
        escape(shown, quote=False),
        body,
        _date(document, outside),
        type=kind,
        status="unapproved" if waits else "approved",
        url=url,
        user=user,
        body_format="html",
        source=Source(page.capture.where, None, KIND, f"{page.permalink.url}#comment-{number}"),
    )


def _answering(comment: Comment, parent: int | None) -> Comment:
    if parent is None or parent == comment.id:
        return comment
    return replace(comment, parent=parent)


def _text(document: Document, own: list[Node]) -> Node | None:
    """Return the element of a comment's words, if the theme gives them one of their own."""
    for name in _TEXTS:
        for node in own:
            if name in node.classes:
                return node
    for node in own:
        said = node.attributes.get("itemprop", "")
        if said in ("text", "commentText"):
            return node
        if "comment-body" in node.classes and not any(_FRAME & one.classes for one in document.within(node)):
            return node
    return None


def _body(holder: Holder, text: Node | None, own: list[Node], cutter: Cutter) -> str:
    if text is not None:
        return cutter.clean(Span(cutter.document, text.inner, text.stop))
    box = next((node for node in own if "comment-body" in node.classes), holder.node)
    without = [
        node
        for node in own
        if node.classes & _FRAME or node.name in ("cite", "time", "small", "form", "header", "footer")
    ]
    lists = [one for one in cutter.document.within(box) if "children" in one.classes]
    html = cutter.clean(Span(cutter.document, box.inner, box.stop), *without, *lists, *holder.inner)
    return re.sub(r"^(?:\s|<br\s*/?>|says:|:)+", "", html, flags=re.IGNORECASE).strip()


def _author(document: Document, own: list[Node], page: SavedPage) -> tuple[str, str]:
    """Return the name of who says it, and the address that is linked to it."""
    for name in _NAMES:
        for node in own:
            if name in node.classes:
                return _named(document, node, page)
    for node in own:
        if node.name == "cite" or "author" in node.attributes.get("itemprop", ""):
            return _named(document, node, page)
    return "", ""


def _named(document: Document, node: Node, page: SavedPage) -> tuple[str, str]:
    link = next((one for one in document.named("a", within=node) if "href" in one.attributes), None)
    if link is None:
        link = next((one for one in node.around() if one.name == "a" and "href" in one.attributes), None)
    said = document.words(node)
    if not (node.classes & {"fn", "wp-block-comment-author-name"}):
        inner = document.first("fn", within=node) or link
        said = document.words(inner) if inner is not None and document.words(inner) else said
        said = _SAYS.sub("", said)
    return said, page.resolve(link.attributes["href"]) if link is not None else ""


def _ping(document: Document, own: list[Node], name: str, url: str, page: SavedPage) -> tuple[str, str]:
    """Return the title of what linked to the post, and its address."""
    if name and url:
        return name, url
    for node in own:
        if (
            node.name == "a"
            and "href" in node.attributes
            and not node.classes & {"comment-edit-link", "comment-reply-link"}
        ):
            return document.words(node), page.resolve(node.attributes["href"])
    said = document.words(next((node for node in own if node.name == "p"), None))
    return name or _CALLED.sub("", said), url


def _date(document: Document, own: list[Node]) -> datetime | None:
    for node in own:
        if node.name == "time" and (found := dates.stamped(node.attributes.get("datetime", ""))):
            return found
    for name in _WHENS:
        for node in own:
            if name in node.classes and (
                found := dates.written(document.words(node), node.attributes.get("title", ""))
            ):
                return found
    for node in own:
        if node.name in ("abbr", "small", "time", "a", "span"):
            said = dates.stamped(node.attributes.get("title", "")) or dates.written(document.words(node))
            if said:
                return said
    return None


def _stated(document: Document) -> int | None:
    for name in _TITLES:
        for node in document.all(name):
            if found := _count(document.words(node)):
                return found
    for node in document.nodes:
        if (
            node.id in ("comments-title", "comments")
            and node.name in ("h2", "h3", "h4")
            and (found := _count(document.words(node)))
        ):
            return found
    return None


def _count(said: str) -> int | None:
    found = _STATED.search(said)
    if found is None:
        return None
    digits = re.sub(r"[,.]", "", found["count"])
    return int(digits) if digits.isdigit() and len(digits) < 7 else 1


def _is_open(document: Document) -> bool:
    """Whether the page offers a form for comments, or replies."""
    return any(node.id in ("commentform", "respond") or "comment-reply-link" in node.classes for node in document.nodes)


def _made(*said: str) -> int:
    """Return a number for a comment that has none, made of its words."""
    digest = hashlib.blake2b("\n".join(said).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return FIRST_NUMBER + int.from_bytes(digest, "big") % NUMBERS


def united(pages: Sequence[tuple[int, Conversation]]) -> tuple[Comment, ...]:
    """Unite the comments of several pages, each with its number; those of one comment are the first's."""
    found: dict[int, Comment] = {}
    for _, conversation in sorted(pages, key=lambda page: page[0]):
        for comment in oldest_first(conversation.comments):
            found.setdefault(comment.id, comment)
    return tuple(found.values())


def oldest_first(comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
    """Turn a page of comments round if it shows the newest thread first."""
    threads: list[list[Comment]] = []
    for comment in comments:
        if comment.parent is None or not threads:
            threads.append([])
        threads[-1].append(comment)
    days = [thread[0].date for thread in threads if thread[0].date is not None]
    falls = sum(later < earlier for earlier, later in pairwise(days))
    rises = sum(later > earlier for earlier, later in pairwise(days))
    ordered = reversed(threads) if falls > rises else threads
    return tuple(comment for thread in ordered for comment in thread)
