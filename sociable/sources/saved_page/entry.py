"""What a page or a listing says of one post: its title, text, excerpt, status, picture.

Each is found by the marks that themes share, the surest first: microformats (``hentry``, ``entry-title``,
https://microformats.org/wiki/hatom), the classes of blocks (``wp-block-post-title``), then what the page says for
machines. Formats such as ``aside`` are often shown without a title: then the document's own has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from html import escape

from sociable.sources.saved_page import facts
from sociable.sources.saved_page.cleaning import LATE, Span
from sociable.sources.saved_page.elements import Node
from sociable.sources.saved_page.facts import SavedPage
from sociable.sources.saved_page.place import TITLE, Place

_FORMAT = re.compile(r"(?:single-)?format-(?!standard$)([a-z]+)")
_STATUS = re.compile(r"status-([a-z-]+)")
_PREFIX = re.compile(r"(Protected|Private): ", re.IGNORECASE)
_WRAPPED = re.compile(r"<a\b[^>]*>(.*)</a>", re.DOTALL | re.IGNORECASE)
_SEPARATORS = " \t\n|»«›‹–—·•:-"
_CUT_SHORT = re.compile(r"(?:\[(?:…|&hellip;|&#8230;|\.\.\.)\]|(?:…|&hellip;|&#8230;))\s*(?:</\w+>\s*)*$")


def whole(page: SavedPage) -> Reading:
    """Return how to read the post that a page is of."""
    return Reading(page, page.main)


def listed(page: SavedPage) -> Iterator[Reading]:
    """Yield how to read each post that a listing shows, or that a page shows among other things."""
    for node in facts.posts_in(page.document):
        if node is not page.main:
            yield Reading(page, node)
        elif page.kind not in ("listing", "front"):
            for inner in facts.posts_in(page.document, node):
                yield Reading(page, inner)


class Reading(Place):
    """Reads one post; ``node`` is its element, ``None`` if it has none and the page is all of it."""

    @cached_property
    def number(self) -> int | None:
        """The post's number."""
        return self.page.number if self.is_alone else facts.number_of(self.node) if self.node else None

    @cached_property
    def is_protected(self) -> bool:
        """Whether a password is asked for."""
        if self.node is not None and "post-password-required" in self.node.classes:
            return True
        return any(not self.is_of_another(form) for form in facts.password_forms(self.document, self.scope))

    @cached_property
    def status(self) -> str:
        """The post's status in WordPress's words."""
        found = (_STATUS.fullmatch(name) for name in (self.node.classes if self.node else ()))
        return next((one[1] for one in found if one), "publish").replace("inherit", "publish")

    def body(self) -> str:
        """Return the text as HTML."""
        if self.span is None or self.is_protected:
            return ""
        around = () if self.content or self.span.start != getattr(self.node, "inner", -1) else self.frame()
        return self.cutter.clean(self.span, *around)

    def is_cut(self) -> bool:
        """Whether only the beginning of the text is here."""
        if self.is_alone or self.is_protected:
            return False
        if self.content is None:
            return True
        more = next(self.document.all("more-link", within=self.content), None)
        return more is not None or bool(_CUT_SHORT.search(self.document.inside(self.content).rstrip()))

    def excerpt(self) -> str:
        """Return the excerpt that stands beside the text, as somebody wrote it."""
        summary = self.summary
        if summary is None or self.content is None or summary is self.content:
            return ""
        html = self.cutter.clean(Span(self.document, summary.inner, summary.stop))
        return "" if _CUT_SHORT.search(html) or next(self.document.all("more-link", within=summary), None) else html

    def title(self, site: str) -> str:
        """Return the title as HTML; ``site`` is the blog's, which the document's title has in it."""
        for node in self.all(TITLE):
            if node.name in ("header", "ul", "ol", "main", "article", "section"):
                continue
            return self._inner_title(node)
        if not self.is_alone:
            return ""
        for node in self.document.all("entry-title", "wp-block-post-title"):
            if node.name == "h1" and not self._is_in_text(node) and not self.is_apart(node):
                return self._inner_title(node)
        said = without_site(self.page.title, site)
        for node in self.said("h1", "h2", "h3"):
            if said and self.document.words(node) == said:
                return self._inner_title(node)
        found = said or without_site(self.page.meta.get("og:title", ""), site)
        return escape(_PREFIX.sub("", found) if self._is_prefixed else found, quote=False)

    def _inner_title(self, node: Node) -> str:
        html = self.document.inside(node).strip()
        if (link := _WRAPPED.fullmatch(html)) and link[1].lower().count("<a ") == 0:
            html = link[1].strip()
        return _PREFIX.sub("", html, count=1) if self._is_prefixed else html

    @property
    def _is_prefixed(self) -> bool:
        return self.is_protected or self.status == "private"

    def format(self) -> str:
        """Return the post format; empty for a standard post."""
        names = (self.node.classes if self.node else frozenset()) | (self.page.body if self.is_alone else frozenset())
        return next((one[1] for name in sorted(names) if (one := _FORMAT.fullmatch(name))), "")

    def is_sticky(self) -> bool:
        """Whether the post is shown first."""
        return self.node is not None and "sticky" in self.node.classes

    def featured(self) -> str:
        """Return the address of the featured image; some themes show it above the post's own element."""
        images = [node for node in self.document.named("img") if "wp-post-image" in node.classes]
        if not self.is_alone and self.scope is not None:
            images = [node for node in images if self.scope.holds(node)]
        for node in images:
            if not self._is_in_text(node) and not self.is_apart(node):
                src = node.attributes.get("src", "")
                late = next((node.attributes[name] for name in LATE if node.attributes.get(name)), "")
                return self.page.resolve(late if src.startswith("data:") or not src else src)
        has_one = self.is_alone and self.node is not None and "has-post-thumbnail" in self.node.classes
        return self.page.resolve(self.page.meta.get("og:image", "")) if has_one else ""

    def _is_in_text(self, node: Node) -> bool:
        return self.span is not None and self.span.start <= node.start < self.span.stop

    def stated_comments(self) -> int | None:
        """Return how many comments a listing says there are."""
        for node in self.all(("comments-link", "comment-count", "comments-count")):
            if found := re.search(r"\d+", self.document.words(node)):
                return int(found[0])
        return None


def without_site(title: str, site: str) -> str:
    """Return a document's title without the blog's, at its beginning or its end."""
    if not site:
        return title
    plain = title.strip()
    if plain.endswith(site) and plain != site:
        rest = plain.removesuffix(site).rstrip()
        if rest[-1:] in _SEPARATORS:
            return _without_part(rest.rstrip(_SEPARATORS))
    if plain.startswith(site):
        rest = plain.removeprefix(site).lstrip()
        if not rest or rest[:1] in _SEPARATORS:
            return _without_part(rest.lstrip(_SEPARATORS).removeprefix("Blog Archive").lstrip(_SEPARATORS))
    return "" if plain == site else plain


def _without_part(title: str) -> str:
    return re.sub(r"\s+[|–—-]\s+Page \d+$", "", title)
