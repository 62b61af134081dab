"""Paragraphs and headings of the simplest kind, converted as strings: most of what any blog holds.

Simple is a ``<p>`` or a heading at the top of a text, without attributes, that holds words, links that are nothing but
an address, ``<em>``, ``<strong>`` and line breaks, none in another, white space as WordPress writes it; so are some
quotations and lists (:mod:`sociable.markup.plain`). For such a block no tree has to be built: its HTML says all that
an inventory holds, and what its Markdown must render to is known to the letter. :func:`cut` finds these blocks and
leaves the rest, whole elements, to :mod:`sociable.markup.to_markdown`, which comes to the same for every block.

Not handled, so that nothing is cut at all: HTML whose tags do not fit, which a parser would mend beyond the block;
raw text such as scripts; ids in more than one of the other parts, which must be told apart.
"""

from __future__ import annotations

import html
import re

from sociable.markup import urls
from sociable.markup.balanced import end_of_element
from sociable.markup.compare import Inventory
from sociable.markup.markdown_blocks import Inexpressible, markdown
from sociable.markup.plain import UNUSUAL, Simple, plain_block, unescaped
from sociable.markup.tree import Element, Node

_TEXT = rf"[^<> {UNUSUAL}]++(?: [^<> {UNUSUAL}]++)*+"
_STRETCH = rf'<em>{_TEXT}</em>|<strong>{_TEXT}</strong>|<a href="[^"<> {UNUSUAL}]++">{_TEXT}</a>'
_BLOCK = re.compile(rf"<(p|h[2-6])>((?: ?(?:{_TEXT}|{_STRETCH})|<br />\n(?=[^ ]))++)</\1>\s*+")
_PIECE = re.compile(r'<br />\n|<(em|strong)>([^<]+)</(?:em|strong)>|<a href="([^"]+)">([^<]+)</a>|([^<]+)')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)(?: [^<>]*)?/?>")
_WITH_ID = re.compile(r"\s(?:(?:id|name)\s*=|href\s*=\s*[\"']?\s*#)", re.IGNORECASE)


def cut(source: str) -> list[Simple | str] | None:
    """Return ``source`` as its simple blocks and, between them, the HTML of others; ``None`` where it can't be cut."""
    parts: list[Simple | str] = []
    at = other = len(source) - len(source.lstrip())
    end = len(source)
    while at < end:
        block, after = _block(source, at)
        if block and block.is_list and (source[other:at].strip() or _ends_in_list(parts)):
            block = None
        at_end = after or _end_of_element(source, at)
        if not at_end:
            return None
        if block:
            if source[other:at].strip():
                parts.append(source[other:at])
            parts.append(block)
            other = at_end
        at = at_end
    if source[other:].strip():
        parts.append(source[other:])
    with_id = [part for part in parts if isinstance(part, str) and _WITH_ID.search(part)]
    return parts if len(with_id) < 2 else None


def _block(source: str, at: int) -> tuple[Simple | None, int]:
    """The simple block that begins at ``at``, and where it ends; 0 if there is none."""
    if found := plain_block(source, at):
        return found[1], found[0]
    block = _BLOCK.match(source, at)
    return (_simple(block[1], block[2]), block.end()) if block else (None, 0)


def _ends_in_list(parts: list[Simple | str]) -> bool:
    last = parts[-1] if parts else None
    return isinstance(last, str) or (last is not None and last.is_list)


def _end_of_element(source: str, at: int) -> int:
    """Where the element that begins at ``at`` ends, with white space after it; 0 if its tags do not fit."""
    at = end_of_element(source, at, _TAG)
    while at and source[at : at + 1].isspace():
        at += 1
    return at


def _simple(name: str, inner: str) -> Simple | None:
    """Return the block ``name`` that holds ``inner``; ``None`` if on a closer look it is not that simple."""
    holds = Inventory()
    nodes: list[Node] = []
    shown: list[str] = []
    said: list[str] = []
    for sign, stressed, address, linked, plain in _PIECE.findall(inner):
        written = stressed or linked or plain
        text = unescaped(written) if "&" in written else written
        if text is None:
            return None
        said.append(text or "\n")
        escaped = html.escape(text, quote=False).replace('"', "&quot;")
        if sign:
            nodes.append(Element(sign, {}, [text]))
            shown.append(f"<{sign}>{escaped}</{sign}>")
            holds.emphasis.append(f"{sign} {text}")
        elif address:
            url = unescaped(address)
            if url is None or urls.clean(url) != url or not url.startswith("http"):
                return None
            nodes.append(Element("a", {"href": url}, [text]))
            shown.append(f'<a href="{url.replace("&", "&amp;")}">{escaped}</a>')
            holds.links.append(f"{text} → {url}")
        elif text:
            nodes.append(text)
            shown.append(escaped)
        else:
            nodes.append(Element("br"))
            shown.append("<br />\n")
    whole = "".join(said)
    if whole != whole.strip():
        return None
    holds.words = whole.split()
    if name != "p":
        holds.headings.append(f"{name} {' '.join(holds.words)}")
    try:
        return Simple(markdown(Element(name, {}, nodes)), f"<{name}>{''.join(shown)}</{name}>", holds)
    except Inexpressible:
        return None
