"""What a piece of HTML holds for its readers, and how two pieces differ.

An :class:`Inventory` lists, each in order: words; links with their text; images with their alternative text;
headings with their level; code to the character; the cells of each table, row by row; the items of lists with
their depth; emphasised stretches and the like; the addresses of what is embedded. Two pieces with equal inventories
say the same.

What does not count: scripts, styles, comments and form controls; addresses that no browser could open or that the
allow-list refuses; colour and size; the text that stands in for a player (:mod:`sociable.markup.embeds`); empty
links and headings; how white space is spread outside code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher

from sociable.markup import urls
from sociable.markup.embeds import FRAMES, PLAYERS, addresses, captions
from sociable.markup.modern import LAZY_SOURCES, file_address, name_of
from sociable.markup.tree import BLOCKS, Element, Node, read

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPHASIS = frozenset(
    "strong em del ins u sub sup mark small abbr kbd samp var cite q dfn blockquote dt dd figcaption".split()
)
_LISTS = frozenset({"ul", "ol"})
_CODE = frozenset({"pre", "code"})
_UNSEEN = frozenset({"param", "source", "track"})
_BREAKING = BLOCKS | frozenset(
    "br hr iframe embed object audio video img section article aside header footer nav main hgroup form fieldset"
    " center legend".split()
)
_SHORT = 3000  # words between which the differences are told apart exactly; beyond, only counted


@dataclass(slots=True)
class Inventory:
    """What is there, kind by kind, in the order of reading."""

    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    emphasis: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)

    def add(self, following: Inventory) -> None:
        """Add what comes after it."""
        self.words += following.words
        self.links += following.links
        self.images += following.images
        self.headings += following.headings
        self.code += following.code
        self.tables += following.tables
        self.lists += following.lists
        self.emphasis += following.emphasis
        self.embeds += following.embeds


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of ``kind`` (a field of :class:`Inventory`) that was ``expected`` and what was ``found`` instead."""

    kind: str
    expected: str
    found: str

    def __str__(self) -> str:
        if not self.found:
            return f"{self.kind}: missing {_short(self.expected)}"
        if not self.expected:
            return f"{self.kind}: not expected {_short(self.found)}"
        return f"{self.kind}: expected {_short(self.expected)}, found {_short(self.found)}"


def inventory(html: str) -> Inventory:
    """Return what ``html`` holds."""
    return inventory_of(read(html))


def inventory_of(root: Element) -> Inventory:
    """Return what a tree holds, tidy or as it was read."""
    found = Inventory()
    text = _walk(root.children, found, _Place())
    found.words = text.split()
    return found


def differences(source: Inventory, result: Inventory) -> tuple[Difference, ...]:
    """Return what ``result`` holds otherwise than ``source``; nothing if they are equal."""
    return tuple(
        difference
        for kind in fields(Inventory)
        if (expected := getattr(source, kind.name)) != (found := getattr(result, kind.name))
        for difference in _compare(kind.name, expected, found)
    )


@dataclass(slots=True)
class _Place:
    """Where the walk is: in how many lists, in code, in what stands in for an embed, in a list but in no item."""

    depth: int = 0
    in_code: bool = False
    in_embed: bool = False
    among_items: bool = False


def _walk(nodes: Sequence[Node], found: Inventory, place: _Place) -> str:
    """Add what ``nodes`` hold to ``found``; return their text, with new lines between blocks."""
    out: list[str] = []
    for node in nodes:
        out.append(node if isinstance(node, str) else _element(node, found, place))
    return "".join(out)


def _element(element: Element, found: Inventory, place: _Place) -> str:
    name = name_of(element)
    if name in _UNSEEN:
        return ""
    if name in FRAMES or name in PLAYERS:
        return _embedded(element, found, place)
    if name == "img":
        return _image(element, found)
    if name == "br":
        return "\n"
    if name == "table":
        return f"\n{_table(element, found, place)}\n"
    if name in {"a", "area"}:
        return _link(element, found, place)
    if name in _CODE and not place.in_code:
        return _code(element, found, place)
    if name == "li" or name in _LISTS:
        return _list_part(element, name, found, place)
    at = len(found.emphasis), len(found.headings)
    text = _walk(element.children, found, _inside_embed(element, place))
    if name in _EMPHASIS or name in _HEADINGS:
        name = _shown_as(name, element)
        shown = _squeezed(text)
        if shown and name in _HEADINGS:
            found.headings.insert(at[1], f"{name} {shown}")
        elif name in BLOCKS and shown:
            found.emphasis.insert(at[0], f"{name} {shown}")
        else:  # a stretch over several blocks is one in each
            found.emphasis[at[0] : at[0]] = [f"{name} {part}" for part in map(_squeezed, text.split("\n")) if part]
    return f"\n{text}\n" if name in _BREAKING else text


def _shown_as(name: str, element: Element) -> str:
    """An older gallery is a list of pictures as terms, and of their captions as definitions."""
    is_caption = name == "dd" and "gallery-caption" in element.attributes.get("class", "")
    return "figcaption" if is_caption else name


def _is_embed(element: Element) -> bool:
    return element.name in {"a", "p"} and "embed" in element.attributes.get("class", "").split()


def _inside_embed(element: Element, place: _Place) -> _Place:
    if _is_embed(element):
        return _Place(place.depth, place.in_code, True, place.among_items)
    return place


