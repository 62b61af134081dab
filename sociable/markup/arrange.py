"""Elements put where HTML5 lets them stand, so that what is written parses back as the same tree.

Content models: https://html.spec.whatwg.org/multipage/dom.html#content-models, as the Nu HTML checker tests them.
Nothing readable is left out: what stands wrongly is wrapped (a stray ``<li>`` in a list, a stray line of a list in
an item), unwrapped (a ``<div>`` that says nothing), split (a paragraph around a table) or pushed down (``<strong>``
around paragraphs goes into each).

Not handled: captions of films (``<track>``), whose file is left out, and the picture itself in ``<svg>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sociable.markup.embeds import FRAMES, PLAYERS, frame_links, player
from sociable.markup.inline import EXACT, is_empty, squeeze
from sociable.markup.modern import modernise
from sociable.markup.tables import settle_table
from sociable.markup.tree import Element, Node, text_of

_TRANSPARENT = frozenset({"a", "ins", "del"})
_DROPPED = frozenset({"param", "source", "track"})
_UNWRAPPED = frozenset({"map", "svg"})
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
# What only certain parents hold → what holds it when it stands elsewhere.
_ADOPTERS = {"li": "ul", "dt": "dl", "dd": "dl"}
_CAPTIONS = frozenset({"figcaption", "summary", "caption"})
_SECTIONING = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "address"})


class _Adopter(Element):
    """A list made around items that stood in none."""

    __slots__ = ()


def arrange(root: Element) -> None:
    """Put everything below ``root`` in order, with HTML5's names and allowed attributes only."""
    root.children = _flow(root.children)


def _settle(node: Node, inside_link: bool) -> list[Node]:
    """Return what ``node`` becomes: inline nodes, blocks, or both."""
    if isinstance(node, str):
        return [node]
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
    if name in PLAYERS:
        return player(node, inside_link)
    settled = _BY_NAME.get(node.name, _inline)(node, inside_link)
    if not settled and node.is_block:
        return [Element("br")]  # what stood on either side stays apart
    return settled


def _settle_all(nodes: Iterable[Node], inside_link: bool) -> list[Node]:
    return [settled for node in nodes for settled in _settle(node, inside_link)]


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and node.is_block


def _flow(nodes: Iterable[Node], inside_link: bool = False, wrap: bool = False) -> list[Node]:
    """Settle ``nodes`` as what a container of blocks and text holds; ``wrap`` makes paragraphs of the text."""
    return _grouped(_settle_all(nodes, inside_link), wrap=wrap)


def _grouped(settled: list[Node], *, wrap: bool = False, captions: bool = False) -> list[Node]:
    """Squeeze each run of inline nodes, and adopt what can't stand among blocks."""
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
        elif node.name in _CAPTIONS and not captions:
            out += _plain(node)
        else:
            out.append(node)
    if run:
        _close_run(run, out, wrap)
    for node in out:
        if isinstance(node, _Adopter) and node.name == "dl":
            _complete_definitions(node)
    return out


def _complete_definitions(node: Element) -> None:
    """Give a list of mere terms the definition that it must have."""
    if not any(isinstance(part, Element) and part.name == "dd" for part in node.children):
        node.children.append(Element("dd"))


def _close_run(run: list[Node], out: list[Node], wrap: bool) -> None:
    nodes = squeeze(run)
    if not nodes or is_empty(nodes) and (wrap or out):
        return
    if wrap or _lone_embed(nodes):
        out.append(_paragraph_of(nodes, {}))
    else:
        out += nodes


def _lone_embed(nodes: list[Node]) -> bool:
    return len(nodes) == 1 and isinstance(nodes[0], Element) and "embed" in _class_names(nodes[0])


def _class_names(element: Element) -> list[str]:
    return element.attributes.get("class", "").split()


