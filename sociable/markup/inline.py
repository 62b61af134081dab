"""White space and breaks in a run of text and inline elements, in one canonical form.

Outside ``pre`` and ``code`` white space collapses as a browser collapses it: one space at most between two words,
none at the edges of the run or beside a break. A space at the edge of ``<em>`` or a link moves outside. A break at
the edge of the run breaks nothing and goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sociable.markup.tree import VOID, Element, Node

# Their white space is theirs.
EXACT = frozenset({"code", "pre"})
# They show something though they hold nothing.
_SHOWING = frozenset({"img", "audio", "video", "wbr"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = " \t\n\r\f"


def squeeze(run: list[Node]) -> list[Node]:
    """Return ``run`` in canonical form; empty elements without an id are gone."""
    _, nodes, _ = _squeeze(run)
    start, end = 0, len(nodes)
    while start < end and _is_break(nodes[start]):
        start += 1
    while end > start and _is_break(nodes[end - 1]):
        end -= 1
    return nodes[start:end] if end - start < len(nodes) else nodes


def is_empty(run: list[Node]) -> bool:
    """Say whether ``run`` (squeezed) shows nothing but perhaps no-break spaces."""
    return all(isinstance(node, str) and not node.strip() for node in run)


def joined(nodes: Iterable[Node]) -> list[Node]:
    """Return ``nodes`` with each run of texts as one."""
    out: list[Node] = []
    for node in nodes:
        _append(out, node)
    return out


def _is_break(node: Node) -> bool:
    return isinstance(node, Element) and node.name == "br"


def _squeeze(run: list[Node]) -> tuple[bool, list[Node], bool]:
    """Return whether a space stood before the run, its nodes, and whether one stood after."""
    out: list[Node] = []
    leading = space = False
    after_break = False
    for node in run:
        before, content, after = _text(node) if isinstance(node, str) else _element(node)
        space = (space or before) and not after_break
        if not content:
            leading |= space and not out
            space = (space or after) and bool(out) and not after_break
            continue
        if _is_break(content[0]):
            space = False
        if space:
            if out:
                _append(out, " ")
            else:
                leading = True
        for part in content:
            _append(out, part)
        after_break = _is_break(content[-1])
        space = after and not after_break
    return leading, out, space


def _append(out: list[Node], node: Node) -> None:
    if isinstance(node, str) and out and isinstance(out[-1], str):
        out[-1] += node
    else:
        out.append(node)


def _text(text: str) -> tuple[bool, list[Node], bool]:
    if "\n" in text or "  " in text or any(space in text for space in "\t\r\f"):
        text = _SPACE.sub(" ", text)
    core = text.strip(" ")
    if not core:
        return bool(text), [], False
    return text[0] in _SPACES, [core], text[-1] in _SPACES


def _element(element: Element) -> tuple[bool, list[Node], bool]:
    if element.name in VOID or element.name in _SHOWING:
        return False, [element], False
    if element.name in EXACT:
        return False, [element] if element.children or "id" in element.attributes else [], False
    before, element.children, after = _squeeze(element.children)
    if not element.children and "id" not in element.attributes:
        return before, [], after
    return before, [element], after
