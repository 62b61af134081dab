"""Markup that is nearly XML becomes XML where only one reading is possible, and stays as it is otherwise."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.sources.tally import Tally
from sociable.sources.wellformed import mend


def mended(text: str, piece: int = 1 << 18) -> tuple[str, list[str]]:
    tally = Tally()
    pieces = [text[at : at + piece] for at in range(0, len(text), piece)]
    result = "".join(mend(pieces, tally))
    return result, [f"{problem.line}: {problem.what}" for problem in tally.problems("")]


def text_of(xml: str) -> str:
    return "".join(ElementTree.fromstring(xml).itertext())


WELL_FORMED = [
    "<a>text</a>",
    "<a><![CDATA[x & y < z ]] > ]]></a>",
    "<a><![CDATA[one]]><![CDATA[two]]>\n<!-- note --></a>",
    "<a><![CDATA[split ]]]]><![CDATA[> end]]></a>",
    "<a><![CDATA[]]></a>",
    "<a b='&lt;' c=\"x > y ]]> '\">&amp;&lt;&gt;&quot;&apos;&#233;&#xe9;</a>",
    "<a><!-- & < ]]> <![CDATA[ --><?php if (1 < 2 && 3) ?><b/></a>",
    "<!DOCTYPE rss>\n<a/>",
    "<é_ü.x-1>漢字</é_ü.x-1>",
    "<a><![CDATA[<a><![CDATA[]]></a>",
]


@pytest.mark.parametrize("piece", [1, 2, 7, 1 << 18])
@pytest.mark.parametrize("xml", WELL_FORMED)
def test_what_is_well_formed_means_the_same_afterwards(xml: str, piece: int) -> None:
    result, warnings = mended(xml, piece)
    assert (text_of(result), warnings) == (text_of(xml), [])
    assert result == xml


MENDED = [
    pytest.param("<a><![CDATA[x ]]> y]]></a>", "x ]]> y", id="one end inside"),
    pytest.param("<a><![CDATA[]]>]]></a>", "]]>", id="nothing but an end"),
    pytest.param(
        "<a><![CDATA[p <![CDATA[ q ]]> r <![CDATA[ s ]]>]]></a>", "p <![CDATA[ q ]]> r <![CDATA[ s ]]>", id="nested"
    ),
    pytest.param("<a><![CDATA[x ]]> <b>y</b> ]]> z\n]]>\n</a>", "x ]]> <b>y</b> ]]> z\n\n", id="with markup after it"),
    pytest.param("<a><![CDATA[x ]]> y ]]]]><![CDATA[> z]]></a>", "x ]]> y ]]> z", id="escaped and not"),
    pytest.param("<a><![CDATA[x]]]></a>", "x]", id="a bracket before the end"),
    pytest.param("<a>x ]]> y</a>", "x ]]> y", id="an end in plain text"),
    pytest.param("<a>Q & A &&amp; &, &x y;</a>", "Q & A && &, &x y;", id="bare ampersands"),
    pytest.param("<a>&nbsp;&eacute;&mdash;&bogus;&NewLine;</a>", "\xa0é—&bogus;\n", id="characters named as in HTML"),
    pytest.param("<a>a < b, 2 <= 3, <3, <</a>", "a < b, 2 <= 3, <3, <", id="bare less-than signs"),
    pytest.param("<a>&#0;&#x1F;&#xFFFE;&#x110000;&#99999999;x</a>", "x", id="references to no character"),
    pytest.param("<a>&#55356;&#57138; &#xD83C;&#XDF32; &#xD83C;!</a>", "🌲 🌲 !", id="references to surrogates"),
    pytest.param("<a>&#X41;</a>", "A", id="a capital X in a reference"),
    pytest.param("<a><b c='x & y' d=\"&nbsp;&quot;&QUOT;\"/>&</a>", "&", id="in attributes"),
]


@pytest.mark.parametrize("piece", [1, 3, 1 << 18])
@pytest.mark.parametrize(("broken", "text"), MENDED)
def test_what_has_one_reading_is_mended(broken: str, text: str, piece: int) -> None:
    result, _ = mended(broken, piece)
    assert text_of(result) == text
    assert result.count("\n") == broken.count("\n")


def test_an_attribute_is_mended_without_ending_early() -> None:
    result, _ = mended('<a b="x & &quot;y&quot; &QUOT; &nbsp; > z"/>')
    assert ElementTree.fromstring(result).attrib == {"b": 'x & "y" " \xa0 > z'}


def test_each_mended_line_is_reported() -> None:
    _, warnings = mended("<a>\n<b>&</b>\n<c><![CDATA[x\n]]> y]]></c>\n<d>&nbsp;&nbsp;\n< ]]></d>\n<e>&#2;</e></a>")
    assert warnings == [
        "2: '&', '<' or ']]>' stood unescaped: kept as text (3, lines 2 and 6)",
        "4: ']]>' stood unescaped in a CDATA section: kept as text (1, line 4)",
        "5: characters were named as in HTML: replaced by the characters themselves (2, line 5)",
        "7: references to what is no character: removed, or joined where two stood for one character (1, line 7)",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "<a><b></a>",
        "<a>x <b and y</a>",
        "<a><b c=d></a>",
        "<a><![CDATA[never ended</a>",
        "<a><!-- never ended</a>",
        "<a></b></a>",
        "<a><b c='&'",
    ],
)
def test_what_has_no_one_reading_still_is_no_xml(broken: str) -> None:
    result, _ = mended(broken)
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(result)


def test_a_section_never_swallows_the_elements_after_its_own() -> None:
    xml = "<a><t><![CDATA[one]]> and</t><t><![CDATA[two ]]> & ]]></t><t><![CDATA[three]]></t></a>"
    result, _ = mended(xml)
    assert [element.text for element in ElementTree.fromstring(result)] == ["one and", "two ]]> & ", "three"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["& ", "&nbsp;", "<3 ", "x ]]> ", "a < b\n"])
def test_megabytes_of_broken_text_in_one_element_are_mended(unit: str) -> None:
    result, _ = mended(f"<a>{unit * 200_000}</a>")
    assert text_of(result) == unit.replace("&nbsp;", "\xa0") * 200_000


def test_megabytes_of_sections_in_one_element_are_read_as_they_are() -> None:
    sections = "<![CDATA[a]]>t" * 100_000
    result, _ = mended(f"<a>{sections}</a>&")
    assert result == f"<a>{sections}</a>&amp;"


@pytest.mark.slow
def test_megabytes_of_unescaped_ends_in_one_section_are_mended() -> None:
    result, _ = mended(f"<a><![CDATA[{']]> ' * 300_000}]]></a>")
    assert text_of(result) == "]]> " * 300_000


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff", min_codepoint=32)), st.integers(1, 9))
def test_any_text_written_without_escaping_into_a_section_comes_back(text: str, piece: int) -> None:
    if "</a" in text or "<![CDATA[" in text or "<!--" in text:
        return
    result, _ = mended(f"<a><![CDATA[{text}]]></a>", piece)
    assert text_of(result) == text


@given(st.text("<>&;]![CDATA-#x1/a'\"= \n"), st.integers(1, 9))
def test_the_size_of_the_pieces_does_not_matter(text: str, piece: int) -> None:
    assert mended(f"<a>{text}</a>", piece) == mended(f"<a>{text}</a>")


@given(st.text("<>&;]![CDATA-#x1/a'\"= \n"))
def test_mending_what_was_mended_changes_nothing(text: str) -> None:
    once, _ = mended(f"<a>{escape(text)}</a>")
    assert mended(once) == (once, [])