def _adopt(node: Element, adopter: str, out: list[Node]) -> None:
    last = out[-1] if out else None
    if isinstance(last, _Adopter) and last.name == adopter:
        last.children.append(node)
    else:
        out.append(_Adopter(adopter, {}, [node]))


def _plain(node: Element) -> list[Node]:
    """Turn a caption that has lost what it is the caption of into a paragraph, or into its blocks."""
    if any(map(_is_block, node.children)):
        blocks = _grouped(node.children, wrap=True)
        return [Element("div", node.attributes, blocks)] if node.attributes else blocks
    if is_empty(node.children) and "id" not in node.attributes:
        return []
    return [Element("p", node.attributes, node.children)]


def _paragraph_of(nodes: list[Node], attributes: dict[str, str]) -> Element:
    if _lone_embed(nodes):
        (link,) = nodes
        assert isinstance(link, Element)
        attributes = {**attributes, "class": link.attributes.pop("class")}
    return Element("p", attributes, nodes)


def _inline(node: Element, inside_link: bool) -> list[Node]:
    name = node.name
    is_link = name == "a" and "href" in node.attributes and not inside_link
    kids = _settle_all(node.children, inside_link or is_link)
    if name in EXACT and any(map(_is_block, kids)):
        kids = _flattened(kids, "\n")
    if name in _UNWRAPPED or not node.attributes and name in {"span", "a", "bdo", "time"}:
        return kids
    if name == "a" and not is_link:
        return _anchor(node, kids)
    if name == "bdo" and "dir" not in node.attributes or name == "time" and "datetime" not in node.attributes:
        return kids
    if any(map(_is_block, kids)):
        return _around_blocks(node, kids)
    node.children = kids
    return [node]


def _anchor(node: Element, kids: list[Node]) -> list[Node]:
    """Keep of a link that leads nowhere, or that stands in another, the id that others lead to."""
    if "id" not in node.attributes:
        return kids
    return [Element("a", {"id": node.attributes["id"]}), *kids]


def _around_blocks(node: Element, kids: list[Node]) -> list[Node]:
    if node.name in _TRANSPARENT:
        node.is_block = True
        node.children = _grouped(kids)
        return [node]
    return _push_down(node, kids)


def _push_down(around: Element, kids: list[Node]) -> list[Node]:
    """Put a copy of ``around`` into each block, and around each run of inline nodes between them."""
    out: list[Node] = []
    run: list[Node] = []
    for kid in [*kids, None]:
        if kid is not None and not _is_block(kid):
            run.append(kid)
            continue
        if run:
            out.append(Element(around.name, dict(around.attributes), run))
            around.attributes.pop("id", None)
            run = []
        if isinstance(kid, Element):
            _push_into(around, kid)
            out.append(kid)
    return out


_HOLDS_ELEMENTS_ONLY = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})


def _push_into(around: Element, block: Element) -> None:
    if block.name in _HOLDS_ELEMENTS_ONLY:
        for child in block.children:
            if isinstance(child, Element):
                _push_into(around, child)
    elif block.children:
        block.children = _push_down(around, block.children)


def _paragraph(node: Element, inside_link: bool) -> list[Node]:
    kids = _settle_all(node.children, inside_link)
    out: list[Node] = []
    run: list[Node] = []
    for kid in [*kids, None]:
        if kid is not None and not _is_block(kid):
            run.append(kid)
            continue
        nodes = squeeze(run)
        if not is_empty(nodes) or "id" in node.attributes:
            out.append(_paragraph_of(nodes, dict(node.attributes)))
            node.attributes.pop("id", None)
        if kid is not None:
            out.append(kid)
        run = []
    return out


def _heading(node: Element, inside_link: bool) -> list[Node]:
    kids = _settle_all(node.children, inside_link)
    if any(map(_is_block, kids)):
        kids = _flattened(kids, Element("br"))
    node.children = squeeze(kids)
    if is_empty(node.children):
        return [Element("p", {"id": node.attributes["id"]})] if "id" in node.attributes else []
    return [node]


