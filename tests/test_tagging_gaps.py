"""What nobody has written about."""

from __future__ import annotations

from datetime import date

from sociable.tagging.gaps import STALE, Gap, Tagged, gaps
from sociable.vocabulary import Organisation, Principle, Vocabulary

WORDS = Vocabulary(
    principles={key: Principle(key, "inside", int(key[-1]), key) for key in ("inside-3", "inside-4")},
    organisations={"devon": Organisation("devon", "Devon"), "leeds": Organisation("leeds", "Leeds")},
)
POSTS = [
    Tagged(("devon",), ("inside-3",), date(2012, 3, 1)),
    Tagged(("devon", "leeds"), ("inside-3", "inside-4"), date(2013, 6, 1)),
    Tagged(("leeds",), ("inside-4",), None),
]
NEVER = "nobody from {} has written about {} yet"


def test_without_a_day_only_what_was_never_written_about_is_a_gap() -> None:
    assert gaps(POSTS, WORDS) == ()
    assert gaps(POSTS[:1], WORDS) == (
        Gap("devon", "inside-4", 0, None, NEVER.format("Devon", "inside-4")),
        Gap("leeds", "inside-3", 0, None, NEVER.format("Leeds", "inside-3")),
        Gap("leeds", "inside-4", 0, None, NEVER.format("Leeds", "inside-4")),
    )


def test_an_old_last_post_is_a_gap_that_names_its_year() -> None:
    found = gaps(POSTS[:2], WORDS, date(2026, 11, 21))
    assert found[0] == Gap(
        "devon", "inside-3", 2, date(2013, 6, 1), "nobody from Devon has written about inside-3 since 2013"
    )
    assert found[0].to_json()["last"] == "2013-06-01"
    assert len(found) == 4


def test_a_gap_opens_the_day_after_a_year() -> None:
    last = date(2013, 6, 1)
    on_the_day = date.fromordinal(last.toordinal() + STALE)
    assert gaps(POSTS, WORDS, on_the_day) == ()
    assert len(gaps(POSTS, WORDS, date.fromordinal(on_the_day.toordinal() + 1))) == 4


def test_an_undated_post_closes_only_a_gap_of_never() -> None:
    assert [gap.organisation for gap in gaps(POSTS[2:], WORDS, date(2026, 1, 1)) if gap.principle == "inside-4"] == [
        "devon"
    ]


def test_without_posts_everything_is_a_gap() -> None:
    assert len(gaps((), WORDS)) == 4
