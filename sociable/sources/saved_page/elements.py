"""Find the elements of a page and where each begins and ends in its text, without changing a letter of it.

What a post says is handed on as the blog sent it, so elements are spans of the page's text: ``text[node.inner :
node.stop]`` is what is inside of one. They are told as the HTML standard tells them (https://html.spec.whatwg.org,
"Parsing HTML documents"), as far as finding a place needs it: void elements, raw text, ends that may be left out, end
tags that match nothing. A page of any size and nesting is read in one pass, in time proportional to its length; what
is nested deeper than ``DEEPEST``, or comes after ``MOST`` elements, is text.

Not handled: foster parenting, the adoption agency, frames. Nothing is decoded but attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

DEEPEST = 256  # browsers stop at 512
MOST = 150_000

_TAG = re.compile(r"<(?:(/)?([a-zA-Z][^\s/>]*)((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)>|!--|[!?])")
"""A tag, or the beginning of what is none. A quotation mark counts where it opens a value and another one closes it."""

_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>][^\s>]*+)))?+")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var".split()
)
_BOUNDARIES = frozenset("td th caption table html template object marquee".split())
_CLOSE_P = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table ul".split()
)
_P = frozenset({"p"})
_ENDS_P = _BOUNDARIES | _CLOSE_P
_CLOSED_BY = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
"""Which open elements the start of another ends, and the element around them that it does not reach beyond."""

_NONE: frozenset[str] = frozenset()
_BLANK = re.compile(r"\s+")
_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


class Node:
    """An element: its tag is ``text[start:inner]``, what is in it ``text[inner:stop]``, all of it ``text[start:end]``.

    ``index`` is its place among all elements in document order, ``last`` that of the last one in it. ``is_open`` says
    that no end tag of its own closed it.
    """

    __slots__ = (
        "attributes",
        "classes",
        "end",
        "id",
        "index",
        "inner",
        "is_open",
        "last",
        "name",
        "parent",
        "start",
        "stop",
    )

    def __init__(self, name: str, attributes: dict[str, str], index: int, parent: Node | None) -> None:
        self.name = name
        self.attributes = attributes
        self.classes = frozenset(attributes["class"].split()) if "class" in attributes else _NONE
        self.id = attributes.get("id", "")
        self.index = self.last = index
        self.parent = parent
        self.start = self.inner = self.stop = self.end = 0
        self.is_open = False

    @property
    def rel(self) -> frozenset[str]:
        """The words of its attribute ``rel``."""
        return frozenset(self.attributes.get("rel", "").lower().split())

    def holds(self, other: Node) -> bool:
        """Whether ``other`` is inside of this element."""
        return self.index < other.index <= self.last

    def around(self) -> Iterator[Node]:
        """Yield the elements that it is in, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class Document:
    """A page's text and its elements in document order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes: list[Node] = []
        _Reader(self).read()

    def within(self, node: Node | None = None) -> list[Node]:
        """Return the elements in ``node``, or all."""
        return self.nodes if node is None else self.nodes[node.index + 1 : node.last + 1]

    def all(self, *classes: str, within: Node | None = None) -> Iterator[Node]:
        """Yield the elements that have any of ``classes``."""
        wanted = frozenset(classes)
        return (node for node in self.within(within) if node.classes and not wanted.isdisjoint(node.classes))

    def first(self, *classes: str, within: Node | None = None) -> Node | None:
        """Return the first element of the first of ``classes`` that occurs at all."""
        nodes = [node for node in self.within(within) if node.classes]
        return next((node for name in classes for node in nodes if name in node.classes), None)

    def named(self, *names: str, within: Node | None = None) -> Iterator[Node]:
        """Yield the elements of these names."""
        return (node for node in self.within(within) if node.name in names)

    def inside(self, node: Node) -> str:
        """Return the HTML inside of ``node``."""
        return self.text[node.inner : node.stop]

    def words(self, node: Node | None) -> str:
        """Return what ``node`` says: its text, blank space run together."""
        return "" if node is None else words(self.inside(node))


def words(html: str) -> str:
    """Return the text of a piece of HTML, blank space run together."""
    text = _MARKUP.sub("", html) if "<" in html else html
    return _BLANK.sub(" ", unescape(text)).strip()


class _Reader:
    """Goes through a text once. What has no end anywhere is not looked for a second time."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._nodes = document.nodes
        self._stack: list[Node] = []
        self._endless: set[str] = set()

    def read(self) -> None:
        text, at = self._text, 0
        last = text.rfind(">") + 1  # a tag that nothing ends is text
        while found := _TAG.search(text, at, last):
            closing, name, given = found.groups()
            at = found.end()
            if name is None:
                at = self._skip(found.start())
            elif closing:
                self._close(name.lower(), found.start(), at)
            elif len(self._nodes) < MOST:
                name = name.lower()
                self._start(name, given, found.start(), at)
                if name in _RAW:
                    at = self._after_raw(name, at)
        self._pop(0, len(text), len(text))

    def _skip(self, at: int) -> int:
        """Go beyond a comment, a declaration or a processing instruction."""
        if self._text.startswith("<!--", at):
            end = self._find("-->", at + 4)
            if end >= 0:
                return end + 3
        return self._find(">", at) + 1 or len(self._text)

    def _find(self, what: str, at: int) -> int:
        if what in self._endless:
            return -1
        end = self._text.find(what, at)
        if end < 0:
            self._endless.add(what)
        return end

    def _after_raw(self, name: str, at: int) -> int:
        """Return where to go on after the start tag of an element of raw text, which is gone over."""
        if not self._stack or self._stack[-1].inner != at:
            return at
        if name not in self._endless:
            found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._text, at)
            if found:
                end = self._find(">", found.end()) + 1 or len(self._text)
                self._close(name, found.start(), end)
                return end
            self._endless.add(name)
        self._pop(len(self._stack) - 1, at, at)
        return at

    def _start(self, name: str, given: str, start: int, end: int) -> None:
        if name in _CLOSE_P:
            self._end_open(_P, _ENDS_P, start)
        elif name in _CLOSED_BY:
            self._end_open(*_CLOSED_BY[name], start)
        node = Node(name, _attributes(given), len(self._nodes), self._parent)
        node.start, node.inner, node.stop, node.end = start, end, end, end
        self._nodes.append(node)
        if name not in _VOID and len(self._stack) < DEEPEST:
            self._stack.append(node)

    @property
    def _parent(self) -> Node | None:
        return self._stack[-1] if self._stack else None

    def _end_open(self, names: frozenset[str], limits: frozenset[str], at: int) -> None:
        """End the outermost open element of ``names`` that none of ``limits`` stands around."""
        found = None
        for place in range(len(self._stack) - 1, -1, -1):
            name = self._stack[place].name
            if name in names:
                found = place
            elif name in limits:
                break
        if found is not None:
            self._pop(found, at, at)

    def _close(self, name: str, start: int, end: int) -> None:
        limits = _BOUNDARIES - {name} if name not in _INLINE else None
        for place in range(len(self._stack) - 1, -1, -1):
            other = self._stack[place].name
            if other == name:
                self._pop(place, start, end)
                return
            if (limits is None and other not in _INLINE) or (
                limits and other in limits and not _is_around(name, other)
            ):
                return

    def _pop(self, place: int, start: int, end: int) -> None:
        """End the open elements from ``place`` on; only that at ``place`` has the end tag from ``start`` to ``end``."""
        last = len(self._nodes) - 1
        for node in self._stack[place:]:
            node.stop, node.end, node.last = start, start, last
            node.is_open = True
        if self._stack[place:]:
            self._stack[place].end = end
            self._stack[place].is_open = end == start
        del self._stack[place:]


def _is_around(name: str, boundary: str) -> bool:
    """Whether the end of ``name`` ends ``boundary`` too, being what stands around it."""
    table = {"table", "tbody", "thead", "tfoot", "tr"}
    return (boundary in {"td", "th", "caption"} and name in table) or name in {"body", "html"}


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if text and not text.isspace():
        for name, double, single, bare in _ATTRIBUTE.findall(text):
            value = double or single or bare
            found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found
