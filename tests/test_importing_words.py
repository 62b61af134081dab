"""What is stored and what readers got of it have the same letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.importing.words import letters, words
from sociable.markup.wordpress import render_comment

SAME = {
    "typography": ('"Don\'t" -- he said...', "<p>&#8220;Don&#8217;t&#8221; &#8211; he said&#8230;</p>\n"),
    "paragraphs": ("One.\n\nTwo.\nThree.", "<p>One.</p>\n<p>Two.<br />\nThree.</p>"),
    "links": ("See http://a.example/x", 'See <a href="http://a.example/x" rel="nofollow">http://a.example/x</a>'),
    "faces": ("Yes :D", '<p>Yes <img src="d.gif" alt=":D" class="wp-smiley" /></p>'),
    "faces as letters": ("Yes :D", "<p>Yes \U0001f600</p>"),
    "sizes": ("A 9x9 grid", "A 9&#215;9 grid"),
    "marks": ("(tm)", "&#x2122;"),
    "case": ("Wordpress", "<p>WordPress</p>"),
    "scripts": ("a<script>b()</script>", "<p>a</p>"),
}


@pytest.mark.parametrize(("stored", "shown"), SAME.values(), ids=SAME.keys())
def test_letters_are_the_same(stored: str, shown: str) -> None:
    assert letters(stored) == letters(shown) != ""


def test_other_words_have_other_letters() -> None:
    assert letters("Thank you") != letters("<p>Thank me</p>")


@given(st.text(alphabet="aB1 .,'\"-:;)(\n&<", max_size=60))
def test_rendering_a_comment_takes_no_letter_and_adds_none(stored: str) -> None:
    if "<" not in stored:
        assert letters(render_comment(stored)) == letters(stored)


def test_words_are_counted_whatever_stands_around_them() -> None:
    stored = "Don't <!--more-->stop.\n\n[gallery ids='1']\nhttps://video.example/x"
    shown = "<p>Don&#8217;t <span></span>stop.</p><p>https://other.example/</p>"
    assert words(stored) == words(shown) == {"dont": 1, "stop": 1}
