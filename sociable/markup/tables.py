"""Tables whose grid is sound: parts in order, no empty row, no span over what is not there.

The table model: https://html.spec.whatwg.org/multipage/tables.html#forming-a-table, as the Nu HTML checker tests it.
A span that reaches past its rows or into columns where no cell begins is cut to what a browser shows anyway.
``<col>`` holds presentation only and goes.
"""

from __future__ import annotations

from collections.abc import Callable

from sociable.markup.inline import is_empty
from sociable.markup.modern import modernise
from sociable.markup.tree import Element, Node

_WIDEST = 100  # columns that one cell may span; wider ones occur only to keep a program busy
_ORDER = ("caption", "thead", "tbody", "tfoot")


def settle_table(table: Element, settle: Callable[[Element], list[Node]]) -> None:
    """Put the parts of ``table`` in order; ``settle`` does the same for its caption and cells."""
    parts: list[Element] = []
    for part in table.children:
        if not isinstance(part, Element) or part.name not in {*_ORDER, "tr"}:
            continue
        modernise(part)
        if part.name == "caption":
            _add_caption(parts, part, settle)
        elif part.name == "tr":
            _add_row(parts, part)
        else:
            part.children = [row for row in part.children if isinstance(row, Element) and row.name == "tr"]
            if part.name != "tbody" and _has(parts, part.name):
                part.name = "tbody"
            parts.append(part)
    for part in parts:
        if part.name != "caption":
            part.children = [row for row in part.children if isinstance(row, Element) and _settle_row(row, settle)]
    parts = [part for part in parts if part.name == "caption" or part.children]
    table.children = [part for name in _ORDER for part in parts if part.name == name]
    _cut_spans([part for part in parts if part.name != "caption"])


def _has(parts: list[Element], name: str) -> bool:
    return any(part.name == name for part in parts)


def _add_caption(parts: list[Element], part: Element, settle: Callable[[Element], list[Node]]) -> None:
    """Add a caption; a second one goes into the first, on a line of its own."""
    first = next((one for one in parts if one.name == "caption"), None)
    for caption in settle(part):
        if isinstance(caption, Element) and is_empty(caption.children):
            continue
        if first is None and isinstance(caption, Element):
            parts.append(caption)
        elif first is not None and isinstance(caption, Element):
            first.children += [Element("br"), *caption.children]


def _add_row(parts: list[Element], row: Element) -> None:
    if not parts or parts[-1].name != "tbody":
        parts.append(Element("tbody"))
    parts[-1].children.append(row)


def _settle_row(row: Element, settle: Callable[[Element], list[Node]]) -> bool:
    modernise(row)
    row.children = [
        settled
        for cell in row.children
        if isinstance(cell, Element) and cell.name in {"td", "th"}
        for settled in settle(cell)
    ]
    return bool(row.children)


def _cut_spans(parts: list[Element]) -> None:
    rows = [[cell for row in part.children for cell in _cells(row)] for part in parts]
    if not any("colspan" in cell.attributes or "rowspan" in cell.attributes for cells in rows for cell in cells):
        return
    starts: set[int] = set()
    spanning: list[tuple[Element, int, int]] = []
    for part in parts:
        _lay_out(part, starts, spanning)
    for cell, start, width in spanning:
        covered = sum(1 for column in range(start, start + width) if column in starts)
        _set(cell, "colspan", max(1, covered))


def _cells(row: Node) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element)] if isinstance(row, Element) else []


def _lay_out(part: Element, starts: set[int], spanning: list[tuple[Element, int, int]]) -> None:
    """Give each cell its place; note the columns where cells start, and the cells that span several."""
    taken: dict[int, int] = {}  # column → rows for which a cell from above still stands in it
    for at, row in enumerate(part.children):
        column = 0
        now: dict[int, int] = {}
        for cell in _cells(row):
            while taken.get(column, 0) or column in now:
                column += 1
            width = min(int(cell.attributes.get("colspan", "1")), _WIDEST)
            free = next((step for step in range(1, width) if taken.get(column + step, 0)), width)
            height = min(int(cell.attributes.get("rowspan", "1")), len(part.children) - at)
            _set(cell, "rowspan", height)
            starts.add(column)
            if "colspan" in cell.attributes:
                spanning.append((cell, column, free))
            now.update(dict.fromkeys(range(column, column + free), height))
            column += free
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        taken.update({column: height - 1 for column, height in now.items() if height > 1})


def _set(cell: Element, name: str, value: int) -> None:
    if name in cell.attributes and value > 1:
        cell.attributes[name] = str(value)
    else:
        cell.attributes.pop(name, None)
