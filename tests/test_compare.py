"""What a text holds is listed, and every kind of damage to it is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.markup.compare import Difference, differences, inventory
from sociable.markup.sanitise import sanitise

LISTED = {
    "words": ("<p>a b</p><p>c<br>d<b>e</b></p>", "words", ["a", "b", "c", "de"]),
    "words beside blocks": ("a<hr>b<div>c</div>d", "words", ["a", "b", "c", "d"]),
    "links": ('<a href="b c">a <em>d</em></a> <a>e</a> <a href="x"></a>', "links", ["a d → b%20c"]),
    "a link around an image": ('<a href="b"><img src="c"></a>', "links", [" → b"]),
    "images": ('<img src="a" alt=" b  c "><img src="data:x">', "images", ["b c → a"]),
    "headings": ("<h2>a <b>b</b></h2><h3></h3>", "headings", ["h2 a b"]),
    "code": ("<pre>\n\n a\n\n</pre><code>b  c</code><pre><code>d</code></pre>", "code", [" a", "b  c", "d"]),
    "a break in code": ("<code>a<br>b</code>", "code", ["a\nb"]),
    "tables": ("<table><tr><th>a<th>b<tr><td>c<td></table>", "tables", ["a | b", "c | "]),
    "a table in the order shown": ("<table><tfoot><tr><td>b</tfoot><tr><td>a</table>", "tables", ["a", "b"]),
    "lists": ("<ul><li>a<ol><li>b</ol>c</ul>", "lists", ["1 a c", "2 b"]),
    "emphasis": (
        "<b>a</b><i>b</i><strike>c</strike><span style='text-decoration:underline'>d</span>",
        "emphasis",
        ["strong a", "em b", "del c", "u d"],
    ),
    "an older gallery's captions": (
        '<dl class="gallery-item"><dt>a</dt><dd class="wp-caption-text gallery-caption">b</dd></dl>',
        "emphasis",
        ["dt a", "figcaption b"],
    ),
    "a stretch over blocks": ("<b>a<p>b</p></b>", "emphasis", ["strong a", "strong b"]),
    "quotations and captions": (
        "<blockquote><p>a</p></blockquote><figcaption>b</figcaption>",
        "emphasis",
        ["blockquote a", "figcaption b"],
    ),
    "frames": ('<iframe src="http://a.b/?c&amp;d"></iframe>', "embeds", ["http://a.b/?c&d"]),
    "players": ('<video><source src="a"><source src="b"></video>', "embeds", ["a", "b"]),
    "links in place of frames": ('<p class="embed"><a href="http://a.b/">c</a></p>', "embeds", ["http://a.b/"]),
    "no words of scripts": ("a<script>b</script><style>c</style><select><option>d</select>", "words", ["a"]),
}


@pytest.mark.parametrize(("html", "kind", "entries"), LISTED.values(), ids=LISTED)
def test_what_is_there_is_listed(html: str, kind: str, entries: list[str]) -> None:
    assert getattr(inventory(html), kind) == entries


SAME = {
    "white space": ("<p>a  b\n c</p>", "<p>a b c</p>"),
    "old and new elements": ("<b>a</b> <tt>b</tt>", "<strong>a</strong> <code>b</code>"),
    "a frame and its link": ('<iframe src="http://a.b/"></iframe>', sanitise('<iframe src="http://a.b/"></iframe>')),
    "addresses before and after": ("<a href='x y'>a</a>", "<a href='x%20y'>a</a>"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_two_ways_of_saying_the_same_do_not_differ(one: str, other: str) -> None:
    assert differences(inventory(one), inventory(other)) == ()


WHOLE = """
<h2>Green shoots</h2>
<p>First words with a <a href="http://a.b/c">link</a> and <strong>weight</strong>.</p>
<p>Second words with <code>x  =  1</code>.</p>
<p><img src="d.jpg" alt="A tree"></p>
<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>
<table><tr><th>Head</th></tr><tr><td>Cell</td></tr></table>
<pre>  if x:
      y</pre>
<p><iframe src="https://www.youtube.com/embed/x"></iframe></p>
"""
DAMAGE = {
    "a paragraph dropped": ("<p>Second words with <code>x  =  1</code>.</p>", "", {"words", "code"}),
    "paragraphs turned round": ("First words", "Words first", {"words"}),
    "code respaced": ("x  =  1", "x = 1", {"code"}),
    "an indent lost": ("      y", "   y", {"code"}),
    "an image out": ('<img src="d.jpg" alt="A tree">', "", {"images"}),
    "an image's words lost": ('alt="A tree"', 'alt=""', {"images"}),
    "a heading flattened": ("<h2>Green shoots</h2>", "<p>Green shoots</p>", {"headings"}),
    "a heading lowered": ("<h2>Green shoots</h2>", "<h3>Green shoots</h3>", {"headings"}),
    "a list flattened": ("<ul><li>two</li></ul></li>", "</li><li>two</li>", {"lists"}),
    "a link retargeted": ("http://a.b/c", "http://a.b/d", {"links"}),
    "a cell emptied": ("<td>Cell</td>", "<td></td>", {"words", "tables"}),
    "weight lost": ("<strong>weight</strong>", "weight", {"emphasis"}),
    "a film lost": ('<iframe src="https://www.youtube.com/embed/x"></iframe>', "", {"embeds"}),
}


@pytest.mark.parametrize(("whole", "damaged", "kinds"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_and_named(whole: str, damaged: str, kinds: set[str]) -> None:
    assert whole in WHOLE
    found = differences(inventory(WHOLE), inventory(WHOLE.replace(whole, damaged)))
    assert {difference.kind for difference in found} == kinds
    assert all(str(difference) for difference in found)


def test_a_difference_says_what_was_expected_and_what_was_found() -> None:
    (difference,) = differences(inventory("<p>a b c d</p>"), inventory("<p>a x y d</p>"))
    assert difference == Difference("words", "b c", "x y")
    assert str(difference) == "words: expected “b c”, found “x y”"
    assert str(Difference("links", "a", "")) == "links: missing “a”"
    assert str(Difference("links", "", "a\nb")) == "links: not expected “a ⏎ b”"
    assert len(str(Difference("words", "word " * 1000, ""))) < 300


def test_a_long_text_in_another_order_differs() -> None:
    words = [f"w{number}" for number in range(5000)]
    found = differences(inventory(" ".join(words)), inventory(" ".join(reversed(words))))
    assert [difference.kind for difference in found] == ["words"]


def test_a_word_lost_far_inside_a_long_text_is_named() -> None:
    words = [f"w{number}" for number in range(5000)]
    found = differences(inventory(" ".join(words)), inventory(" ".join([*reversed(words[1:2500]), *words[2501:]])))
    assert "w2500" in found[0].expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_there_are_differences_exactly_where_texts_differ(one: list[str], other: list[str]) -> None:
    found = differences(inventory(" ".join(one)), inventory(" ".join(other)))
    assert bool(found) == (one != other)
    missing = sum(len(difference.expected.split()) for difference in found)
    extra = sum(len(difference.found.split()) for difference in found)
    assert len(one) - missing == len(other) - extra
