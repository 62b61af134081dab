"""Where on a page a post is: its element, its text, and what is about it but not in it.

A classic theme has an element around a post (``hentry``), a block theme has none: there the whole of ``main`` is looked
through, but for the text itself, the comments, and what is said of other posts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from sociable.sources.saved_page import facts
from sociable.sources.saved_page.cleaning import Cutter, Span
from sociable.sources.saved_page.elements import Node
from sociable.sources.saved_page.facts import SavedPage

CONTENT = (
    "entry-content",
    "wp-block-post-content",
    "post-content",
    "post-entry",
    "entry-body",
    "post-body",
    "entrytext",
    "entry-text",
    "post_content",
    "the-content",
    "td-post-content",
    "storycontent",
    "single-content",
    "post-text",
    "article-content",
    "page-content",
    "entry",
)
EXCERPT = ("entry-summary", "wp-block-post-excerpt", "entry-excerpt", "post-excerpt", "excerpt", "intro-text")
TITLE = (
    "entry-title",
    "wp-block-post-title",
    "post-title",
    "posttitle",
    "entry-header-title",
    "page-title",
    "storytitle",
)

META = (
    "entry-meta",
    "post-meta",
    "postmetadata",
    "meta",
    "postinfo",
    "post-info",
    "byline",
    "entry-utility",
    "entry-header",
)
DATES = (
    "entry-date",
    "published",
    "post-date",
    "posted-on",
    "date",
    "entry-time",
    "postdate",
    "post-time",
    "timestamp",
)
_COMMENTS = frozenset(
    "comments-area commentlist comment-list wp-block-comments wp-block-comment-template comment-respond"
    " wp-block-post-comments comments".split()
)
_ELSE = frozenset(
    "wp-block-query wp-block-latest-posts widget widget-area sidebar navigation post-navigation posts-navigation"
    " wp-block-post-navigation-link wp-block-navigation author-info author-box related-posts jp-relatedposts".split()
)
_OTHER = _COMMENTS | _ELSE
_OTHER_IDS = frozenset({"comments", "respond", "author-info", "entry-author-info", "author-bio", "jp-relatedposts"})
_INSIDE = frozenset({"postmetadata"})
"""What some themes print into the element of the text."""
_ENDLESS = 10**9


class Place:
    """Where one post is; ``node`` is its element, ``None`` if it has none and the page is all of it."""

    def __init__(self, page: SavedPage, node: Node | None) -> None:
        self.page = page
        self.node = node
        self.document = page.document
        self.cutter = Cutter(page.document, page.resolve)
        self.is_alone = node is None or node is page.main

    @cached_property
    def link(self) -> str:
        """The post's own address."""
        if self.is_alone:
            return self.page.permalink.url
        for node in self.said("a"):
            if "bookmark" in node.rel:
                return self.href(node)
        title = self.first(TITLE)
        inner = next(self.document.named("a", within=title), None) if title else None
        return self.href(inner) if inner else ""

    @cached_property
    def scope(self) -> Node | None:
        """The element in which everything of the post is looked for."""
        if self.node is not None:
            return self.node
        main = next(self.document.named("main"), None)
        if main is None:
            main = next((node for node in self.document.nodes if node.id in ("content", "main", "primary")), None)
        return main or next(self.document.named("body"), None)

    @cached_property
    def content(self) -> Node | None:
        """The element of the text."""
        nodes = [node for node in self.document.within(self.scope) if not self.is_of_another(node)]
        for name in CONTENT:
            for node in nodes:
                if name in node.classes and node.name not in ("body", "html", "main", "span", "ul", "ol"):
                    return node
        for node in nodes:
            if "articleBody" in node.attributes.get("itemprop", ""):
                return node
        return None

    @cached_property
    def summary(self) -> Node | None:
        """The element of the excerpt, where a listing shows no more."""
        return self.first(EXCERPT)

    @cached_property
    def span(self) -> Span | None:
        """Where the text begins and ends."""
        found = self.content or (None if self.is_alone else self.summary)
        if found is not None:
            return self.cutter.text_of(found) if found is self.content else Span(self.document, found.inner, found.stop)
        if self.node is not None and self.is_alone:
            return Span(self.document, self.node.inner, self.node.stop)
        return None

    def frame(self) -> tuple[Node, ...]:
        """What is in a post's element beside the text, where the theme gives the text no element of its own."""
        around = {*TITLE, *META, *DATES, "navigation", "comments-link", "feedback"}
        document = self.document
        within = document.within(self.node)
        heading = next((node for node in within if node.name in ("h1", "h2", "h3")), None)
        named = [node for node in within if node.classes & around or node.name in ("header", "footer", "nav", "form")]
        return tuple(named if heading is None else [heading, *named])

    def said(self, *names: str) -> Iterator[Node]:
        """Yield the elements of these names that are about the post, and not in its text."""
        return (node for node in self.document.named(*names, within=self.scope) if self._is_about(node))

    def all(self, classes: tuple[str, ...]) -> Iterator[Node]:
        """Yield the elements with one of these classes that are about the post; by class, the first first."""
        nodes = [node for node in self.document.all(*classes, within=self.scope) if self._is_about(node)]
        return (node for name in classes for node in nodes if name in node.classes)

    def first(self, classes: tuple[str, ...]) -> Node | None:
        """Return the first of them."""
        return next(self.all(classes), None)

    def _is_about(self, node: Node) -> bool:
        content = self.content
        if content is not None and content.start <= node.start < (self.span.stop if self.span else content.stop):
            return any(not _INSIDE.isdisjoint(one.classes) for one in (node, *node.around())) and node is not content
        return not self.is_of_another(node)

    def href(self, node: Node) -> str:
        """Return the address that a link leads to."""
        return self.page.resolve(node.attributes.get("href", ""))

    def is_of_another(self, node: Node) -> bool:
        """Whether an element belongs to the comments, to another post, or to what stands around a post."""
        at = bisect_right(self._others, (node.index, _ENDLESS)) - 1
        return at >= 0 and node.index <= self._others[at][1]

    def is_apart(self, node: Node) -> bool:
        """Whether an element outside of the post's own is about other posts, or in what every page has."""
        if self.scope is None or self.scope.holds(node):
            return self.is_of_another(node)
        around = (one for one in node.around() if one is not self.scope)
        return any(one.name in ("nav", "aside") or self._begins_other(one) for one in around)

    @cached_property
    def _others(self) -> list[tuple[int, int]]:
        """The first and last elements of what is not about this post, in order, none inside of another."""
        found: list[tuple[int, int]] = []
        end = -1
        for node in self.document.within(self.scope):
            if node.index > end and self._begins_other(node):
                end = node.last
                found.append((node.index, end))
        return found

    def _begins_other(self, node: Node) -> bool:
        if node.name in ("nav", "aside") and self.node is None:
            return True
        if node.id in _OTHER_IDS or not _OTHER.isdisjoint(node.classes):
            return True
        return node is not self.page.main and facts.is_post(node)