def _flattened(kids: list[Node], between: Node) -> list[Node]:
    """Return the inline nodes of ``kids``, with ``between`` where a block began or ended."""
    out: list[Node] = []
    for kid in kids:
        if isinstance(kid, Element) and kid.is_block:
            inner = _flattened(kid.children, between)
            if kid.name in _TRANSPARENT:
                kid.is_block, kid.children = False, inner
                inner = [kid]
            out += [between, *inner, between]
        else:
            out.append(kid)
    return [node for i, node in enumerate(out) if node is not between or (i and out[i - 1] is not between)]


def _preformatted(node: Element, inside_link: bool) -> list[Node]:
    kids = _settle_all(node.children, inside_link)
    if any(map(_is_block, kids)):
        kids = _flattened(kids, "\n")
    kids = ["\n" if isinstance(kid, Element) and kid.name == "br" else kid for kid in kids]
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


def _division(node: Element, inside_link: bool) -> list[Node]:
    kids = _flow(node.children, inside_link, wrap=True)
    if not node.attributes or not kids and "id" not in node.attributes:
        return kids
    node.children = kids
    return [node]


def _quotation(node: Element, inside_link: bool) -> list[Node]:
    node.children = _flow(node.children, inside_link, wrap=True)
    return [node] if node.children or "id" in node.attributes else []


def _item(node: Element, inside_link: bool) -> list[Node]:
    """A list's item, a cell, a term, a caption: a lone paragraph in it says no more than its text does."""
    node.children = _flow(node.children, inside_link)
    if len(node.children) == 1:
        (only,) = node.children
        if isinstance(only, Element) and only.name == "p" and not only.attributes:
            node.children = only.children
    return [node]


def _list(node: Element, inside_link: bool) -> list[Node]:
    items: list[Node] = []
    stray: list[Node] = []

    def close_stray() -> None:
        content = _grouped(stray)
        if is_empty(content):
            return
        last = items[-1] if items else None
        nested = all(isinstance(one, Element) and one.name in {"ul", "ol"} for one in content)
        if nested and isinstance(last, Element):
            last.children += content
        else:
            items.append(Element("li", {}, content))

    for kid in _settle_all(node.children, inside_link):
        if isinstance(kid, Element) and kid.name == "li":
            close_stray()
            stray = []
            if node.name != "ol":
                kid.attributes.pop("value", None)
            items.append(kid)
        elif isinstance(kid, _Adopter):
            close_stray()
            stray = []
            items += kid.children
        else:
            stray.append(kid)
    close_stray()
    node.children = items
    return [node] if items else []


def _definitions(node: Element, inside_link: bool) -> list[Node]:
    kids = _settle_all(node.children, inside_link)
    if not any(isinstance(kid, Element) and kid.name in {"dt", "dd"} or isinstance(kid, _Adopter) for kid in kids):
        return _grouped(kids, wrap=True)
    parts: list[Node] = []
    stray: list[Node] = []
    for kid in [*kids, None]:
        if kid is not None and not (isinstance(kid, Element) and kid.name in {"dt", "dd", "dl"}):
            stray.append(kid)
            continue
        content = _grouped(stray)
        stray = []
        if not is_empty(content):
            parts.append(Element("dd", {}, content))
        if isinstance(kid, Element):
            parts += _definition_parts(kid)
    node.children = parts
    if "gallery-item" in _class_names(node):
        return [_gallery_item(node)]
    _complete_definitions(node)
    return [node]


def _definition_parts(kid: Element) -> list[Node]:
    if isinstance(kid, _Adopter):
        return [part for part in kid.children if isinstance(part, Element) and (part.children or part.name == "dt")]
    return [Element("dd", {}, [kid])] if kid.name == "dl" else [kid]


def _gallery_item(node: Element) -> Element:
    """WordPress's older galleries are lists of a picture as term and its caption as definition."""
    children: list[Node] = []
    for part in node.children:
        assert isinstance(part, Element)
        if part.name == "dd":
            children.append(Element("figcaption", {}, part.children))
        else:
            children += part.children
    return Element("figure", node.attributes, _with_caption_at_edge(children))


