"""Quotes, dashes and dots are shown as WordPress shows them."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.markup.texturize import texturize

TYPED = {
    "double quotes": ('"Hello," she said.', "“Hello,” she said."),
    "single quotes": ("'Hello,' she said.", "‘Hello,’ she said."),
    "an apostrophe": ("it's the council's", "it’s the council’s"),
    "a quote in a quote": ("\"'Yes,' they said\"", "“‘Yes,’ they said”"),
    "quotes after brackets": ('("a") ["b"] {"c"}', "(“a”) [“b”] {“c”}"),
    "a quote after a dash": ('-"a"', "-“a”"),
    "a year": ("the class of '99 and '99s", "the class of ’99 and ’99s"),
    "a decade in quotes": ("'the '90s'", "‘the ’90s’"),
    "a year that ends a quotation": ("'Woodstock '69'", "‘Woodstock ’69’"),
    "a number in quotes": ("'0.42' and \"42\"", "‘0.42’ and “42”"),
    "a clipped word": ("'tis 'twas 'em", "’tis ’twas ’em"),
    "feet and inches": ("6' tall and 7\" wide", "6′ tall and 7″ wide"),
    "a quotation that ends with a number": ('"about 3"', "“about 3”"),
    "a quotation with inches in it": ('"a 9" disc"', "“a 9″ disc”"),
    "only a single quote": ("' ", "‘ "),
    "double backticks": ("``quoted''", "“quoted”"),
    "an ellipsis": ("wait...", "wait…"),
    "two dashes between words": ("a -- b", "a — b"),
    "two dashes in a word": ("a--b", "a–b"),
    "three dashes": ("a---b", "a—b"),
    "a dash between words": ("a - b", "a – b"),
    "a hyphen": ("well-known", "well-known"),
    "a Punycode name": ("xn--abc", "xn--abc"),
    "a trade mark": ("Name (tm) here", "Name ™ here"),
    "a multiplication": ("9x9 and 10x5.5", "9×9 and 10×5.5"),
    "a hexadecimal number": ("0x9", "0x9"),
    "a size with a unit": ("1024x768px", "1024x768px"),
    "a word with an x": ("a9x9 x9 9x", "a9x9 x9 9x"),
    "a chain of numbers": ("2x3x4", "2x3x4"),
    "a number after a comma": ("b1,2x3", "b1,2×3"),
    "an ampersand": ("R&D &amp; AT&T;", "R&D & AT&T;"),
    "a no-break space counts as space": ("&nbsp;'a'\xa0\"b\"", "\xa0‘a’\xa0“b”"),
    "text between tags is looked at alone, as WordPress does": (
        'say "<b>a</b>" or "<b>b</b>".',
        "say “<b>a</b>” or “<b>b</b>“.",
    ),
}


@pytest.mark.parametrize(("typed", "shown"), TYPED.values(), ids=TYPED)
def test_what_was_typed_is_shown_in_type(typed: str, shown: str) -> None:
    assert html.unescape(texturize(typed)) == shown


LITERAL = {
    **{name: f"<{name}>\"a\" -- 'b'...</{name}>" for name in ("pre", "code", "kbd", "style", "script", "tt")},
    "code inside pre": "<pre><code>'a'</code> 'b'</pre>",
    "an attribute": """<a title="it's" href='x--y'>z</a>""",
    "a comment": "<!-- \"a\" -- 'b' ... -->",
    "a comment that never ends": "<!-- \"a\" -- 'b'",
    "a known shortcode": "[caption id=\"a\" width='1x2']",
    "an escaped shortcode": '[[caption id="a--b"]]',
    "code as a shortcode": "[code]'a' -- \"b\"[/code]",
    "a tag that never ends": "<a title='\"x",
}


@pytest.mark.parametrize("text", LITERAL.values(), ids=LITERAL)
def test_what_is_no_prose_stays(text: str) -> None:
    assert texturize(text, {"caption", "code"}) == text


def test_after_code_prose_goes_on() -> None:
    assert html.unescape(texturize("<code>'a'</code> 'b'")) == "<code>'a'</code> ‘b’"


def test_an_unknown_shortcode_is_prose() -> None:
    assert html.unescape(texturize('[other id="a"]')) == "[other id=”a”]"


def test_a_lone_ampersand_in_a_tag_is_escaped_as_wordpress_does() -> None:
    assert texturize('<a href="?a=1&b=2&amp;c">x</a>') == '<a href="?a=1&#038;b=2&amp;c">x</a>'


@settings(deadline=None)
@given(st.text("ab9x '\"-.,&;<>/[]`(tm)\n\xa0"))
def test_letters_and_digits_stay_as_they_are(text: str) -> None:
    def letters(one: str) -> str:
        shown = html.unescape(one).replace("×", "x").replace("™", "tm")
        return "".join(character for character in shown if character.isalnum())

    assert letters(texturize(text)) == letters(text)


@pytest.mark.parametrize(
    "text",
    [
        "1,2," * 50_000 + "3x4",
        "'" * 100_000,
        '"1' * 50_000,
        "[caption " * 30_000,
        "<" * 100_000,
        "-" * 99_999,
        "&" * 99_999,
    ],
    ids=["numbers", "single quotes", "double quotes", "shortcodes", "tags", "dashes", "ampersands"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert len(texturize(text, {"caption"})) <= 8 * len(text)
