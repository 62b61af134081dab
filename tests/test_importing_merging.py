"""Which finds are one post, and which version counts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sociable.importing.merging import Entry, merge, withheld_for
from sociable.importing.survey import Stub, stub
from sociable.model import Comment, Page, Post

POST = Post(
    id=12,
    title="Green shoots",
    body="Words.",
    slug="green",
    link="http://old.example/green/",
    date=datetime(2013, 1, 19, tzinfo=UTC),
    modified=datetime(2013, 1, 20, tzinfo=UTC),
)
LATER = datetime(2014, 1, 1, tzinfo=UTC)


def found(post: Post, key: int) -> Stub:
    return stub(post, key)


def talk(*numbers: int) -> tuple[Comment, ...]:
    return tuple(Comment(id=number, author="A", body="B") for number in numbers)


def test_two_finds_that_are_alike_are_one_post():
    (entry,) = merge([found(POST, 0), found(POST, 1)])
    assert len(entry.others) == 1 and entry.id == 12
    assert entry.stub.differs_in(entry.others[0]) == ()


def test_the_version_that_was_changed_last_counts_whatever_the_order():
    newer = replace(POST, body="Better words.", modified=LATER)
    for order in ([POST, newer], [newer, POST]):
        (entry,) = merge([found(post, number) for number, post in enumerate(order)])
        assert entry.stub.modified == LATER
        assert entry.stub.differs_in(entry.others[0]) == ("body", "modified")


def test_of_two_versions_of_one_time_the_one_with_more_comments_counts():
    (entry,) = merge([found(replace(POST, comments=talk(1, 2)), 0), found(replace(POST, comments=talk(1)), 1)])
    assert entry.stub.comments == (1, 2)


def test_posts_of_two_blogs_with_one_number_stay_two():
    other = Post(id=12, title="Something else", body="x", slug="else", link="http://b.example/else/")
    entries = merge([found(POST, 0), found(other, 1)])
    assert sorted(entry.stub.slug for entry in entries) == ["else", "green"]
    assert [entry.id for entry in entries if entry.id is not None] == [12]
    assert [entry.lost_id for entry in entries].count(True) == 1


def test_a_page_is_never_a_version_of_a_post():
    page = Page(id=12, title=POST.title, body="", slug=POST.slug, link=POST.link)
    assert len(merge([found(POST, 0), found(page, 1)])) == 2


def test_posts_without_numbers_are_one_if_they_are_alike_or_share_address_and_name():
    bare = replace(POST, id=None)
    assert len(merge([found(bare, 0), found(bare, 1)])) == 1
    assert len(merge([found(bare, 0), found(replace(bare, body="x"), 1)])) == 1
    assert len(merge([found(bare, 0), found(replace(bare, slug="other", title="Other"), 1)])) == 2
    nameless = Post(id=None, title="", body="a")
    assert len(merge([found(nameless, 0), found(replace(nameless, body="b"), 1)])) == 2


def test_the_result_does_not_depend_on_the_order_of_the_finds():
    posts = [replace(POST, id=number % 7, slug=f"s{number % 5}", body=str(number)) for number in range(30)]
    stubs = [found(post, number) for number, post in enumerate(posts)]
    expected = merge(stubs)
    for seed in range(5):
        shuffled = list(stubs)
        random.Random(seed).shuffle(shuffled)
        assert _shape(merge(shuffled)) == _shape(expected)


def _shape(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    return [(entry.id, entry.stub.key) for entry in entries]


@pytest.mark.slow
def test_ten_thousand_posts_of_one_number_come_to_an_end():
    stubs = [found(replace(POST, slug=f"s{n}", link="", title="", body=""), n) for n in range(10_000)]
    assert len(merge(stubs)) == 10_000


STATUSES = {
    "published": ("publish", False, ""),
    "password": ("publish", True, "protected by a password"),
    "draft": ("draft", False, "draft"),
    "scheduled": ("future", False, "scheduled, not published yet"),
    "private": ("private", False, "private"),
    "unknown": ("archived", False, "status archived"),
    "none": ("", False, "status missing"),
}


@pytest.mark.parametrize(("status", "has_password", "reason"), STATUSES.values(), ids=STATUSES.keys())
def test_only_what_is_known_to_be_public_is(status, has_password, reason):
    assert withheld_for(status, has_password=has_password) == reason


def test_a_post_that_was_withdrawn_later_is_withheld():
    withdrawn = replace(POST, status="private", modified=LATER)
    (entry,) = merge([found(POST, 0), found(withdrawn, 1)])
    assert entry.withheld == "private"


def test_of_two_versions_of_one_time_the_one_that_is_not_public_counts():
    private = replace(POST, status="private")
    for order in ([POST, private], [private, POST]):
        (entry,) = merge([found(replace(post, comments=talk(1)), number) for number, post in enumerate(order)])
        assert entry.withheld == "private"
