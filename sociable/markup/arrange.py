"""Elements put where HTML5 lets them stand, so that what is written parses back as the same tree.

Content models: https://html.spec.whatwg.org/multipage/dom.html#content-models, as the Nu HTML checker tests them.
Nothing readable is left out: what stands wrongly is wrapped (a stray ``<li>`` in a list, a stray line of a list in
an item), unwrapped (a ``<div>`` that says nothing), split (a paragraph around a table) or pushed down (``<strong>``
around paragraphs goes into each).

Not handled: the picture itself in ``<svg>``.
"""

from __future__ import annotations

from collections.abc import Callable

from sociable.markup import containers, urls
from sociable.markup.embeds import FRAMES, PLAYERS, frame_links, player
from sociable.markup.grouping import TRANSPARENT, flattened, grouped, is_block, is_embed, paragraph_of, without_captions
from sociable.markup.inline import EXACT, is_empty, joined, squeeze
from sociable.markup.modern import LAZY_SOURCES, modernise
from sociable.markup.tables import settle_table
from sociable.markup.tree import Element, Node, text_of

_SAID = frozenset({"title", "lang", "dir"})  # these say something of a text that leads nowhere, too
_DROPPED = frozenset({"param", "source", "track"})
_UNWRAPPED = frozenset({"map", "svg"})
# Without one of these attributes they say nothing, or may not be.
_NEEDS = {"bdo": "dir", "time": "datetime"}
_HOLDS_ELEMENTS_ONLY = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})


def arrange(root: Element) -> None:
    """Put everything below ``root`` in order, with HTML5's names and allowed attributes only."""
    root.children = grouped(_settle_all(root.children, inside_link=False))


def _settle_all(nodes: list[Node], inside_link: bool) -> list[Node]:
    settled: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            settled.append(node)
        else:
            settled += _settle(node, inside_link)
    return settled


def _settle(node: Element, inside_link: bool) -> list[Node]:
    """Return what ``node`` becomes: inline nodes, blocks, or both."""
    name = node.name
    if name in FRAMES:
        return _frame(node, inside_link)
    if name in _DROPPED:
        return []
    if name == "area":
        return _area(node, inside_link)
    if name == "img":
        return _image(node)
    modernise(node)
    name = node.name
    if name in PLAYERS:
        return player(node, inside_link)
    if name == "table":
        return _table(node, inside_link)
    if name == "a":
        return _link(node, inside_link)
    settled = _BY_NAME.get(name, _inline)(node, _settle_all(node.children, inside_link))
    if not settled and node.is_block:
        return [Element("br")]  # what stood on either side stays apart
    return settled


def _inline(node: Element, kids: list[Node]) -> list[Node]:
    name = node.name
    if name in EXACT and any(map(is_block, kids)):
        kids = flattened(kids, "\n")
    if name in _UNWRAPPED or (name in _NEEDS and _NEEDS[name] not in node.attributes):
        return kids
    if name == "span" and not node.attributes:
        return kids
    if any(map(is_block, kids)):
        return _around_blocks(node, kids)
    node.children = kids
    return [node]


def _link(node: Element, inside_link: bool) -> list[Node]:
    """Keep a link; of one that leads nowhere, or that stands in another, keep what it says and what leads to it."""
    leads = "href" in node.attributes and not inside_link
    kids = _settle_all(node.children, inside_link or leads)
    if leads:
        return _inline(node, kids)
    said = {key: value for key, value in node.attributes.items() if key in _SAID}
    if said and kids:
        kids = _inline(Element("span", said), kids)
    if "id" not in node.attributes:
        return kids
    return [Element("span" if inside_link else "a", {"id": node.attributes["id"]}), *kids]


def _around_blocks(node: Element, kids: list[Node]) -> list[Node]:
    if node.name in TRANSPARENT:
        node.children = grouped(kids)
        node.is_block = any(map(is_block, node.children))
        return [node] if node.children or "id" in node.attributes else []
    return _push_down(node, kids)


def _push_down(around: Element, kids: list[Node]) -> list[Node]:
    """Put a copy of ``around`` into each block, and around each run of inline nodes between them."""
    out: list[Node] = []
    for run, block in _runs(kids):
        if run and (around.name != "span" or around.attributes):
            out.append(Element(around.name, dict(around.attributes), run))
            around.attributes.pop("id", None)
        else:
            out += run
        if block is not None:
            _push_into(around, block)
            out.append(block)
    return out