def _link(element: Element, found: Inventory, place: _Place) -> str:
    given = element.attributes.get("href")
    url = urls.clean(given) if given is not None else None
    if url is not None and (place.in_embed or _is_embed(element)):
        found.embeds.append(url)
        return "\n"
    at = len(found.links)
    text = _walk(element.children, found, place)
    if element.name == "area" and url:
        text = f" {element.attributes.get('alt', '').strip() or url} "
    shown = _squeezed(text)
    if url is not None and (shown or _holds_image(element)):
        found.links.insert(at, f"{shown} → {url}")
    return text


def _holds_image(element: Element) -> bool:
    children = (child for child in element.children if isinstance(child, Element))
    return any(child.name == "img" or _holds_image(child) for child in children)


def _image(element: Element, found: Inventory) -> str:
    given = element.attributes
    source = next((given[key] for key in ("src", *LAZY_SOURCES) if given.get(key)), "")
    alt = _squeezed(given.get("alt", ""))
    url = file_address(source)
    if url:
        found.images.append(f"{alt} → {url}")
        return "\n"
    return alt


def _embedded(element: Element, found: Inventory, place: _Place) -> str:
    inner = Inventory()
    text = _walk(element.children, inner, place) if element.name == "object" else ""
    for kind in fields(Inventory):
        getattr(found, kind.name).extend(getattr(inner, kind.name))
    if not inner.embeds:
        files = list(addresses(element))
        found.embeds += files if element.name in PLAYERS else files[:1]
    poster = urls.clean(element.attributes.get("poster", "")) if element.name == "video" else ""
    if poster and any(map(urls.is_remote, addresses(element))):
        found.images.append(f" → {poster}")
    for words, url in captions(element) if element.name in PLAYERS else ():
        found.links.append(f"{words} → {url}")
        text += f"\n{words}\n"
    return f"\n{text}\n"


def _code(element: Element, found: Inventory, place: _Place) -> str:
    at = len(found.code)
    text = _walk(element.children, found, _Place(place.depth, True, place.in_embed, place.among_items))
    exact = _exact(element.children).strip("\n").rstrip()
    if exact.strip():
        found.code.insert(at, exact)
    return f"\n{text}\n" if name_of(element) == "pre" else text


def _exact(nodes: Sequence[Node]) -> str:
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        elif node.name == "br":
            out.append("\n")
        else:
            out.append(_exact(node.children))
    return "".join(out)


def _list_part(element: Element, name: str, found: Inventory, place: _Place) -> str:
    is_item = name == "li"
    depth = place.depth + (not is_item or not place.among_items)  # an item in no list makes one
    at = len(found.lists)
    text = _walk(element.children, found, _Place(depth, place.in_code, place.in_embed, among_items=not is_item))
    if is_item:
        own = _squeezed(_own_text(element.children))
        if own:
            found.lists.insert(at, f"{depth} {own}")
    return f"\n{text}\n"


def _own_text(nodes: Sequence[Node]) -> str:
    """Return the text of an item without that of the lists in it."""
    out: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        elif node.name in _LISTS or _is_embed(node):
            out.append("\n")
        elif node.name not in _UNSEEN:
            inner = _own_text(node.children)
            out.append(f"\n{inner}\n" if node.name in _BREAKING else inner)
    return "".join(out)


def _table(element: Element, found: Inventory, place: _Place) -> str:
    rows: list[Element] = []
    texts: list[str] = []
    for part in sorted((one for one in element.children if isinstance(one, Element)), key=_shown_order):
        if part.name == "caption":
            texts.append(_walk(part.children, found, place))
        elif part.name == "tr":
            rows.append(part)
        else:
            rows += [row for row in part.children if isinstance(row, Element) and row.name == "tr"]
    at = len(found.tables)
    shown: list[str] = []
    for row in rows:
        cells = [cell for cell in row.children if isinstance(cell, Element)]
        walked = [_walk(cell.children, found, place) for cell in cells]
        texts += walked
        if cells:
            shown.append(" | ".join(map(_squeezed, walked)))
    if shown:
        found.tables[at:at] = shown
    return "\n".join(texts)


def _shown_order(part: Element) -> int:
    return {"caption": 0, "thead": 1, "tfoot": 3}.get(part.name, 2)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _compare(kind: str, expected: Sequence[str], found: Sequence[str]) -> list[Difference]:
    start = 0
    shorter = min(len(expected), len(found))
    while start < shorter and expected[start] == found[start]:
        start += 1
    end = 0
    while end < shorter - start and expected[-1 - end] == found[-1 - end]:
        end += 1
    missing, extra = expected[start : len(expected) - end], found[start : len(found) - end]
    if len(missing) + len(extra) > _SHORT:
        return _counted(kind, missing, extra)
    joined = " " if kind == "words" else "\n"
    matcher = SequenceMatcher(None, missing, extra, autojunk=False)
    return [
        Difference(kind, joined.join(missing[a:b]), joined.join(extra[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _counted(kind: str, expected: Sequence[str], found: Sequence[str]) -> list[Difference]:
    """Tell long stretches apart by what is in them; if that is the same, it stands in another order."""
    missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    joined = " " if kind == "words" else "\n"
    if not missing and not extra:
        return [Difference(kind, joined.join(expected[:20]), joined.join(found[:20]))]
    return [Difference(kind, joined.join(missing.elements()), joined.join(extra.elements()))]


_NEWLINES = re.compile(r"\s*\n\s*")


def _short(text: str) -> str:
    text = _NEWLINES.sub(" ⏎ ", text)
    return f"“{text}”" if len(text) <= 200 else f"“{text[:120]} … {text[-60:]}” ({len(text)} characters)"
