"""Replies that people sent, added to a conversation of the shared blog."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sociable import contentfile
from sociable.errors import ContentError
from sociable.importing.reply import Reply, add, conversation_of

REPLY = Reply(
    author="A resident", body="I would *like* more.\n", date=datetime(2026, 11, 22, 10, tzinfo=UTC), has_consent=True
)


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "blog" / "2026-11-21-x.md"
    path.parent.mkdir()
    path.write_text("Title: X\n\nWords.\n")
    return path


def conversation(post: Path) -> list[tuple[object, ...]]:
    file = conversation_of(post)
    return [
        (one.id, one.author, one.parent, one.body)
        for one in contentfile.load_conversation(file.read_text(), "x", strict=True)
    ]


def test_replies_are_numbered_on(post):
    add(post, REPLY)
    second = add(post, replace(REPLY, author="  The   team ", parent=1, url="https://example.org/"))
    assert second.id == 2
    assert conversation(post) == [
        (1, "A resident", None, "I would *like* more."),
        (2, "The team", 1, "I would *like* more."),
    ]
    assert [path.name for path in conversation_of(post).parent.iterdir()] == [post.name]


def test_numbers_of_removed_comments_are_not_given_again(post):
    file = conversation_of(post)
    file.parent.mkdir()
    file.write_text("=== comment 7 ===\nGone: its writer asked\nDate: 2026-11-21\n")
    assert add(post, REPLY).id == 8


REFUSED = {
    "no consent": (replace(REPLY, has_consent=False), "nothing says that the writer agreed"),
    "an address for a name": (replace(REPLY, author="a.resident@example.org"), "the author's name holds an e-mail"),
    "an address in the name": (replace(REPLY, author="Ann (ann@example.org)"), "the author's name holds an e-mail"),
    "no name": (replace(REPLY, author=" "), "the reply has no author"),
    "no words": (replace(REPLY, body=" \n"), "the reply has no words"),
    "an address in the text": (replace(REPLY, body="Write to me@example.org"), "an e-mail address stands in the text"),
    "a parent that is not there": (replace(REPLY, parent=5), "comment 5 is not in this conversation"),
    "an address that runs": (replace(REPLY, url="javascript:alert(1)"), "is none of the web"),
    "a broken address": (replace(REPLY, url="http://["), "is none of the web"),
}


@pytest.mark.parametrize(("reply", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_must_not_be_published_is_refused_with_a_reason(post, reply, reason):
    with pytest.raises(ContentError, match=reason) as caught:
        add(post, reply)
    assert all(problem.mend for problem in caught.value.problems)
    assert not conversation_of(post).exists()


def test_all_that_speaks_against_a_reply_is_said_at_once(post):
    with pytest.raises(ContentError) as caught:
        add(post.with_name("missing.md"), replace(REPLY, has_consent=False, author="", body="", parent=3))
    assert len(caught.value.problems) == 5


def test_an_address_that_is_meant_to_be_read_stays(post):
    add(post, replace(REPLY, body="Write to team@example.org", keeps_address=True))
    assert conversation(post)[0][3] == "Write to team@example.org"


def test_a_conversation_that_cannot_be_read_is_left_alone(post):
    file = conversation_of(post)
    file.parent.mkdir()
    file.write_text("Nonsense\n")
    with pytest.raises(ContentError, match=r"comments/2026-11-21-x\.md:1"):
        add(post, REPLY)
    assert file.read_text() == "Nonsense\n"


def test_a_text_that_looks_like_a_delimiter_stays_text(post):
    add(post, replace(REPLY, body="=== comment 9 ===\nAuthor: Somebody else"))
    assert conversation(post) == [(1, "A resident", None, "=== comment 9 ===\nAuthor: Somebody else")]
