"""The parts that read a page of text: days, the lines around a post, titles, and the shapes of its prose."""

from __future__ import annotations

import pytest

from sociable.sources.text_extract import days, entry, prose, titles
from sociable.sources.text_extract.lines import Line


def lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("July 11, 2010", "2010-07-11T00:00:00+00:00"),
        ("Friday, 24 September 2010", "2010-09-24T00:00:00+00:00"),
        ("September 19th, 2013", "2013-09-19T00:00:00+00:00"),
        ("Monday Oct202014", "2014-10-20T00:00:00+00:00"),
        ("January 3, 2012 at 12:05 am", "2012-01-03T00:05:00+00:00"),
        ("01/02/2014", None),
        ("February 30, 2012", None),
        ("May we ask?", None),
    ],
)
def test_a_day_is_read_if_it_can_be_only_one(text: str, day: str | None) -> None:
    found = days.read(text)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "categories", "tags", "lost", "comments"),
    [
        ("Posted in Leadership, Social Media | 1 Comment", ("Leadership", "Social Media"), (), 0, 1),
        ("Posted in publishing | Tagged , , , | Leave a comment", ("publishing",), (), 4, 0),
        ("Tags: , | No Comments | 0 Likes", (), (), 2, 0),
        ("Categories Reading Tags crowdsourcing, guide", ("Reading",), ("crowdsourcing", "guide"), 0, None),
        ("This entry was posted in Bins and tagged . Bookmark the permalink.", ("Bins",), (), 1, None),
        ("Filed under: Bins Tagged: tea", ("Bins",), ("tea",), 0, None),
    ],
)
def test_a_line_below_a_post_says_how_it_was_filed(
    text: str, categories: tuple[str, ...], tags: tuple[str, ...], lost: int, comments: int | None
) -> None:
    found = entry.below(Line(1, text))
    assert found is not None
    assert (found.categories, found.tags, found.lost_tags, found.comments) == (categories, tags, lost, comments)


@pytest.mark.parametrize("text", ["Categories are hard", "Posted in haste, regretted later.", "Tags:", "Words."])
def test_prose_is_not_taken_for_a_line_below_a_post(text: str) -> None:
    assert entry.below(Line(1, text)) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("by Dan Lee", ("Dan Lee",)),
        ("By Ann Fox, Raj Rao and Jo Park", ("Ann Fox", "Raj Rao", "Jo Park")),
        ("by GUEST EDITOR Ann Fox", ("Ann Fox",)),
        ("by hand", None),
        ("By the sea we sat", None),
    ],
)
def test_a_byline_names_people_and_nothing_else(text: str, names: tuple[str, ...] | None) -> None:
    found = entry.byline(Line(1, text))
    assert (found and found.authors) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A title of four\xa0words", True),
        ("Two words", False),
        ("Anne’s\xa0comment\xa0states:", False),
        ("A sentence " * 20 + "with\xa0one", False),
    ],
)
def test_a_title_shows_by_its_one_no_break_space(text: str, expected: bool) -> None:
    assert titles.is_marked(Line(1, text)) is expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("One.\nTwo.\n\nThree.", "<p>One.<br>Two.</p>\n<p>Three.</p>", id="paragraphs"),
        pytest.param(
            "  1. a\n    • b\n  2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", id="lists in lists"
        ),
        pytest.param("  • a\n\n\n  • b", "<ul><li>a</li></ul>\n<ul><li>b</li></ul>", id="two lists"),
        pytest.param("  3. a\n  4. b", '<ol start="3"><li>a</li><li>b</li></ol>', id="a list that starts later"),
        pytest.param(
            "a\t\tb\nc\t\td",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>",
            id="a table",
        ),
        pytest.param("\tone\n\ttwo", "<pre>\tone\n\ttwo</pre>", id="text whose spaces count"),
        pytest.param("> one\n> two", "<blockquote><p>one<br>two</p></blockquote>", id="a quotation"),
        pytest.param("1. January was wet", "<p>1. January was wet</p>", id="a number is no list"),
        pytest.param("a < b & c\xa0d", "<p>a &lt; b &amp; c d</p>", id="text is text"),
    ],
)
def test_prose_keeps_the_shape_it_shows(text: str, html: str) -> None:
    assert prose.to_html(lines(text)) == html
