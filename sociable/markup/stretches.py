"""Two copies of a post side by side: which stretch of the one stands where the other has a hole.

A text is its words and pictures in order, whatever the markup and the typography around them. Blocks with the same
words are matched first, then the words between matched blocks (``difflib``). A hole's stretch lies between the
words next to the hole; these must stand together in the other copy just once, or the hole has no stretch. Holes with
nothing between them share one stretch: the first gets it.

Not handled: neighbours that a plugin reworded; the hole then stays open.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import groupby, takewhile

from sociable.markup.embeds import FRAMES, PLAYERS
from sociable.markup.tree import Element, Node

HOLE = "\ue020"
"""Stands on both sides of a hole's number, in a text that has no other holes."""

_WORD = re.compile(rf"{HOLE}\d+{HOLE}|[^\W_]+")
_SIZED = re.compile(r"(?:-scaled|-\d+x\d+)+$")
_BREAKING = frozenset({"br", "hr"})
_ANCHOR = 8  # words beside a hole that are looked for together
_SURE = 3  # so many of them must be found, if there are as many
_MOST_COMPARED = 4_000_000  # pairs of words between two matched blocks; beyond, nothing is looked for

Words = list[str]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of one text node: the number of the first, and where each stands in the text."""

    first: int
    places: tuple[Range, ...]


class Text:
    """The words of a tree, in order, and where they stand.

    ``words`` are without case; a picture, player or frame is a word of its own. ``blocks`` are the ranges of words
    in which no block begins or ends.
    """

    def __init__(self, root: Element) -> None:
        self.words: list[str] = []
        self.blocks: list[Range] = []
        self._root = root
        self._block_start = 0
        self._ranges: dict[int, Range] = {}
        self._lines: dict[tuple[int, int], _Line] = {}
        self._read_all(root)
        self._end_block()

    def between(self, start: int, end: int) -> list[Node]:
        """Return the nodes that hold the words from ``start`` to ``end``, whole where they hold no others."""
        return list(self._cut(self._root, start, end)) if end > start else []

    def _read_all(self, element: Element) -> None:
        for at, node in enumerate(element.children):
            if isinstance(node, str):
                self._lines[id(element), at] = self._line(node)
                continue
            is_block = node.is_block or node.name in _BREAKING
            if is_block:
                self._end_block()
            start = len(self.words)
            word = _as_word(node)
            if word is None:
                self._read_all(node)
            elif word:
                self.words.append(word)
            self._ranges[id(node)] = start, len(self.words)
            if is_block:
                self._end_block()

    def _line(self, text: str) -> _Line:
        found = list(_WORD.finditer(text))
        line = _Line(len(self.words), tuple(word.span() for word in found))
        self.words += (unicodedata.normalize("NFKC", word[0]).casefold() for word in found)
        return line

    def _end_block(self) -> None:
        if len(self.words) > self._block_start:
            self.blocks.append((self._block_start, len(self.words)))
            self._block_start = len(self.words)

    def _cut(self, element: Element, start: int, end: int) -> Iterator[Node]:
        for at, node in enumerate(element.children):
            if isinstance(node, str):
                yield _cut_line(node, self._lines[id(element), at], start, end)
                continue
            first, last = self._ranges[id(node)]
            if start <= first and last <= end and (first < last or start < first < end):
                yield node
            elif first < end and start < last:
                yield from self._cut(node, start, end)


def find_stretches(holed: Text, shown: Text, count: int) -> list[list[Node] | None]:
    """Return for each of the ``count`` holes of ``holed`` what stands in its place in ``shown``, if that is certain."""
    stretches: list[list[Node] | None] = [None] * count
    for ours, theirs in _unmatched(holed, shown):
        words, others = holed.words[slice(*ours)], shown.words[slice(*theirs)]
        if not any(map(_is_hole, words)) or len(words) * len(others) > _MOST_COMPARED:
            continue
        for numbers, (start, end) in _places(words, others):
            found = shown.between(theirs[0] + start, theirs[0] + end)
            for number in numbers:
                stretches[number] = []
            stretches[numbers[0]] = found
    return stretches


def _unmatched(holed: Text, shown: Text) -> Iterator[tuple[Range, Range]]:
    """Yield the ranges of words that stand between the same blocks in both texts."""
    ours, theirs = ([tuple(text.words[slice(*block)]) for block in text.blocks] for text in (holed, shown))
    known, found = Counter(ours), Counter(theirs)
    told_apart = [block if known[block] == found[block] else None for block in ours]
    our_start = their_start = 0
    for match in SequenceMatcher(None, told_apart, theirs, autojunk=False).get_matching_blocks():
        our_end = holed.blocks[match.a][0] if match.size else len(holed.words)
        their_end = shown.blocks[match.b][0] if match.size else len(shown.words)
        if our_start < our_end:
            yield (our_start, our_end), (their_start, their_end)
        if match.size:
            our_start = holed.blocks[match.a + match.size - 1][1]
            their_start = shown.blocks[match.b + match.size - 1][1]


def _places(words: Words, others: Words) -> Iterator[tuple[list[int], Range]]:
    """Yield the numbers of the holes in ``words`` that share a place, and the range of ``others`` that is there."""
    matches = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()[:-1]
    at = 0
    for is_hole, run in groupby(words, _is_hole):
        group = list(run)
        end = at + len(group)
        if is_hole:
            start, stop = _after_words(words, at, others, matches), _before_words(words, end, others, matches)
            if start is not None and stop is not None:
                yield [int(word.strip(HOLE)) for word in group], (start, stop)
        at = end


def _after_words(words: Words, at: int, others: Words, matches: Sequence[Match]) -> int | None:
    """Return where in ``others`` the words before ``at`` end, if that is certain."""
    if at == 0:
        return 0
    match = next((match for match in matches if match.a + match.size == at), None)
    beside = list(takewhile(_is_word, reversed(words[max(0, at - _ANCHOR) : at])))
    found = beside[: match.size if match else 0]
    return match.b + match.size if match and _is_sure(found[::-1], len(beside), others) else None


def _before_words(words: Words, at: int, others: Words, matches: Sequence[Match]) -> int | None:
    """Return where in ``others`` the words from ``at`` on begin, if that is certain."""
    if at == len(words):
        return len(others)
    match = next((match for match in matches if match.a == at), None)
    beside = list(takewhile(_is_word, words[at : at + _ANCHOR]))
    found = beside[: match.size if match else 0]
    return match.b if match and _is_sure(found, len(beside), others) else None


def _is_sure(found: Words, beside: int, others: Words) -> bool:
    """Say whether ``found``, of so many words ``beside`` a hole, are enough and stand together only once."""
    length = len(found)
    if length < min(_SURE, beside):
        return False
    return sum(others[at : at + length] == found for at in range(len(others) - length + 1)) == 1


def _is_word(word: str) -> bool:
    return not _is_hole(word)


def _is_hole(word: str) -> bool:
    return word.startswith(HOLE)


def _as_word(element: Element) -> str | None:
    """Return what stands for an element in the text: nothing for a smiley, ``None`` if its content does."""
    names = element.attributes.get("class", "").split()
    if element.name == "img":
        is_smiley = "wp-smiley" in names or "emoji" in names
        return "" if is_smiley else f"<img {_stem(element.attributes.get('src', ''))}>"
    if element.name in FRAMES or element.name in PLAYERS or "embed" in names:
        return "<embed>"
    return None


def _stem(url: str) -> str:
    """Return the name of a picture's file without its size and ending."""
    name = url.partition("?")[0].partition("#")[0].rpartition("/")[2].casefold()
    return _SIZED.sub("", name.rpartition(".")[0] or name)


def _cut_line(text: str, line: _Line, start: int, end: int) -> str:
    """Return the part of ``text`` that holds the words from ``start`` to ``end``, with the signs that touch them."""
    first, last = max(0, start - line.first), min(len(line.places), end - line.first)
    if first >= last:
        return ""
    begin, stop = line.places[first][0], line.places[last - 1][1]
    before, after = text[:begin], text[stop:]
    if first:
        before = text[line.places[first - 1][1] : begin]
        before = before.split()[-1] if before and not before[-1].isspace() else ""
    if last < len(line.places):
        after = text[stop : line.places[last][0]]
        after = after.split()[0] if after and not after[0].isspace() else ""
    return before + text[begin:stop] + after
