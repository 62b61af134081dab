"""Posts laid aside and had again."""

from __future__ import annotations

import errno
import tempfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sociable.errors import ArchiveError
from sociable.importing.spool import Firsts, Rows, Spool
from sociable.model import Comment, Page, Post, Source

WHEN = datetime(2010, 9, 9, 17, 23, 27, tzinfo=timezone(timedelta(hours=-7)))
COMMENT = Comment(
    id=7,
    author="Ann",
    body="\ud800",
    date=WHEN,
    parent=3,
    type="pingback",
    status="spam",
    source=Source("a", 9, "wxr", "u"),
)
POST = Post(
    id=None, title="x", body="y" * 100_000, date=WHEN, tags=("a", "b"), comments=(COMMENT,), source=Source("a", 1)
)
PAGE = Page(id=5, title="", body="", date=datetime(1, 1, 1, tzinfo=UTC), parent=4, menu_order=-1)


def test_posts_come_back_as_they_were_in_any_order():
    with Spool() as spool:
        places = [spool.put(post) for post in (POST, PAGE, POST)]
        assert len(set(places)) == 3
        assert [spool.get(at) for at in reversed(places)] == [POST, PAGE, POST]
        assert spool.put(PAGE) > places[-1]
        assert spool.get(places[0]).comments[0].date.isoformat() == "2010-09-09T17:23:27-07:00"


def test_no_room_is_said(monkeypatch):
    with Spool() as spool:

        class Full:
            def seek(self, *_):
                raise OSError(errno.ENOSPC, "No space left on device")

            def close(self):
                pass

        spool._file.close()
        monkeypatch.setattr(spool, "_file", Full())
        with pytest.raises(ArchiveError, match="no room for temporary files"):
            spool.put(POST)


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1000])
def test_rows_come_back_in_their_order_as_often_as_asked(count):
    wanted = [(number, f"title \ud800 {number}", None, (("words", 10**30, 3),)) for number in range(count)]
    rows = Rows()
    for row in wanted:
        rows.add(row)
    assert list(rows) == list(rows) == wanted


def test_rows_can_be_read_while_others_read_them_and_more_are_added():
    rows = Rows()
    for number in range(600):
        rows.add((number,))
    pairs = [(one, other) for (one,), (other,) in zip(rows, rows, strict=True)]
    assert pairs == [(number, number) for number in range(600)]
    reading = iter(rows)
    next(reading)
    for number in range(600, 1200):
        rows.add((number,))
    assert [number for (number,) in rows] == list(range(1200))


def test_no_room_for_rows_is_said(monkeypatch):
    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    rows = Rows()
    with pytest.raises(ArchiveError, match="no room for temporary files"):
        for number in range(1000):
            rows.add((number,))


@pytest.mark.parametrize("number", [0, -1, 7, 2**62, 2**63, 10**40])
def test_what_was_said_first_under_a_number_is_known(number):
    firsts = Firsts()
    assert firsts.take(number, b"one") is None
    assert firsts.take(number + 1, b"other") is None
    assert firsts.take(number, b"two") == firsts.take(number, b"three") == b"one"


def test_no_room_for_what_was_said_first_is_said(monkeypatch):
    firsts = Firsts()
    firsts._table.executescript("PRAGMA max_page_count = 4")
    with pytest.raises(ArchiveError, match="no room for temporary files"):
        for number in range(10_000):
            firsts.take(number, b"x" * 100)
