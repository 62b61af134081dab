"""Make HTML of the lines of a text: paragraphs, lists, tables, quotations and text whose spaces matter.

What an extractor leaves of each: a blank line between paragraphs, a line break where the page had one; ``•`` or a
number before an item of a list, two more spaces for each list around it; tabs between the cells of a table; tabs or
runs of spaces in preformatted text; ``>`` before quoted lines. What it does not show (headings, links, emphasis) can't
be had again: a heading comes out as a paragraph. Nothing but white space and the markers of lists is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from sociable.sources.text_extract.lines import Line, paragraphs, plain, trimmed

MARKER = re.compile(r"(?P<indent> *)(?:(?P<number>\d{1,4})\.|(?P<bullet>[•◦▪]))(?:\s+(?P<text>.*))?$")
"""An item of a list, or a comment, starts like this."""

_DASHED = re.compile(r" *[*–-]\s+\S")
_DEEPEST = 20  # lists within each other; an extract with more is damaged or hostile
_CELL_END = re.compile(r"\t+ *")
_SPACED = re.compile(r"\t| {3,}\S| {4,}$")


@dataclass(slots=True)
class _Item:
    """An item of a list: its own lines, and the lists below it."""

    number: int | None
    indent: int
    lines: list[Line]
    is_loose: bool = False
    below: list[_Item] = field(default_factory=list)


def to_html(lines: Sequence[Line]) -> str:
    """Return the HTML of ``lines``, a block a line; an empty string for none."""
    return "\n".join(_blocks(trimmed(lines)))


def marker(line: Line) -> re.Match[str] | None:
    """Return the match of :data:`MARKER`, if the line starts an item."""
    return MARKER.match(line.text)


def _blocks(lines: Sequence[Line]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        end = _end_of_list(lines, at)
        if end > at:
            yield from _lists(lines[at:end])
        else:
            end = _next_list(lines, at)
            yield from _texts(lines[at:end])
        at = end


def _next_list(lines: Sequence[Line], at: int) -> int:
    """Return where the next list starts after ``at``."""
    return next((index for index in range(at + 1, len(lines)) if _starts_list(lines, index)), len(lines))


def _starts_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a list starts here: any bullet; a number that is indented, or has the next, or a list in it, below it."""
    found = marker(lines[at])
    if found is None or found["text"] is None:
        return False
    if found["bullet"] or found["indent"]:
        return True
    after = marker(lines[at + 1]) if at + 1 < len(lines) else None
    return bool(after and (after["indent"] or after["number"] == str(int(found["number"]) + 1)))


def _end_of_list(lines: Sequence[Line], start: int) -> int:
    """Return where the list that starts at ``start`` ends; ``start`` if none does.

    Items go on below their marker, deeper than it; two blank lines, or a line that is no deeper, end a list.
    """
    if not _starts_list(lines, start):
        return start
    base = lines[start].indent
    end = start + 1
    blanks = 0
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.is_blank:
            blanks += 1
            continue
        found = marker(line)
        if line.indent < base or (found is None and line.indent == base) or blanks > 1:
            break
        if found and found["number"] and line.indent == base and blanks and not _follows(lines, start, index):
            break
        end, blanks = index + 1, 0
    return end


