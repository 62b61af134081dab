"""Values on disk: a shelf gives them back by place, a table by name; neither keeps them in memory."""

from __future__ import annotations

import tracemalloc

import pytest

from sociable.errors import ArchiveError
from sociable.importing.shelves import Shelf, Table

LONG = "x" * 40_000


def shelf(*values: str) -> Shelf[str]:
    return Shelf(str, str, values)


def test_a_shelf_gives_back_what_was_put_on_it_in_any_order() -> None:
    found = shelf("a", LONG, "", "é", LONG, "z")
    assert [found[at] for at in (5, 0, 3, 1, 2, 4)] == ["z", "a", "é", LONG, "", LONG]
    assert list(found) == ["a", LONG, "", "é", LONG, "z"] and found[1:3] == [LONG, ""] and len(found) == 6


def test_a_shelf_can_be_read_while_it_is_filled() -> None:
    found = shelf("a")
    assert found[0] == "a"
    found.append("b")
    assert found[1] == "b" and list(found) == ["a", "b"]


@pytest.mark.parametrize("at", [2, -1], ids=["behind the last", "before the first"])
def test_a_shelf_has_nothing_elsewhere(at: int) -> None:
    with pytest.raises(IndexError):
        shelf("a", "b")[at]


def test_an_empty_shelf_holds_nothing() -> None:
    assert list(shelf()) == [] and not shelf()


def test_memory_hardly_grows_with_what_is_on_a_shelf() -> None:
    found = shelf()
    tracemalloc.start()
    for number in range(20_000):
        found.append(f"{number} {LONG[:200]}")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 1_000_000 < 20_000 * 200


def test_no_room_for_a_shelf_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shelf("a")
    monkeypatch.setattr(found, "_file", _Full())
    with pytest.raises(ArchiveError, match="no room"):
        list(found)


class _Full:
    def seek(self, at: int) -> None:
        raise OSError(28, "No space left on device")


def test_a_table_is_a_mapping_in_the_order_of_names() -> None:
    table: Table[int] = Table(int, int)
    table["b"] = 1
    assert table.put("a", 2) and not table.put("a", 3)
    table["b"] = 4
    assert table.setdefault("b", 5) == 4 and table.setdefault("c", 6) == 6
    assert dict(table) == {"a": 2, "b": 4, "c": 6} and list(table.in_order()) == [("a", 2), ("b", 4), ("c", 6)]
    del table["b"]
    assert len(table) == 2 and "b" not in table and "a" in table and 1 not in table and table.get("b") is None
    with pytest.raises(KeyError):
        del table["b"]


def test_names_are_in_the_order_of_their_characters_whatever_those_are() -> None:
    names = ["", "A", "a", "a/b", "é", "\ud800", "\uffee", "😀"]
    table: Table[str] = Table(str, str)
    for name in reversed(names):
        table[name] = ""
    assert list(table) == names == sorted(names)


def test_no_room_for_a_table_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    table: Table[str] = Table(str, str)
    table._table.execute("PRAGMA query_only = ON")
    with pytest.raises(ArchiveError, match="no room"):
        table["a"] = "b"
