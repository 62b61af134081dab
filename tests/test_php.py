"""PHP's serialised values are read, and never more than read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.sources.php import MAX_DEPTH, Value, unserialise


def serialise(value: Value) -> str:
    """What PHP's serialize() writes, for the tests to compare with."""
    match value:
        case None:
            return "N;"
        case bool():
            return f"b:{int(value)};"
        case int():
            return f"i:{value};"
        case float():
            return f"d:{value!r};"
        case str():
            return f's:{len(value.encode())}:"{value}";'
    return f"a:{len(value)}:{{{''.join(serialise(part) for pair in value.items() for part in pair)}}}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("N;", None),
        ("b:1;", True),
        ("b:0;", False),
        ("i:-12;", -12),
        ("d:0.5;", 0.5),
        ("d:1.0E+25;", 1e25),
        ('s:0:"";', ""),
        ('s:5:"é";"";', 'é";"'),
        ("a:0:{}", {}),
        ('a:2:{i:0;s:1:"a";s:1:"b";a:1:{i:1;N;}}', {0: "a", "b": {1: None}}),
        ('O:8:"stdClass":1:{s:3:"tag";s:5:"album";}', {"tag": "album"}),
        (' a:1:{s:3:"key";s:13:"¯\\_(ツ)_/¯";}\n', {"key": "¯\\_(ツ)_/¯"}),
    ],
)
def test_a_value_is_read(text: str, value: Value) -> None:
    assert unserialise(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i:1",
        "i:1;i:2;",
        "i:1.5;",
        "b:2;",
        's:3:"ab";',
        's:1:"é";',
        's:999999999:"a";',
        "s:1:a;",
        "a:1:{}",
        "a:1:{i:0;}",
        "a:2:{i:0;i:1;}",
        "a:0:{",
        "a:999999999:{i:0;i:1;}",
        "a:1:{N;i:1;}",
        "a:1:{a:0:{}i:1;}",
        'C:3:"Foo":2:{xx}',
        'E:7:"Foo:Bar";',
        "a:2:{i:0;i:1;i:1;R:2;}",
        'O:3:"F o":0:{}',
        "a:1:{i:0;" * (MAX_DEPTH + 1) + "N;" + "}" * (MAX_DEPTH + 1),
        "a:1:{i:0;" * 100_000,
        "rm -rf",
    ],
)
def test_what_is_broken_or_more_than_data_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="serialised PHP should hold"):
        unserialise(text)


def test_the_place_of_a_fault_is_named() -> None:
    with pytest.raises(ValueError, match="a string of 9 bytes at byte 9"):
        unserialise('a:1:{i:0;s:9:"short";}')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda values: st.dictionaries(st.integers(0, 99) | st.text(), values, max_size=4),
    max_leaves=8,
)


@given(VALUES)
def test_what_was_serialised_is_read_back(value: Value) -> None:
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return
    try:
        text = serialise(value)
    except UnicodeEncodeError:
        return
    if "inf" not in text:
        assert unserialise(text) == value


@given(st.text('abdiNsO:;{}"0123\\'))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        unserialise(text)
    except ValueError as error:
        assert "serialised PHP" in str(error)
