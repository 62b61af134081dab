"""HTML becomes Markdown that shows the same; what Markdown can't say stays HTML; nothing is lost unseen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociable.markup.compare import differences, inventory
from sociable.markup.render import render
from sociable.markup.sanitise import sanitise
from sociable.markup.to_markdown import convert
from sociable.markup.wordpress import Surroundings, render_comment
from sociable.markup.wordpress import render as render_post
from sociable.model import Attachment, Post
from sociable.sources import wxr
from tests.fragments import TEXTS, fragments, texts

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WRITTEN = {
    "paragraphs": ("<p>a</p><p>b</p>", "a\n\nb"),
    "bare text": ("a <b>b</b>", "a **b**"),
    "emphasis": ("<p>a <em>b</em> <strong>c</strong> <del>d</del></p>", "a *b* **c** ~~d~~"),
    "emphasis in emphasis": ("<strong><em>a</em></strong> <em><strong>b</strong> c</em>", "**_a_** *__b__ c*"),
    "emphasis in a word": ("a<em>b</em>c", "a*b*c"),
    "emphasis with a space at its edge": ("a <em>b </em>c", "a *b* c"),
    "emphasis beside a sign in a word": ("a<em>(b)</em>c", "a<em>(b)</em>c"),
    "a break": ("<p>a<br>b</p>", "a\\\nb"),
    "headings": ("<h1>a</h1><h6>b<br>c #</h6>", "# a\n\n###### b<br>c \\#"),
    "a rule": ("a<hr>b", "a\n\n***\n\nb"),
    "a link": ('<a href="http://a.b/c">d</a>', "[d](http://a.b/c)"),
    "a link with a title": ('<a href="/x(y)" title=\'q "r"\'>d</a>', '[d](</x(y)> "q \\"r\\"")'),
    "a link with a class": ('<a class="embed" href="x">d</a> e', '<a class="embed" href="x">d</a> e'),
    "an image": ('<p>a <img src="b.jpg" alt="c [d]" title="e"></p>', 'a ![c \\[d\\]](b.jpg "e")'),
    "an image with a size": ('<p>a <img src="b.jpg" alt="c" width="9"></p>', 'a <img src="b.jpg" alt="c" width="9">'),
    "a lone image with a size": ('<p><img src="b.jpg" alt="c" width="9"></p>', '<p><img src="b.jpg" alt="c" width="9"></p>'),
    "code": ("<code>a`b</code> <code>`</code> <code>c</code>", "``a`b`` `` ` `` `c`"),
    "code over lines": ("a <code>b\n\tc</code>", "a <code>b&#10;&#9;c</code>"),
    "preformatted": ("<pre>a\n\n  b</pre>", "```\na\n\n  b\n```"),
    "a program": ('<pre><code class="language-css">a ``` b</code></pre>', "````css\na ``` b\n````"),
    "preformatted with elements": ("<pre>a\n\n<b>b</b></pre>", "<pre>a&#10;\n<strong>b</strong></pre>"),
    "a quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "a quotation with a source": ('<blockquote cite="x"><p>a</p></blockquote>', '<blockquote cite="x">\n<p>a</p>\n</blockquote>'),
    "a list": ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n\n- b\n\n  1. c"),
    "a tight list": ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
    "a numbered list": ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
    "a list in letters": ('<ol type="a"><li>a</li></ol>', '<ol type="a">\n<li>a</li>\n</ol>'),
    "two lists": ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n+ b"),
    "a list of paragraphs": ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
    "a table": ("<table><thead><tr><th>a</th><th>b|c</th></tr></thead><tbody><tr><td><b>d</b></td><td></td></tr></tbody></table>", "| a | b\\|c |\n| --- | --- |\n| **d** |  |"),
    "an aligned table": ("<table><thead><tr><th align=right>a</th></tr></thead><tbody><tr><td align=right>b</td></tr></tbody></table>", "| a |\n| --: |\n| b |"),
    "a table without headings": ("<table><tr><td>a</td></tr></table>", "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>"),
    "a class": ('<p class="alignleft">a</p>', '<p class="alignleft">a</p>'),
    "an anchor": ('<h2 id="x">a</h2>', '<h2 id="x">a</h2>'),
    "an abbreviation": ('<abbr title="a *b*">c*</abbr>', '<abbr title="a *b*">c\\*</abbr>'),
    "a figure": ("<figure><img src=a><figcaption>b</figcaption></figure>", '<figure><img src="a" alt="">\n<figcaption>b</figcaption>\n</figure>'),
    "nothing": ("<p> </p>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("html", "markdown"), WRITTEN.values(), ids=WRITTEN)
def test_html_is_written_as_markdown(html: str, markdown: str) -> None:
    conversion = convert(html)
    assert conversion.markdown == markdown
    assert conversion.differences == ()
    assert differences(inventory(sanitise(html)), inventory(render(markdown))) == ()


LOOKS_LIKE_MARKUP = (
    "# a", "## ", "#", "####### a", "- a", "-", "--- ", "***", "* * *", "+ a", "1. a", "12) a", "1986. A year.", "> a", "===",
    "```", "~~~", "    a", "*a*", "**a**", "_a_", "a_b_c", "~~a~~", "~a~", "`a`", "[a](b)", "![a](b)", "[a]: b", "[a][b]",
    "<b>", "<!-- a -->", "<http://a.b>", "&amp;", "&copy;", "&#65;", "a\\*", "\\", "a | b", "| a |", "|---|", ":--", "!",
    "{filename}a.md", "|filename|a.md", "{static}/a", "{{ a }}", "{% a %}", "Key: value", "Title: a", "---", "- [ ] a", "a[^1]",
    "http://a.b/c_d_e", "www.a.b", "a@b.c", "$a$", "^a^", "==a==", "5 < 6 > 4", "<3", "AT&T", "a*b*c", "2 * 3", "\\[a\\]",
    "[caption]a[/caption]", "::: a", "@a", "a  b",
)  # fmt: skip


@pytest.mark.parametrize("text", LOOKS_LIKE_MARKUP)
@pytest.mark.parametrize("around", ["{}", "a {} b", "a<br>{}<br>b", "<em>{}</em>", '<a href="x">{}</a>'])
def test_text_that_looks_like_markup_comes_out_as_text(text: str, around: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    html = f"<p>{around.format(escaped)}</p><ul><li>{escaped}</li></ul><h2>{escaped}</h2>"
    conversion = convert(html)
    assert conversion.kept_as_html == ()
    shown = BeautifulSoup(render(conversion.markdown), "html5lib")
    wanted = BeautifulSoup(html, "html5lib")
    for name in ("p", "li", "h2"):
        assert " ".join(shown.find(name).get_text(" ").split()) == " ".join(wanted.find(name).get_text(" ").split())


@MANY
@given(fragments)
def test_the_markdown_of_any_html_shows_what_the_html_shows(fragment: str) -> None:
    conversion = convert(fragment)
    assert differences(inventory(sanitise(fragment)), inventory(render(conversion.markdown))) == ()


@MANY
@given(st.lists(texts, min_size=1, max_size=5))
def test_a_paragraph_of_text_is_never_kept_as_html(parts: list[str]) -> None:
    conversion = convert("".join(f"<p>{part}</p>" for part in parts))
    assert conversion.kept_as_html == ()
    assert conversion.differences == ()


@MANY
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8).map("\n".join))
def test_code_comes_back_to_the_character(code: str) -> None:
    html = f"<pre>{code.replace('<br>', '')}</pre>"
    expected = BeautifulSoup(html, "html5lib").get_text().replace("\ufeff", "").strip("\n").rstrip()
    shown = BeautifulSoup(render(convert(html).markdown), "html5lib").get_text().strip("\n").rstrip()
    assert shown == expected


LOST = {
    "a picture in its address": (
        '<img src="data:image/png;base64,x" alt="b">',
        [("images", "data:image/png;base64,x")],
    ),
    "a link of another scheme": ("<p>a <a href='skype:b?call'>c</a></p>", [("links", "skype:b?call")]),
    "a frame in a link": ('<a href="http://a.b/"><iframe src="http://c.d/"></iframe></a>', [("embeds", "http://c.d/")]),
    "a program": ('<a href="javascript:alert(1)">a</a>', []),
    "a place holder of a late image": ('<img src="data:image/gif;base64,x" data-src="a.jpg">', []),
    "words about it": ("<code>&lt;img src=data:x&gt;</code>", []),
}


@pytest.mark.parametrize(("html", "lost"), LOST.values(), ids=LOST)
def test_what_cleaning_loses_is_listed(html: str, lost: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.expected) for one in convert(html).differences if not one.found] == lost


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 60_000, "<ul><li>a" * 30_000, "<blockquote>" * 30_000, "a " * 2_000_000, "[[[[" * 250_000, "((((" * 250_000,
        "****" * 250_000, "<b>*</b>" * 20_000, "<p>" * 60_000, "`" * 500_000, "<code>`</code>" * 20_000, "a<br>" * 50_000,
    ],
    ids=["divs", "lists", "quotations", "a line", "brackets", "parentheses", "stars", "bold stars", "paragraphs", "backticks", "code", "breaks"],
)  # fmt: skip
def test_hostile_html_is_converted_in_bounded_time(html: str) -> None:
    assert "<script" not in convert(html).markdown


EXPORTS = {
    # export: posts and pages, blocks kept as HTML by their first element
    "wxr/cc-labs.wordpress.2014-11-21.xml": (224, 40),
    "wxr/themeunittestdata.wordpress.xml": (79, 190),
    "wordpress-site/wxr/re-export.all.xml": (141, 604),
}


@pytest.mark.parametrize(("name", "posts", "most_html"), [(name, *counts) for name, counts in EXPORTS.items()])
def test_real_posts_lose_nothing(legacy: Path, name: str, posts: int, most_html: int) -> None:
    items = list(wxr.read(legacy / name, lambda problem: None))
    attachments = {item.id: item for item in items if isinstance(item, Attachment) and item.id is not None}
    kept: Counter[str] = Counter()
    bodies = [item for item in items if isinstance(item, Post)]
    for post in bodies:
        children = tuple(one for one in attachments.values() if one.parent == post.id)
        html = render_post(post.body, Surroundings(attachments, children, post.id)).html
        conversion = convert(html)
        assert conversion.differences == (), post.slug
        assert letters(render(conversion.markdown)) == letters(sanitise(html)), post.slug
        kept.update(block.partition(">")[0].partition(" ")[0] for block in conversion.kept_as_html)
        for comment in post.comments:
            shown = render_comment(comment.body)
            said = convert(shown)
            assert said.differences == (), comment.id
            assert letters(render(said.markdown)) == letters(shown), comment.id
    assert len(bodies) == posts
    assert kept.total() <= most_html, kept


def letters(html: str) -> str:
    """The text without white space, by a parser that shares no code with ours."""
    soup = BeautifulSoup(html, "html5lib")
    for unread in soup(["script", "style"]):
        unread.decompose()
    return "".join(soup.get_text().split())
