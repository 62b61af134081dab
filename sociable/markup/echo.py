"""Whether the HTML that Markdown is rendered to says a tidy tree again, found out without parsing it as a browser does.

Nearly all Markdown comes back as the tree it was made of. HTML whose tags are balanced and whose tree is a tidy one
(:mod:`sociable.markup.arrange`) is parsed by any HTML5 parser to that very tree; so it is enough to put the tags
into a tree and to compare. What is not plainly the same is left to the long way: parse, tidy, compare. That takes five
times as long.

Taken for the same: new lines at the edges of blocks and after a break; ``<pre>`` with and without ``<code>`` in it;
a lone paragraph in an item or cell; GFM's ``align`` and its class.
"""

from __future__ import annotations

import html as html_parser
import re

from sociable.markup.inline import is_empty
from sociable.markup.tree import VOID, Element, Node

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s="<>/]+="[^"]*")*)(?: /)?>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([^\s="<>/]+)="([^"]*)"')
_ITEMS = frozenset({"li", "dt", "dd", "td", "th", "caption", "figcaption"})
_ALIGNED = {"center": "has-text-align-center", "right": "has-text-align-right"}


def echoed(html: str, blocks: list[Element]) -> Element | None:
    """Return the tree of ``html`` if it is plainly that of ``blocks``; ``None`` if that is not plain."""
    root = _tree(html)
    if root is None:
        return None
    found = _significant(root.children)
    return root if len(found) == len(blocks) and all(map(_same, blocks, found)) else None


def _tree(html: str) -> Element | None:
    """Put the tags of ``html`` into a tree, if they are balanced and of the plainest form."""
    tokens = _TOKEN.findall(html)
    root = Element("")
    parents = [root]
    siblings = root.children
    tags = 0
    for closing, name, attributes, text in tokens:
        if text:
            siblings.append(_text(text))
            continue
        tags += 1
        if closing:
            if parents.pop().name != name or not parents:
                return None
            siblings = parents[-1].children
        else:
            element = Element(name, _attributes(attributes) if attributes else None)
            siblings.append(element)
            if name not in VOID:
                parents.append(element)
                siblings = element.children
    return root if len(parents) == 1 and tags == html.count("<") else None


def _attributes(text: str) -> dict[str, str]:
    return {name: _text(value) for name, value in _ATTRIBUTE.findall(text)}


def _text(text: str) -> str:
    return html_parser.unescape(text) if "&" in text else text


def _significant(nodes: list[Node]) -> list[Node]:
    """Return ``nodes`` without the new lines that no reader sees."""
    out: list[Node] = []
    last = len(nodes) - 1
    for at, node in enumerate(nodes):
        if isinstance(node, Element) or "\n" not in (node[0], node[-1]):
            out.append(node)
            continue
        text = node[node[0] == "\n" and (at == 0 or _breaks(nodes[at - 1])) :]
        if text[-1:] == "\n" and (at == last or _is_block(nodes[at + 1])):
            text = text[:-1]
        if text:
            out.append(text)
    return out


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and node.is_block


def _breaks(node: Node) -> bool:
    return isinstance(node, Element) and (node.is_block or node.name == "br")


def _same(ours: Node, theirs: Node) -> bool:
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    name = ours.name
    if name != theirs.name:
        return False
    if name == "pre":
        return _same_code(ours, theirs)
    if (name == "p" and is_empty(ours.children)) or (name == "div" and not ours.attributes):
        return False  # tidying takes it away
    if ours.attributes != theirs.attributes and not _is_aligned(ours, theirs):
        return False
    if name == "code":
        return _exactly_same(ours, theirs)
    found = _significant(theirs.children)
    if len(found) == 1 and name in _ITEMS:
        found = _without_paragraph(found, ours.children)
    return len(found) == len(ours.children) and all(map(_same, ours.children, found))


def _without_paragraph(found: list[Node], ours: list[Node]) -> list[Node]:
    only = found[0]
    if isinstance(only, Element) and only.name == "p" and not only.attributes and not any(map(_is_block, ours)):
        return _significant(only.children)
    return found


def _is_aligned(ours: Element, theirs: Element) -> bool:
    kind = _ALIGNED.get(theirs.attributes.get("align", ""))
    return kind is not None and len(theirs.attributes) == 1 and ours.attributes == {"class": kind}


def _same_code(ours: Element, theirs: Element) -> bool:
    """Compare preformatted elements; a mere text in them may stand in a ``code`` or not."""
    if ours.attributes != theirs.attributes:
        return False
    one, other = _lone_code(ours), _lone_code(theirs)
    if (one is not ours and one.attributes != other.attributes) or (one is ours and other.attributes):
        return False
    first = one.children[0] if one.children else None
    if len(one.children) == len(other.children) == 1 and isinstance(first, str):
        text = other.children[0]
        return isinstance(text, str) and first[:1] != "\n" and first in (text, text.removesuffix("\n"))
    return one.name == other.name and _exactly_same(one, other)


def _lone_code(pre: Element) -> Element:
    only = pre.children[0] if len(pre.children) == 1 else None
    return only if isinstance(only, Element) and only.name == "code" else pre


def _exactly_same(ours: Node, theirs: Node) -> bool:
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    return (
        (ours.name, ours.attributes) == (theirs.name, theirs.attributes)
        and len(ours.children) == len(theirs.children)
        and all(map(_exactly_same, ours.children, theirs.children))
    )
