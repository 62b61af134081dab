"""The Markdown of an archive is CommonMark with two extensions, and comes out clean."""

from __future__ import annotations

import pytest

from sociable.markup.render import render

SHOWN = {
    "a paragraph": ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
    "a table": (
        "| a |\n| --- |\n| b |",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>",
    ),
    "an aligned cell": (
        "| a |\n| :-: |",
        '<table>\n<thead>\n<tr>\n<th class="has-text-align-center">a</th>\n</tr>\n</thead>\n</table>',
    ),
    "struck out": ("~~a~~", "<p><del>a</del></p>"),
    "a hard break": ("a\\\nb", "<p>a<br>b</p>"),
    "a fence": ("```css\na  b\n\n\tc\n```", '<pre><code class="language-css">a  b\n\n\tc</code></pre>'),
    "html": (
        '<figure class="wp-caption">\n<img src="a.jpg">\n</figure>',
        '<figure class="wp-caption"><img src="a.jpg" alt=""></figure>',
    ),
    "html in a line": ('a <abbr title="b">c</abbr>', '<p>a <abbr title="b">c</abbr></p>'),
    "quotes stay straight": ("\"a\" -- 'b'...", "<p>\"a\" -- 'b'...</p>"),
    "a bare address stays text": ("http://a.b", "<p>http://a.b</p>"),
    "a footnote sign stays text": ("a[^1]", "<p>a[^1]</p>"),
    "a script": ("<script>alert(1)</script>\n\na", "<p>a</p>"),
    "a script address": ("[a](javascript:alert(1))", "<p>a</p>"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("markdown", "html"), SHOWN.values(), ids=SHOWN)
def test_markdown_is_shown(markdown: str, html: str) -> None:
    assert render(markdown) == html


@pytest.mark.parametrize(
    "markdown",
    [
        "[[[[" * 250_000,
        "((((" * 250_000,
        "****" * 250_000,
        "> " * 50_000,
        "- " * 20_000,
        "word " * 2_000_000,
        "<div>" * 60_000,
        "`" * 300_000,
        "![" * 200_000,
        "| a " * 100_000,
    ],
    ids=["brackets", "parentheses", "stars", "quotations", "lists", "one line", "divs", "backticks", "images", "cells"],
)
def test_hostile_markdown_is_shown_in_bounded_time(markdown: str) -> None:
    assert "<script" not in render(markdown)