def _follows(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether a number after a blank line continues the list that ``start`` began, rather than beginning another."""
    indent = lines[at].indent
    earlier = (marker(lines[index]) for index in range(at - 1, start - 1, -1) if lines[index].indent == indent)
    before, here = next(filter(None, earlier), None), marker(lines[at])
    return bool(before and here and before["number"] and int(here["number"]) > int(before["number"]))


def _lists(lines: Sequence[Line]) -> Iterator[str]:
    tops: list[_Item] = []
    open_items: list[_Item] = []
    is_after_blank = False
    for line in lines:
        if line.is_blank:
            is_after_blank = True
            if open_items:
                open_items[-1].lines.append(line)
            continue
        found = marker(line)
        if found:
            while (open_items and open_items[-1].indent >= line.indent) or len(open_items) == _DEEPEST:
                open_items.pop()
            number = int(found["number"]) if found["number"] else None
            item = _Item(number, line.indent, [Line(line.number, found["text"] or "")])
            (open_items[-1].below if open_items else tops).append(item)
            open_items.append(item)
        else:
            open_items[-1].is_loose = open_items[-1].is_loose or is_after_blank
            open_items[-1].lines.append(line)
        is_after_blank = False
    yield from _rendered_lists(tops)


def _rendered_lists(items: Sequence[_Item]) -> Iterator[str]:
    """Yield a list for each run of items of one kind whose numbers have no gap."""
    runs: list[list[_Item]] = []
    for item in items:
        last = runs[-1][-1] if runs else None
        goes_on = last is not None and (
            (item.number is None and last.number is None)
            or (item.number is not None and last.number is not None and item.number == last.number + 1)
        )
        if goes_on:
            runs[-1].append(item)
        else:
            runs.append([item])
    for run in runs:
        first = run[0].number
        start = f' start="{first}"' if first not in (None, 1) else ""
        tag = "ul" if first is None else "ol"
        yield f"<{tag}{start}>{''.join(f'<li>{_item(item)}</li>' for item in run)}</{tag}>"


def _item(item: _Item) -> str:
    text = "".join(_texts(item.lines)) if item.is_loose else _broken(item.lines)
    return text + "".join(_rendered_lists(item.below))


def _texts(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the HTML of lines without lists; spaced-out paragraphs that follow each other are one piece."""
    spaced: list[list[Line]] = []
    for run in map(_at_margin, paragraphs(lines)):
        if _is_spaced(run) and not _is_table(run):
            spaced.append(run)
            continue
        yield from _preformatted(spaced)
        spaced.clear()
        yield _paragraph(run)
    yield from _preformatted(spaced)


def _at_margin(run: Sequence[Line]) -> list[Line]:
    """Return the lines without the indent that all of them have."""
    indent = min(line.indent for line in run)
    return [Line(line.number, line.text[indent:]) for line in run]


def _paragraph(run: Sequence[Line]) -> str:
    if _is_table(run):
        return _table(run)
    if all(line.text.lstrip().startswith(">") for line in run):
        quoted = [Line(line.number, line.text.lstrip().removeprefix(">")) for line in run]
        return f"<blockquote>{''.join(_texts(quoted))}</blockquote>"
    if len(run) > 1 and all(_DASHED.match(line.text) for line in run):
        return f"<ul>{''.join(f'<li>{escape(line.words[1:].strip(), quote=False)}</li>' for line in run)}</ul>"
    return f"<p>{_broken(run)}</p>"


def _broken(run: Sequence[Line]) -> str:
    return "<br>".join(escape(line.words, quote=False) for line in run if not line.is_blank)


def _preformatted(runs: Sequence[Sequence[Line]]) -> Iterator[str]:
    if runs:
        text = "\n\n".join("\n".join(line.text for line in run) for run in runs)
        yield f"<pre>{escape(text.replace(chr(0xA0), ' '), quote=False)}</pre>"


def _is_spaced(run: Sequence[Line]) -> bool:
    """Whether the spaces in a paragraph matter: tabs at its margin, or runs of spaces within or before its lines."""
    if len(run) == 1:
        return run[0].text.startswith("\t")
    return any(_SPACED.search(line.text) for line in run)


def _cells(line: Line) -> list[str]:
    return [plain(cell) for cell in _CELL_END.split(line.text.strip("\n "))]


def _is_table(run: Sequence[Line]) -> bool:
    """Whether each of several lines has tabs between its words and none before them."""
    return len(run) > 1 and all(len(_cells(line)) > 1 and not _starts_with_tab(line) for line in run)


def _starts_with_tab(line: Line) -> bool:
    return line.text.lstrip(" ").startswith("\t")


def _table(run: Sequence[Line]) -> str:
    rows = ("".join(f"<td>{escape(cell, quote=False)}</td>" for cell in _cells(line)) for line in run)
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
