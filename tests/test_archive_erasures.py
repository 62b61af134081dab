"""What was erased is known again in any source, by number or by words, and tells nobody what it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sociable.archive import erasures
from sociable.archive.erasures import Erased, Erasure, dump, erase, letters_of, load, tombstone
from sociable.errors import ContentError
from sociable.model import Comment, Source

POST = "2013/01/19/green-shoots/"
WORDS = "What a *thing* to say."
NUMBERED, TEXT = Source("x.xml", 1, "wxr"), Source("x.txt", 1, "text")


def comment(number: int, body: str, source: Source = NUMBERED) -> Comment:
    return Comment(number, "Jane Doe", body, source=source)


@pytest.fixture(scope="module")
def line() -> Erasure:
    return erase(POST, comment(7, WORDS), month="2027-03", ground="its writer asked for it")


def places(line: Erasure, post: str, *comments: Comment, posts: tuple[str, ...] = (POST,)) -> set[int]:
    erased = Erased([line])
    erased.expect(posts)
    return set(erased.among(post, comments, lambda each: each.body))


def test_a_comment_is_known_by_its_number_though_its_words_were_edited(line):
    assert places(line, POST, comment(6, "Hello"), comment(7, "Other words")) == {1}


def test_a_comment_that_was_numbered_anew_is_known_by_its_words(line):
    assert places(line, POST, comment(7, "Hello"), comment(107, WORDS)) == {1}


@pytest.mark.parametrize("body", [WORDS, "WHAT A THING\nto say!", "What a <b>thing</b> to\u00a0say…"])
def test_in_a_source_without_numbers_words_count_and_not_their_form(line, body):
    assert places(line, POST, comment(1, "Hello", TEXT), comment(2, body, TEXT)) == {1}


def test_a_number_that_this_program_gave_says_nothing(line):
    assert places(line, POST, comment(7, "Hello", TEXT)) == set()


def test_two_who_say_the_same_are_told_apart_by_their_numbers(line):
    assert places(line, POST, comment(7, WORDS), comment(8, WORDS)) == {0}


def test_another_post_is_left_alone_as_long_as_the_right_one_is_there(line):
    other = "2014/01/01/x/"
    assert places(line, other, comment(7, WORDS), posts=(POST, other)) == set()


def test_where_the_post_has_moved_number_and_words_decide_together(line):
    other = "undated/green-shoots/"
    assert places(line, other, comment(7, WORDS), comment(8, WORDS), posts=(other,)) == {0}
    assert places(line, other, comment(7, "Hello"), posts=(other,)) == set()
    assert places(line, other, comment(1, WORDS, TEXT), posts=(other,)) == {0}


def test_a_text_without_words_is_known_by_its_number_alone():
    line = erase(POST, comment(7, ":-)"), month="2027-03", ground="g")
    assert line.digest == ""
    assert places(line, POST, comment(7, ":-)"), comment(8, ":-)")) == {0}
    assert places(line, POST, comment(1, ":-)", TEXT)) == set()


def test_a_tombstone_has_nothing_of_the_person(line):
    full = Comment(7, "Jane Doe", WORDS, parent=3, type="pingback", url="https://jane.example", user="jane")
    assert tombstone(full, line) == Comment(
        7, "", "", parent=3, type="pingback", gone="Removed in March 2027: its writer asked for it"
    )


def test_the_file_holds_neither_words_nor_a_digest_that_two_lines_share(line):
    other = erase(POST, comment(8, WORDS), month="2027-03", ground="g")
    assert line.salt != other.salt and line.digest != other.digest
    text = dump([other, line]).decode()
    assert "thing" not in text and "Jane" not in text
    assert load(text, "erased") == (line, other)
    assert text.splitlines()[0] == "post,comment,month,ground,salt,digest"


def test_a_post_may_be_called_anything(line):
    awkward = replace(line, post='a "b", c/', ground="because,\nso")
    assert load(dump([awkward]).decode(), "erased") == (awkward,)


BROKEN = {
    "no columns": "x\n",
    "a cell missing": "{head}\n2013/x/,7,2027-03,g,00\n",
    "a number that is none": "{head}\n2013/x/,seven,2027-03,g,00,00\n",
    "a month that is none": "{head}\n2013/x/,7,2027-13,g,00,00\n",
    "a digest that is none": "{head}\n2013/x/,7,2027-03,g,00,xy\n",
    "no post": "{head}\n,7,2027-03,g,00,00\n",
    "an open quotation mark": '{head}\n"2013/x/,7\n',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_list_that_cannot_be_read_stops_everything(tmp_path: Path, text):
    (tmp_path / "erased").write_text(text.replace("{head}", "post,comment,month,ground,salt,digest"))
    with pytest.raises(ContentError, match=r"erased:\d: .*must not come back"):
        Erased.read(tmp_path)


def test_no_list_is_an_empty_one(tmp_path: Path):
    assert Erased.read(tmp_path).erasures == ()


def test_words_are_worked_out_only_where_they_are_compared(line, monkeypatch):
    asked = []
    monkeypatch.setattr(erasures, "letters_of", lambda text: asked.append(text) or letters_of(text))
    erased = Erased([line])
    erased.expect((POST, "other/"))
    erased.among("other/", [comment(1, "Hello")], lambda each: each.body)
    assert asked == []
