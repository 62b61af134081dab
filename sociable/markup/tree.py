"""A small tree of HTML elements, made from HTML that an HTML5 parser has put in order.

``read`` parses any HTML by nh3 (html5ever), which leaves only what :data:`sociable.markup.allowed.READ` names, and
builds the tree from its canonical output. ``write`` is the inverse for valid trees. Elements deeper than ``DEEPEST``
are left out and their content stays, so that later steps may walk the tree by recursion.

Not handled: documents (only fragments), comments, foreign elements; raw text stays out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import nh3

from sociable.markup.allowed import EVERYWHERE_READ, READ, SCHEMES, UNREAD
from sociable.markup.bounds import bounded
from sociable.markup.legible import legible

DEEPEST = 100

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 div pre address hr ul ol li dl dt dd figure figcaption details summary blockquote table"
    " caption thead tbody tfoot tr td th".split()
)


def cleaner(elements: Mapping[str, frozenset[str]], everywhere: frozenset[str]) -> nh3.Cleaner:
    """Return the nh3 cleaner that lets pass ``elements`` with their attributes, and ``everywhere`` on all."""
    return nh3.Cleaner(
        tags=set(elements),
        clean_content_tags=set(UNREAD),
        attributes={"*": set(everywhere), **{name: set(names) for name, names in elements.items() if names}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


_READER = cleaner(READ, EVERYWHERE_READ)
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s="<>/]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([^\s="<>/]+)="([^"]*)"')
_FRAME = re.compile(r"(<iframe\b[^>]*>).*?</iframe>", re.DOTALL)
_NOSCRIPT = re.compile(r"</?noscript\b[^>]*>", re.IGNORECASE)
_NO_HOST = re.compile(r"""((?:href|src)=["']?)https?://(?=#)""", re.IGNORECASE)


# They show nothing, and may not stand in HTML.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# A slip of the finger in the scheme, looked for where the sign for an address stands after another word.
_ODD_SCHEME = re.compile(r"""://(?<=[htps]://)(?<!["'=\s>(]http://)(?<!["'=\s>(]https://)""")
_MISSPELT = re.compile(r"""((?:href|src)\s*=\s*["']?\s*)(?!https?:)([htps]{3,7})(?=://)""", re.IGNORECASE)


class Element:
    """An element: its name, its attributes and its children, which are elements and texts (``str``).

    ``is_block`` says whether it stands among blocks: a link around paragraphs does, one in a sentence doesn't.
    """

    __slots__ = ("attributes", "children", "is_block", "name")

    def __init__(self, name: str, attributes: dict[str, str] | None = None, children: list[Node] | None = None) -> None:
        self.name = name
        self.attributes: dict[str, str] = {} if attributes is None else attributes
        self.children: list[Node] = [] if children is None else children
        self.is_block = name in BLOCKS

    def text(self) -> str:
        """Return the text of the element and of all within it."""
        return text_of(self.children)


Node = Element | str


def read(html: str) -> Element:
    """Return the tree of ``html``: a nameless element whose children are the fragment's."""
    html = bounded(html.replace("\ufeff", ""))  # a byte order mark shows nothing, and a parser may drop it
    if "noscript" in html.lower():
        html = _NOSCRIPT.sub("", html)  # readers without scripts, as all are here, see what it holds
    if "://#" in html:
        html = _NO_HOST.sub(r"\1", html)  # a placeholder, to which an editor added the scheme
    if _ODD_SCHEME.search(html):
        html = _MISSPELT.sub(lambda found: found[1] + ("https" if "s" in found[2].lower() else "http"), html)
    if "<math" in html or "background" in html:
        html = legible(html)
    canonical = _READER.clean(html)
    if _CONTROLS.search(canonical):
        canonical = _CONTROLS.sub("", canonical)
    if "\r" in canonical:
        canonical = canonical.replace("\r", "\n")  # came as a character reference; a parser would not keep it
    if "<iframe" in canonical:
        canonical = _FRAME.sub(r"\1</iframe>", canonical)
    return _build(canonical)


def _build(canonical: str) -> Element:
    root = Element("")
    parents = [root]
    left_out = 0
    siblings = root.children
    for closing, name, attributes, text in _TOKEN.findall(canonical):
        if text:
            siblings.append(_unescape(text) if "&" in text else text)
        elif closing:
            if left_out:
                left_out -= 1
            else:
                parents.pop()
                siblings = parents[-1].children
        elif name in VOID:
            siblings.append(Element(name, _attributes(attributes)))
        elif len(parents) > DEEPEST:
            left_out += 1
        else:
            element = Element(name, _attributes(attributes))
            siblings.append(element)
            parents.append(element)
            siblings = element.children
    return root


def _attributes(text: str) -> dict[str, str]:
    if not text:
        return {}
    return {name: _unescape(value) if "&" in value else value for name, value in _ATTRIBUTE.findall(text)}


def _unescape(text: str) -> str:
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\xa0").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def write(nodes: list[Node]) -> str:
    """Return the HTML of ``nodes``, with a new line after each block."""
    out: list[str] = []
    _write(nodes, out)
    return "".join(out).strip("\n")


def _write(nodes: list[Node], out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(escape(node))
            continue
        name = node.name
        if node.is_block and out and out[-1][-1:] != "\n":
            out.append("\n")
        out.append(open_tag(node))
        if name in VOID:
            if node.is_block:
                out.append("\n")
            continue
        if name == "pre" and node.text().startswith("\n"):
            out.append("\n")  # a parser takes the first one away
        _write(node.children, out)
        out.append(f"</{name}>\n" if node.is_block else f"</{name}>")


def open_tag(element: Element) -> str:
    """Return the tag that opens ``element``."""
    if not element.attributes:
        return f"<{element.name}>"
    given = "".join(f' {name}="{escape_value(value)}"' for name, value in element.attributes.items())
    return f"<{element.name}{given}>"


def escape(text: str) -> str:
    """Return ``text`` as HTML, as nh3 writes it."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;") if "\xa0" in text else text


def escape_value(text: str) -> str:
    """Return ``text`` as the value of an attribute between double quotes."""
    return escape(text).replace('"', "&quot;") if text else ""


def text_of(nodes: list[Node]) -> str:
    """Return the text of ``nodes`` and of all within them."""
    return "".join(node if isinstance(node, str) else text_of(node.children) for node in nodes)
