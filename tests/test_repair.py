"""Bytes that are not what they claim to be become text in which no letter is lost and no line is moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociable.errors import SourceError
from sociable.sources import repair
from sociable.sources.tally import Tally

UTF_8 = b'<?xml version="1.0" encoding="UTF-8" ?>\n'


@pytest.fixture
def read(tmp_path: Path):
    """Read bytes as a file and return its text and its warnings as ``line: what`` strings."""

    def read_bytes(data: bytes) -> tuple[str, list[str]]:
        path = tmp_path / "export.xml"
        path.write_bytes(data)
        tally = Tally()
        text = "".join(repair.texts(path, tally))
        return text, [f"{problem.line}: {problem.what}" for problem in tally.problems("export.xml")]

    return read_bytes


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(UTF_8 + "<rss>é – 漢字 🌲</rss>\n".encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + UTF_8 + "<rss>é – 漢字 🌲</rss>\n".encode(), id="UTF-8 with a byte order mark"),
        pytest.param('<?xml version="1.0"?>\n<rss>é – 漢字 🌲</rss>\n'.encode(), id="no encoding named"),
        pytest.param('<?xml version="1.0" encoding="UTF-16"?>\n<rss>é – 漢字 🌲</rss>\n'.encode("utf-16"), id="UTF-16"),
        pytest.param('<?xml version="1.0"?>\n<rss>é – 漢字 🌲</rss>\n'.encode("utf-16-be"), id="UTF-16 without a mark"),
        pytest.param('<?xml version="1.0"?>\n<rss>é – 漢字 🌲</rss>\n'.encode("utf-32"), id="UTF-32"),
        pytest.param(
            "<?xml version='1.0' encoding='gb18030'?>\n<rss>é – 漢字 🌲</rss>\n".encode("gb18030"), id="GB 18030"
        ),
    ],
)
def test_text_in_the_encoding_it_names_is_read_without_a_warning(read, data: bytes) -> None:
    assert read(data) == ("\n<rss>é – 漢字 🌲</rss>\n", [])


@pytest.mark.parametrize(
    ("name", "codec", "text"),
    [
        ("ISO-8859-1", "cp1252", "café – “quoted” £5"),
        ("windows-1252", "cp1252", "café – “quoted” £5"),
        ("ISO-8859-2", "iso8859-2", "Łódź"),
        ("windows-1251", "cp1251", "Привет"),
        ("Shift_JIS", "shift_jis", "日本語"),
        ("ISO-2022-JP", "iso2022_jp", "日本語"),
        ("EUC-KR", "euc_kr", "한국어"),
    ],
)
def test_a_legacy_encoding_is_read_as_declared(read, name: str, codec: str, text: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?>'.encode() + f"\n<rss>{text}</rss>".encode(codec)
    assert read(data) == (f"\n<rss>{text}</rss>", [])


def test_windows_1252_bytes_in_a_utf_8_file_keep_their_letters(read) -> None:
    data = UTF_8 + "naïve – “a”\n".encode() + "caf\xe9 \x93quoted\x94 \x80".encode("latin-1") + "\nfiancée\n".encode()
    text, warnings = read(data)
    assert text == "\nnaïve – “a”\ncafé “quoted” €\nfiancée\n"
    assert warnings == ["3: lines with bytes that are not UTF-8: those bytes were read as Windows-1252 (1, line 3)"]


def test_both_encodings_may_stand_in_one_line(read) -> None:
    text, warnings = read(UTF_8 + b"caf\xc3\xa9 and caf\xe9")
    assert (text, len(warnings)) == ("\ncafé and café", 1)


@pytest.mark.parametrize("name", ["ISO-8859-1", "windows-1252", "US-ASCII"])
def test_utf_8_is_recognised_though_a_single_byte_encoding_is_named(read, name: str) -> None:
    text, warnings = read(f'<?xml version="1.0" encoding="{name}"?>\nplain\ncafé – 漢字\n'.encode())
    assert text == "\nplain\ncafé – 漢字\n"
    assert warnings == ["3: lines that hold UTF-8, though the file names another encoding: read as UTF-8 (1, line 3)"]


@pytest.mark.parametrize(
    "name", ["windows-1251", "Shift_JIS", "UTF-16", "UCS-2", "klingon", "rot13", "base64", "idna", "unicode_escape"]
)
def test_utf_8_is_recognised_though_an_encoding_is_named_that_it_cannot_be(read, name: str) -> None:
    text, warnings = read(f'<?xml version="1.0" encoding="{name}"?>\ncafé – 漢字'.encode())
    assert text == "\ncafé – 漢字"
    assert warnings == ["1: the file names an encoding that is unknown or not its own: read as UTF-8 (1, line 1)"]


def test_a_utf_16_mark_before_narrow_text_is_left_out(read) -> None:
    text, warnings = read(b"\xff\xfe" + UTF_8 + b"<rss/>")
    assert text == "\n<rss/>"
    assert len(warnings) == 3


def test_bytes_that_a_legacy_encoding_does_not_have_refuse_the_file_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(b'<?xml version="1.0" encoding="Shift_JIS"?>\n\x93\xfa\n\n\xff\xff\xff')
    with pytest.raises(SourceError, match=r"export\.xml:4: not all bytes are shift_jis"):
        list(repair.texts(path, Tally()))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.xml: cannot be read: No such file"):
        list(repair.texts(tmp_path / "none.xml", Tally()))


def test_an_emoji_in_cesu_8_becomes_one_character(read) -> None:
    text, _ = read(UTF_8 + b"tree \xed\xa0\xbc\xed\xbc\xb2, aqu\xed")
    assert text == "\ntree 🌲, aquí"


def test_forbidden_characters_are_removed_and_their_lines_reported(read) -> None:
    text, warnings = read(UTF_8 + "a\0b\n\nc\x0b\x08d\ttab\x7f\x85\n\ufffe\uffffe\n".encode())
    assert text == "\nab\n\ncd\ttab\x7f\x85\ne\n"
    assert warnings == ["2: lines with characters that XML forbids: those were removed (3, lines 2, 4 and 5)"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_one_line_feed(read, ending: str) -> None:
    text, warnings = read(ending.join(["<rss>", "", "é", "\x01", "</rss>"]).encode())
    assert text == "<rss>\n\né\n\n</rss>"
    assert warnings == ["4: lines with characters that XML forbids: those were removed (1, line 4)"]


@pytest.mark.parametrize(
    ("before", "warning"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf", ""),
        (b"\n\n  ", "blank space"),
        (b"\xef\xbb\xbf\xef\xbb\xbf", "blank space"),
        (b"\r\n\xef\xbb\xbf", "blank space"),
        (b"<br />\n<b>Warning</b>:  Undefined index in <b>x.php</b>\n", "text that is not XML"),
    ],
)
def test_what_stands_before_the_declaration_is_left_out_and_no_line_moves(read, before: bytes, warning: str) -> None:
    text, warnings = read(before + UTF_8 + b"<rss/>")
    assert text.strip("\n") == "<rss/>"
    assert text.count("\n") == before.count(b"\n") + 1
    assert [warning in found for found in warnings] == ([True] if warning else [])


def test_a_declaration_shown_inside_the_document_is_part_of_it(read) -> None:
    data = b'<rss><![CDATA[<?xml version="1.0"?>]]></rss>'
    assert read(data) == (data.decode(), [])


@pytest.mark.parametrize("size", [repair.PIECE - 1, repair.PIECE, repair.PIECE + 1])
@pytest.mark.parametrize("tail", ["é".encode(), "🌲".encode(), b"\r\nx", b"caf\xe9", b"\xed\xa0\xbc\xed\xbc\xb2"])
def test_no_character_and_no_line_end_is_split_where_two_pieces_meet(read, size: int, tail: bytes) -> None:
    whole, _ = read(tail)
    for cut in range(len(tail) + 1):
        text, _ = read(b"a" * (size - cut) + tail)
        assert text == "a" * (size - cut) + whole


def test_ten_megabytes_without_an_ascii_byte_are_read(read) -> None:
    text, warnings = read("é".encode() * 5_000_000)
    assert (len(text), text[0], text[-1], warnings) == (5_000_000, "é", "é", [])


@pytest.mark.parametrize(("data", "text"), [(b"\xe9", "é"), (b"\xe9 ", "é "), (b"\xc3\xa9\xe9", "éé"), (b"a\0", "a")])
def test_megabytes_of_what_must_be_mended_in_one_line_are_read(read, data: bytes, text: str) -> None:
    found, warnings = read(data * 1_000_000)
    assert (found == text * 1_000_000, len(warnings)) == (True, 1)


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_come_out_as_text_without_forbidden_characters_or_as_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.xml"
    path.write_bytes(data)
    try:
        text = "".join(repair.texts(path, Tally()))
    except SourceError:
        return
    assert not any(ord(letter) < 32 and letter not in "\t\n" for letter in text)
    assert not any("\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff" for letter in text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff\ufeff<", min_codepoint=32)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_clean_utf_8_comes_out_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "clean.xml"
    path.write_text(f"<rss>{text}", encoding="utf-8")
    tally = Tally()
    assert "".join(repair.texts(path, tally)) == f"<rss>{text}"
    assert tally.problems("") == []
