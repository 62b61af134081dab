"""The small pure parts of the plugins: addresses, dates in words, slugs, pages of a listing, placeholders."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.addresses import Place, counted, span, stamp, stamp_to_the_minute
from plugins.listings import _pages
from plugins.placeholders import Places, placeholder
from plugins.slugs import slugs


@pytest.mark.parametrize(
    ("site", "path", "href", "canonical"),
    [
        ("", "blog/x/", "/blog/x/", "/blog/x/"),
        ("https://a.example", "blog/x/", "/blog/x/", "https://a.example/blog/x/"),
        ("https://a.example/s/", "blog/x/", "/s/blog/x/", "https://a.example/s/blog/x/"),
        (
            "",
            "archive/a/2013/01/grün/#comment-1",
            "/archive/a/2013/01/gr%C3%BCn/#comment-1",
            "/archive/a/2013/01/gr%C3%BCn/#comment-1",
        ),
        ("", 'a"b<c/', "/a%22b%3Cc/", "/a%22b%3Cc/"),
    ],
)
def test_an_address_starts_with_the_sites_base_and_is_safe_in_an_attribute(
    site: str, path: str, href: str, canonical: str
) -> None:
    place = Place.of({"SITEURL": site})
    assert (place.href(path), place.canonical(path)) == (href, canonical)


def test_dates_are_said_in_the_words_of_their_own_time_zone() -> None:
    when = datetime(2010, 9, 9, 23, 5, 1, tzinfo=timezone(timedelta(hours=-7)))
    assert stamp(when).text == "9 September 2010"
    assert stamp_to_the_minute(when).text == "9 Sep 2010, 11:05 pm"
    assert stamp_to_the_minute(when).iso == "2010-09-09T23:05:01-07:00"
    assert stamp_to_the_minute(datetime(2010, 1, 1, 0, 0, tzinfo=UTC)).text == "1 Jan 2010, 12:00 am"
    assert stamp(None) is None


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2012, 1, 9), date(2014, 11, 21), "9 January 2012 to 21 November 2014"),
        (date(2012, 1, 9), None, "since 9 January 2012"),
        (None, date(2014, 11, 21), "until 21 November 2014"),
        (None, None, ""),
    ],
)
def test_a_stay_is_said_in_words(since: date | None, until: date | None, words: str) -> None:
    assert span(since, until) == words


def test_counts_agree_with_their_nouns() -> None:
    assert [counted(number, "post", "posts") for number in (0, 1, 2, 1204)] == [
        "0 posts",
        "1 post",
        "2 posts",
        "1,204 posts",
    ]


def test_names_get_slugs_of_their_own_whatever_they_hold() -> None:
    given_slugs = slugs(["C", "C++", "c", "Open data", "open  data", "数据", "!"])
    assert given_slugs["C"] == given_slugs["c"] == "c"
    assert given_slugs["C++"] == "c-2"
    assert given_slugs["Open data"] == given_slugs["open  data"] == "open-data"
    assert (given_slugs["数据"], given_slugs["!"]) == ("数据", "tag")


@given(st.lists(st.text(min_size=1, max_size=8), max_size=20))
def test_slugs_never_leave_their_folder(names: list[str]) -> None:
    assert all(slug and "/" not in slug and "." not in slug for slug in slugs(names).values())


@given(st.integers(0, 200), st.integers(1, 30))
def test_a_new_post_changes_no_page_but_the_newest_or_adds_one(count: int, size: int) -> None:
    before, after = _pages(range(count, 0, -1), size), _pages(range(count + 1, 0, -1), size)
    assert [list(page) for page in before[1:]] == [list(page) for page in after[1:]][-len(before[1:]) or len(after) :]
    assert sorted(item for page in after for item in page) == list(range(1, count + 2))
    assert all(len(page) == size for page in after[1:])
    assert len(after[0]) < 2 * size


def test_placeholders_are_pictures_of_the_kind_their_name_says() -> None:
    png = placeholder("a/b.PNG")
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", png[16:24]) == (1, 1)
    length = struct.unpack(">I", png[33:37])[0]
    assert zlib.decompress(png[41 : 41 + length]) == b"\0" * 5
    assert placeholder("a/b.gif")[:6] == placeholder("a/b.jpg")[:6] == b"GIF89a"
    assert b"<svg" in placeholder("x.svg")


def test_a_placeholder_stands_at_its_pictures_own_path_unless_something_is_in_the_way() -> None:
    places = Places(["2013/a.png/"], ["uploads/kept.png"])
    assert places.take("uploads/x.png") == "uploads/x.png" == places.take("uploads/x.png")
    for taken in ("2013/a.png", "uploads/kept.png/y.png", "uploads/x.png/y.png", "no-picture", "x.php"):
        assert places.take(taken).startswith("missing/") and places.take(taken).endswith(".gif")
