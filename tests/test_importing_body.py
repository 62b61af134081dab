"""Texts become Markdown, with a proof and with what to look at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.importing import body
from sociable.importing.body import Body, of_comment, of_post
from sociable.markup.compare import Difference, inventory
from sociable.markup.render import render as render_markdown
from sociable.markup.to_markdown import Conversion
from sociable.markup.wordpress import Surroundings, render_comment

HOME = "http://old.example"


def test_a_post_is_converted_and_proved():
    text = '<h2>Tea</h2>\n\nSome <em>words</em> and <a href="/x/">a link</a>.\n\n<img src="/x.png" alt="A cup" />'
    found = of_post(text, Surroundings())
    assert found.markdown.startswith("## Tea\n\nSome *words* and [a link](/x/).")
    assert list(map(str, found.proof.kept)) == [
        "words 6/6",
        "links 1/1",
        "images 1/1",
        "headings 1/1",
        "emphasis 1/1",
    ]
    assert found.proof.losses == () and found.shown == ("/x.png",)


def test_what_markdown_cannot_say_is_named():
    found = of_post('<table><tr><td colspan="2">x</td></tr></table>', Surroundings())
    assert len(found.proof.as_html) == 1 and found.proof.losses == ()


def test_what_only_wordpress_could_have_shown_is_noted():
    assert of_post('[opening_hours id="1"]', Surroundings()).notes == ("unknown shortcode [opening_hours]",)


def test_the_other_sizes_of_a_picture_are_shown_too():
    sizes = f"{HOME}/c-300x200.jpg?a=1&amp;b=2 300w, {HOME}/c.jpg 900w"
    found = of_post(
        f'<img src="{HOME}/c-300x200.jpg" srcset="{sizes}" alt="" width="300" height="200">', Surroundings()
    )
    assert set(found.shown) == {f"{HOME}/c-300x200.jpg", f"{HOME}/c-300x200.jpg?a=1&b=2", f"{HOME}/c.jpg"}
    assert 'width="300" height="200"' in found.markdown


def test_what_a_text_shows_and_links_to_is_named():
    text = f'<a href="{HOME}/a.pdf">A</a> <a href="{HOME}/b/">B</a> <a href="c.PDF?x=1#y"><img src="c.jpg" alt="" /></a>\n\n[audio src="{HOME}/d.mp3"]'
    found = of_post(text, Surroundings())
    assert set(found.shown) == {"c.jpg", f"{HOME}/d.mp3"}
    assert set(found.linked) == {f"{HOME}/a.pdf", f"{HOME}/b/", "c.PDF?x=1#y"}


PLAIN = st.from_regex(body._ONLY_WORDS, fullmatch=True)


@given(PLAIN)
def test_a_comment_of_words_is_what_the_whole_way_would_make_of_it(text):
    assert of_comment(text) == body._converted(render_comment(text), ())


NOT_PLAIN = [
    "1. x",
    "it's",
    "a -- b",
    "so...",
    "8O",
    "www.example.org",
    "a@b.org",
    "x_y_",
    "a  b",
    "a\nb",
    "",
    "Wordpress",
    "x:)",
]


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_other_comments_go_the_whole_way(text):
    assert of_comment(text) == body._converted(render_comment(text), ())


def test_a_comment_of_words_is_proved_too():
    assert of_comment("Two words.") == Body("Two words.", body.Proof((body.Kept("words", 2, 2),)))


def test_what_does_not_come_back_is_counted_and_named(monkeypatch):
    lost = Difference("links", "b → /y/", "")
    markdown = "One [a](/x/) b"
    kept = inventory(render_markdown(markdown))
    monkeypatch.setattr(body, "convert", lambda html: Conversion(markdown, (), (lost,), inventory(html), kept))
    proof = of_post('One <a href="/x/">a</a> <a href="/y/">b</a>', Surroundings()).proof
    assert list(map(str, proof.kept)) == ["words 3/3", "links 1/2"]
    assert proof.losses == ("links: missing “b → /y/”",)
