"""Addresses in sanitised HTML are turned, and nothing else is."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.markup.rewrite import rewrite
from sociable.markup.sanitise import sanitise


def turned(html: str) -> str:
    return rewrite(html, href=lambda old: f"/to?{old}", src=lambda old: f"/file/{old}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="x">href="x"</a>', '<a href="/to?x">href="x"</a>'),
        ('<img src="a.png" alt="src=&quot;b&quot;">', '<img src="/file/a.png" alt="src=&quot;b&quot;">'),
        ('<a href="x?a=1&amp;b=2">y</a>', '<a href="/to?x?a=1&amp;b=2">y</a>'),
        (
            '<img src="a" srcset="a-1.png 300w, b,c.png 2x, d.png" alt="">',
            '<img src="/file/a" srcset="/file/a-1.png 300w, /file/b,c.png 2x, /file/d.png" alt="">',
        ),
        ("<p>a &lt;a href=&quot;x&quot;&gt; in words</p>", "<p>a &lt;a href=&quot;x&quot;&gt; in words</p>"),
        ("no tags at all", "no tags at all"),
    ],
)
def test_links_and_pictures_are_turned_and_words_are_not(before: str, after: str) -> None:
    assert turned(before) == after


@given(st.text('<>"=&;/ ahrefimgsc#', max_size=60))
def test_what_is_not_turned_stays_the_same_to_the_byte(html: str) -> None:
    clean = sanitise(html)
    assert rewrite(clean, href=lambda old: old, src=lambda old: old) == clean


@given(st.text(max_size=30))
def test_whatever_an_address_becomes_it_stays_one_attribute(new: str) -> None:
    clean = "".join(character for character in new if character.isprintable())
    (link,) = (
        element
        for element in html5lib.parse(
            rewrite('<a href="x">y</a>', href=lambda _: clean, src=str), namespaceHTMLElements=False
        ).iter("a")
    )
    assert (link.attrib, link.text) == ({"href": clean}, "y")
