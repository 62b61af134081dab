"""The text of a post as WordPress made it: without what themes and plugins put into it, its links with their hosts.

The text is cut out of the page and stays letter by letter as it was, but for what :data:`CUTS` names, pictures of
letters (emoji), placeholders of pictures that load late, and addresses that were relative to a saved file. What is cut
is counted, so that it can be said.

Not handled: what a plugin puts into a text without a class of its own, such as adverts in bare paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from sociable.sources.saved_page.elements import Document, Node

CUTS = {
    "sharing buttons": """
        sharedaddy sd-sharing-enabled sd-sharing sd-block jp-post-flair wpl-likebox jetpack-likes-widget-wrapper
        post-likes-widget-placeholder addtoany_share_save_container addtoany_content a2a_kit addthis_toolbox
        addthis_button ssba ssba-wrap ssbp-wrap ssb_wrap heateor_sss_sharing_container heateorSssClear essb_links
        shareaholic-canvas social-share social-sharing share-buttons sharing-buttons swp_social_panel
        scriptlesssocialsharing twitter-share-button fb-like fb-share-button g-plusone linkedin_share_container
        wp-socializer really_simple_share simplesocialbuttons mashsb-container digg-digg tweetmeme_button tw_button
        wp_social_share cresta-share-icon
    """,
    "lists of related posts": """
        jp-relatedposts yarpp yarpp-related yarpp-related-website crp_related crp_related_block wp_rp_wrap
        wp_rp_content related-posts related_posts related-post relatedposts zem_rp_wrap rp4wp-related-posts nrelate
        outbrain outbrain_ssi_content ob-widget taboola
    """,
    "adverts": """
        wpcnt wpa wpadvert wordads-ad-wrapper wordads-tag adsbygoogle atatags-dynamic quads-location adsense
        code-block-ads
    """,
    "ratings and counters": """
        pd-rating post-ratings kk-star-ratings kksr-stars post-views tptn_counter wp-postratings
    """,
    "links between the parts of a post": """
        page-link page-links post-nav-links wp-link-pages link-pages wp-pagenavi-post pagelink
    """,
    "links for editors": "edit-link post-edit-link comment-edit-link edit-post-link entry-edit",
    "notes on authors": """
        author-info author-bio author-box entry-author-info entry-author author-description saboxplugin-wrap abh_box
        about-author post-author-box
    """,
    "comments and their forms": """
        comment-respond wp-block-post-comments-form wp-block-comments wp-block-comments-query-loop
        wp-block-post-comments comments-area comment-reply-link
    """,
    "pictures of people made of their e-mail addresses": """
        avatar wp-block-avatar wp-block-post-author__avatar wp-block-latest-comments__comment-avatar
    """,
    "lines on the day and terms of a post": "postmetadata",
    "links to the rest of a text": "more-link",
}
"""What is cut out of a text: what it is called, and the classes that show it."""

_CLASSES = {name: what for what, names in CUTS.items() for name in names.split()}
_IDS = {
    "jp-post-flair": "sharing buttons",
    "jp-relatedposts": "lists of related posts",
    "respond": "comments and their forms",
    "entry-author-info": "notes on authors",
}
_LINKS = ("href", "src", "poster", "cite", "longdesc", "data", "background")
LATE = ("data-src", "data-lazy-src", "data-original", "data-orig-src")
_LATE_SETS = ("data-srcset", "data-lazy-srcset")
_SCHEME = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|#|$)")
_MARKER = re.compile(r"<!--\s*(?:end\s+|/\s*)?\.?(?:entry|post)-content\s*-->", re.IGNORECASE)
_CLOSING = re.compile(r"</div\s*>\s*$", re.IGNORECASE)
_CANDIDATES = re.compile(r"(?:,\s+|\s*$)")
_GRAVATAR = re.compile(r"//(?:[\w-]+\.)*gravatar\.\w+/avatar/", re.IGNORECASE)
_KEPT_WHOLE = frozenset({"html", "body", "main", "article"})


@dataclass(slots=True)
class Span:
    """A stretch of a page's text and the elements that begin in it."""

    document: Document
    start: int
    stop: int

    def nodes(self) -> Iterator[Node]:
        """Yield the elements that begin in the stretch."""
        nodes = self.document.nodes
        first = bisect_left(nodes, self.start, key=lambda node: node.start)
        for at in range(first, len(nodes)):
            if nodes[at].start >= self.stop:
                return
            yield nodes[at]


def cleaned(html: str) -> tuple[str, Counter[str]]:
    """Return a text that stands by itself without what is no part of it, and what was cut out, counted by its name."""
    cutter = Cutter(Document(html), lambda url: url)
    return cutter.clean(Span(cutter.document, 0, len(html))), cutter.cut


