"""What is shown of a post is what WordPress shows: by example, and held against a running WordPress's own pages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from sociable.errors import Problem
from sociable.markup.compare import Difference, differences, inventory
from sociable.markup.holes import close
from sociable.markup.sanitise import sanitise
from sociable.markup.wordpress import Surroundings, plain_title, render, render_comment
from sociable.model import Attachment, Post
from sociable.sources import wxr

NOTHING = Surroundings()


def shown(stored: str) -> str:
    return close(render(stored, NOTHING).html)


POSTS = {
    "paragraphs and type": ('"One"\ntwo\n\nthree...', "<p>&#8220;One&#8221;<br />\ntwo</p>\n<p>three&#8230;</p>\n"),
    "a caption alone": (
        '[caption width="9"]<img src="a"> "B"[/caption]',
        '<figure class="wp-caption alignnone"><img src="a"><figcaption>&#8220;B&#8221;</figcaption></figure>\n',
    ),
    "an escaped shortcode": ("[[gallery]]", "<p>[gallery]</p>\n"),
    "an unknown shortcode": ("[box]\n\nx\n\n[/box]", "<p>[box]</p>\n<p>x</p>\n<p>[/box]</p>\n"),
    "code": ('[code]\n"a"\n\n[gallery]\n[/code]', '<pre><code>"a"\n\n&#91;gallery]</code></pre>\n'),
    "a bare address": ("http://youtu.be/x", '<p><a class="embed" href="http://youtu.be/x">http://youtu.be/x</a></p>\n'),
    "smilies": ("good :) and :-( but :)x 8O", "<p>good \U0001f642 and \U0001f641 but :)x \U0001f62f</p>\n"),
    "smilies in code": ("<code> :) </code> ;)", "<p><code> :) </code> \U0001f609</p>\n"),
    "the P": ("Wordpress, (Wordpress", "<p>WordPress, (WordPress</p>\n"),
    "windows newlines": ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>\n"),
    "a second more tag": ("a<!--more-->b<!--more-->c", "<p>ab<!--more-->c</p>\n"),
    "a more tag with words": ("a\n\n<!--more Read on-->\n\nb", "<p>a</p>\n<p>b</p>\n"),
}


@pytest.mark.parametrize(("stored", "html"), POSTS.values(), ids=POSTS)
def test_a_post_is_shown_as_wordpress_shows_it(stored: str, html: str) -> None:
    assert shown(stored) == html


def test_a_post_goes_on_at_the_anchor_that_wordpress_puts_there() -> None:
    assert 'a <span id="more-7"></span> b' in render("a <!--more--> b", Surroundings(post=7)).html


def test_the_parts_of_a_post_are_marked_on_one_page() -> None:
    html = shown("<!--nextpage-->\none\n<!--nextpage-->\ntwo\n\n<!--nextpage-->\n\nthree")
    assert html == (
        '<p>one</p>\n\n<hr class="page-break" id="page-2" />\n<p>two</p>\n'
        '\n<hr class="page-break" id="page-3" />\n<p>three</p>\n'
    )
    assert sanitise(html).count('<hr class="page-break" id="page-') == 2


BLOCKS = {
    "static": (
        '<!-- wp:paragraph -->\n<p>"a"\nb</p>\n<!-- /wp:paragraph -->',
        ("\n<p>&#8220;a&#8221;\nb</p>\n"),
        (),
    ),
    "with attributes": ('<!-- wp:heading {"level":3} -->\n<h3>a</h3>\n<!-- /wp:heading -->', "\n<h3>a</h3>\n", ()),
    "a namespace": ("<!-- wp:x/y --><p>a</p><!-- /wp:x/y -->", "<p>a</p>", ()),
    "dynamic": (
        '<!-- wp:latest-posts /-->\n<!-- wp:latest-posts {"a":1} /-->',
        "\n",
        ("dynamic block wp:latest-posts (2 times)",),
    ),
    "another's dynamic one": ("<!-- wp:jetpack/form /-->", "", ("dynamic block wp:jetpack/form",)),
    "empty static ones": ("<!-- wp:paragraph /--><!-- wp:spacer /-->", "", ()),
    "the pattern of a list of posts": (
        "<!-- wp:query --><div><!-- wp:post-template --><p>No</p><!-- wp:post-title /--><!-- /wp:post-template --><p>Yes</p></div><!-- /wp:query -->",
        "<div><p>Yes</p></div>",
        ("dynamic block wp:post-template",),
    ),
    "a shortcode": (
        "<!-- wp:shortcode -->\n[caption width=9]<img src=a> b[/caption]\n<!-- /wp:shortcode -->",
        None,
        (),
    ),
    "social links": (
        '<!-- wp:social-links --><ul><!-- wp:social-link {"url":"github.com/x","service":"github"} /--></ul><!-- /wp:social-links -->',
        '<ul><li><a href="https://github.com/x">GitHub</a></li></ul>',
        (),
    ),
    "a nameless social link": ('<!-- wp:social-link {"service":"github"} /-->', "", ()),
    "broken attributes": ("<!-- wp:social-link {nonsense} /-->", "", ()),
    "a comment of another kind": ("<!-- wp is good --><p>a</p>", None, ()),
}


@pytest.mark.parametrize(("stored", "html", "notes"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_are_the_html_between_their_comments(stored: str, html: str | None, notes: tuple[str, ...]) -> None:
    rendered = render(stored, NOTHING)
    assert rendered.notes == notes
    assert html is None or close(rendered.html) == html
    assert "wp:" not in rendered.html


def test_unknown_shortcodes_are_named() -> None:
    assert render("[form to='a'] <code>[x y='z']</code> [caption]a[/caption] [sic]", NOTHING).notes == (
        "unknown shortcode [form]",
    )


COMMENTS = {
    "paragraphs and type": ('"a"\nb', "<p>&#8220;a&#8221;<br />\nb</p>\n"),
    "an address": (
        "see http://a.b/c_(d), or (http://e.f).",
        '<p>see <a href="http://a.b/c_(d)">http://a.b/c_(d)</a>, or (<a href="http://e.f">http://e.f</a>).</p>\n',
    ),
    "a host": ("at www.a.b.", '<p>at <a href="http://www.a.b">www.a.b</a>.</p>\n'),
    "an e-mail address": ("to a.b@c.example now", '<p>to <a href="mailto:a.b@c.example">a.b@c.example</a> now</p>\n'),
    "a link": ('<a href="http://a.b">http://a.b</a>', '<p><a href="http://a.b">http://a.b</a></p>\n'),
    "code": ("<code>http://a.b</code>", "<p><code>http://a.b</code></p>\n"),
    "a shortcode is no shortcode": ("[gallery]", "<p>[gallery]</p>\n"),
    "an address of another kind": ("javascript://a.b/c", "<p>javascript://a.b/c</p>\n"),
}


@pytest.mark.parametrize(("stored", "html"), COMMENTS.values(), ids=COMMENTS)
def test_a_comment_is_shown_as_wordpress_shows_it(stored: str, html: str) -> None:
    assert render_comment(stored) == html


TITLES = {
    "plain": ("It's here", "It’s here"),
    "with tags": ("A <em>fine</em> <b>day</b>", "A fine day"),
    "with references": ("R&amp;D &lt;3 &#8211; x", "R&D <3 – x"),
    "with a script": ("a<script>alert(1)</script>b", "ab"),
    "with white space": (" a \n b\t", "a b"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("stored", "text"), TITLES.values(), ids=TITLES)
def test_a_title_is_text(stored: str, text: str) -> None:
    assert plain_title(stored) == text


OTHERWISE = {
    "post-format-video-youtube": "an oEmbed that WordPress asked for",
    "post-format-video-wordpresstv": "an oEmbed that the captured site could not ask for",
    "blocks-embeds": "oEmbeds",
    "media-twitter-embeds": "an oEmbed",
    "post-format-audio": "the counter that WordPress adds to an audio file's address",
    "shortcode": "the same counter",
    "post-format-gallery-tiled": "a gallery in random order",
    "theme-block-category": "words inside a block that the captured page left out",
    "posts-lists": "headings inside a block that the captured page left out",
}
"""The public posts of the captured site whose rendering differs from WordPress's, each with the reason."""


