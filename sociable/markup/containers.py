"""Lists, definitions, figures and other containers with rules of their own for what they hold.

The pure parts of :mod:`sociable.markup.arrange`, which hands each container its children already settled. Content
models: https://html.spec.whatwg.org/multipage/grouping-content.html.
"""

from __future__ import annotations

from sociable.markup.grouping import (
    Adopter,
    class_names,
    complete_definitions,
    flattened,
    grouped,
    is_block,
    plain,
    without_captions,
)
from sociable.markup.inline import is_empty, squeeze
from sociable.markup.tree import Element, Node

# These may hold no heading; what holds one is the other kind.
_WITHOUT_HEADINGS = {"th": "td", "dt": "dd"}
_NOT_IN_ADDRESS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "address"})


def division(node: Element, kids: list[Node]) -> list[Node]:
    """Unwrap a ``<div>`` that says nothing; its text becomes paragraphs, so that it stays apart."""
    blocks = grouped(kids, wrap=True)
    if not node.attributes or (not blocks and "id" not in node.attributes):
        return blocks
    node.children = blocks
    return [node]


def quotation(node: Element, kids: list[Node]) -> list[Node]:
    """Let a quotation hold blocks only."""
    node.children = grouped(kids, wrap=True)
    return [node] if node.children or "id" in node.attributes else []


def item(node: Element, kids: list[Node]) -> list[Node]:
    """A list's item, a cell, a term, a caption: a lone paragraph in it says no more than its text does."""
    node.children = _without_lone_paragraph(grouped(kids))
    if node.name in _WITHOUT_HEADINGS and _holds(node, _NOT_IN_ADDRESS):
        node.name = _WITHOUT_HEADINGS[node.name]
        node.attributes.pop("scope", None)
    return [node]


def _without_lone_paragraph(content: list[Node]) -> list[Node]:
    only = content[0] if len(content) == 1 else None
    if isinstance(only, Element) and only.name == "p" and not only.attributes:
        return only.children
    return content


def items(node: Element, kids: list[Node]) -> list[Node]:
    """Let a list hold items only: a list beside them goes into the item before it, all else into one of its own."""
    found: list[Node] = []
    stray: list[Node] = []
    for kid in [*kids, None]:
        is_item = isinstance(kid, Element) and kid.name == "li"
        if kid is not None and not is_item and not _was_adopted(kid, "ul"):
            stray.append(kid)
            continue
        _settle_stray(grouped(stray), found)
        stray = []
        if isinstance(kid, Adopter):
            found += kid.children
        elif isinstance(kid, Element):
            if node.name != "ol":
                kid.attributes.pop("value", None)
            found.append(kid)
    node.children = found
    return [node] if found else []


def _was_adopted(kid: Node, by: str) -> bool:
    return isinstance(kid, Adopter) and kid.name == by


def _settle_stray(content: list[Node], found: list[Node]) -> None:
    if is_empty(content):
        return
    last = found[-1] if found else None
    are_lists = all(isinstance(one, Element) and one.name in {"ul", "ol"} for one in content)
    if are_lists and isinstance(last, Element):
        last.children += content
    else:
        found.append(Element("li", {}, _without_lone_paragraph(content)))


def definitions(node: Element, kids: list[Node]) -> list[Node]:
    """Let a list of definitions hold terms and definitions only."""
    if not any((isinstance(kid, Element) and kid.name in {"dt", "dd"}) or _was_adopted(kid, "dl") for kid in kids):
        return grouped(kids, wrap=True)
    parts: list[Node] = []
    stray: list[Node] = []
    for kid in [*kids, None]:
        if kid is not None and not (isinstance(kid, Element) and kid.name in {"dt", "dd", "dl"}):
            stray.append(kid)
            continue
        content = grouped(stray)
        stray = []
        if not is_empty(content):
            parts.append(Element("dd", {}, _without_lone_paragraph(content)))
        if isinstance(kid, Element):
            parts += _definition_parts(kid)
    node.children = parts
    if "gallery-item" in class_names(node):
        return [_gallery_item(node)]
    return complete_definitions(node)


def _definition_parts(kid: Element) -> list[Node]:
    if _was_adopted(kid, "dl"):
        return [part for part in kid.children if isinstance(part, Element) and (part.children or part.name == "dt")]
    return [Element("dd", {}, [kid])] if kid.name == "dl" else [kid]


def _gallery_item(node: Element) -> Element:
    """WordPress's older galleries are lists of a picture as term and its caption as definition."""
    children: list[Node] = []
    for part in node.children:
        if isinstance(part, Element):
            children += [Element("figcaption", {}, part.children)] if part.name == "dd" else part.children
    return Element("figure", node.attributes, _with_caption_at_edge(children))


def figure(node: Element, kids: list[Node]) -> list[Node]:
    """Let a figure have one caption, first or last; any other becomes a paragraph."""
    content = [kid for kid in grouped(kids, captions=True) if not _is_empty_caption(kid)]
    node.children = _with_caption_at_edge(content)
    return [node] if node.children else []


def _is_empty_caption(kid: Node) -> bool:
    return isinstance(kid, Element) and kid.name == "figcaption" and is_empty(kid.children)


def _with_caption_at_edge(kids: list[Node]) -> list[Node]:
    captions = [at for at, kid in enumerate(kids) if isinstance(kid, Element) and kid.name == "figcaption"]
    return without_captions(kids, next((at for at in captions if at in {0, len(kids) - 1}), None))


def details(node: Element, kids: list[Node]) -> list[Node]:
    """Let the summary come first; without one, for which a browser would invent a word, the content stands open."""
    content = grouped(kids, wrap=True, captions=True)
    at = next((at for at, kid in enumerate(content) if isinstance(kid, Element) and kid.name == "summary"), None)
    if at is None:
        return without_captions(content)
    summary = content.pop(at)
    if isinstance(summary, Element) and any(map(is_block, summary.children)):
        summary.children = squeeze(flattened(summary.children, Element("br")))
    node.children = [summary, *without_captions(content)]
    return [node]


def address(node: Element, kids: list[Node]) -> list[Node]:
    """An address may hold no heading; one that does is some other block."""
    node.children = grouped(kids)
    if _holds(node, _NOT_IN_ADDRESS):
        return plain(node)
    return [node] if node.children else []


def _holds(node: Element, names: frozenset[str]) -> bool:
    return any(isinstance(child, Element) and (child.name in names or _holds(child, names)) for child in node.children)
