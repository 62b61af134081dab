"""The sanitiser's answer, known beforehand: always the same as the sanitiser's own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sociable.markup import shortcut
from sociable.markup.render import raw
from sociable.markup.sanitise import sanitise
from sociable.markup.shortcut import sanitised
from tests.fragments import fragments, texts

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = ("word", "two words", "“so”", "’tis", "é", "&amp;", "&lt;b&gt;", "&quot;said&quot;", "10%", "(x)", "😀", "'")
ODD_WORDS = (
    "&#38;", "&nbsp;", "&amp;quot;", "\xa0", "  ", " ", "\n", "\t", "\u200b", "\ufeff", "\x85", "\x00", "\u2028",
    "&copy;", "&", ">", "href=htp://x", "src=http://#", "“http://a.b", "background", "url(http://a.b/c)", '"',
)  # fmt: skip
LINKS = tuple(
    f'<a href="{address}">'
    for address in (
        "http://a.example/", "https://a.example/b/c_d.html?e=f&amp;g=%20#h", "http://a.example", "http://a.example?q",
        "http://a", "http://a..b/", "http://a.example/é", "http://a.example/%2", "http://a.example/http://b.c/", "#x",
        "/b", "javascript:x", "HTTP://a.example/", "http://a.example/b c", "http://a.example/&quot;", "http://#a",
        "htp://a.example/", "http://a.example/#é", "http://a.example:80/", "http://a.example/b?c?d", "mailto:a@b.c",
    )
)  # fmt: skip
TAGS = (
    "<p>", "</p>\n", "<h2>", "</h2>\n", "<em>", "</em>", "<strong>", "</strong>", "<code>", "</code>", "</a>", "<li>",
    "</li>\n", "<ul>\n", "</ul>\n", "<ol>\n", "</ol>\n", "<blockquote>\n", "</blockquote>\n", "<hr />\n", "<br />\n",
    '<p id="x">', "<del>", "</del>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<!-- ", "-->", "<b>",
    '<a id="y">', '<img src="http://a.example/b.jpg" alt="" />', "<div>", "</div>", "<span>", "</span>", '<a href="',
    "<pre><code>", "</code></pre>\n", "<svg>", "<style>", '<ol start="3">\n', "</br>", "<P>", "<dd>", "</dd>", "<dt>",
    "</dt>", "<a name=\"x\" href='y'>", "<ins>", "</ins>", "<figcaption>", "</figcaption>", "<option>", "</option>",
)  # fmt: skip

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
odd = words | st.sampled_from(ODD_WORDS)


def _inline(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    content = st.lists(children, min_size=1, max_size=3)
    glued = st.sampled_from(["", " ", "<br />\n"]).flatmap(lambda glue: content.map(glue.join))
    tags = st.sampled_from(["<em>", "<strong>", "<code>", "<del>", "<span>", *LINKS])
    return st.tuples(tags, glued).map(lambda parts: f"{parts[0]}{parts[1]}</{parts[0][1:-1].partition(' ')[0]}>")


lines = st.lists(st.recursive(words | words | odd, _inline, max_leaves=6), min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from([" ", "", "<br />\n"]).map(lambda glue: glue.join(parts))
)
paragraphs = lines.map(lambda line: f"<p>{line}</p>\n")
blocks = st.one_of(
    paragraphs,
    paragraphs,
    st.tuples(st.integers(1, 6), lines).map(lambda part: f"<h{part[0]}>{part[1]}</h{part[0]}>\n"),
    st.lists(lines, max_size=3).map(lambda items: "<ul>\n" + "".join(f"<li>{one}</li>\n" for one in items) + "</ul>\n"),
    st.lists(paragraphs, max_size=2).map(lambda parts: "<blockquote>\n" + "".join(parts) + "</blockquote>\n"),
    st.just("<hr />\n"),
)
mixed = st.lists(blocks | blocks | fragments | fragments.map(lambda one: sanitise(one) + "\n"), max_size=5)
loose = st.lists(st.sampled_from([*TAGS, *LINKS, *WORDS, *ODD_WORDS]), max_size=14)
markdown = st.lists(texts | fragments | st.sampled_from(["word\\\n", "**a** *b*", "\n\n"]), max_size=8)


@MANY
@given(mixed.map("".join))
@example("<p>a</p>\n<span>&nbsp;</span>\n<p>b</p>\n")
@example("<span>&nbsp;</span>\n<p>b</p>\n")
@example('<p>a</p>\n<h2 id="a">b</h2>\n<p>c</p>\n<p><a href="#a">d</a></p>\n<p id="a">e</p>\n')
@example("<p>href=http://#b</p>\n<p>htp://c</p>\n<p><a href='HTP://c'>d</a></p>\n")
def test_blocks_among_any_html_come_out_as_from_the_sanitiser(html: str) -> None:
    assert sanitised(html) == sanitise(html)


@MANY
@given(loose.map("".join))
@example("<p>a</p>\n<b><p>b</p>\n")
@example("<p>a</p>\n<!-- <p>b</p>\n-->")
@example('<p>a</p>\n<div title="<p>b</p>\n"></div>')
def test_tags_in_any_order_come_out_as_from_the_sanitiser(html: str) -> None:
    assert sanitised(html) == sanitise(html)


@MANY
@given(markdown.map("\n\n".join) | markdown.map("".join) | st.text())
def test_what_the_engine_writes_comes_out_as_from_the_sanitiser(text: str) -> None:
    html = raw(text)
    assert sanitised(html) == sanitise(html)


KNOWN = {
    "words": "<p>It’s &quot;so&quot; &amp; so.</p>\n",
    "stress and links": '<p><em>a</em> <strong>b <code>c</code></strong> <a href="http://d.e/f?g&amp;h">i</a></p>\n',
    "a link that is stressed": '<p><strong><a href="https://a.example/b">c</a></strong></p>\n',
    "lines": "<p>a<br />\nb</p>\n<hr />\n<p>c</p>\n",
    "headings": "<h1>a</h1>\n<h6>b</h6>\n",
    "lists and quotations": "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<blockquote>\n<p>c</p>\n<p>d</p>\n</blockquote>\n",
}


@pytest.mark.parametrize("html", KNOWN.values(), ids=KNOWN)
def test_the_usual_needs_no_sanitiser(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = sanitise(html)
    monkeypatch.setattr(shortcut, "sanitise", None)
    assert sanitised(html) == expected


def test_only_what_is_unusual_goes_to_the_sanitiser(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(shortcut, "sanitise", lambda html: asked.append(html) or sanitise(html))
    odd_one = '<figure><img src="a.jpg" alt=""></figure>\n'
    assert sanitised(f"<p>a</p>\n{odd_one}<p>b</p>\n") == f"<p>a</p>\n{odd_one}<p>b</p>"
    assert asked == [odd_one]
