"""Settled nodes among blocks: runs of text made canonical, and what stands in no list put into one.

The pure parts of :mod:`sociable.markup.arrange`: they take nodes whose own content is in order already.
"""

from __future__ import annotations

from sociable.markup.inline import is_empty, squeeze
from sociable.markup.tree import Element, Node

TRANSPARENT = frozenset({"a", "ins", "del"})
CAPTIONS = frozenset({"figcaption", "summary", "caption"})

# What only certain parents hold → what holds it when it stands elsewhere.
_ADOPTERS = {"li": "ul", "dt": "dl", "dd": "dl"}


class Adopter(Element):
    """A list made around items that stood in none."""

    __slots__ = ()


def is_block(node: Node | None) -> bool:
    """Say whether ``node`` stands among blocks."""
    return isinstance(node, Element) and node.is_block


def class_names(element: Element) -> list[str]:
    """Return the classes of ``element``."""
    return element.attributes.get("class", "").split()


def is_embed(node: Node) -> bool:
    """Say whether ``node`` is a link that stands in for something embedded."""
    return isinstance(node, Element) and "embed" in class_names(node)


def grouped(settled: list[Node], *, wrap: bool = False, captions: bool = False) -> list[Node]:
    """Squeeze each run of inline nodes, and adopt what can't stand among blocks.

    ``wrap`` makes a paragraph of each run; ``captions`` lets captions stand.
    """
    out: list[Node] = []
    run: list[Node] = []
    for node in settled:
        if not isinstance(node, Element) or not node.is_block:
            run.append(node)
            continue
        if run:
            _close_run(run, out, wrap)
            run = []
        adopter = _ADOPTERS.get(node.name)
        if adopter is not None:
            _adopt(node, adopter, out)
        elif node.name in CAPTIONS and not captions:
            out += plain(node)
        else:
            out.append(node)
    if run:
        _close_run(run, out, wrap)
    if any(isinstance(node, Adopter) and node.name == "dl" for node in out):
        return [part for node in out for part in _completed(node)]
    return out


def _completed(node: Node) -> list[Node]:
    return complete_definitions(node) if isinstance(node, Adopter) and node.name == "dl" else [node]


def _close_run(run: list[Node], out: list[Node], wrap: bool) -> None:
    nodes = squeeze(run)
    if not nodes or (is_empty(nodes) and (wrap or out)):
        return
    if wrap or (len(nodes) == 1 and is_embed(nodes[0])):
        out.append(paragraph_of(nodes, {}))
    else:
        out += nodes


def _adopt(node: Element, adopter: str, out: list[Node]) -> None:
    node.attributes.pop("value", None)  # only a numbered list's item has one
    last = out[-1] if out else None
    if isinstance(last, Adopter) and last.name == adopter:
        last.children.append(node)
    else:
        out.append(Adopter(adopter, {}, [node]))


def complete_definitions(node: Element) -> list[Node]:
    """Give a list of mere terms the definition that it must have; mere definitions are no list but blocks."""
    parts = [part for part in node.children if isinstance(part, Element)]
    kinds = {part.name for part in parts}
    if not any(part.children or part.attributes for part in parts):
        return []
    if "dt" not in kinds:
        return [block for part in parts for block in grouped(part.children, wrap=True)]
    if "dd" not in kinds:
        node.children.append(Element("dd"))
    return [node]


def paragraph_of(nodes: list[Node], attributes: dict[str, str]) -> Element:
    """Return squeezed ``nodes`` as a paragraph; one that is but a link to something embedded takes its class."""
    (only,) = nodes if len(nodes) == 1 else (None,)
    if isinstance(only, Element) and is_embed(only):
        attributes = {**attributes, "class": only.attributes.pop("class")}
    return Element("p", attributes, nodes)


def plain(node: Element) -> list[Node]:
    """Turn a caption that has lost what it is the caption of into a paragraph, or into its blocks."""
    if any(map(is_block, node.children)):
        blocks = grouped(node.children, wrap=True)
        return [Element("div", node.attributes, blocks)] if node.attributes else blocks
    if is_empty(node.children) and "id" not in node.attributes:
        return []
    return [Element("p", node.attributes, node.children)]


def without_captions(kids: list[Node], allowed: int | None = None) -> list[Node]:
    """Turn all captions among ``kids`` into paragraphs, but the one at ``allowed``."""
    out: list[Node] = []
    for at, kid in enumerate(kids):
        out += plain(kid) if at != allowed and isinstance(kid, Element) and kid.name in CAPTIONS else [kid]
    return out


def flattened(kids: list[Node], between: Node) -> list[Node]:
    """Return the inline nodes of ``kids``, with ``between`` where a block began or ended."""
    out: list[Node] = []
    for kid in kids:
        if not isinstance(kid, Element) or not kid.is_block:
            out.append(kid)
            continue
        inner = flattened(kid.children, between)
        if kid.name in TRANSPARENT:
            kid.is_block, kid.children = False, inner
            inner = [kid]
        out += [between, *inner, between]
    return [node for at, node in enumerate(out) if node is not between or (at and out[at - 1] is not between)]
