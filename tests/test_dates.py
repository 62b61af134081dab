"""Two naive values make one aware date, or a fault that says why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.sources.dates import FARTHEST, read

NONE = "0000-00-00 00:00:00"


@pytest.mark.parametrize(
    ("gmt", "local", "expected"),
    [
        pytest.param("2010-09-10 00:23:27", "2010-09-09 17:23:27", "2010-09-09T17:23:27-07:00", id="west"),
        pytest.param("2013-07-01 22:30:00", "2013-07-01 23:30:00", "2013-07-01T23:30:00+01:00", id="British summer"),
        pytest.param("2013-01-19 09:00:00", "2013-01-19 09:00:00", "2013-01-19T09:00:00+00:00", id="British winter"),
        pytest.param("2013-01-18 18:15:00", "2013-01-19 00:00:00", "2013-01-19T00:00:00+05:45", id="Kathmandu"),
        pytest.param("2013-01-18 10:00:00", "2013-01-19 00:00:00", "2013-01-19T00:00:00+14:00", id="farthest east"),
        pytest.param("2013-01-19 12:00:00", "2013-01-19 00:00:00", "2013-01-19T00:00:00-12:00", id="farthest west"),
        pytest.param("2013-01-19 09:00:02", "2013-01-19 10:00:00", "2013-01-19T10:00:02+01:00", id="seconds apart"),
        pytest.param("2013-01-19 09:00", "2013-01-19T09:00", "2013-01-19T09:00:00+00:00", id="no seconds"),
        pytest.param("2013-01-19 09:00:00", NONE, "2013-01-19T09:00:00+00:00", id="GMT only"),
        pytest.param("2012-02-29 23:59:59", "", "2012-02-29T23:59:59+00:00", id="leap day"),
    ],
)
def test_the_gmt_value_is_the_instant_and_the_local_one_gives_the_offset(gmt: str, local: str, expected: str) -> None:
    date, fault = read(gmt, local)
    assert date is not None
    assert (date.isoformat(), fault) == (expected, "")


@pytest.mark.parametrize(("gmt", "local"), [("", ""), (NONE, NONE), (NONE, ""), ("0000-00-00", "")])
@pytest.mark.parametrize(
    "pub_date", ["", "Tue, 30 Nov 1999 00:00:00 +0000", "Mon, 30 Nov -0001 00:00:00 +0000", "yesterday"]
)
def test_no_value_is_no_date_and_no_fault(gmt: str, local: str, pub_date: str) -> None:
    assert read(gmt, local, pub_date) == (None, "")


@pytest.mark.parametrize(
    "impossible",
    [
        "2010-02-30 10:00:00",
        "2011-02-29 10:00:00",
        "2010-13-01 10:00:00",
        "2010-01-01 25:00:00",
        "2010-01-01 10:00:61",
        "0000-05-01 10:00:00",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "10000-01-01 00:00:00",
        "-0001-11-30 00:00:00",
        "19/01/2013",
        "2013-01-19 10:00:00 BST",
    ],
)
def test_an_impossible_date_is_a_fault(impossible: str) -> None:
    assert read(impossible, "") == (None, "impossible gmt")
    assert read("", impossible) == (None, "impossible local")
    assert read("2013-01-19 09:00:00", impossible) == (datetime(2013, 1, 19, 9, tzinfo=UTC), "impossible local")
    assert read(impossible, "2013-01-19 09:00:00") == (datetime(2013, 1, 19, 9, tzinfo=UTC), "impossible gmt")


def test_a_local_value_alone_counts_as_utc() -> None:
    assert read(NONE, "2009-10-20 16:13:20") == (datetime(2009, 10, 20, 16, 13, 20, tzinfo=UTC), "local only")


def test_values_farther_apart_than_any_zone_disagree_and_the_one_that_was_shown_wins() -> None:
    assert read("1970-01-01 00:00:00", "2013-01-19 09:00:00") == (datetime(2013, 1, 19, 9, tzinfo=UTC), "disagree")


@pytest.mark.parametrize(
    ("local", "pub_date", "expected"),
    [
        pytest.param("", "Sat, 19 Jan 2013 09:00:00 +0000", "2013-01-19T09:00:00+00:00", id="alone"),
        pytest.param("", "19 Jan 2013 09:00 GMT", "2013-01-19T09:00:00+00:00", id="short"),
        pytest.param("", "Sat, 19 Jan 2013 10:00:00 +0100", "2013-01-19T09:00:00+00:00", id="with an offset"),
        pytest.param(
            "2013-07-01 23:30:00", "Mon, 01 Jul 2013 22:30:00 +0000", "2013-07-01T23:30:00+01:00", id="and local"
        ),
    ],
)
def test_a_pub_date_serves_where_there_is_no_gmt_value(local: str, pub_date: str, expected: str) -> None:
    date, fault = read(NONE, local, pub_date)
    assert date is not None
    assert (date.isoformat(), fault) == (expected, "")


@pytest.mark.parametrize(
    "pub_date",
    [
        "Tue, 30 Nov 1999 00:00:00 +0000",
        "Fri, 30 Feb 2013 09:00:00 +0000",
        "Sat, 19 Jan 2013 09:00:00 +9999",
        "Fri, 31 Dec 9999 23:59:59 -1200",
    ],
)
def test_a_pub_date_that_cannot_be_or_does_not_agree_is_passed_over(pub_date: str) -> None:
    assert read(NONE, "2009-10-20 16:13:20", pub_date).fault == "local only"


WALL = st.datetimes(datetime(3, 1, 1), datetime(9998, 1, 1)).map(lambda value: value.replace(microsecond=0))


@given(WALL, st.integers(-12 * 60, 14 * 60))
def test_instant_and_local_time_both_come_back(gmt: datetime, minutes: int) -> None:
    local = gmt + timedelta(minutes=minutes)
    date, fault = read(gmt.isoformat(" "), local.isoformat(" "))
    assert date is not None
    assert fault == ""
    assert date.astimezone(UTC).replace(tzinfo=None) == gmt
    assert date.replace(tzinfo=None) == local


@given(st.text("0123456789-: T"), st.text("0123456789-: T"), st.text())
def test_any_texts_make_an_aware_date_or_none(gmt: str, local: str, pub_date: str) -> None:
    date, _ = read(gmt, local, pub_date)
    assert date is None or abs(date.utcoffset() or timedelta()) <= FARTHEST
