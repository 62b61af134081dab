"""Typography is typogrify's, only sooner done."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typogrify.filters import process_ignores, smartypants, widont

from plugins.typography import typography

SET = {
    "quotation marks": ('<p>"It\'s so"</p>', "<p>&#8220;It&#8217;s&nbsp;so&#8221;</p>"),
    "marks of their own": ("<p>'<em>a</em>'</p>", "<p>&#8216;<em>a</em>&#8217;</p>"),
    "dashes and ellipses": ("<p>a -- b...</p>", "<p>a &#8212;&nbsp;b&#8230;</p>"),
    "code": ('<p>"a" <code>"b"</code></p>', '<p>&#8220;a&#8221; <code>"b"</code></p>'),
    "an attribute": ('<p><a title="it\'s">a</a></p>', '<p><a title="it\'s">a</a></p>'),
    "nothing to set": ("<p>word</p>", "<p>word</p>"),
}
SIGNS = (
    "'", '"', "'s", "'80s", "a", "word", " ", " ", "\n", "\t", "\xa0", "\x0b", "\u2003", ".", ",", "(", "[", "-", "--",
    "---", "...", ". . .", "``", "''", "`", "\\", '\\"', "&quot;", "&nbsp;", "&mdash;", "&#8212;", "&#x2014;", "9", "s",
    "S", "é", "_", "“", "<em>", "</em>", "<p>", "</p>", '<a title="it\'s -- \'so\'">', "</a>", "<br>", "<kbd>", "</kbd>",
    "<code>", "</code>", "<pre>", "</pre>", "<!-- a", "-->", "<", ">", "<script>", "</script>", "don't", '"so"',
)  # fmt: skip


def by_typogrify(html: str) -> str:
    return "".join(widont(smartypants(part)) if touchable else part for part, touchable in process_ignores(html))


@pytest.mark.parametrize(("html", "expected"), SET.values(), ids=SET)
def test_a_text_is_set(html: str, expected: str) -> None:
    assert typography(html) == expected


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=16).map("".join) | st.text("\"' \n\xa0ab9s.,-([<>&;"))
@example("''a'' 'b' \"c\"")
@example('"<em>a</em>" \'')
def test_any_text_is_set_as_by_typogrify(html: str) -> None:
    assert typography(html) == by_typogrify(html)
