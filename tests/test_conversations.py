"""Conversations as pages show them: numbered, nested, of any shape and depth."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.conversations import DEPTH, Voices, closed_conversation, comments, pings, safe_url
from sociable.model import Comment

SILENT = Voices(render=str, authors=frozenset())


def comment(number: int, parent: int | None = None, **more: object) -> Comment:
    return Comment(number, author=f"Reader {number}", body=f"Words {number}", parent=parent, **more)


def numbers(found: list[Comment]) -> list[str]:
    return [f"{one.anchor} {one.number}" for one in comments(found, SILENT)]


def test_replies_are_numbered_below_what_they_answer_like_minutes() -> None:
    found = [comment(10), comment(11), comment(12, 10), comment(13, 12), comment(14, 10)]
    assert numbers(found) == [
        "comment-10 1",
        "comment-12 1.1",
        "comment-13 1.1.1",
        "comment-14 1.2",
        "comment-11 2",
    ]


def test_a_reply_names_the_comment_it_answers_by_number_and_anchor() -> None:
    _, reply = comments([comment(10), comment(12, 10)], SILENT)
    assert (reply.answers.text, reply.answers.href) == ("1", "#comment-10")


@pytest.mark.parametrize(
    "parents",
    [
        pytest.param({1: 99}, id="a parent that is missing"),
        pytest.param({1: 2, 2: 1}, id="two that answer each other"),
        pytest.param({1: 1}, id="one that answers itself"),
        pytest.param({1: 2, 2: 3, 3: 1, 4: 3}, id="a circle with a guest"),
    ],
)
def test_every_comment_is_shown_once_whatever_the_parents_say(parents: dict[int, int]) -> None:
    found = [comment(number, parent) for number, parent in parents.items()]
    assert sorted(one.anchor for one in comments(found, SILENT)) == sorted(f"comment-{number}" for number in parents)


@pytest.mark.slow
def test_a_chain_of_100_000_is_drawn_with_bounded_nesting_and_numbers() -> None:
    found = [comment(1), *(comment(number, number - 1) for number in range(2, 100_001))]
    shown = comments(found, SILENT)
    assert len(shown) == 100_000
    assert max(one.number.count(".") for one in shown) == DEPTH - 1
    assert shown[-1].answers.href == "#comment-99999"
    assert drawn_depth(shown) == (DEPTH, 0)


def drawn_depth(shown: tuple) -> tuple[int, int]:
    """The deepest nesting of items, and what is left open at the end."""
    depth = deepest = 0
    for one in shown:
        depth += one.opens
        deepest = max(deepest, depth)
        depth -= one.closes
    return deepest, depth


@given(st.lists(st.integers(0, 30), max_size=30))
def test_the_lists_balance_and_the_nesting_is_the_tree_for_any_shape(answers: list[int]) -> None:
    found = [comment(index + 1, parent or None) for index, parent in enumerate(answers)]
    depth = 0
    for one in comments(found, SILENT):
        assert one.opens == (one.number == "1" or one.number.endswith(".1"))
        depth += one.opens
        assert depth == one.number.count(".") + 1
        depth -= one.closes
    assert depth == 0


def test_what_other_sites_sent_stands_apart_from_what_people_said() -> None:
    found = [comment(1), comment(2, type="pingback", url="https://other.example/"), comment(3, type="trackback")]
    assert [one.anchor for one in comments(found, SILENT)] == ["comment-1"]
    assert [(one.anchor, one.kind) for one in pings(found, SILENT)] == [
        ("comment-2", "Pingback"),
        ("comment-3", "Trackback"),
    ]


def test_a_closed_conversation_offers_no_way_to_reply_and_says_what_it_holds() -> None:
    day = datetime(2013, 3, 14, 10, tzinfo=UTC)
    shown = closed_conversation((comment(1, date=day), comment(2, type="pingback")), SILENT)
    assert shown.closed and not shown.reply and not shown.comments[0].reply
    assert shown.end == "It was kept whole: 1 comment and 1 link from another site."
    assert closed_conversation((), SILENT) is None


def test_a_tombstone_keeps_its_place_and_nothing_else() -> None:
    found = [comment(1, gone="Removed in June 2026 at its writer’s request."), comment(2, 1)]
    stone, reply = comments(found, SILENT)
    assert (stone.number, stone.html, stone.reply, reply.number) == ("1", "", "", "1.1")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        (" data:text/html,x", ""),
        ("//a.example", ""),
        ("", ""),
    ],
)
def test_a_commenters_address_is_one_of_the_web_or_none(url: str, kept: str) -> None:
    assert safe_url(url) == kept
