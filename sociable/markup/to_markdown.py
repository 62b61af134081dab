"""HTML as Markdown that shows the same, proved block by block.

Each block of the sanitised HTML is written as Markdown where Markdown can say it. The whole is then rendered back
by :mod:`sociable.markup.render` and compared: a block that does not come back equal is kept as HTML instead. What
even then differs from the HTML that was given, before any cleaning, is a loss and is listed. Simple paragraphs, most
of what blogs hold, come to the same without a tree (:mod:`sociable.markup.simple`). The Markdown is
CommonMark 0.31 with GFM's tables and strikethrough.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sociable.markup.compare import Difference, Inventory, differences, inventory_of
from sociable.markup.echo import echoed
from sociable.markup.markdown_blocks import Inexpressible, blocks_of, html, in_runs, markdown
from sociable.markup.plain import Simple
from sociable.markup.refused import refused
from sociable.markup.render import raw
from sociable.markup.sanitise import tidy
from sociable.markup.simple import cut
from sociable.markup.tree import Element, read, write


@dataclass(frozen=True, slots=True)
class Conversion:
    """The Markdown, the blocks in it that stayed HTML, and what is not in it that the given HTML showed.

    ``shown`` is what the given HTML showed, ``kept`` what the Markdown shows when it is rendered.
    """

    markdown: str
    kept_as_html: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    shown: Inventory = field(default_factory=Inventory)
    kept: Inventory = field(default_factory=Inventory)


def convert(source: str) -> Conversion:
    """Return ``source`` (HTML) as Markdown that renders to what ``source`` shows."""
    parts = cut(source)
    if parts is not None and any(isinstance(part, Simple) for part in parts):
        whole = _of_parts(parts)
        if whole is not None:
            return whole
    return _converted(source)


def _of_parts(parts: list[Simple | str]) -> Conversion | None:
    """Convert simple blocks as strings and the others by their trees; ``None`` if they do not render together."""
    texts: list[str] = []
    rendered: list[str] = []
    as_html: list[str] = []
    lost: list[Difference] = []
    shown = Inventory()
    kept = shown if all(isinstance(part, Simple) for part in parts) else Inventory()
    for part in parts:
        if isinstance(part, Simple):
            texts.append(part.markdown)
            rendered.append(f"{part.rendered}\n")
            shown.add(part.holds)
            if kept is not shown:
                kept.add(part.holds)
        else:
            other = _converted(part)
            if other.markdown:
                texts.append(other.markdown)
                rendered.append(raw(other.markdown))
            as_html += other.kept_as_html
            lost += other.differences
            shown.add(other.shown)
            kept.add(other.kept)
    text = "\n\n".join(texts)
    if raw(text) != "".join(rendered):
        return None
    return Conversion(text, tuple(as_html), tuple(lost), shown, kept)


def _converted(source: str) -> Conversion:
    """Convert ``source`` by its tree."""
    root = read(source)
    shown = inventory_of(root)
    tidy(root)
    blocks = blocks_of(root.children)
    written = _write(blocks)
    text, result = _proved(blocks, written)
    as_html = tuple(part for part, is_html in written if is_html)
    lost = (*differences(shown, result), *(Difference(kind, address, "") for kind, address in refused(source)))
    return Conversion(text, as_html, lost, shown, result)


def _write(blocks: list[Element]) -> list[tuple[str, bool]]:
    """Return each block as text, and whether it stayed HTML."""
    written: list[tuple[str, bool]] = []
    for block, at in in_runs(blocks):
        try:
            written.append((markdown(block, at), False))
        except Inexpressible:
            written.append((html(block), True))
    return written


def _proved(blocks: list[Element], written: list[tuple[str, bool]]) -> tuple[str, Inventory]:
    """Keep as HTML in ``written`` what does not come back; return the whole text, and what it shows."""
    text = _joined(written)
    shown = raw(text)
    rendered = echoed(shown, blocks)
    if rendered is not None:
        return text, inventory_of(rendered)
    rendered = _parsed(shown)
    if _same(blocks, rendered):
        return text, inventory_of(rendered)
    for at, (part, is_html) in enumerate(written):
        if not is_html and not _same([blocks[at]], _rendered(part)):
            written[at] = html(blocks[at]), True
    text = _joined(written)
    rendered = _rendered(text)
    if not _same(blocks, rendered):
        written[:] = [(html(block), True) for block in blocks]
        text = _joined(written)
        rendered = _rendered(text)
    return text, inventory_of(rendered)


def _joined(written: list[tuple[str, bool]]) -> str:
    return "\n\n".join(part for part, _ in written)


def _rendered(text: str) -> Element:
    return _parsed(raw(text))


def _parsed(html: str) -> Element:
    root = read(html)
    tidy(root)
    return root


def _same(blocks: list[Element], rendered: Element) -> bool:
    """Say whether ``rendered`` holds the same blocks, to the letter or at least by all that is compared."""
    found = blocks_of(rendered.children)
    if [block.name for block in blocks] != [block.name for block in found]:
        return False
    return all(map(_is_same, blocks, found))


def _is_same(block: Element, found: Element) -> bool:
    if write([block]) == write([found]):
        return True
    return inventory_of(Element("", {}, [block])) == inventory_of(Element("", {}, [found]))
