"""Related posts: the same as by comparing every post with every other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.items import Catalogue, Item
from plugins.related import groups, related
from sociable.model import Post

FEW = st.lists(st.sampled_from("abcd"), unique=True, max_size=3).map(tuple)


def item(number: int, principles: tuple[str, ...]) -> Item:
    when = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number) if number % 5 else None
    post = Post(id=number, title=f"{number}", body="", date=when)
    return Item(post, f"{number}/", "blog", "", "", (), (), principles, ())


def by_comparing(items: tuple[Item, ...], one: Item, most: int) -> list[Item]:
    shared = {other.path: len(set(one.principles) & set(other.principles)) for other in items if other is not one}
    others = [other for other in items if shared.get(other.path)]
    return sorted(others, key=lambda other: (shared[other.path], other.key), reverse=True)[:most]


@given(st.lists(FEW, max_size=25))
def test_the_posts_that_share_most_come_first_and_of_those_the_newest(filed: list[tuple[str, ...]]) -> None:
    items = tuple(sorted((item(*one) for one in enumerate(filed)), key=lambda one: one.key, reverse=True))
    by_group = groups(Catalogue(items))
    for one in items:
        assert related(by_group, one) == by_comparing(items, one, 4)
