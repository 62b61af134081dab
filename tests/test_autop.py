"""Paragraphs and line breaks stand where WordPress puts them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.markup import autop as module
from sociable.markup.autop import autop, unwrap_shortcodes

PARAGRAPHS = {
    "nothing": ("", ""),
    "white space only": (" \n\t\n ", ""),
    "one line": ("one", "<p>one</p>\n"),
    "a blank line begins a paragraph": ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
    "several blank lines begin but one": ("one\n\n \n\ntwo", "<p>one</p>\n<p>two</p>\n"),
    "a newline is a break": ("one\ntwo", "<p>one<br />\ntwo</p>\n"),
    "a break before a newline is not doubled": ("one<br />\ntwo", "<p>one<br />\ntwo</p>\n"),
    "a break is written one way": ("one<br>\ntwo<br/>\nthree", "<p>one<br />\ntwo<br />\nthree</p>\n"),
    "two breaks are a paragraph": ("one<br><br />two", "<p>one</p>\n<p>two</p>\n"),
    "space around a newline goes": ("one  \n  two", "<p>one<br />\n  two</p>\n"),
    "windows and old mac newlines": ("one\r\n\r\ntwo\rthree", "<p>one</p>\n<p>two<br />\nthree</p>\n"),
    "blocks stand alone": ("one\n<ul>\n<li>a</li>\n</ul>\ntwo", "<p>one</p>\n<ul>\n<li>a</li>\n</ul>\n<p>two</p>\n"),
    "a quotation gets its paragraph inside": (
        "<blockquote>one\n\ntwo</blockquote>",
        "<blockquote><p>one</p>\n<p>two</p></blockquote>\n",
    ),
    "text in a div": ("<div>one</div>", "<div>one</div>\n"),
    "paragraphs in a div": ("<div>one\n\ntwo</div>", "<div>one</p>\n<p>two</p></div>\n"),
    "a rule ends a paragraph": ("one<hr />two", "<p>one</p>\n<hr />\n<p>two</p>\n"),
    "a heading in a text": ("one\n<h2>H</h2>\ntwo", "<p>one</p>\n<h2>H</h2>\n<p>two</p>\n"),
    "inline tags stay inline": ("<strong>a</strong>\n<em>b</em>", "<p><strong>a</strong><br />\n<em>b</em></p>\n"),
    "a newline inside a tag is no break": ('<a\nhref="x">y</a>', '<p><a\nhref="x">y</a></p>\n'),
    "a newline inside a comment is no break": ("a<!-- b\n\nc -->d", "<p>a<!-- b\n\nc -->d</p>\n"),
    "a caption's line breaks go": (
        "<figure><img src='a'>\n<figcaption>b</figcaption>\n</figure>",
        "<figure><img src='a'><figcaption>b</figcaption></figure>\n",
    ),
    "an object stays whole": (
        "<object>\n<param name='a'>\n<embed src='b'>\n</object>",
        "<p><object><param name='a'><embed src='b'></object></p>\n",
    ),
    "a player stays whole": (
        "<audio controls>\n<source src='a'>\n</audio>",
        "<p><audio controls><source src='a'></audio></p>\n",
    ),
    "a table": (
        "<table>\n<tr>\n<td>a\n\nb</td>\n</tr>\n</table>",
        "<table>\n<tr>\n<td>a</p>\n<p>b</td>\n</tr>\n</table>\n",
    ),
    "the more tag is a comment": ("one\n\n<!--more-->\n\ntwo", "<p>one</p>\n<p><!--more--></p>\n<p>two</p>\n"),
}


@pytest.mark.parametrize(("stored", "shown"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_text_becomes_paragraphs(stored: str, shown: str) -> None:
    assert autop(stored) == shown


LITERAL = {
    "preformatted": "<pre>one\n\n  two\n<b>x</b></pre>",
    "code in preformatted": "<pre><code>a\n\nb</code></pre>",
    "preformatted with attributes": '<pre class="x">\n\na\n</pre>',
}


@pytest.mark.parametrize("text", LITERAL.values(), ids=LITERAL)
def test_preformatted_text_is_not_touched(text: str) -> None:
    assert text in autop(f"before\n\n{text}\n\nafter")


@pytest.mark.parametrize("name", ["script", "style", "svg", "math"])
def test_newlines_in_what_is_no_prose_are_no_breaks(name: str) -> None:
    assert "<br />" not in autop(f"<{name}>\na\nb\n</{name}>")


def test_a_script_that_never_ends_gets_its_breaks() -> None:
    assert autop("<script>\na\nb").count("<br />") == 2


def test_many_preformatted_texts_come_back_in_their_order() -> None:
    text = "\n\n".join(f"<pre>\n{number}\n\n</pre>" for number in range(12))
    assert [part.strip() for part in autop(text).replace("</pre>", "").split("<pre>")[1:]] == list(map(str, range(12)))


def test_a_preformatted_text_may_hold_what_looks_like_its_place_holder() -> None:
    assert "<pre wp-pre-tag-0></pre>" in autop("<pre>a</pre>\n\n<pre x><pre wp-pre-tag-0></pre>\n\n<b>y</b>")


@settings(deadline=None)
@given(st.lists(st.text("abc é<>&", min_size=1).filter(lambda text: "<" not in text and text.strip()), min_size=1))
def test_each_stretch_between_blank_lines_is_a_paragraph(parts: list[str]) -> None:
    assert autop("\n\n".join(parts)) == "".join(f"<p>{part}</p>\n" for part in parts)


SHORTCODES = {
    "alone": ("<p>[gallery]</p>", "[gallery]"),
    "with attributes": ('<p> [gallery ids="1,2"] </p>', '[gallery ids="1,2"]'),
    "with content": ("<p>[caption]x[/caption]</p>", "[caption]x[/caption]"),
    "closing itself": ("<p>[gallery /]</p>", "[gallery /]"),
    "content over paragraphs": ("<p>[caption]x</p>\n<p>y[/caption]</p>", "[caption]x</p>\n<p>y[/caption]"),
    "beside text": ("<p>a [gallery]</p>", "<p>a [gallery]</p>"),
    "before text": ("<p>[gallery] a</p>", "<p>[gallery] a</p>"),
    "unknown": ("<p>[other]</p>", "<p>[other]</p>"),
    "a longer name": ("<p>[gallery-x]</p>", "<p>[gallery-x]</p>"),
    "two in a row": ("<p>[gallery]</p>\n<p>[gallery]</p>", "[gallery]\n[gallery]"),
    "an end tag far away": (
        "<p>[caption]</p>\n<p>[caption]x[/caption] y</p>",
        "[caption]\n<p>[caption]x[/caption] y</p>",
    ),
}


@pytest.mark.parametrize(("before", "after"), SHORTCODES.values(), ids=SHORTCODES)
def test_a_shortcode_alone_in_a_paragraph_stands_alone(before: str, after: str) -> None:
    assert unwrap_shortcodes(before, {"gallery", "caption"}) == after


@pytest.mark.parametrize(
    "text",
    [
        "<p>[gallery] " * 20_000,
        "<script" * 50_000,
        "<div " * 50_000,
        " " * 300_000 + "x",
        "<br />" * 50_000,
        "\n " * 99_999,
        "<pre" * 60_000,
    ],
    ids=["shortcodes", "scripts", "open tags", "spaces", "breaks", "newlines", "tags without an end"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert len(unwrap_shortcodes(autop(text), {"gallery"})) < 12 * len(text) + 100


LINES = st.sampled_from(
    "a|two words|\n|\n\n|\n\n\n| |\t|<b>c</b>|<em>|</em>|<a href='d e'>f</a>|\r\n|<p>g</p>|<abbr>h</abbr>|<br />|<div>"
    "|\xa0|\x0b|\x85|\u2028|<a\n>|<|\0".split("|")
)


@given(st.lists(LINES, max_size=14))
def test_lines_of_words_come_to_the_same_as_by_all_the_rules(parts: list[str]) -> None:
    text = f"x{''.join(parts)}"
    assert autop(text) == module._by_rules(text)
