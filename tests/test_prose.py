"""Bodies made fit to stand in a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.prose import prose
from sociable.markup.sanitise import sanitise

PLAIN = "<p>Words with <em>stress</em>, a &lt;tag&gt; &amp; “quotes”.</p>\n<ul><li>One</li></ul>"

CASES = {
    "words stay as they are": (PLAIN, PLAIN),
    "text without any tag": ("a &lt; b", "a &lt; b"),
    "a table gets a box that the keyboard can scroll": (
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        '<div class="scroller" tabindex="0" role="group" aria-label="Table">'
        "<table><tbody><tr><td>1</td></tr></tbody></table></div>",
    ),
    "a table in a table gets none of its own": (
        "<table><tbody><tr><td><table><tbody><tr><td>1</td></tr></tbody></table></td></tr></tbody></table>",
        '<div class="scroller" tabindex="0" role="group" aria-label="Table"><table><tbody><tr><td>'
        "<table><tbody><tr><td>1</td></tr></tbody></table></td></tr></tbody></table></div>",
    ),
    "a header cell without words is no header": (
        '<table><thead><tr><th scope="col"> </th><th scope="col">B</th></tr></thead></table>',
        '<div class="scroller" tabindex="0" role="group" aria-label="Table"><table><thead><tr><td> </td>'
        '<th scope="col">B</th></tr></thead></table></div>',
    ),
    "code can be scrolled by keyboard": (
        '<pre><code class="language-python">a &lt; b</code></pre>',
        '<pre tabindex="0" role="group" aria-label="Code"><code class="language-python">a &lt; b</code></pre>',
    ),
    "so can what is set as it stands": (
        '<pre class="verse">A poem</pre>',
        '<pre class="verse" tabindex="0" role="group" aria-label="Preformatted text">A poem</pre>',
    ),
    "a table that has a name gives it to its box": (
        '<table aria-label="Posts"><tbody><tr><td>1</td></tr></tbody></table>',
        '<div class="scroller" tabindex="0" role="group" aria-label="Posts"><table aria-label="Posts"><tbody><tr>'
        "<td>1</td></tr></tbody></table></div>",
    ),
    "headings that fit stay": ("<h2>A</h2><h3>B</h3><h2>C</h2>", "<h2>A</h2><h3>B</h3><h2>C</h2>"),
    "headings follow the page's own, none left out": (
        "<h1>A</h1><h4>B</h4><h3>C</h3><h6>D</h6><h2>E</h2>",
        "<h2>A</h2><h3>B</h3><h3>C</h3><h4>D</h4><h3>E</h3>",
    ),
    "headings of one level stay on one level": ("<h4>A</h4><h5>B</h5><h4>C</h4>", "<h2>A</h2><h3>B</h3><h2>C</h2>"),
    "a heading without words is none": ("<h2> </h2><h3>A</h3>", "<div> </div><h2>A</h2>"),
    "a heading that is a picture is one": ('<h2><img src="/a.png" alt="A"></h2>', '<h2><img src="/a.png" alt="A"></h2>'),
    "a picture that is not held says so": (
        '<img src="/gone.jpg" alt="Our stand" width="300" class="alignleft">',
        '<span class="missing" data-told="Picture not held: Our stand"><img src="/gone.jpg" alt="Our stand"></span>',
    ),
    "a link around one keeps its name and its words": (
        '<a href="/x" aria-label="gone.jpg"><img src="/gone.jpg" alt=""></a>',
        '<a href="/x" aria-label="gone.jpg">'
        '<span class="missing" data-told="Picture not held"><img src="/gone.jpg" alt=""></span></a>',
    ),
    "a picture on another host is a link to it": (
        '<img src="https://other.example/a.png?x=1&amp;y=2" alt="A &amp; B">',
        '<span class="missing"><a href="https://other.example/a.png?x=1&amp;y=2">'
        "Picture on other.example: A &amp; B</a></span>",
    ),
    "a link around a picture keeps its name": (
        '<a href="/x" aria-label="a.png"><img src="/a.png" alt=""></a>',
        '<a href="/x" aria-label="a.png"><img src="/a.png" alt=""></a>',
    ),
    "and words within a link": (
        '<a href="/x"><img src="//other.example/a.png" alt=""></a>',
        '<a href="/x"><span class="missing">Picture on other.example</span></a>',
    ),
    "a size of a picture on another host is not asked for": (
        '<img src="/a.png" srcset="/a.png 1x, https://other.example/b.png 2x" alt="A">',
        '<img src="/a.png" alt="A">',
    ),
    "film that is held plays, with no picture from elsewhere": (
        '<video src="/a.mp4" controls="" poster="https://other.example/p.png"></video>',
        '<video src="/a.mp4" controls=""></video>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_a_body_is_made_fit(given: str, expected: str) -> None:
    assert prose(given, missing={"/gone.jpg"}) == expected


def test_headings_of_a_comment_stand_below_the_conversations() -> None:
    assert prose("<h1>A</h1><h2>B</h2>", below=2) == "<h3>A</h3><h4>B</h4>"


def test_no_heading_is_deeper_than_six() -> None:
    assert prose("".join(f"<h{level}>A</h{level}>" for level in range(1, 7)), below=3).count("<h6>") == 4


def test_ids_of_several_bodies_are_kept_apart_and_links_follow() -> None:
    body = '<p id="fn:1">Note <a href="#fn:1">1</a> <a href="#fn%3A1">2</a> <a href="#comment-2">3</a></p>'
    assert prose(body, prefix="c7-") == (
        '<p id="c7-fn:1">Note <a href="#c7-fn:1">1</a> <a href="#c7-fn:1">2</a> <a href="#comment-2">3</a></p>'
    )


NAMES = st.sampled_from(["p", "h1", "h3", "h5", "a", "pre", "table", "td", "th", "em", "ul", "li", "div"])
TEXTS = st.sampled_from(["", " ", "Words", "a &lt; b", "&amp;amp; more", "“x”", '<img src="/a.png">', "<br>", "<hr>"])
BODIES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda name, children: f'<{name} id="i" href="#i">{"".join(children)}</{name}>',
        NAMES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(BODIES)
def test_no_word_is_lost_and_every_element_ends(body: str) -> None:
    shown = prose(body)
    assert BeautifulSoup(shown, "html.parser").get_text() == BeautifulSoup(body, "html.parser").get_text()
    assert len(re.findall(r"<(?!/|img|br|hr)", shown)) == shown.count("</")


def test_what_is_inert_stays_inert(hostile: Path) -> None:
    vectors = [json.loads(line) for line in (hostile / "xss_vectors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(vectors) > 800
    for vector in vectors:
        body = sanitise(vector["payload"])
        for tag in BeautifulSoup("<body>" + prose(body, missing={"x"}, prefix="c-"), "html5lib").body.find_all(True):
            assert tag.name not in {"script", "style", "iframe", "base", "meta", "form"}
            assert not [key for key in tag.attrs if key.startswith("on") or key in {"style", "srcdoc"}]
            addresses = [str(tag.get(key, "")) for key in ("href", "src", "poster", "srcset")]
            assert not [
                one for one in addresses if re.match(r"[\0- ]*(?:javascript|data|vbscript):", one, re.IGNORECASE)
            ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tbody><tr><th>" * 20_000 + "</th></tr></tbody></table>" * 20_000,
        '<a href="x' * 100_000,
        "<p " + "a " * 200_000,
    ],
    ids=["60,000 elements deep", "attributes that never end", "a tag that never ends"],
)
def test_time_is_linear_in_the_body(html: str) -> None:
    assert len(prose(html)) >= len(html)
