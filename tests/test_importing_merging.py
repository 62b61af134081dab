"""Which finds are one post, and which version counts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sociable.importing.merging import Entry, merge, withheld_for
from sociable.importing.stubs import Stub, stub
from sociable.model import Comment, Page, Post, Source

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


def shown(post: Post, kind: str, key: int = 1) -> Stub:
    return found(replace(post, source=Source(f"{kind}.x", 1, kind)), key)


STORED = found(replace(POST, source=Source("a.xml", 1, "wxr")), 0)

VERSIONS = {
    "number and address": POST,
    "number and slug, on another host": replace(POST, link="http://new.example/x/", title="Other", date=None),
    "number and title": replace(POST, link="http://new.example/x/", slug="x", date=None),
    "number and day": replace(POST, link="http://new.example/x/", slug="x", title="Other"),
    "number and guid": replace(POST, link="", slug="x", title="Other", date=None, guid="http://old.example/?p=12"),
    "address alone": replace(POST, id=None, title="Other", body="x", date=None),
    "address, counted anew": replace(POST, id=99),
    "title and words, moved": replace(POST, id=None, link="http://new.example/green-shoots/", slug=""),
}


@pytest.mark.parametrize("other", VERSIONS.values(), ids=VERSIONS.keys())
@pytest.mark.parametrize("kind", ["rest", "page"])
def test_what_readers_got_is_a_version_of_the_post_it_names(kind: str, other: Post) -> None:
    stored = found(replace(POST, guid="http://old.example/?p=12", source=Source("a.xml", 1, "wxr")), 0)
    (entry,) = merge([shown(other, kind), stored])
    assert entry.stub.source.kind == "wxr" and entry.id == 12
    assert [stub.source.kind for stub in entry.others] == [kind]


NO_VERSIONS = {
    "the number of another blog": Post(12, "Bins", "No.", slug="bins", link="http://b.example/bins/", date=LATER),
    "another address": replace(POST, id=13, title="Bins", slug="bins", link="http://old.example/bins/"),
}


@pytest.mark.parametrize("other", NO_VERSIONS.values(), ids=NO_VERSIONS.keys())
def test_another_post_stays_one(other: Post) -> None:
    assert len(merge([STORED, shown(other, "rest")])) == 2


def test_two_posts_of_one_set_of_answers_are_never_one() -> None:
    entries = merge([shown(POST, "rest", 1), shown(replace(POST, id=13), "rest", 2)])
    assert [entry.id for entry in entries] == [12, 13]


def test_the_nearest_to_the_blog_s_own_store_counts_whatever_the_order() -> None:
    kinds = ["text", "feed", "page", "rest", "wxr"]
    stubs = [shown(replace(POST, id=None, modified=LATER), kind, key) for key, kind in enumerate(kinds[:-2])]
    stubs += [shown(POST, kind, key) for key, kind in enumerate(kinds[-2:], 3)]
    for size in range(1, 6):
        some = stubs[:size]
        for seed in range(5):
            random.Random(seed).shuffle(some)
            (entry,) = merge(some)
            assert entry.stub.source.kind == kinds[size - 1]
            assert [stub.source.kind for stub in entry.others] == kinds[: size - 1][::-1]


def test_a_piece_counts_less_than_any_whole_text() -> None:
    piece = shown(replace(POST, is_cut=True, body="Words and words and words."), "rest", 1)
    (entry,) = merge([piece, shown(replace(POST, id=None), "text", 2)])
    assert entry.stub.source.kind == "text" and entry.id == 12


def test_what_the_export_withdrew_is_withheld_though_a_page_showed_it() -> None:
    draft = replace(POST, status="draft", link="http://old.example/?p=12", source=Source("a.xml", 1, "wxr"))
    (entry,) = merge([found(draft, 0), shown(POST, "page")])
    assert entry.withheld == "draft"


@pytest.mark.parametrize("slug", ["green", "green__trashed", "gr%65en"])
def test_a_post_that_was_withdrawn_long_after_is_known_by_its_slug(slug: str) -> None:
    draft = replace(POST, status="draft", slug=slug, link="http://old.example/?p=12", date=LATER, modified=LATER)
    stored = found(replace(draft, source=Source("a.xml", 1, "wxr")), 0)
    (entry,) = merge([stored, shown(replace(POST, id=None), "page")])
    assert entry.withheld == "draft"
    assert len(merge([stored, shown(replace(POST, id=None, title="Other", body="Others."), "page")])) == 2


def test_an_address_that_says_nothing_is_replaced_by_one_that_does() -> None:
    moved = replace(POST, link="http://localhost/?p=12", source=Source("a.xml", 1, "wxr"))
    (entry,) = merge([found(moved, 0), shown(POST, "page")])
    assert entry.stub.link == POST.link