def _runs(kids: list[Node]) -> list[tuple[list[Node], Element | None]]:
    """Return the runs of inline nodes, each with the block that ends it."""
    runs: list[tuple[list[Node], Element | None]] = []
    run: list[Node] = []
    for kid in kids:
        if isinstance(kid, Element) and kid.is_block:
            runs.append((run, kid))
            run = []
        else:
            run.append(kid)
    return [*runs, (run, None)]


def _push_into(around: Element, block: Element) -> None:
    if block.name in _HOLDS_ELEMENTS_ONLY:
        for child in block.children:
            if isinstance(child, Element):
                _push_into(around, child)
    elif block.children:
        block.children = _push_down(around, block.children)


def _paragraph(node: Element, kids: list[Node]) -> list[Node]:
    """Split a paragraph at the blocks in it."""
    out: list[Node] = []
    for run, block in _runs(kids):
        nodes = squeeze(run)
        if not is_empty(nodes) or "id" in node.attributes:
            out.append(paragraph_of(nodes, dict(node.attributes)))
            node.attributes.pop("id", None)
        if block is not None:
            out.append(block)
    return out


def _heading(node: Element, kids: list[Node]) -> list[Node]:
    """Let a heading be one line or several, without blocks; of an empty one keep the id."""
    node.children = squeeze(flattened(kids, Element("br")) if any(map(is_block, kids)) else kids)
    if is_empty(node.children):
        return [Element("p", {"id": node.attributes["id"]})] if "id" in node.attributes else []
    return [node]


def _preformatted(node: Element, kids: list[Node]) -> list[Node]:
    if any(map(is_block, kids)):
        kids = flattened(kids, "\n")
    kids = joined(kids)
    _strip_last_newline(kids)
    node.children = kids
    return [node] if text_of(kids).strip() or any(isinstance(kid, Element) for kid in kids) else []


def _strip_last_newline(kids: list[Node]) -> None:
    """Take away the new lines at the end of a ``pre``, which show nothing, from its innermost last text."""
    while kids:
        last = kids[-1]
        if isinstance(last, Element):
            if last.name in EXACT or last.name == "span":
                _strip_last_newline(last.children)
            return
        kids[-1] = last.rstrip("\r\n")
        if kids[-1]:
            return
        kids.pop()


def _table(node: Element, inside_link: bool) -> list[Node]:
    settle_table(node, lambda part: _settle(part, inside_link))
    if any(isinstance(part, Element) and part.name != "caption" for part in node.children):
        return [node]
    return without_captions(node.children)


def _frame(node: Element, inside_link: bool) -> list[Node]:
    kids = _settle_all(node.children, inside_link) if node.name == "object" else []
    if any(map(is_embed, kids)):
        return kids  # the object's own fallback embeds the same thing
    return [*frame_links(node, inside_link), *kids]


def _area(node: Element, inside_link: bool) -> list[Node]:
    """A part of an image that is a link becomes a link in words, as image maps can't be kept."""
    href = urls.clean(node.attributes.get("href", ""))
    if not href or inside_link:
        return []
    return [" ", Element("a", {"href": href}, [node.attributes.get("alt", "").strip() or href]), " "]


def _image(node: Element) -> list[Node]:
    given = node.attributes
    if "src" not in given:
        lazy = next((given[key] for key in LAZY_SOURCES if given.get(key)), None)
        if lazy is not None:
            given["src"] = lazy
    modernise(node)
    kept = node.attributes
    if "src" not in kept:
        return [kept["alt"]] if kept.get("alt") else []
    kept = node.attributes = {"src": kept.pop("src"), "alt": kept.pop("alt", ""), **kept}
    if not kept.get("srcset", "").endswith("w"):
        kept.pop("sizes", None)
    else:
        kept.setdefault("sizes", "100vw")
    return [node]


def _empty(node: Element, kids: list[Node]) -> list[Node]:
    return [node]


_BY_NAME: dict[str, Callable[[Element, list[Node]], list[Node]]] = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "pre": _preformatted,
    "div": containers.division,
    "blockquote": containers.quotation,
    **dict.fromkeys(("li", "dt", "dd", "td", "th", "caption", "figcaption", "summary"), containers.item),
    **dict.fromkeys(("ul", "ol"), containers.items),
    "dl": containers.definitions,
    "figure": containers.figure,
    "details": containers.details,
    "address": containers.address,
    **dict.fromkeys(("hr", "br", "wbr"), _empty),
}
