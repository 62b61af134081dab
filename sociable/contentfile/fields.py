"""From header lines to the fields of a value and back, by table.

A table (``{lower-case key: Field}``) says in which order a value's fields are written, under which key, and how each
is spelt. :func:`dump_fields` and :func:`load_fields` do the rest: nothing empty is written, and reading
gathers every unknown key, double key and unreadable value.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sociable.contentfile.dates import BadValue, dump_day, dump_moment, load_moment, read_day
from sociable.contentfile.headers import Header, escape, shown, unescape
from sociable.errors import Problem

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Codec:
    """How one kind of value is spelt. ``dump`` gives an empty text for what need not be written.

    ``load`` gets the value as the file spells it, never empty, and raises :class:`BadValue`.
    """

    dump: Callable[[Any], str]
    load: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A header and the field it fills. ``opens`` marks the one that starts an entry: it is written even if empty."""

    key: str
    name: str
    codec: Codec
    opens: bool = False


Table = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What headers say: ``values`` and ``lines`` by field name, and what is wrong with them."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def lacks(self, name: str) -> bool:
        """Tell whether a field was left empty; a value that could not be read was not, and is a problem already."""
        if self.lines.get(name, 0) in {problem.line for problem in self.problems}:
            return False
        return self.values.get(name) in (None, "", ())


def table(*fields: Field) -> dict[str, Field]:
    """Lay out a table; its order is the order in which headers are written."""
    return {each.key.lower(): each for each in fields}


def dump_fields(value: object, fields: Table) -> str:
    """Write a value's headers, a line each."""
    lines = []
    for each in fields.values():
        written = each.codec.dump(getattr(value, each.name))
        if written:
            lines.append(f"{each.key}: {written}\n")
        elif each.opens:
            lines.append(f"{each.key}:\n")
    return "".join(lines)


def load_fields(headers: Iterable[Header], fields: Table, path: str) -> Loaded:
    """Read headers into field values. An empty header counts as not there, but its line is known."""
    loaded = Loaded()
    for header in headers:
        found = fields.get(header.key.lower())
        if found is None:
            loaded.problems.append(_unknown(header, fields, path))
        elif found.name in loaded.lines:
            what = f"`{header.key}` stands here a second time"
            mend = f"Keep one of the two; the first is on line {loaded.lines[found.name]}."
            loaded.problems.append(Problem(what, path, header.line, mend))
        else:
            loaded.lines[found.name] = header.line
            _load_one(header, found, path, loaded)
    return loaded


def load_plain(head: str, fields: Table) -> dict[str, Any] | None:
    """Read header lines that are as :func:`dump_fields` writes them; for any others ``None``: they take a closer look.

    An archive of thousands of files is read so in half the time.
    """
    values: dict[str, Any] = {}
    for line in head.split("\n"):
        key, _, written = line.partition(": ")
        found = fields.get(key.lower())
        if found is None or not key.isascii() or found.name in values or not (text := written.strip()):
            return None
        try:
            values[found.name] = found.codec.load(text)
        except BadValue:
            return None
    return values


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Give ``; did you mean "…"?`` for the choice that is nearest to ``word``, or an empty text."""
    by_folded = {choice.casefold(): choice for choice in choices}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f'; did you mean "{by_folded[near[0]]}"?' if near else ""


def choice(values: Mapping[str, Any], default: Any = None) -> Codec:
    """Make the codec of a value that has a word each; ``default`` is not written."""
    words = {value: word for word, value in values.items()}

    def load(written: str) -> Any:
        if written.lower() not in values:
            known = ", ".join(values)
            raise BadValue(f"unknown value {shown(written)}{did_you_mean(written, values)}", f"Write one of: {known}.")
        return values[written.lower()]

    return Codec(lambda value: "" if value == default else words[value], load)


def text_unless(default: str) -> Codec:
    """Make the codec of a text that is not written where it is ``default``."""
    return Codec(lambda text: "" if text == default else escape(text), unescape)


def split(written: str, separator: str) -> tuple[str, ...]:
    """Take a list apart into its items, still as the file spells them; blank items are none."""
    return tuple(item for part in written.split(separator) if (item := part.strip()))


def dump_item(text: str, also: str = ";") -> str:
    """Spell a text as an item of a list, where ``also`` (see :func:`escape`) would separate; it is never empty."""
    return escape(text, also) or "\\u{}"


def _load_one(header: Header, found: Field, path: str, loaded: Loaded) -> None:
    if not header.written:
        return
    try:
        loaded.values[found.name] = found.codec.load(header.written)
    except BadValue as error:
        loaded.problems.append(Problem(error.what, path, header.line, error.mend))


def _unknown(header: Header, fields: Table, path: str) -> Problem:
    keys = [each.key for each in fields.values()]
    what = f"unknown header {shown(header.key)}{did_you_mean(header.key, keys)}"
    return Problem(what, path, header.line, f"Correct it or take the line out; known are {', '.join(keys)}.")


def _load_integer(written: str) -> int:
    if not _INTEGER.fullmatch(written):
        raise BadValue(f"{shown(written)} is no number", "Write it in digits.")
    return int(written)


def _dump_people(items: tuple[str, ...]) -> str:
    return " ".join(f"{dump_item(item)};" for item in items)


def _load_people(written: str) -> tuple[str, ...]:
    return tuple(map(unescape, split(written, ";")))


def _dump_words(items: tuple[str, ...]) -> str:
    return ", ".join(dump_item(item, "[,;]") for item in items)


def _load_words(written: str) -> tuple[str, ...]:
    return tuple(map(unescape, split(written, ";" if ";" in written else ",")))


TEXT = Codec(escape, unescape)
PEOPLE = Codec(_dump_people, _load_people)
"""People, bodies and categories: ``Smith, John; Jones, Ann;`` (each ended by a semicolon)."""
WORDS = Codec(_dump_words, _load_words)
"""Tags, slugs, principles: ``a, b``; where a semicolon occurs it separates, as in Pelican."""
INTEGER = Codec(lambda number: "" if number is None else str(number), _load_integer)
COUNT = Codec(lambda number: str(number or ""), _load_integer)
MOMENT = Codec(dump_moment, load_moment)
DAY = Codec(dump_day, read_day)
FLAG = choice(_YES_NO, default=False)
