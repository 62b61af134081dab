"""What a page is, by the marks that WordPress itself puts on it: a post, a page, an attachment, a listing.

First the classes of ``body`` (``body_class()``: ``single postid-12``, ``page-id-12``, ``attachmentid-12``), then what
``wp_head()`` links to (``?p=12``, ``/wp-json/wp/v2/posts/12``), then the element of the post itself (``post_class()``).
https://developer.wordpress.org/reference/functions/body_class/

A theme that has none of them gives a page that is not recognised: it is left out, and counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from sociable.sources.saved_page import addresses, wayback
from sociable.sources.saved_page.addresses import Address, address
from sociable.sources.saved_page.capture import Capture, decoded
from sociable.sources.saved_page.elements import Document, Node

Kind = Literal["post", "page", "attachment", "listing", "front", "embed", "other type", "unknown"]

_NUMBER = re.compile(r"(?:postid|page-id|attachmentid)-(\d{1,18})")
_PARENT = re.compile(r"parent-pageid-(\d{1,18})")
_ITEM = re.compile(r"page-item-(\d{1,18})")
_PERMALINK = re.compile(r"/(?:19|20)\d\d/\d\d?/(?:\d\d?/)?(?!\d+/?$)[^/]+/?$")
_PART = re.compile(r"(?:single|page)-paged-(\d{1,6})")
_POST = re.compile(r"post-(\d{1,18})")
_TYPE = re.compile(r"type-([\w-]+)")
_OF_OTHER_TYPE = re.compile(r"single-(?!post$|attachment$|format-|paged-)[\w-]+")
_ROUTE = re.compile(r"/wp/v2/(\w+)/(\d{1,18})$")
_SHORT = re.compile(r"[?&](?:p|page_id|attachment_id)=(\d{1,18})")
_LISTINGS = frozenset("blog archive category tag author date search paged error404 post-type-archive".split())
_KIND_OF_TYPE: dict[str, Kind] = {"post": "post", "page": "page", "attachment": "attachment"}
_KIND_OF_ROUTE: dict[str, Kind] = {"posts": "post", "pages": "page", "media": "attachment"}
_DEEPEST_DATA = 30_000


@dataclass
class SavedPage:
    """A capture read: its elements, and what it says of itself."""

    capture: Capture
    document: Document
    resolve: Callable[[str], str]
    address: Address
    canonical: Address
    body: frozenset[str]
    kind: Kind = "unknown"
    number: int | None = None
    main: Node | None = None
    links: dict[str, list[Node]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def part(self) -> int:
        """Which part of a post that is split over several pages this is, counted from 1."""
        if found := _first(_PART, self.body):
            return int(found)
        if self.address.part:
            return self.address.part
        last = self.address.last
        is_below = self.canonical.key and addresses.without_last(self.address).key == self.canonical.key
        return last if last and is_below and self.canonical.key != self.address.key else 1

    @property
    def comment_page(self) -> int | None:
        """The number of the page of comments that this address asks for; ``None`` for the post's own page."""
        return self.address.comment_page or self.canonical.comment_page

    @property
    def permalink(self) -> Address:
        """The address of the whole post: without part, page of comments and idle arguments."""
        found = self.canonical if self.canonical.key else self.address
        if self.part > 1 and found.last == self.part and _without_number(self):
            return addresses.without_last(found)
        return found

    @property
    def parent(self) -> int | None:
        """The number of the page above this one."""
        found = _first(_PARENT, self.body)
        return int(found) if found else None

    @cached_property
    def title(self) -> str:
        """The title of the document."""
        node = next(self.document.named("title"), None)
        return self.document.words(node)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the page says of its post for machines (https://schema.org/Article in JSON-LD)."""
        for node in self.document.named("script"):
            text = self.document.inside(node)
            if node.attributes.get("type", "").lower() == "application/ld+json" and len(text) < _DEEPEST_DATA:
                for found in _objects(text):
                    kinds = found.get("@type")
                    if any(str(kind).endswith(("Article", "BlogPosting")) for kind in _listed(kinds)):
                        return found
        return {}


def read(capture: Capture) -> SavedPage:
    """Read a capture: tell what it is, and where in it the post's own element is."""
    text = decoded(capture.html, capture.charset)
    if wayback.is_marked(text):
        text = wayback.clean(text)
    url = wayback.original(capture.url).url
    document = Document(text)
    links: dict[str, list[Node]] = {}
    meta: dict[str, str] = {}
    for node in document.named("link", "meta"):
        for rel in node.rel:
            links.setdefault(rel, []).append(node)
        if name := node.attributes.get("property") or node.attributes.get("name"):
            meta.setdefault(name.lower(), node.attributes.get("content", "").strip())
    body = next(document.named("body"), None)
    base = next((node.attributes.get("href", "") for node in document.named("base")), "")
    resolve = capture.resolve or _resolver(addresses.absolute(base, url) if base else url)
    canonical = resolve(next((node.attributes.get("href", "") for node in links.get("canonical", ())), ""))
    page = SavedPage(
        capture,
        document,
        resolve,
        address(url),
        address(canonical or resolve(meta.get("og:url", ""))),
        frozenset() if body is None else body.classes,
        links=links,
        meta=meta,
    )
    if not page.address.key:
        page.address = page.canonical
    _recognise(page)
    return page


def posts_in(document: Document, within: Node | None = None) -> Iterator[Node]:
    """Yield the elements of posts (``post_class()``), each of an element that is in no other."""
    end = -1
    for node in document.within(within):
        if node.index > end and is_post(node):
            end = node.last
            yield node


def is_post(node: Node) -> bool:
    """Whether an element is that of a post in a page or a listing."""
    if "post-" not in node.attributes.get("class", "") and "post-" not in node.id:
        return False
    if node.name in ("body", "a", "span", "img"):
        return False
    return any(_POST.fullmatch(name) for name in node.classes) or bool(
        _POST.fullmatch(node.id) and (node.name == "article" or node.classes & {"post", "hentry", "page", "entry"})
    )


def number_of(node: Node) -> int | None:
    """Return the number of the post that an element is of."""
    found = _first(_POST, node.classes | {node.id})
    return int(found) if found else None


def type_of(node: Node) -> str:
    """Return the post type of an element; ``post`` if it says none."""
    return _first(_TYPE, node.classes) or ("page" if "page" in node.classes else "post")


def password_forms(document: Document, within: Node | None) -> Iterator[Node]:
    """Yield the forms that ask for a post's password."""
    for node in document.named("form", within=within):
        if "post-password-form" in node.classes or "action=postpass" in node.attributes.get("action", ""):
            yield node


def _recognise(page: SavedPage) -> None:
    document, body = page.document, page.body
    found = _first(_NUMBER, body)
    page.number = int(found) if found else None
    page.kind = _kind_of_body(body)
    route = next(filter(None, (_ROUTE.search(_href(node)) for node in page.links.get("alternate", ()))), None)
    if route and page.kind in ("unknown", "post"):
        page.kind = _KIND_OF_ROUTE.get(route[1], page.kind)
    if page.number is None and page.kind != "listing":
        short = (_SHORT.search(_href(node)) for node in page.links.get("shortlink", ()))
        said = int(route[2]) if route and route[1] in _KIND_OF_ROUTE else None
        page.number = said or next((int(one[1]) for one in short if one), None) or page.address.number
    if document.first("wp-embed") is not None:
        page.kind = "embed"
        return
    elements = list(posts_in(document))
    alone = [node for node in elements if "wp-block-post" not in node.classes]
    page.main = next((node for node in alone if number_of(node) == page.number), None) if page.number else None
    if page.main is None and page.kind not in ("listing", "front") and len(alone) == 1:
        page.main = alone[0]
    if page.kind == "front":
        page.number = _current_item(document)
    if page.kind == "unknown":
        _recognise_unmarked(page, elements)
    if page.number is None and page.main is not None and page.kind not in ("listing", "front"):
        page.number = number_of(page.main)


def _current_item(document: Document) -> int | None:
    """Return the number of the page that a menu says one is on: a page that shows the posts says it nowhere else."""
    for node in document.all("current_page_item"):
        if found := _first(_ITEM, node.classes):
            return int(found)
    return None


def _recognise_unmarked(page: SavedPage, elements: list[Node]) -> None:
    """Tell a page of a theme that does not mark ``body`` by the posts that are in it."""
    if page.main is not None:
        page.kind = _KIND_OF_TYPE.get(type_of(page.main), "other type")
        has_comments = by_id(page.document, "comments", "respond", "commentform") is not None
        is_its_own = page.number == number_of(page.main) or bool(_PERMALINK.search(page.permalink.path))
        if not (is_its_own or has_comments):
            page.kind = "listing"
    elif page.number is not None:
        page.kind = "post"
    elif elements:
        page.kind = "listing"


def _kind_of_body(body: frozenset[str]) -> Kind:
    if "attachment" in body or "single-attachment" in body:
        return "attachment"
    if "single-post" in body:
        return "post"
    if any(_OF_OTHER_TYPE.fullmatch(name) for name in body):
        return "other type"
    if "single" in body:
        return "post"
    if "error404" not in body and ("page" in body or any(name.startswith("page-id-") for name in body)):
        return "page"
    if "blog" in body and "home" not in body and "paged" not in body:
        return "front"
    return "listing" if body & _LISTINGS or "home" in body else "unknown"


def _resolver(base: str) -> Callable[[str], str]:
    return lambda link: addresses.absolute(link, base)


def _without_number(page: SavedPage) -> bool:
    """Whether the number that the address ends in is no slug: the address without it is the post's own."""
    return bool(_first(_PART, page.body)) or page.canonical.key != page.address.key


def _first(pattern: re.Pattern[str], names: frozenset[str]) -> str:
    return next((found[1] for name in sorted(names) if (found := pattern.fullmatch(name))), "")


def by_id(document: Document, *ids: str) -> Node | None:
    """Return the first element with one of these ids."""
    return next((node for node in document.nodes if node.id in ids), None)


def _href(node: Node) -> str:
    return node.attributes.get("href", "")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a piece of JSON-LD: the top ones, and those of its graph."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    for one in _listed(found):
        if isinstance(one, dict):
            graph = one.get("@graph")
            yield from (part for part in _listed(graph) if isinstance(part, dict)) if graph else (one,)
