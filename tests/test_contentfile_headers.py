"""Header lines, escapes, bodies, and files that are not what they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from sociable.contentfile import parse, read_text
from sociable.contentfile.headers import compose, escape, scan, unescape
from sociable.errors import ContentError
from tests.awkward import texts


@pytest.mark.parametrize(
    "text",
    [
        "Green shoots",
        "What's “new”?",
        "C:\\new\\table",
        "a: b; c, d",
        "#1 – 50 % off \\o/",
        "Über uns",
        "مرحبا\u200f!",
        "{{ x }}",
        "",
    ],
    ids=["words", "quotes", "backslashes", "separators", "marks", "umlaut", "arabic", "braces", "empty"],
)
def test_ordinary_text_is_written_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("two\nlines", "two\\u{a}lines"),
        (" both ends ", "\\u{20}both ends\\u{20}"),
        (" ", "\\u{20}"),
        ("a\u2028b\x85c", "a\\u{2028}b\\u{85}c"),
        ("evil\u202etxt.exe", "evil\\u{202e}txt.exe"),
        ("write \\u{a} for it", "write \\u{5c}u{a} for it"),
        ("\\\n", "\\\\u{a}"),
        ("nul\x00", "nul\\u{0}"),
    ],
    ids=[
        "newline",
        "spaces",
        "one space",
        "exotic line ends",
        "right to left",
        "an escape itself",
        "backslash before newline",
        "nul",
    ],
)
def test_what_a_line_cannot_hold_is_spelt(text: str, written: str) -> None:
    assert escape(text) == written
    assert unescape(written) == text


@pytest.mark.parametrize("written", ["\\u{110000}", "\\u{d800}", "\\u{xyz}", "\\u{1234567}", "\\n", "\\"])
def test_what_is_no_escape_stays_as_it_is(written: str) -> None:
    assert unescape(written) == written


def test_lone_surrogates_become_the_replacement_character_in_headers_and_bodies() -> None:
    text = compose(f"Title: {escape('a' + chr(0xD800))}\n", "b" + chr(0xDFFF))
    assert text.encode() == "Title: a\ufffd\n\nb\ufffd\n".encode()


@given(texts)
def test_any_text_survives_a_header_line(text: str) -> None:
    assert unescape(escape(text).strip()) == text
    assert len(escape(text).splitlines()) <= 1


@given(texts)
def test_any_text_survives_as_a_body(body: str) -> None:
    written = compose("Title: x\n", body)
    assert parse(written, "x.md").body == body
    assert written.endswith("\n")


@given(texts)
def test_any_text_survives_as_a_body_without_headers(body: str) -> None:
    assert parse(compose("", body), "x.md") == parse(f"\n{body}\n", "x.md")
    assert parse(compose("", body), "x.md").body == body


def test_headers_come_with_key_value_and_line() -> None:
    document = parse("Title:  A\\u{a}b \nOld-Slugs: x\n\nBody\n", "x.md")
    assert [(header.key, header.value, header.line) for header in document.headers] == [
        ("Title", "A\nb", 1),
        ("Old-Slugs", "x", 2),
    ]
    assert (document.body, document.body_line) == ("Body", 4)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("Title: x\n\n\n\nText", "\n\nText", 3),
        ("Title: x\n \t\nText\n", "Text", 3),
        ("\ufeffTitle: x\n\nText\n", "Text", 3),
        ("Title: x\r\n\r\nText\r\n", "Text\r", 3),
        ("Title: x", "", 2),
        ("\nStatus: published\n", "Status: published", 2),
        ("", "", 1),
    ],
    ids=[
        "blank lines stay",
        "blank with spaces",
        "byte order mark",
        "Windows",
        "headers alone",
        "body alone",
        "nothing",
    ],
)
def test_a_body_starts_after_the_first_blank_line(text: str, body: str, line: int) -> None:
    document = parse(text, "x.md")
    assert (document.body, document.body_line) == (body, line)


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("---\nTitle: x\n---\n\nText", 1, '"---" is no header', "without a fence"),
        ("Title: x\n    and more\n\nText", 2, '"and more" is no header', "Join it to the line above"),
        (
            "Title: x\nThe text starts here.\nAnd goes on.",
            2,
            '"The text starts here." is no header',
            "a blank line between",
        ),
    ],
    ids=["fence", "second line of a value", "no blank line"],
)
def test_a_line_that_is_no_header_is_one_problem_with_its_line(text: str, line: int, what: str, mend: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text, "x.md")
    [problem] = caught.value.problems
    assert (problem.path, problem.line, problem.what) == ("x.md", line, what)
    assert mend in problem.mend


def test_headers_below_a_stray_line_are_still_read() -> None:
    document, problems = scan("Title: x\nstray\nTags: y\n\nText\n", "x.md")
    assert [header.key for header in document.headers] == ["Title", "Tags"]
    assert [problem.line for problem in problems] == [2]


def test_a_message_shows_a_long_or_strange_line_shortened_on_one_line() -> None:
    with pytest.raises(ContentError) as caught:
        parse("x" * 500 + "\x1b[31m", "x.md")
    assert len(str(caught.value)) < 250
    with pytest.raises(ContentError, match=r"\\u\{1b\}"):
        parse("\x1b[31m", "x.md")


def test_a_file_is_read_as_it_is_but_for_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"\xef\xbb\xbfTitle: caf\xc3\xa9\r\n\r\nA\rB\r\n")
    assert read_text(file) == "Title: café\r\n\r\nA\rB\r\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_a_file_that_is_not_utf_8_is_refused_with_the_line(tmp_path: Path, mark: bytes) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(mark + b"Title: x\n\nIt\x92s not\n")
    with pytest.raises(ContentError) as caught:
        read_text(file, "content/x.md")
    [problem] = caught.value.problems
    assert (problem.path, problem.line, problem.mend) == ("content/x.md", 3, "Save the file as UTF-8.")
    assert "0x92" in problem.what