@dataclass(slots=True)
class Cutter:
    """Cleans the texts of one page. ``cut`` counts what was taken out, by its name."""

    document: Document
    resolve: Callable[[str], str]
    cut: Counter[str] = field(default_factory=Counter)

    def text_of(self, node: Node) -> Span:
        """Return where the text in ``node`` begins and ends.

        A post with an end tag too many or too few would end too early or too late; but themes say in a comment which
        end tag is the one.
        """
        text = self.document.text
        marker = _MARKER.search(text, node.inner)
        closing = _CLOSING.search(text, max(node.inner, marker.start() - 40), marker.start()) if marker else None
        if closing:
            return Span(self.document, node.inner, closing.start())
        return Span(self.document, node.inner, node.stop)

    def clean(self, span: Span, *without: Node) -> str:
        """Return the HTML of ``span`` without what is no part of the text, and without these elements."""
        edits: list[tuple[int, int, str]] = []
        end = span.start
        skipped = {node.index for node in without}
        for node in span.nodes():
            if node.start < end:
                continue
            what = "" if node.index in skipped else self._foreign(node)
            if what or node.index in skipped:
                self.cut.update([what] if what else [])
                end = min(node.end, span.stop)
                edits.append((node.start, end, ""))
            elif (letters := _letters(node)) is not None:
                edits.append((node.start, node.end, escape(letters, quote=False)))
            elif (tag := self._mended(node)) is not None:
                edits.append((node.start, node.inner, tag))
                if _is_late(node) and (again := self._again(node)):
                    edits.append((again.start, again.end, ""))
                    end = again.end
        return _edited(self.document.text, span, edits)

    def _foreign(self, node: Node) -> str:
        """Say what an element is that is no part of the text; empty if it is one."""
        if node.name in _KEPT_WHOLE:
            return ""
        what = next((_CLASSES[name] for name in sorted(node.classes) if name in _CLASSES), "") or _IDS.get(node.id, "")
        if not what and node.name == "img" and _GRAVATAR.search(node.attributes.get("src", "")):
            return "pictures of people made of their e-mail addresses"
        return what

    def _mended(self, node: Node) -> str | None:
        """Return the tag of an element whose addresses have to be changed; ``None`` if it may stay."""
        given = node.attributes
        changed: dict[str, str] = {}
        if _is_late(node):
            changed["src"] = next(given[name] for name in LATE if given.get(name))
        if late := next((given[name] for name in _LATE_SETS if given.get(name)), ""):
            changed["srcset"] = late
        now = {**given, **changed}
        for name in _LINKS:
            if name in now and not _SCHEME.match(now[name]):
                changed[name] = self.resolve(now[name])
        if "srcset" in now and "data:" not in now["srcset"]:
            candidates = self._candidates(now["srcset"])
            if candidates != now["srcset"]:
                changed["srcset"] = candidates
        if all(given.get(name) == value for name, value in changed.items()):
            return None
        written = "".join(f' {name}="{escape(value)}"' for name, value in {**given, **changed}.items())
        return f"<{node.name}{written}>"

    def _candidates(self, srcset: str) -> str:
        parts = [part.strip() for part in _CANDIDATES.split(srcset) if part.strip()]
        whole = (part.partition(" ") for part in parts)
        return ", ".join((url if _SCHEME.match(url) else self.resolve(url)) + gap + size for url, gap, size in whole)

    def _again(self, node: Node) -> Node | None:
        """Return the ``noscript`` behind a picture that loads late, which shows it to readers without scripts."""
        following = self.document.nodes[node.index + 1 : node.index + 2]
        if (
            following
            and following[0].name == "noscript"
            and not self.document.text[node.end : following[0].start].strip()
        ):
            return following[0]
        return None


def _is_late(node: Node) -> bool:
    """Whether a script was to put the address of a picture or frame into its place later."""
    given = node.attributes
    is_shown = node.name in ("img", "iframe", "source", "video", "audio")
    has_placeholder = given.get("src", "data:").startswith(("data:", "about:"))
    return is_shown and has_placeholder and any(given.get(name) for name in LATE)


def _letters(node: Node) -> str | None:
    """Return the letters that a picture of letters stands for (``wp-emoji``); ``None`` for other elements."""
    if node.name == "img" and "emoji" in node.classes and node.attributes.get("alt"):
        return node.attributes["alt"]
    return None


def _edited(text: str, span: Span, edits: list[tuple[int, int, str]]) -> str:
    parts, at = [], span.start
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    parts.append(text[at : span.stop])
    return "".join(parts).strip()
