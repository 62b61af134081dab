"""Read values that PHP's ``serialize()`` wrote, as WordPress keeps them in metadata.

The format is described at https://www.phpinternalsbook.com/php5/classes_objects/serialization.html. Lengths count
bytes of UTF-8. Nothing is ever executed: an object is read as the array of its properties. Classes with a format of
their own (``C:``), enumerations (``E:``) and references (``r:``, ``R:``) are refused.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Value: TypeAlias = "bool | int | float | str | dict[int | str, Value] | None"

MAX_DEPTH = 32

_SCALAR = re.compile(
    rb"N;|b:([01]);|i:([+-]?\d{1,20});|d:([+-]?(?:\d{1,400}\.?\d{0,400}(?:[eE][+-]?\d{1,4})?|INF|NAN));"
)
_LENGTH = re.compile(rb"s:(\d{1,9}):\"")
_ARRAY = re.compile(rb"(?:a|O:\d{1,4}:\"[A-Za-z0-9_\\\x80-\xff]{1,300}\"):(\d{1,9}):\{")


def unserialise(text: str) -> Value:
    """Return the value that ``text`` holds; arrays and objects become dictionaries.

    Raises:
        ValueError: ``text`` is not serialised PHP, holds what is not read here, or its lengths are wrong.
    """
    reader = _Reader(text.strip().encode("utf-8", "surrogatepass"))
    value = reader.value(0)
    reader.expect_end()
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def value(self, depth: int) -> Value:
        if self._data.startswith(b"s:", self._at):
            return self._string()
        if scalar := _SCALAR.match(self._data, self._at):
            self._at = scalar.end()
            return _scalar(scalar)
        return self._array(depth)

    def expect_end(self) -> None:
        if self._at != len(self._data):
            raise self._wrong("the end")

    def _string(self) -> str:
        length = _LENGTH.match(self._data, self._at)
        if length is None:
            raise self._wrong("a string")
        end = length.end() + int(length[1])
        if not self._data.startswith(b'";', end):
            raise self._wrong(f"a string of {int(length[1])} bytes")
        self._at = end + 2
        return self._data[length.end() : end].decode("utf-8", "replace")

    def _array(self, depth: int) -> dict[int | str, Value]:
        opening = _ARRAY.match(self._data, self._at)
        if opening is None or depth == MAX_DEPTH:
            raise self._wrong("a value that can be read")
        self._at = opening.end()
        array: dict[int | str, Value] = {}
        for _ in range(int(opening[1])):
            key = self.value(depth + 1)
            if not isinstance(key, int | str):
                raise self._wrong("a key")
            array[key] = self.value(depth + 1)
        if not self._data.startswith(b"}", self._at):
            raise self._wrong("the end of an array")
        self._at += 1
        return array

    def _wrong(self, expected: str) -> ValueError:
        return ValueError(f"serialised PHP should hold {expected} at byte {self._at}")


def _scalar(found: re.Match[bytes]) -> Value:
    truth, integer, fraction = found.groups()
    if truth is not None:
        return truth == b"1"
    if integer is not None:
        return int(integer)
    return None if fraction is None else float(fraction.decode("ascii"))