def test_the_posts_of_a_running_site_are_shown_as_it_showed_them(legacy: Path) -> None:
    site = legacy / "wordpress-site"
    truth = json.loads((site / "truth.json").read_text(encoding="utf-8"))
    items = list(wxr.read(site / "wxr" / "re-export.all.xml", _ignore))
    stored = {item.id: item.body for item in items if isinstance(item, Post)}
    public = [post for post in truth["posts"] if post["public"]]
    surroundings = _surroundings(items)
    found: dict[str, tuple[Difference, ...]] = {}
    for post in public:
        ours = render(stored[post["id"]], surroundings(post["id"])).html
        found[post["slug"]] = differences(inventory(sanitise(post["html"])), inventory(sanitise(ours)))
    assert len(public) == 138
    assert {slug for slug, difference in found.items() if difference} == set(OTHERWISE)
    kinds = Counter(one.kind for difference in found.values() for one in difference)
    assert not kinds.keys() & {"code", "lists", "tables"}


def _ignore(problem: Problem) -> None:
    assert problem.level == "warning"


def _surroundings(items: list[object]):  # type: ignore[no-untyped-def]
    attachments = {item.id: item for item in items if isinstance(item, Attachment) and item.id is not None}

    def of(post: int) -> Surroundings:
        return Surroundings(attachments, tuple(one for one in attachments.values() if one.parent == post), post)

    return of
