"""Conversations: any body comes back, an archive keeps what there was, people are told what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.contentfile import dump_conversation, load_conversation
from sociable.errors import ContentError
from sociable.model import Comment, Source
from tests.awkward import moments, numbers, offset, texts

comments = st.builds(
    Comment,
    id=st.integers(0, 10**9),
    author=texts,
    body=texts,
    date=moments,
    parent=numbers,
    type=st.sampled_from(["comment", "pingback", "trackback"]),
    status=texts.filter(bool),
    url=texts,
    user=texts,
    gone=texts,
)

DATE = datetime.fromisoformat("2013-01-20T09:30:00+00:00")
HEAD = "Author: A resident\nDate: 2026-11-21 09:30\n"


@given(st.lists(comments, max_size=4))
def test_any_conversation_comes_back_the_same(found: list[Comment]) -> None:
    back = load_conversation(dump_conversation(found), "x.md")
    assert [replace(comment, source=Source()) for comment in back] == found
    assert [offset(comment.date) for comment in back] == [offset(comment.date) for comment in found]


@given(st.lists(texts, min_size=1, max_size=4))
def test_each_comment_knows_the_line_it_starts_on(bodies: list[str]) -> None:
    text = dump_conversation(Comment(number, "A", body) for number, body in enumerate(bodies))
    lines = text.split("\n")
    back = load_conversation(text, "x.md")
    assert [lines[(comment.source.line or 0) - 1] for comment in back] == [
        f"=== comment {comment.id} ===" for comment in back
    ]


def test_a_conversation_is_readable_and_stuffs_what_looks_like_its_own_lines() -> None:
    found = [
        Comment(
            12,
            "A resident",
            "Hello.\n\n=== comment 13 ===\n==== comment\n== comment 1 ==\n=== comments ===",
            date=DATE,
            url="https://x.example/",
        ),
        Comment(13, "", "", parent=12, gone="asked to be removed"),
        Comment(14, "Another blog", "[…]", type="pingback"),
    ]
    text = """\
=== comment 12 ===
Author: A resident
Date: 2013-01-20T09:30:00+00:00
URL: https://x.example/

Hello.

==== comment 13 ===
===== comment
== comment 1 ==
=== comments ===

=== comment 13 ===
Parent: 12
Gone: asked to be removed

=== comment 14 ===
Author: Another blog
Type: pingback

