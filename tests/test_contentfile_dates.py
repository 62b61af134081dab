"""Dates as an archive writes them and as people do."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from sociable.contentfile.dates import BadValue, dump_moment, load_moment, read_day, read_moment
from tests.awkward import moments, offset


@given(moments.filter(bool))
def test_a_moment_comes_back_with_its_offset(moment: datetime) -> None:
    back = load_moment(dump_moment(moment))
    assert (back, offset(back)) == (moment, offset(moment))


def test_a_moment_is_written_in_iso_8601_with_its_offset_to_the_second() -> None:
    assert dump_moment(datetime.fromisoformat("2010-09-09T17:23:27.250-07:00")) == "2010-09-09T17:23:27-07:00"


def test_a_moment_without_offset_is_never_written() -> None:
    with pytest.raises(ValueError, match="no offset"):
        dump_moment(datetime(2010, 9, 9))


@pytest.mark.parametrize(
    "written", ["2010-09-09T17:23:27", "yesterday", "2010-13-01T00:00:00Z"], ids=["naive", "words", "month 13"]
)
def test_an_archive_holds_whole_dates_only(written: str) -> None:
    with pytest.raises(BadValue) as caught:
        load_moment(written)
    assert "2026-11-21T09:30:00+00:00" in caught.value.mend


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-21", "2026-11-21T00:00:00+00:00"),
        ("2026-07-01", "2026-07-01T00:00:00+01:00"),
        ("2026-11-21 09:30", "2026-11-21T09:30:00+00:00"),
        ("2026-07-01T09:30:15", "2026-07-01T09:30:15+01:00"),
        ("2026-07-01 09:30:15-07:00", "2026-07-01T09:30:15-07:00"),
        ("2026-07-01 09:30 +00:00", "2026-07-01T09:30:00+00:00"),
        ("2026-07-01T09:30Z", "2026-07-01T09:30:00+00:00"),
        ("2026-10-25 01:30", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25 02:00", "2026-10-25T02:00:00+00:00"),
        ("2026-03-29 02:00", "2026-03-29T02:00:00+01:00"),
    ],
    ids=["winter day", "summer day", "minutes", "seconds", "offset", "offset apart", "Z", "first of the double hour", "after it", "after the gap"],
)  # fmt: skip
def test_people_write_the_time_of_their_clocks(written: str, meant: str) -> None:
    assert dump_moment(read_moment(written)) == meant


def test_another_zone_may_be_the_clock() -> None:
    assert dump_moment(read_moment("2026-11-21 09:30", ZoneInfo("Asia/Tokyo"))) == "2026-11-21T09:30:00+09:00"


@pytest.mark.parametrize(
    ("written", "what", "mend"),
    [
        ("01/02/2014", 'ambiguous date "01/02/2014"', "Write 2014-02-01 or 2014-01-02."),
        ("1.2.2014 09:30", "ambiguous date", "Write 2014-02-01 or 2014-01-02."),
        ("25/12/2014", "cannot read", "Write it as 2014-12-25."),
        ("12/25/2014", "cannot read", "Write it as 2014-12-25."),
        ("03-03-2014", "cannot read", "Write it as 2014-03-03."),
        ("99/99/2014", "cannot read", "Write it as 2026-11-21, or"),
        ("21 November 2026", "cannot read", "Write it as 2026-11-21, or"),
        ("2026-11-21 9.30", "cannot read", "Write it as 2026-11-21, or"),
        ("٢٠٢٦-١١-٢١", "cannot read", "Write it as 2026-11-21, or"),
        ("2026-02-30", "is in no calendar", "Correct the day or the time."),
        ("2026-11-21 25:00", "is in no calendar", "Correct the day or the time."),
        ("0000-00-00 00:00:00", "is in no calendar", "Correct the day or the time."),
        ("2026-03-29 01:30", "skipped 2026-03-29 01:30", "write it with its offset"),
    ],
)
def test_a_date_that_could_mean_two_days_or_none_is_not_guessed(written: str, what: str, mend: str) -> None:
    with pytest.raises(BadValue) as caught:
        read_moment(written)
    assert what in caught.value.what
    assert mend in caught.value.mend


def test_the_edge_of_the_calendar_is_a_problem_and_no_crash() -> None:
    with pytest.raises(BadValue, match="no calendar"):
        read_moment("0001-01-01", ZoneInfo("Asia/Tokyo"))


def test_a_day_is_read_with_the_same_care() -> None:
    assert read_day("2014-11-21") == date(2014, 11, 21)
    for written, mend in (
        ("01/02/2014", "2014-02-01 or 2014-01-02"),
        ("2014-02-30", "Correct the day"),
        ("20141121", "2026-11-21"),
    ):
        with pytest.raises(BadValue) as caught:
            read_day(written)
        assert mend in caught.value.mend
