"""The blocks of a tidy tree as Markdown, where Markdown can say them; else as HTML that Markdown lets stand.

Specifications: https://spec.commonmark.org/0.31.2/#container-blocks-and-leaf-blocks and GFM's tables. Attributes
(classes, ids, languages), figures, definitions, captions and spans have no sign in Markdown: such a block stays
HTML, without an empty line in it, as these end an HTML block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from sociable.markup import escape
from sociable.markup.markdown_inline import Place, inline
from sociable.markup.tree import Element, Node, write

RULE = "***"

_BULLETS = ("-", "+")
_DELIMITERS = (".", ")")
_LONE_TAG = re.compile(r"</?[A-Za-z](?:[^<>\"]|\"[^\"]*\")*>\s*(?:\n|\Z)")
_BLANK_LINE = re.compile(r"\n(?=[ \t]*(?:\n|\Z))")
_LANGUAGE = re.compile(r"language-([\w+#.-]+)\Z")
_FENCES = re.compile("`{3,}")
_STARTS_HTML = frozenset("p h1 h2 h3 h4 h5 h6 div pre address hr ul ol dl figure details blockquote table".split())
_ALIGNMENTS = {"has-text-align-center": ":-:", "has-text-align-right": "--:"}


class Inexpressible(Exception):
    """A block, or something in it, that Markdown has no sign for."""


def blocks_of(nodes: Iterable[Node]) -> list[Element]:
    """Return ``nodes`` as blocks: each run of inline nodes becomes a paragraph."""
    blocks: list[Element] = []
    for is_block, group in groupby(nodes, lambda node: isinstance(node, Element) and node.is_block):
        members = list(group)
        if is_block:
            blocks += (member for member in members if isinstance(member, Element))
        else:
            blocks.append(_paragraph_of(members))
    return blocks


def _paragraph_of(nodes: list[Node]) -> Element:
    only = nodes[0] if len(nodes) == 1 else None
    if isinstance(only, Element) and only.name in {"audio", "video"}:
        return Element("div", {}, nodes)
    return Element("p", {}, nodes)


def in_runs(blocks: Iterable[Element]) -> Iterator[tuple[Element, int]]:
    """Yield each block with the number of blocks of its kind directly before it."""
    for _, run in groupby(blocks, lambda block: block.name):
        for at, block in enumerate(run):
            yield block, at


def markdown(block: Element, at: int = 0) -> str:
    """Return the Markdown of ``block``; ``at`` is its place in a run of its kind: lists must be told apart.

    Raises:
        Inexpressible: it, or something in it, has no sign in Markdown.
    """
    write_block = _BY_NAME.get(block.name)
    if write_block is None or (block.attributes and block.name != "ol"):
        raise Inexpressible(block.name)
    if block.name in {"ul", "ol"}:
        return _list(block, at)
    return write_block(block)


def html(block: Element) -> str:
    """Return the HTML of ``block`` such that Markdown lets it stand as one block."""
    kept = _BLANK_LINE.sub("&#10;", write([block]))
    return kept if block.name in _STARTS_HTML else f"<div>\n{kept}\n</div>"


def either(blocks: Iterable[Element]) -> Iterator[str]:
    """Yield each block as Markdown, or as HTML where it must be."""
    for block, at in in_runs(blocks):
        try:
            yield markdown(block, at)
        except Inexpressible:
            yield html(block)


def _paragraph(block: Element) -> str:
    shown = escape.line_starts(inline(block.children, Place()))
    if not shown or _LONE_TAG.match(shown):
        raise Inexpressible("a tag that is a line of its own begins a block of HTML")
    return shown


def _heading(block: Element) -> str:
    shown = inline(block.children, Place(line_break="<br>"))
    if shown.endswith("#"):
        shown = f"{shown[:-1]}\\#"
    return f"{'#' * int(block.name[1])} {shown}"


def _rule(block: Element) -> str:
    return RULE


def _preformatted(block: Element) -> str:
    only = block.children[0] if len(block.children) == 1 else None
    language = ""
    if isinstance(only, Element) and only.name == "code":
        kind = _LANGUAGE.match(only.attributes.get("class", ""))
        if only.attributes and (kind is None or len(only.attributes) > 1):
            raise Inexpressible("code with attributes")
        language = kind[1] if kind else ""
        only = only.children[0] if len(only.children) == 1 else None
    if not isinstance(only, str) or not only.strip():
        raise Inexpressible("pre with elements in it")
    longest = max((len(run) for run in _FENCES.findall(only)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{only}\n{fence}"


def _quotation(block: Element) -> str:
    inner = "\n\n".join(either(blocks_of(block.children)))
    return "\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))


def _list(block: Element, at: int) -> str:
    if block.attributes.keys() - {"start"}:
        raise Inexpressible("a list numbered in a way of its own")
    items = [item for item in block.children if isinstance(item, Element)]
    if any(item.attributes for item in items):
        raise Inexpressible("an item with attributes")
    contents = [blocks_of(item.children) for item in items]
    loose = any(_is_loose(item) for item in items)
    markers = _markers(block, len(items), at % 2)
    return ("\n\n" if loose else "\n").join(
        _item(content, marker, "\n\n" if loose else "\n") for content, marker in zip(contents, markers, strict=True)
    )


def _markers(block: Element, count: int, sign: int) -> list[str]:
    """Return the marker of each item; the second of two lists has another ``sign``, or the two would be one."""
    if block.name == "ul":
        return [f"{_BULLETS[sign]} "] * count
    start = int(block.attributes.get("start", "1"))
    if start < 0 or start + count > 999_999_999:
        raise Inexpressible("a number that no list in Markdown may have")
    return [f"{number}{_DELIMITERS[sign]} " for number in range(start, start + count)]


def _is_loose(item: Element) -> bool:
    """Say whether the parts of ``item`` need empty lines between them to stay apart."""
    kinds = [child.name if isinstance(child, Element) and child.is_block else "" for child in item.children]
    first_block = next((at for at, kind in enumerate(kinds) if kind), len(kinds))
    return "p" in kinds or any(kind not in {"ul", "pre", "blockquote"} for kind in kinds[first_block:])


def _item(content: list[Element], marker: str, between: str) -> str:
    inner = between.join(either(content))
    indented = "\n".join(f"{' ' * len(marker)}{line}" if line else "" for line in inner.split("\n"))
    return marker.rstrip() if not inner else marker + indented[len(marker) :]


def _table(block: Element) -> str:
    parts = [part for part in block.children if isinstance(part, Element)]
    rows = [row for part in parts for row in part.children if isinstance(row, Element)]
    names = [part.name for part in parts]
    if names not in (["thead"], ["thead", "tbody"]) or len(parts[0].children) != 1:
        raise Inexpressible("a table without one row of headings")
    if any(element.attributes for element in (*parts, *rows)):
        raise Inexpressible("a part with attributes")
    cells = [[cell for cell in row.children if isinstance(cell, Element)] for row in rows]
    kinds = [_ALIGNMENTS.get(cell.attributes.get("class", "")) for cell in cells[0]]
    for at, row in enumerate(cells):
        if len(row) != len(cells[0]) or any(cell.name != ("td" if at else "th") for cell in row):
            raise Inexpressible("rows of unequal length, or with headings of their own")
        if any(list(cell.attributes.items()) != _attributes(kind) for cell, kind in zip(row, kinds, strict=True)):
            raise Inexpressible("a cell with attributes")
    head, *body = (f"| {' | '.join(map(_cell, row))} |" for row in cells)
    return "\n".join((head, f"| {' | '.join(kind or '---' for kind in kinds)} |", *body))


def _attributes(kind: str | None) -> list[tuple[str, str]]:
    return [("class", name) for name, sign in _ALIGNMENTS.items() if sign == kind]


def _cell(cell: Element) -> str:
    if any(isinstance(child, Element) and child.is_block for child in cell.children):
        raise Inexpressible("a cell with blocks in it")
    return inline(cell.children, Place(line_break="<br>")).replace("|", "\\|")


_BY_NAME = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "hr": _rule,
    "pre": _preformatted,
    "blockquote": _quotation,
    "table": _table,
    "ul": _quotation,
    "ol": _quotation,
}
