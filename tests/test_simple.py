"""Simple blocks come to the same as strings as they do by way of a tree."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import bodies
from sociable.markup import to_markdown
from sociable.markup.plain import Simple
from sociable.markup.simple import cut
from sociable.markup.to_markdown import convert
from sociable.markup.wordpress import Surroundings, render, render_comment
from sociable.model import Post
from sociable.sources import wxr

NOTHING = Surroundings({}, (), 1)


def by_tree(html: str) -> to_markdown.Conversion:
    return to_markdown._converted(html)


def simple(html: str) -> list[str | None]:
    """The Markdown of each part that is simple, ``None`` for each other."""
    parts = cut(html)
    assert parts is not None
    return [part.markdown if isinstance(part, Simple) else None for part in parts]


SIMPLE = {
    "words": ("<p>Some words.</p>", "Some words."),
    "typographic signs": ("<p>It&#8217;s &#8220;so&#8221; &#8211; 5 &#215; 6&#8230;</p>", "It’s “so” – 5 × 6…"),
    "ampersand": ("<p>R&amp;D &#038; Q, &amp;amp; as text</p>", "R&D & Q, \\&amp; as text"),
    "signs below and above": ("<p>a &lt;b&gt; c</p>", "a \\<b> c"),
    "a reference as text": ("<p>a &amp;#038; b</p>", "a \\&#038; b"),
    "link": ('<p>See <a href="http://x.example/?a=1&amp;b=2">this</a>.</p>', "See [this](http://x.example/?a=1&b=2)."),
    "emphasis": ("<p>So <em>very</em> <strong>much</strong>, <em>yes</em></p>", "So *very* **much**, *yes*"),
    "line break": ("<p>one<br />\ntwo</p>", "one\\\ntwo"),
    "heading": ("<h3>A heading #</h3>", "### A heading \\#"),
    "what Markdown would read": ("<p>1. *not* a [list] `or` _so_</p>", "1\\. \\*not\\* a \\[list] \\`or\\` \\_so\\_"),
    "a list": ("<ul>\n<li>one</li>\n\t<li>two <em>so</em></li>\n</ul>", "- one\n- two *so*"),
    "a list in numbers": ('<ol class="wp-block-list"><li>- one</li>\n<li>two</li></ol>', "1. \\- one\n2. two"),
    "a quotation": ("<blockquote>\n<p>one<br />\n- <em>two</em></p>\n</blockquote>", "> one\\\n> \\- *two*"),
    "list signs": ("<p>- a<br />\n# b</p>", "\\- a\\\n\\# b"),
}


@pytest.mark.parametrize(("html", "markdown"), SIMPLE.values(), ids=SIMPLE.keys())
def test_what_is_simple_is_written_as_by_its_tree(html, markdown):
    assert simple(html) == [markdown]
    assert convert(html) == by_tree(html)


OTHER = {
    "attribute": '<p class="x">a</p>',
    "white space twice": "<p>a  b</p>",
    "space at the edge": "<p>a </p>",
    "no-break space": "<p>a\u00a0b</p>",
    "no-break reference": "<p>a&nbsp;b</p>",
    "bare ampersand": "<p>a&b</p>",
    "reference without end": "<p>a&amp b</p>",
    "emphasis in a link": '<p><a href="http://x.example/"><em>a</em></a></p>',
    "empty": "<p></p>",
    "relative link": '<p><a href="/x/">a</a></p>',
    "ampersand in an address": '<p><a href="http://x.example/?a=1&copy=2">a</a></p>',
    "address no browser opens": '<p><a href="http://">a</a></p>',
    "program": '<p><a href="javascript:alert(1)">a</a></p>',
    "embed": '<p><a class="embed" href="http://x.example/">a</a></p>',
    "image": '<p><img src="http://x.example/a.png" alt="a"></p>',
    "break at the edge": "<p><br />\na</p>",
    "first heading": "<h1>a</h1>",
    "list of paragraphs": "<ul><li><p>a</p></li></ul>",
    "list in a list": "<ul><li>a<ul><li>b</li></ul></li></ul>",
    "second list": "<ul><li>a</li></ul><ul><li>b</li></ul>",
    "list behind what becomes one": "<div><ul><li>a</li></ul></div><ul><li>b</li></ul>",
    "numbered from two": '<ol start="2"><li>a</li></ol>',
    "two paragraphs in a quotation": "<blockquote><p>a</p><p>b</p></blockquote>",
}


@pytest.mark.parametrize("html", OTHER.values(), ids=OTHER.keys())
def test_what_is_not_simple_goes_by_its_tree_and_its_neighbours_do_not(html):
    whole = f"<p>One.</p>\n{html}\n<p>Two.</p>"
    assert simple(whole) == ["One.", None, "Two."]
    assert convert(whole) == by_tree(whole)


UNCUT = {
    "tag without end": "<p>a</p><div><p>b</p>",
    "end without tag": "<p>a</p></div><p>b</p>",
    "crossed": "<p>a</p><p><em>b</p></em>",
    "text between": "<p>a</p>b<p>c</p>",
    "script": "<p>a</p><script>b</script>",
    "comment": "<p>a</p><!-- b --><p>c</p>",
    "sign in a value": '<p>a</p><div title="<p>b</p>">c</div>',
    "upper case": "<p>a</p><DIV>b</DIV>",
    "ids apart": '<h2 id="x">a</h2><p>b</p><h2 id="x">c</h2>',
    "a link to an id": '<p><a href="#x">a</a></p><p>b</p><h2 id="x">c</h2>',
}


@pytest.mark.parametrize("html", UNCUT.values(), ids=UNCUT.keys())
def test_what_reaches_beyond_its_block_is_not_cut(html):
    assert cut(html) is None
    assert convert(html) == by_tree(html)


PIECES = st.sampled_from(
    "<p> </p> <p>a</p> <h2>b</h2> <div> </div> <em>c</em> <strong> </strong> <a_href='x'> </a> <br_/>\n <br> <ul> </ul>"
    " <li>d</li> <hr> word ** _ # - 1. &amp; &#8217; & &nbsp; [x]: http://x.example/ <pre>e</pre> <blockquote>"
    " </blockquote> <p>-_f</p> <p>1._g</p> <p>===</p> <table> </table> <!-- --> <img_src='http://x.example/i.png'>".split(
        " "
    )
)


@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " ", "\n"]))
def test_any_heap_of_markup_comes_to_the_same(pieces, between):
    html = between.join(pieces).replace("_", " ")
    assert convert(html) == by_tree(html)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<&"), max_size=30), max_size=4))
def test_any_words_come_to_the_same(texts):
    html = "\n".join(f"<p>{text}</p>" for text in texts)
    assert convert(html) == by_tree(html)


@pytest.mark.parametrize("write", [bodies.classic, bodies.blocks])
def test_posts_are_mostly_simple_and_come_to_the_same(write):
    chance = random.Random(1)
    for number in range(1, 60):
        html = render(write(number, chance), NOTHING).html
        assert any(simple(html))
        assert convert(html) == by_tree(html)


@pytest.mark.parametrize("name", ["cc-labs.wordpress.2014-11-21.xml", "themeunittestdata.wordpress.xml"])
def test_real_bodies_come_to_the_same(legacy, name):
    for post in wxr.read(legacy / "wxr" / name, lambda problem: None):
        if isinstance(post, Post):
            texts = [render(post.body, NOTHING).html, *(render_comment(each.body) for each in post.comments)]
            for html in texts:
                assert convert(html) == by_tree(html), post.id
