"""Read the text of an XML file whose bytes are not quite what they claim to be.

What comes out is text that an XML parser can take as UTF-8, with the same lines as the file (a line ends at LF,
CR LF or CR, which all become LF, as XML 1.0 § 2.11 has it). What is mended on the way is noted:

* bytes that are not UTF-8 in a file that says it is, are read as Windows-1252, the encoding that WordPress sites
  mixed in most; emoji stored as two surrogates (CESU-8) become the one character they are;
* a declaration that names the wrong encoding loses against bytes that are valid UTF-8, as browsers' do for
  ``iso-8859-1``, which they too read as Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels);
* characters that XML 1.0 § 2.2 forbids (control characters, U+FFFE, U+FFFF) are removed: none of them is a letter;
* what stands before the XML declaration (blank lines, a second byte order mark, warnings printed by PHP) is left out.

UTF-16, UTF-32 and the legacy encodings of the web are read as declared. Text that was encoded twice (``Ã©``) before
it was exported is well-formed and stays as it is. Markup is not looked at here: see ``wellformed``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Problem, SourceError
from sociable.sources.tally import Kind, Tally

PIECE = 1 << 18  # bytes read at once

CONTROL = Kind("lines with characters that XML forbids: those were removed")
WINDOWS_1252 = Kind(
    "lines with bytes that are not UTF-8: those bytes were read as Windows-1252",
    "Look whether the words there are right.",
)
UTF_8 = Kind(
    "lines that hold UTF-8, though the file names another encoding: read as UTF-8",
    "Look whether the words there are right.",
)
UNKNOWN_ENCODING = Kind("the file names an encoding that is unknown or not its own: read as UTF-8")
BEFORE_DECLARATION = Kind("the file starts with blank space before its XML declaration: left out")
JUNK_BEFORE_DECLARATION = Kind("the file starts with text that is not XML before its declaration: left out")

LATIN_1 = frozenset({"iso8859-1", "cp1252", "ascii"})
_LEGACY_NAMES = (
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 cp437 cp850 cp852 cp866 cp874 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 "
    "cp1258 koi8-r koi8-u mac-roman mac-cyrillic gb2312 gbk gb18030 hz big5 big5hkscs euc_jp shift_jis cp932 "
    "iso2022_jp euc_kr cp949"
)
LEGACY = frozenset(_LEGACY_NAMES.split())  # Python's names of the encodings that the web has used
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)

_DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_CONTROL = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_REMOVED = {**dict.fromkeys(_CONTROL), 0xFFFE: None, 0xFFFF: None}
_FORBIDDEN_LINE = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff][^\n]*")
_NO_END = bytes(range(0x80, 0x100)) + b"\r"  # after such a byte, a character or a line end may still go on
# What is not UTF-8 is decoded to U+DC80 to U+DCFF first (PEP 383), which no text holds otherwise.
_ESCAPED_LINE = re.compile("[\udc80-\udcff][^\n]*")
_NOT_ESCAPED_LINE = re.compile("[\x80-\ud7ff\ue000-\U0010ffff][^\n]*")
_CESU_8 = re.compile("\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf]")
_WINDOWS_1252 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How to decode a file. ``codec`` is ``utf-8`` for all that is decoded leniently."""

    codec: str
    says_utf_8: bool = True
    misnamed: bool = False


def texts(path: Path, tally: Tally) -> Iterator[str]:
    """Yield the text of an XML file piece by piece, without its XML declaration, mended and with LF line ends.

    A piece is about 256 KiB, or longer where the file has no ASCII byte for longer than that.

    Raises:
        SourceError: the file cannot be read, or its bytes do not fit the legacy encoding it names.
    """
    try:
        yield from _texts(path, tally)
    except OSError as error:
        raise SourceError(Problem(f"cannot be read: {error.strerror}", path.as_posix())) from error


def _texts(path: Path, tally: Tally) -> Iterator[str]:
    encoding = _encoding(path)
    if encoding.misnamed:
        tally.note(UNKNOWN_ENCODING, 1)
    line = 1
    for number, data in enumerate(_lines(_utf_8(path, encoding.codec))):
        text = _decode(data, line, encoding, tally)
        if len(data.translate(None, _CONTROL)) < len(data) or "\ufffe" in text or "\uffff" in text:
            text = _without_forbidden(text, line, tally)
        yield text if number else _without_prologue(text, tally)
        line += data.count(b"\n")


