"""The short way to prove Markdown says yes only where the long way says yes, and nearly always says something."""

from __future__ import annotations

import pytest
from fragments import fragments
from hypothesis import HealthCheck, given, settings

from sociable.markup import to_markdown
from sociable.markup.compare import inventory_of
from sociable.markup.echo import echoed
from sociable.markup.markdown_blocks import blocks_of
from sociable.markup.render import raw
from sociable.markup.sanitise import tidy
from sociable.markup.to_markdown import convert
from sociable.markup.tree import Element, read


def tidied(html: str) -> list[Element]:
    root = read(html)
    tidy(root)
    return blocks_of(root.children)


USUAL = {
    "paragraphs": '<p>One &amp; "two"<br>three</p><p><em>a</em> <a href="/x?a=1&amp;b=2" title="t &quot;u&quot;">b</a></p>',
    "headings and rules": "<h2>A</h2><hr><h6>B <code>c &lt; d</code></h6>",
    "lists": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol start=3><li>d</li></ol>",
    "a list with paragraphs": "<ul><li><p>a</p><p>b</p></li><li>c</li></ul>",
    "a quotation": "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>",
    "code": "<pre>a\n\n  b &lt;c&gt;</pre><pre><code class='language-js'>d\n</code></pre>",
    "code with elements": "<pre>a<br>b <strong>c</strong></pre>",
    "a table": "<table><thead><tr><th>a</th><th align=right>b</th></tr></thead><tr><td>c</td><td align=right>d</td></tr></table>",
    "what stays HTML": "<figure><img src='a.jpg' alt='b'><figcaption>c</figcaption></figure><dl><dt>d</dt><dd>e</dd></dl>",
    "a picture": "<p><img src='a.jpg' alt='b &quot;c&quot;' title='d'> e\xa0f</p>",
}


@pytest.mark.parametrize("html", USUAL.values(), ids=USUAL)
def test_what_people_write_is_proved_the_short_way(html: str) -> None:
    assert echoed(raw(convert(html).markdown), tidied(html)) is not None


OTHER = {
    "another word": ("<p>a</p>", "<p>b</p>"),
    "another element": ("<p><em>a</em></p>", "<p><strong>a</strong></p>"),
    "another address": ('<p><a href="/a">b</a></p>', '<p><a href="/b">b</a></p>'),
    "a block more": ("<p>a</p>", "<p>a</p><p>b</p>"),
    "a space in code": ("<pre>a b</pre>", "<pre><code>a  b\n</code></pre>"),
    "a language of code": ("<pre>a</pre>", '<pre><code class="language-js">a\n</code></pre>'),
    "an attribute that closes early": (
        '<p><a href="/a" title="x&quot; y">b</a></p>',
        '<p><a href="/a" title="x" y">b</a></p>',
    ),
    "a tag that is not closed": ("<p>a</p>", "<p>a"),
    "a tag closed twice": ("<p>a</p>", "<p>a</p></p>"),
    "tags crossed": ("<p><em><del>a</del></em></p>", "<p><em><del>a</em></del></p>"),
    "a new line between words": ("<p>a<em>b</em></p>", "<p>a\n<em>b</em></p>"),
    "a comment": ("<p>a</p>", "<p>a</p><!-- x -->"),
    "an item's paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a b</li></ul>"),
    "alignment": (
        "<table><tr><th>a</th></tr></table>",
        '<table><tbody><tr><th align="right">a</th></tr></tbody></table>',
    ),
}


@pytest.mark.parametrize(("html", "shown"), OTHER.values(), ids=OTHER)
def test_what_is_not_plainly_the_same_is_left_to_the_long_way(html: str, shown: str) -> None:
    assert echoed(shown, tidied(html)) is None


@settings(suppress_health_check=list(HealthCheck), max_examples=200)
@given(fragments)
def test_the_long_way_agrees(fragment: str) -> None:
    blocks = tidied(fragment)
    shown = raw(convert(fragment).markdown)
    short = echoed(shown, blocks)
    if short is not None:
        long = to_markdown._parsed(shown)
        assert to_markdown._same(blocks, long)
        assert inventory_of(short) == inventory_of(long)
