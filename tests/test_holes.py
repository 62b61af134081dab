"""What only the running site could show is marked, and taken from where readers saw it."""

from __future__ import annotations

import pytest

from sociable.markup.holes import close, fill, hole, kinds, notes
from sociable.markup.wordpress import Surroundings, render

LATEST = hole("block core/latest-posts", "")
FORM = hole("shortcode form", "[form]")
TUBE = hole("embed https://a.example/x", '<a class="embed" href="https://a.example/x">https://a.example/x</a>')

MARKED = {
    "a dynamic block": ("<!-- wp:latest-posts /-->", ("block core/latest-posts",)),
    "another's block": ("<!-- wp:jetpack/map /-->", ("block jetpack/map",)),
    "a list of posts": (
        "<!-- wp:query --><!-- wp:post-template --><!-- wp:post-title /--><!-- /wp:post-template --><!-- /wp:query -->",
        ("block core/post-template",),
    ),
    "both tags of a shortcode": ('[box a="b"]text[/box]', ("shortcode box", "shortcode box")),
    "an address on a line": ("https://a.example/[x]", ("embed https://a.example/[x]",)),
    "an address that is embedded": (
        "[embed]https://a.example/x?a=1&amp;b=2[/embed]",
        ("embed https://a.example/x?a=1&b=2",),
    ),
    "code": ("<code>[box a='b']</code>", ()),
    "an attribute": ('<a title="[box a=1]" href="/x">y</a> [box a="b"]', ("shortcode box",)),
    "nothing": ("text", ()),
}


@pytest.mark.parametrize(("stored", "expected"), MARKED.values(), ids=MARKED)
def test_what_only_the_site_could_show_is_marked(stored: str, expected: tuple[str, ...]) -> None:
    assert kinds(render(stored, Surroundings()).html) == expected


FILLED = {
    "a block between paragraphs": (
        f"<p>One, two.</p>{LATEST}<p>Three.</p>",
        '<p>One, two.</p><ul class="wp-block-latest-posts"><li><a href="/a">A</a></li></ul><p>Three.</p>',
        '<p>One, two.</p><ul class="wp-block-latest-posts">\n<li><a href="/a">A</a></li>\n</ul><p>Three.</p>',
    ),
    "other typography": (
        f"<p>It&#8217;s &#8220;one&#8221;&#8230;</p>{LATEST}<p>two</p>",
        '<p>It\'s "one"...</p><p>new</p><p>TWO</p>',
        "<p>It&#8217;s &#8220;one&#8221;&#8230;</p><p>new</p><p>two</p>",
    ),
    "wrapped otherwise": (
        f"<p>one</p>{LATEST}<p>two</p>",
        "<div><div><p>one</p></div><div><p>new</p><p>two</p></div></div>",
        "<p>one</p><p>new</p><p>two</p>",
    ),
    "at both ends": (
        f"{LATEST}<p>one two three</p>{FORM}",
        "<h2>First</h2><p>one two three</p><p>last <b>word</b></p>",
        "<h2>First</h2><p>one two three</p><p>last <b>word</b></p>",
    ),
    "inside a sentence": (f"<p>one, {FORM} two</p>", "<p>one, <b>new</b> two</p>", "<p>one, <b>new</b> two</p>"),
    "inside a sentence, without markup": (f"<p>one {FORM} two</p>", "<p>one (new) two</p>", "<p>one (new) two</p>"),
    "signs on both sides": (f"<p>one ({FORM}), two</p>", "<p>one (new), two</p>", "<p>one (new), two</p>"),
    "side by side": (
        f"<p>one</p>{LATEST}{FORM}<p>two</p>",
        "<p>one</p><p>new</p><p>more</p><p>two</p>",
        "<p>one</p><p>new</p>\n<p>more</p><p>two</p>",
    ),
    "spaces and signs in it": (
        f"<p>one</p>{LATEST}<p>two</p>",
        "<p>one</p><a href='/a'>A</a> <a href='/b'>B</a> &amp; <br> <b>C</b><p>two</p>",
        '<p>one</p><a href="/a">A</a> <a href="/b">B</a> &amp; <br> <b>C</b><p>two</p>',
    ),
    "a picture beside it": (
        f'<p><img src="/x/a-300x200.jpg" alt=""></p>{LATEST}<p>two</p>',
        '<p><img src="../a.jpg" alt=""></p><p>new</p><p>two</p>',
        '<p><img src="/x/a-300x200.jpg" alt=""></p><p>new</p><p>two</p>',
    ),
    "smilies as pictures": (
        f"<p>one \U0001f642</p>{LATEST}<p>two</p>",
        '<p>one <img class="wp-smiley" src="s.png" alt=":)"></p><p>new</p><p>two</p>',
        "<p>one \U0001f642</p><p>new</p><p>two</p>",
    ),
    "nothing was shown": (f"<p>one</p>{FORM}<p>two</p>", "<p>one</p><p>two</p>", "<p>one</p><p>two</p>"),
    "a player": (
        f"<p>one</p>{TUBE}<p>two</p>",
        '<p>one</p><iframe src="https://a.example/embed/x"></iframe><p>two</p>',
        '<p>one</p><iframe src="https://a.example/embed/x"></iframe><p>two</p>',
    ),
    "the same words before and after": (
        f"<p>read more</p><p>one two three</p>{LATEST}<p>read more</p>",
        "<p>read more</p><p>one two three</p><p>new</p><p>read more</p>",
        "<p>read more</p><p>one two three</p><p>new</p><p>read more</p>",
    ),
    "other holes far away": (
        f"<p>one {FORM} two</p><p>three four</p>{LATEST}<p>five six</p>",
        "<p>one 1 two</p><p>three four</p><p>2</p><p>five six</p>",
        "<p>one 1 two</p><p>three four</p><p>2</p><p>five six</p>",
    ),
}