[…]
"""
    assert dump_conversation(found) == text
    assert [replace(comment, source=Source()) for comment in load_conversation(text, "")] == found


def test_no_comments_are_no_text() -> None:
    assert dump_conversation([]) == ""
    assert load_conversation("", "x.md") == load_conversation("\n\n", "x.md", strict=True) == ()


def test_an_archive_keeps_double_ids_missing_parents_and_circles() -> None:
    found = [
        Comment(1, "", ""),
        Comment(1, "", ""),
        Comment(2, "", "", parent=9),
        Comment(3, "", "", parent=4),
        Comment(4, "", "", parent=3),
    ]
    assert [replace(comment, source=Source()) for comment in load_conversation(dump_conversation(found), "")] == found


def test_people_may_write_on_windows_and_leave_no_blank_line_between_comments() -> None:
    text = f"\ufeff=== comment 1 ===\n{HEAD}\nOne\n=== comment 2 ===\n{HEAD}Parent: 1\n\nTwo\n\n\n=== comment 3 ===  \n{HEAD}\nThree"
    found = load_conversation(text.replace("\n", "\r\n"), "x.md", strict=True)
    assert [(comment.id, comment.body, comment.parent) for comment in found] == [
        (1, "One", None),
        (2, "Two\n", 1),
        (3, "Three", None),
    ]


def test_peoples_dates_are_their_clocks_time_unless_they_say() -> None:
    text = "=== comment 1 ===\nAuthor: A resident\nDate: 2026-07-01 09:30\n\nOne\n"
    [comment] = load_conversation(text, "x.md", strict=True)
    assert comment.date is not None
    assert comment.date.isoformat() == "2026-07-01T09:30:00+01:00"


def test_a_comment_can_be_added_at_the_end_of_a_file() -> None:
    text = dump_conversation([Comment(1, "A resident", "One\n", date=DATE)])
    longer = f"{text}\n{dump_conversation([Comment(2, 'A resident', 'Two', date=DATE)])}"
    assert [comment.body for comment in load_conversation(longer, "x.md", strict=True)] == ["One\n", "Two"]


@pytest.mark.parametrize("strict", [False, True], ids=["archive", "people"])
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("=== comment 2", "=== comment 2"),
        ("=== Comment 2 ===", "=== Comment 2 ==="),
        ("===comment 2===", "===comment 2==="),
        ("=== comment two ===", "=== comment two ==="),
        ("=== comment ===", "=== comment ==="),
    ],
)
def test_a_delimiter_that_is_nearly_right_is_a_problem_and_not_text(strict: bool, line: str, shown: str) -> None:
    text = f"=== comment 1 ===\nAuthor: A resident\nDate: 2026-11-21T09:30:00+00:00\n\nOne\n\n{line}\n{HEAD}\nTwo\n"
    with pytest.raises(ContentError) as caught:
        load_conversation(text, "x.md", strict=strict)
    [problem] = caught.value.problems
    assert (problem.line, problem.what) == (7, f'"{shown}" does not start a comment')
    assert "`=== comment 1 ===`" in problem.mend


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello\n", [(1, "text above the first comment")]),
        (f"\nHello\n=== comment 1 ===\n{HEAD}\nOne\n", [(1, "text above the first comment")]),
        (f"=== comment 1 ===\n{HEAD}\nOne\n\n=== comment 1 ===\n{HEAD}\nTwo\n", [(7, "a second comment 1; the first is on line 1")]),
        (f"=== comment 1 ===\n{HEAD}Parent: 7\n\nOne\n", [(4, "comment 1 answers comment 7, which is not in this file")]),
        (f"=== comment 1 ===\n{HEAD}Parent: 1\n\nOne\n", [(4, "comment 1 answers itself")]),
        (
            f"=== comment 1 ===\n{HEAD}Parent: 2\n\nOne\n\n=== comment 2 ===\n{HEAD}Parent: 3\n\nTwo\n\n=== comment 3 ===\n{HEAD}Parent: 2\n\nThree\n",
            [(11, "comment 2 answers itself, by way of 3")],
        ),
        ("=== comment 1 ===\n\n \n", [(1, "comment 1 has no author"), (1, "comment 1 has no date"), (1, "comment 1 has no words")]),
        ("=== comment 1 ===\nAuthor:\nDate: 01/02/2014\n\nOne\n", [(1, "comment 1 has no author"), (3, 'ambiguous date "01/02/2014": does the day stand first, or the month?')]),
        ("=== comment 1 ===\nGone: asked\nURL: https://x.example/\n", [(1, "comment 1 was removed, but says more than that")]),
        (f"=== comment 1 ===\n{HEAD}Autor: x\nOne\n", [(1, "comment 1 has no words"), (4, 'unknown header "Autor"; did you mean "Author"?'), (5, '"One" is no header')]),
        (f"=== comment 1 ===\n{HEAD}Type: reply\n\nOne\n", [(4, 'unknown value "reply"')]),
    ],
    ids=["no comment", "preamble", "double id", "unknown parent", "itself", "circle", "empty", "date", "tombstone with words", "headers", "type"],
)  # fmt: skip
def test_people_are_told_what_is_wrong_with_a_conversation(text: str, expected: list[tuple[int, str]]) -> None:
    with pytest.raises(ContentError) as caught:
        load_conversation(text, "x.md", strict=True)
    assert sorted((problem.line, problem.what) for problem in caught.value.problems) == expected
    assert all(problem.path == "x.md" and problem.mend for problem in caught.value.problems)


def test_a_tombstone_and_a_known_user_need_no_author() -> None:
    text = "=== comment 1 ===\nGone: asked to be removed\n\n=== comment 2 ===\nUser: sociable-team\nDate: 2026-11-21\nParent: 1\n\nYes.\n"
    assert [comment.user for comment in load_conversation(text, "x.md", strict=True)] == ["", "sociable-team"]


def test_a_very_long_chain_of_answers_is_checked_without_recursion() -> None:
    chain = [Comment(number, "A resident", "x", date=DATE, parent=number - 1 or None) for number in range(1, 5001)]
    assert len(load_conversation(dump_conversation(chain), "x.md", strict=True)) == 5000
