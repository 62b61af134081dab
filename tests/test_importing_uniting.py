"""The comments of several sources on one post: each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sociable.importing.uniting import Conversation, Numbers
from sociable.model import Comment, Source

DAY = datetime(2013, 1, 20, 10, tzinfo=UTC)
STORED = Comment(10, "Ann Fox", 'I "like" it -- a lot.\n\nMore :)', DAY, source=Source(kind="wxr"))
SHOWN = replace(
    STORED,
    body='<p>I &#8220;like&#8221; it &#8211; a lot.</p>\n<p>More <img alt=":)" /></p>',
    body_format="html",
    source=Source(kind="page"),
)


def united(base: list[Comment], *others: list[Comment]) -> tuple[Comment, ...]:
    conversation = Conversation(list(base), Numbers(one.id for one in base))
    for other in others:
        conversation.unite(other)
    return conversation.in_order()


SAME = {
    "alike": SHOWN,
    "counted anew": replace(SHOWN, id=77),
    "edited, by the same person on the same day": replace(SHOWN, body="<p>Other words.</p>"),
    "cut": replace(SHOWN, body="I like it"),
    "without its day": replace(SHOWN, id=77, date=None),
    "without its author": replace(SHOWN, id=77, author=""),
    "of another name, the day the same": replace(SHOWN, id=77, author="Ann Smith"),
    "of another zone": replace(SHOWN, id=77, date=DAY + timedelta(hours=11)),
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME.keys())
def test_a_comment_that_two_sources_have_is_one(other: Comment) -> None:
    assert united([STORED], [other]) == (STORED,)


OTHER = {
    "other words": replace(SHOWN, id=11, body="<p>I hate it.</p>", date=DAY + timedelta(hours=1)),
    "the same words by somebody else another day": replace(SHOWN, id=11, author="Bob", date=DAY + timedelta(days=3)),
    "the same number of another blog": replace(SHOWN, author="Bob", body="<p>No.</p>", date=DAY + timedelta(days=3)),
    "a ping": replace(SHOWN, id=11, type="pingback"),
}


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER.keys())
def test_a_comment_that_is_new_is_added_under_a_number_of_its_own(other: Comment) -> None:
    found = united([STORED], [other])
    assert [one.body for one in found] == [STORED.body, other.body]
    assert [one.id for one in found] == [10, 11]


def test_words_that_were_said_twice_stay_said_twice() -> None:
    one = replace(STORED, body="+1")
    two = replace(STORED, id=11, author="Bob", body="+1", date=DAY + timedelta(hours=1))
    shown = [replace(two, id=71, body="<p>+1</p>"), replace(one, id=70, body="<p>+1</p>")]
    assert united([one, two], shown) == (one, two)
    assert len(united([one], shown)) == 2


def test_answers_follow_what_they_answer_to_its_number() -> None:
    answer = replace(SHOWN, id=78, body="<p>Why?</p>", parent=77, date=DAY + timedelta(hours=1))
    _, added = united([STORED], [replace(SHOWN, id=77), answer])
    assert (added.id, added.parent) == (78, 10)


def test_what_is_missing_is_taken_over_but_nothing_else() -> None:
    bare = replace(STORED, author="", date=None, source=Source(kind="text"))
    (whole,) = united([bare], [replace(SHOWN, url="http://ann.example/")])
    assert (whole.author, whole.date, whole.url, whole.body) == ("Ann Fox", DAY, "http://ann.example/", STORED.body)


def test_a_page_says_nothing_of_what_an_export_s_comment_answers() -> None:
    first = replace(STORED, id=9, body="First.")
    shown = [replace(first, body="<p>First.</p>"), replace(SHOWN, parent=9)]
    assert [one.parent for one in united([first, STORED], shown)] == [None, None]
    extract = [replace(one, source=Source(kind="text")) for one in (first, STORED)]
    assert [one.parent for one in united(extract, shown)] == [None, 9]


def test_pings_are_one_by_who_they_are_from() -> None:
    ping = Comment(5, "A &amp; B", "[...] words [...]", DAY, type="pingback")
    assert united([ping], [replace(ping, id=50, author="A & B", body="")]) == (ping,)


def test_what_speaks_against_each_other_is_said() -> None:
    spam = replace(STORED, status="spam")
    conversation = Conversation([spam], Numbers([10]))
    (met,) = conversation.unite([replace(SHOWN, body="<p>Others.</p>")])
    assert met.known is spam
    assert met.against == (
        "it was public there, and is not in the source that counts",
        "its words differ from those of the source that counts",
    )
    assert conversation.in_order() == (spam,)
    (met,) = Conversation([STORED], Numbers([10])).unite([SHOWN])
    assert met.against == ()


def test_comments_stand_by_day_where_some_were_added() -> None:
    earlier = replace(SHOWN, id=3, body="<p>Early.</p>", date=DAY - timedelta(days=1))
    assert [one.id for one in united([STORED], [earlier])] == [3, 10]
    undated = replace(earlier, date=None)
    assert [one.id for one in united([STORED], [undated])] == [10, 3]


def test_a_number_is_given_once() -> None:
    numbers = Numbers([4, 9])
    assert [numbers.take(one) for one in (3, 4, 9, 3, 40, 12)] == [3, 10, 11, 12, 40, 41]
