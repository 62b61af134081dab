"""A person who is looked for in texts: by name, web address, e-mail address, or whatever else they are known by.

Capitals, accents and the form of letters do not count, nor what stands between the parts of a name: ``Jane Doe`` is
found in ``JANE  DOE``, ``jane-doe``, ``/author/janedoe/`` and ``jane%20doe``, but not in ``Jane Doering``. Of texts
that were erased, stretches of several words in a row are found where others quote them.

Not found: nicknames, names in other scripts or spelt otherwise, what stands in pictures. Give each name by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

NAME, ADDRESS, WORDS = "[name removed]", "[address removed]", "[words removed]"
"""What is put in the place of what is taken out."""

LONGEST_RUN = 8
SHORTEST_RUN = 5
"""Words in a row that make a quotation: eight, or all of a text that has fewer, but not fewer than five."""

_BETWEEN = r"(?:[\s\-_.+,'’&;\\]|%20|&nbsp;|&#\d+;){0,3}"
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_PART = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\w+")
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_REST = r"""(?![\w-])(?:[/?#][^\s<>()\[\]"'`]*)?"""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, from ``start`` to ``end``, and what is put there when it is removed."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True)
class Sought:
    """Whom to find: ``known_by`` are names and addresses as they were given, ``texts`` what they wrote."""

    known_by: tuple[str, ...]
    texts: tuple[str, ...] = ()

    def is_name(self, name: str) -> bool:
        """Whether ``name`` is one of those given, and nothing more."""
        letters = _letters(name)
        return bool(letters) and any(letters == _letters(each) for each in self.known_by if not _is_address(each))

    def is_address(self, url: str) -> bool:
        """Whether a web address is one of those given, or lies below one."""
        return bool(url) and any(pattern.fullmatch(_fold(url)[0]) for pattern in self._addresses)

    def has(self, text: str) -> bool:
        """Whether the person occurs in ``text``."""
        return next(self._spans(text), None) is not None

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the person occurs, or is quoted: in order, none within another."""
        found: list[Span] = []
        for span in sorted(self._spans(text), key=lambda each: (each.start, -each.end)):
            if found and span.start < found[-1].end:
                found[-1] = Span(found[-1].start, max(span.end, found[-1].end), found[-1].instead)
            else:
                found.append(span)
        return tuple(found)

    def removed(self, text: str) -> str:
        """Return ``text`` (Markdown, or plain) without the person. Addresses of others that hold the name stay."""
        for span in reversed(self.spans(text)):
            if span.instead == NAME and _is_in_address(text, span):
                continue
            text = _put(text, span)
        return text

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_name_pattern, filter(None, (each for each in self.known_by if not _is_address(each)))))

    @cached_property
    def _addresses(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_address_pattern, filter(_is_address, self.known_by)))

    @cached_property
    def _runs(self) -> dict[int, frozenset[tuple[str, ...]]]:
        """The stretches of words that were erased, by their length."""
        found: dict[int, set[tuple[str, ...]]] = {}
        for text in self.texts:
            words = [word for word, _, _ in _words(text)]
            length = min(len(words), LONGEST_RUN)
            if length >= SHORTEST_RUN:
                found.setdefault(length, set()).update(_runs_of(words, length))
        return {length: frozenset(runs) for length, runs in found.items()}

    def _spans(self, text: str) -> Iterator[Span]:
        folded, places = _fold(text)
        for patterns, instead in ((self._addresses, ADDRESS), (self._names, NAME)):
            for pattern in patterns:
                for match in pattern.finditer(folded):
                    yield Span(places[match.start()], places[match.end() - 1] + 1, instead)
        if self._runs:
            yield from self._quotations(text)

    def _quotations(self, text: str) -> Iterator[Span]:
        words = list(_words(text))
        plain = [word for word, _, _ in words]
        for length, runs in self._runs.items():
            for at, run in enumerate(_runs_of(plain, length)):
                if run in runs:
                    yield Span(words[at][1], words[at + length - 1][2], WORDS)


def _is_address(given: str) -> bool:
    return "://" in given or "@" in given or given.lower().startswith("www.")


def _name_pattern(name: str) -> re.Pattern[str]:
    parts = _PART.findall(_fold(name)[0]) or [_fold(name)[0].strip()]
    return re.compile(_BEFORE + _BETWEEN.join(map(re.escape, parts)) + _AFTER)


def _address_pattern(address: str) -> re.Pattern[str]:
    plain = _SCHEME.sub("", _fold(address.strip())[0], count=1).rstrip("/")
    return re.compile(rf"(?<![\w-])(?:https?://)?(?:www\.)?{re.escape(plain)}{_REST}")


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """``text`` without accents and in small letters, and for each of its characters the place it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


def _letters(text: str) -> str:
    return "".join(_PART.findall(_fold(text)[0]))


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    folded, places = _fold(text)
    for match in _WORD.finditer(folded):
        yield match[0], places[match.start()], places[match.end() - 1] + 1


def _runs_of(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def _is_in_address(text: str, span: Span) -> bool:
    """Whether a name is part of somebody's web address, which would lead nowhere without it."""
    start = max(text.rfind(mark, 0, span.start) for mark in " \n\t<>()[]\"'") + 1
    return "://" in text[start : span.start] or text[start : span.start].startswith(("/", "www."))


def _put(text: str, span: Span) -> str:
    """Put what stands instead of a span; so that no link of it arises, and no link is left without an address."""
    before, after = text[: span.start], text[span.end :]
    instead = span.instead
    if instead == ADDRESS and before.endswith(("](", '="', "](<")):
        return f"{before}#{after}"
    if instead == ADDRESS and before.endswith("<") and after.startswith(">"):
        before, after = before[:-1], after[1:]
    return f"{before}{instead}{' ' if after.startswith(('(', '[', ':')) else ''}{after}"
