"""Where the comments on a page are: the element of each, and the element of what it answers.

WordPress gives each the id ``comment-12`` and classes such as ``depth-2`` (``comment_class()``); themes put the id on
the element itself, or on another just inside of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sociable.sources.saved_page import addresses
from sociable.sources.saved_page.cleaning import Span
from sociable.sources.saved_page.elements import Document, Node
from sociable.sources.saved_page.facts import SavedPage

_ID = re.compile(r"(?:li-|div-)?comment-(\d{1,18})")
_LINK = re.compile(r"#comment-(\d{1,18})$")
_DEPTH = re.compile(r"depth-(\d{1,3})")
_HOLDERS = frozenset({"li", "div", "article", "section", "dd", "dt", "dl"})
_BLOCKS = frozenset(
    {"wp-block-comments", "wp-block-comment-template", "wp-block-post-comments", "wp-block-comments-query-loop"}
)
"""Blocks that show the post's own comments, even in its text."""
_LISTS = frozenset({"wp-block-query", "widget"})
"""What may show the comments of other posts."""
_PINGS = frozenset({"pingback", "trackback"})


@dataclass(slots=True)
class Holder:
    """The element of one comment; ``inner`` are the elements of its replies."""

    node: Node
    number: int | None
    above: Holder | None
    depth: int
    inner: list[Node] = field(default_factory=list)


def holders(document: Document, content: Span | None) -> list[Holder]:
    """Find the elements of comments: outermost of each, in reading order, with what each answers."""
    found: list[Holder] = []
    around: list[Holder] = []
    for node in document.nodes:
        while around and node.index > around[-1].node.last:
            around.pop()
        number = _number(node, document) if node.name in _HOLDERS else None
        if number is None and not _is_ping(node):
            continue
        is_in_text = content is not None and content.start <= node.start < content.stop
        if (is_in_text and not _is_in(node, _BLOCKS)) or _is_in(node, _LISTS):
            continue
        if around and (around[-1].number == number or number is None):
            continue
        if around and around[-1].number is None and not around[-1].inner and node.name not in ("li",):
            around[-1].number = number
            continue
        depth = int(first_of(_DEPTH, node) or 0)
        above = around[-1] if around else None
        holder = Holder(node, number, above, depth)
        if above is not None:
            above.inner.append(node)
        found.append(holder)
        around.append(holder)
    if not any(holder.above for holder in found):
        _nest_by_depth(found)
    return found


def _nest_by_depth(holders: list[Holder]) -> None:
    line: list[Holder] = []
    for holder in holders:
        while line and line[-1].depth >= holder.depth:
            line.pop()
        holder.above = line[-1] if line and holder.depth > 1 else None
        line.append(holder)


def _number(node: Node, document: Document) -> int | None:
    """Return the number of the comment that an element is of: by its id, or by the comment's link to itself."""
    if found := _ID.fullmatch(node.id):
        return int(found[1])
    if "comment" in node.classes and first_of(_DEPTH, node):
        links = (_LINK.search(one.attributes.get("href", "")) for one in document.named("a", within=node))
        return next((int(one[1]) for one in links if one), None)
    return None


def _is_ping(node: Node) -> bool:
    return node.name in ("li", "div", "article") and bool(node.classes & _PINGS) and not node.classes & {"pings"}


def _is_in(node: Node, classes: frozenset[str]) -> bool:
    return any(not classes.isdisjoint(one.classes) for one in node.around())


def own(document: Document, holder: Holder) -> Iterator[Node]:
    """Yield the elements of a comment, without those of its replies."""
    at = holder.node.index + 1
    for inner in holder.inner:
        yield from document.nodes[at : inner.index]
        at = inner.last + 1
    yield from document.nodes[at : holder.node.last + 1]


def page_of_comments(page: SavedPage, content: Span | None) -> int | None:
    """Return which page of comments a post's own page shows, by the links of the comments themselves."""
    for holder in holders(page.document, content):
        for node in page.document.named("a", within=holder.node):
            href = page.resolve(node.attributes.get("href", ""))
            if "#comment-" in href and (found := addresses.address(href).comment_page):
                return found
    return None


def first_of(pattern: re.Pattern[str], node: Node) -> str:
    return next((found[1] for name in sorted(node.classes) if (found := pattern.fullmatch(name))), "")