@pytest.mark.parametrize(("marked", "shown", "html"), FILLED.values(), ids=FILLED)
def test_a_hole_is_filled_with_what_stands_between_the_same_neighbours(marked: str, shown: str, html: str) -> None:
    filled = fill(marked, shown)
    assert (filled.html.split(), filled.open) == (html.split(), ())
    assert filled.filled == kinds(marked)


OPEN = {
    "the neighbours are others": (f"<p>one</p>{LATEST}<p>two</p>", "<p>three</p><p>new</p><p>four</p>"),
    "one neighbour is another": (f"<p>one</p>{LATEST}<p>two</p>", "<p>one</p><p>new</p><p>four</p>"),
    "the neighbours stand there twice": (f"<p>a</p>{LATEST}<p>a</p>", "<p>a</p><p>a</p><p>new</p><p>a</p>"),
    "an address that was not shown": (f"<p>one</p>{TUBE}<p>two</p>", "<p>one</p><p>two</p>"),
    "nothing is known": (f"<p>one</p>{LATEST}", "  "),
}


@pytest.mark.parametrize(("marked", "shown"), OPEN.values(), ids=OPEN)
def test_a_hole_whose_filling_is_in_doubt_stays_open(marked: str, shown: str) -> None:
    filled = fill(marked, shown)
    assert (filled.html, filled.filled, filled.open) == (marked, (), kinds(marked))


def test_what_stays_open_shows_what_can_be_said_without_the_site() -> None:
    assert close(f"<p>a {FORM} {TUBE}</p>{LATEST}") == (
        '<p>a [form] <a class="embed" href="https://a.example/x">https://a.example/x</a></p>'
    )


def test_what_stays_open_is_named_once() -> None:
    assert notes(kinds(f"{LATEST}{FORM}{LATEST}{hole('block x/y', '')}{TUBE}")) == (
        "dynamic block wp:latest-posts (2 times)",
        "unknown shortcode [form]",
        "dynamic block wp:x/y",
        "embedded from elsewhere, of which only the address is known: https://a.example/x",
    )


def test_long_texts_are_put_side_by_side_in_time() -> None:
    words = [f"<p>{at} {'word ' * 20}</p>" for at in range(2000)]
    shown = "".join((*words[:1000], "<p>new</p>", *words[1000:]))
    assert fill("".join((*words[:1000], LATEST, *words[1000:])), shown).html == shown
