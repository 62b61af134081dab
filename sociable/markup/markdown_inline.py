"""The inline elements of a tidy tree as Markdown; those that Markdown has no sign for stay tags between the words.

Specification: https://spec.commonmark.org/0.31.2/#inlines and GFM's strikethrough. Where stars would not be read as
emphasis (next to other stars, or inside a word beside a sign), underscores are tried, then the tag is kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sociable.markup import escape
from sociable.markup.tree import VOID, Element, Node, open_tag

HARD_BREAK = "\\\n"

_SIGNS = {"em": ("*", "_"), "strong": ("**", "__"), "del": ("~~",)}
_BACKTICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of inline nodes stands: the character on either side, in a link or not, how a line is broken."""

    before: str = ""
    after: str = ""
    in_link: bool = False
    line_break: str = HARD_BREAK


@dataclass(frozen=True, slots=True)
class _Emphasis:
    """An emphasised stretch, whose signs depend on what stands beside it."""

    element: str
    content: str


def inline(nodes: list[Node], place: Place) -> str:
    """Return the Markdown of ``nodes``, escaped but for the starts of lines."""
    pieces = [_piece(node, place) for node in nodes]
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return pieces[0]
    shown = ""
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, _Emphasis):
            before = shown[-1:] or place.before
            after = _first(pieces[index + 1]) if index + 1 < len(pieces) else place.after
            shown = _signed(piece, before, after)
        else:
            shown = piece
        out.append(shown)
    return "".join(out)


def _first(piece: str | _Emphasis) -> str:
    return piece[:1] if isinstance(piece, str) else _SIGNS[piece.element][0][0]


def _piece(node: Node, place: Place) -> str | _Emphasis:
    if isinstance(node, str):
        return escape.text(node, in_link=place.in_link)
    name = node.name
    if name in _SIGNS and not node.attributes and node.children:
        sign = _SIGNS[name][0][0]
        return _Emphasis(name, inline(node.children, Place(sign, sign, place.in_link, place.line_break)))
    if name == "br" and not node.attributes:
        return place.line_break
    if name == "code":
        return _code(node)
    if name == "img" and node.attributes.keys() <= {"src", "alt", "title"}:
        return _image(node)
    if name == "a" and "href" in node.attributes and node.attributes.keys() <= {"href", "title"} and node.children:
        return _link(node, place)
    if name in VOID:
        return open_tag(node)
    return _tagged(node, place)


def _tagged(node: Element, place: Place) -> str:
    content = inline(node.children, Place(">", "<", place.in_link, place.line_break))
    return f"{open_tag(node)}{content}</{node.name}>"


def _link(node: Element, place: Place) -> str:
    content = inline(node.children, Place("[", "]", True, place.line_break))
    destination = escape.destination(node.attributes["href"])
    return f"[{content}]({destination}{escape.title(node.attributes.get('title', ''))})"


def _image(node: Element) -> str:
    alt = escape.text(node.attributes["alt"], in_link=True)
    destination = escape.destination(node.attributes["src"])
    return f"![{alt}]({destination}{escape.title(node.attributes.get('title', ''))})"


def _code(node: Element) -> str:
    text = node.children[0] if len(node.children) == 1 else None
    if node.attributes or not isinstance(text, str) or "\n" in text or not text.strip():
        return f"{open_tag(node)}{''.join(map(_exact, node.children))}</code>"
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    signs = "`" * (longest + 1)
    padding = " " if (text[0] in "` " and text[-1] in "` ") or "`" in (text[0], text[-1]) else ""
    return f"{signs}{padding}{text}{padding}{signs}"


def _exact(node: Node) -> str:
    if isinstance(node, str):
        return escape.exact(node)
    if node.name in VOID:
        return open_tag(node)
    return f"{open_tag(node)}{''.join(map(_exact, node.children))}</{node.name}>"


def _signed(piece: _Emphasis, before: str, after: str) -> str:
    content = piece.content
    for signs in _SIGNS[piece.element]:
        sign = signs[0]
        if sign in (before, after, content[0], content[-1]):
            continue
        inside_word = sign == "_" and (_is_word(before) or _is_word(after))
        if not inside_word and _opens(before, content[0]) and _opens(after, content[-1]):
            return f"{signs}{content}{signs}"
    return f"<{piece.element}>{content}</{piece.element}>"


def _opens(outside: str, inside: str) -> bool:
    """Say whether signs between ``outside`` and ``inside`` are read as the edge of an emphasised stretch."""
    if inside.isspace():
        return False
    return not _is_sign(inside) or not outside or outside.isspace() or _is_sign(outside)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_word(character: str) -> bool:
    return bool(character) and not character.isspace() and not _is_sign(character)