def _figure(node: Element, inside_link: bool) -> list[Node]:
    kids = _grouped(_settle_all(node.children, inside_link), captions=True)
    node.children = _with_caption_at_edge([kid for kid in kids if not _is_empty_caption(kid)])
    return [node] if node.children else []


def _is_empty_caption(kid: Node) -> bool:
    return isinstance(kid, Element) and kid.name in _CAPTIONS and is_empty(kid.children)


def _with_caption_at_edge(kids: list[Node]) -> list[Node]:
    """Let one caption stand, first or last; any other becomes a paragraph."""
    captions = [at for at, kid in enumerate(kids) if isinstance(kid, Element) and kid.name == "figcaption"]
    allowed = next((at for at in captions if at in {0, len(kids) - 1}), None)
    return _without_captions(kids, allowed)


def _without_captions(kids: list[Node], allowed: int | None = None) -> list[Node]:
    out: list[Node] = []
    for at, kid in enumerate(kids):
        out += _plain(kid) if at != allowed and isinstance(kid, Element) and kid.name in _CAPTIONS else [kid]
    return out


def _details(node: Element, inside_link: bool) -> list[Node]:
    kids = _grouped(_settle_all(node.children, inside_link), wrap=True, captions=True)
    at = next((at for at, kid in enumerate(kids) if isinstance(kid, Element) and kid.name == "summary"), None)
    if at is None:
        return _without_captions(kids)  # without a summary a browser would invent one
    summary = kids.pop(at)
    assert isinstance(summary, Element)
    if any(map(_is_block, summary.children)):
        summary.children = squeeze(_flattened(summary.children, Element("br")))
    node.children = [summary, *_without_captions(kids)]
    return [node]


def _address(node: Element, inside_link: bool) -> list[Node]:
    node.children = _flow(node.children, inside_link)
    if _holds(node, _SECTIONING):
        return _plain(node)
    return [node] if node.children else []


def _holds(node: Element, names: frozenset[str]) -> bool:
    return any(
        isinstance(child, Element) and (child.name in names or _holds(child, names)) for child in node.children
    )


def _table(node: Element, inside_link: bool) -> list[Node]:
    settle_table(node, lambda part: _settle(part, inside_link))
    if any(isinstance(part, Element) and part.name != "caption" for part in node.children):
        return [node]
    return _without_captions(node.children)


def _frame(node: Element, inside_link: bool) -> list[Node]:
    kids = _settle_all(node.children, inside_link) if node.name == "object" else []
    if any(isinstance(kid, Element) and "embed" in _class_names(kid) for kid in kids):
        return kids  # the object's own fallback embeds the same thing
    return [*frame_links(node, inside_link), *kids]


def _area(node: Element, inside_link: bool) -> list[Node]:
    """A part of an image that is a link becomes a link in words, as image maps can't be kept."""
    modernise(node)
    href, words = node.attributes.get("href"), node.attributes.get("alt", "")
    if not href or inside_link:
        return []
    return [" ", Element("a", {"href": href}, [words or href]), " "]


def _image(node: Element) -> list[Node]:
    given = node.attributes
    if "src" not in given:
        lazy = next((given[key] for key in _LAZY if given.get(key)), None)
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


def _rule(node: Element, inside_link: bool) -> list[Node]:
    return [node]


_BY_NAME: dict[str, Callable[[Element, bool], list[Node]]] = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "pre": _preformatted,
    "div": _division,
    "blockquote": _quotation,
    **dict.fromkeys(("li", "dt", "dd", "td", "th", "caption", "figcaption", "summary"), _item),
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "figure": _figure,
    "details": _details,
    "address": _address,
    "table": _table,
    "hr": _rule,
    "br": _rule,
    "wbr": _rule,
}