def _encoding(path: Path) -> _Encoding:
    with path.open("rb") as file:
        head = file.read(1024)
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            # A mark of UTF-16 or -32 before text that has no zero byte was put there by mistake.
            wide_but_narrow = codec != "utf-8" and b"\0" not in head
            return _Encoding("utf-8", misnamed=True) if wide_but_narrow else _Encoding(codec)
    declared = _DECLARED.search(head)
    try:
        codec = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    except LookupError:
        return _Encoding("utf-8", misnamed=True)
    if codec == "utf-8":
        return _Encoding("utf-8")
    if codec in LATIN_1:
        return _Encoding("utf-8", says_utf_8=False)
    if codec not in LEGACY:
        return _Encoding("utf-8", misnamed=True)
    return _Encoding("utf-8", misnamed=True) if _holds_utf_8(path) else _Encoding(codec)


def _holds_utf_8(path: Path) -> bool:
    """Whether the file has bytes above ASCII and all of them are UTF-8, which no legacy text is by chance."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    above_ascii = False
    with path.open("rb") as file:
        try:
            while data := file.read(PIECE):
                above_ascii = above_ascii or not data.isascii()
                decoder.decode(data)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return above_ascii


def _utf_8(path: Path, codec: str) -> Iterator[bytes]:
    """Yield the bytes of a file, turned into UTF-8 unless they are, or should be, UTF-8 already."""
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(PIECE), b"")
        yield from pieces if codec == "utf-8" else _transcoded(pieces, codec, path)


def _transcoded(pieces: Iterable[bytes], codec: str, path: Path) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    try:
        for piece in pieces:
            text = decoder.decode(piece)
            yield text.encode()
            line += text.count("\n")
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError as error:
        line += error.object[: error.start].decode(codec, "replace").count("\n")
        what = f"not all bytes are {codec}, the encoding that the file names"
        mend = "Save the file as UTF-8 and name that in its first line."
        raise SourceError(Problem(what, path.as_posix(), line, mend)) from error


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes cut after an ASCII byte that is no CR, so that no character and no line end is split."""
    held: list[bytes] = []
    for piece in pieces:
        end = len(piece.rstrip(_NO_END))
        if end:
            yield _with_line_feeds(b"".join((*held, piece[:end])))
            held.clear()
        held.append(piece[end:])
    if rest := b"".join(held):
        yield _with_line_feeds(rest)


def _with_line_feeds(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _decode(data: bytes, line: int, encoding: _Encoding, tally: Tally) -> str:
    """Decode UTF-8, and what is not UTF-8 as Windows-1252, noting the lines that are not what the file says."""
    try:
        text = data.decode()
        is_utf_8 = True
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
        is_utf_8 = False
    if is_utf_8 and (encoding.says_utf_8 or text.isascii()):
        return text
    if encoding.says_utf_8:
        _note_lines(_ESCAPED_LINE, text, line, WINDOWS_1252, tally)
    else:
        _note_lines(_NOT_ESCAPED_LINE, text, line, UTF_8, tally)
    return text if is_utf_8 else _CESU_8.sub(_joined, text).translate(_WINDOWS_1252)


def _joined(pair: re.Match[str]) -> str:
    """Return the one character that two escaped surrogates stand for."""
    halves = pair[0].encode("utf-8", "surrogateescape").decode("utf-8", "surrogatepass")
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _without_forbidden(text: str, line: int, tally: Tally) -> str:
    _note_lines(_FORBIDDEN_LINE, text, line, CONTROL, tally)
    return text.translate(_REMOVED)


def _note_lines(pattern: re.Pattern[str], text: str, line: int, kind: Kind, tally: Tally) -> None:
    """Note ``kind`` for each line on which ``pattern``, which takes the rest of its line, is found."""
    counted = 0
    for match in pattern.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        tally.note(kind, line)


def _without_prologue(text: str, tally: Tally) -> str:
    """Blank the XML declaration and what stands before it, all but line ends: the text is UTF-8 from here on."""
    text = text.removeprefix("\ufeff")
    declaration = _DECLARATION.search(text)
    if declaration is None or "<rss" in text[: declaration.start()]:
        start = len(text) - len(text.lstrip("\ufeff \t\n"))
        return _blanked(text[:start]) + text[start:]
    if before := text[: declaration.start()]:
        tally.note(JUNK_BEFORE_DECLARATION if before.strip("\ufeff \t\n") else BEFORE_DECLARATION, 1)
    return _blanked(text[: declaration.end()]) + text[declaration.end() :]


def _blanked(text: str) -> str:
    return "\n" * text.count("\n")
