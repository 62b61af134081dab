"""Tell the title of a post from a heading within it.

WordPress's own filter ``widont`` puts one no-break space (U+00A0) before the last word of a title of four words or
more, and of nothing else: where an extractor has kept it, it is the best sign there is. A shorter title shows only by
the blank lines before it, of which headings have fewer. Measured on pages of five blogs: titles of that kind had three
to five blank lines before them, headings one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sociable.sources.text_extract.lines import Line, plain
from sociable.sources.text_extract.prose import marker

LONGEST = 140  # characters of a title that shows by its no-break space
LONGEST_PLAIN = 120  # … and of one that does not
WIDONT_WORDS = 4  # words from which on a title has the no-break space
BLANKS = 3  # blank lines before a title that has none, where other titles of the page do
BLANKS_UNSURE = 2  # … and where none does

_WIDONT = re.compile(r"(?=(?:\S+[ \xa0]){3,})[^\xa0]* [^\xa0 ]+\xa0[^\s\xa0]+")
_END_OF_SENTENCE = (".", ":", ";", ",")


def is_marked(line: Line) -> bool:
    """Whether a line has the no-break space of a title."""
    text = line.text.strip()
    return len(text) <= LONGEST and not marker(line) and bool(_WIDONT.fullmatch(text))


def is_title_like(line: Line) -> bool:
    """Whether a line could be a title by its looks."""
    words = line.words
    return 0 < len(words) <= LONGEST_PLAIN and not words.endswith(_END_OF_SENTENCE) and not marker(line)


def starts_post(lines: Sequence[Line], at: int, *, page_is_marked: bool) -> bool:
    """Whether the line at ``at`` of a page of several posts is the title of the next one."""
    line = lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    before = _blanks_before(lines, at)
    if (after is not None and not after.is_blank) or not before:
        return False
    if is_marked(line):
        return not line.words.endswith(".")
    if page_is_marked:
        return before >= BLANKS and is_title_like(line) and len(line.words.split()) < WIDONT_WORDS
    return before >= BLANKS_UNSURE and is_title_like(line)


def match(one: str, other: str) -> bool:
    """Whether two titles are one, though one may be cut short or quoted otherwise."""
    short, long = sorted((key(one), key(other)), key=len)
    return short == long or (len(short) * 2 >= len(long) and long.startswith(short) and bool(short))


def key(title: str) -> str:
    """What is left of a title when case and punctuation do not count."""
    return " ".join(re.findall(r"\w+", plain(title).casefold()))


def _blanks_before(lines: Sequence[Line], at: int) -> int:
    count = 0
    while count < at and lines[at - count - 1].is_blank:
        count += 1
    return count
