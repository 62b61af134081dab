"""Go through the records of a WARC file, one at a time, whatever its damage.

ISO 28500:2017 (WARC 1.1) and 1.0; https://iipc.github.io/warc-specifications/. The heads of records are read by
``warcio``; what is compressed is unpacked here, since a file that is damaged is read on from the next place where a
record can begin: what lies between is all that is lost. A file may be gzipped record by record, as the specification
has it, or as a whole. Memory is bounded by a block.

Not read: ARC, the format before WARC; records that are segmented (``continuation``) give their first segment.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from sociable.errors import Problem, SourceError

GZIP = b"\x1f\x8b\x08"
BLOCK = 65_536
_PACKED = 8192  # bytes that are unpacked at a time: of what is damaged, so much is lost before the place
_START = b"WARC/"
_LONGEST_LINE = 1 << 20
_MOST_DAMAGE = 1000  # places; what is damaged more often is no web archive
_UNZIPPED = 1 << 20
_HTTP = ("http:", "https:")
_WITH_HTTP = frozenset({"response", "revisit"})


class _Damage(Exception):
    """Here a record should be, and is not, or not as a whole."""


_BROKEN = (_Damage, zlib.error, EOFError, ArchiveLoadFailed)


@dataclass(slots=True)
class Record:
    """A record: its ``kind`` (``WARC-Type``), its headers, those of HTTP if it has any, and the stream of its content.

    ``number`` is its place among the records of its file, from 0; ``offset`` that of its first byte, as far as known.
    """

    number: int
    offset: int
    kind: str
    headers: StatusAndHeaders
    http: StatusAndHeaders | None
    stream: IO[bytes]

    def header(self, name: str) -> str:
        """The value of a header of WARC's, or nothing."""
        return (self.headers.get_header(name) or "").strip()

    @property
    def url(self) -> str:
        """The address that it is about."""
        return self.header("WARC-Target-URI").strip("<>").replace(" ", "%20")


Take = Callable[[Record], None]
Damaged = Callable[[int, str, bool], None]
"""Told the offset of damage, what it is, and whether it is in the record that was taken last."""


def is_warc(head: bytes) -> bool:
    """Whether a file that starts with ``head`` is a WARC file, gzipped or not."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, BLOCK)
        except zlib.error:
            return False
    return head.startswith(_START)


def visit(path: Path, take: Take, damaged: Damaged) -> None:
    """Show every record of a file to ``take``, which may read its content, and all damage to ``damaged``.

    Raises:
        SourceError: the file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            _Visit(file, take, damaged).go()
    except OSError as error:
        raise SourceError(Problem(f"cannot read it: {error.strerror}", path.as_posix())) from error


class _Visit:
    def __init__(self, file: IO[bytes], take: Take, damaged: Damaged) -> None:
        self._file, self._take, self._damaged = file, take, damaged
        self._loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        self._http = StatusAndHeadersParser(["HTTP/"], verify=False)
        self._number = 0
        self._is_inside = False

    def go(self) -> None:
        start: int | None = 0
        places = 0
        while start is not None and places < _MOST_DAMAGE:
            places += 1
            stream = Stream(self._file, start)
            try:
                while self._next(stream):
                    self._number += 1
                return
            except _BROKEN as error:
                self._damaged(stream.offset, str(error) or "it ends in the middle", self._is_inside)
                self._number += 1
                start = stream.next_start()

    def _next(self, stream: Stream) -> bool:
        """Take one record; say whether there was one."""
        self._is_inside = False
        line = stream.readline()
        while line and not line.strip():
            line = stream.readline()
        if not line:
            return False
        offset = stream.offset
        if not line.startswith(_START):
            raise _Damage("no record begins where one should")
        record = self._loader.parse_record_stream(stream, line, "warc", no_record_parse=True)
        if not (record.rec_headers.get_header("Content-Length") or "").strip().isdigit():
            raise _Damage("a record does not say how long it is")
        self._is_inside = True
        self._take(self._record(record, offset))
        while record.raw_stream.read(BLOCK):
            pass
        if record.raw_stream.limit:
            raise _Damage("it ends in the middle of a record")
        return True

    def _record(self, record: ArcWarcRecord, offset: int) -> Record:
        headers, stream = record.rec_headers, record.raw_stream
        made = Record(self._number, offset, record.rec_type or "", headers, None, stream)
        content = made.header("Content-Type").lower()
        is_http = made.kind in _WITH_HTTP and made.url.startswith(_HTTP) and not content.startswith("message/")
        if is_http and stream.limit:
            made.http = self._http.parse(stream)
        return made


class Stream:
    """The bytes of a WARC file from the offset ``start`` on, unpacked if they are gzipped."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        file.seek(start)
        self._file = file
        self._raw = file.read(_PACKED)
        self._end = start + len(self._raw)
        self._unzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if self._raw.startswith(GZIP) else None
        self._member = start
        self._data, self._at = b"", 0

    @property
    def offset(self) -> int:
        """Where in the file it is being read: of what is gzipped, where the present part of it begins."""
        return self._member if self._unzip else self._end - len(self._raw) - len(self._data) + self._at

    def read(self, length: int) -> bytes:
        """Return at most ``length`` bytes; none at the end."""
        if self._at >= len(self._data) and not self._fill():
            return b""
        found = self._data[self._at : self._at + length]
        self._at += len(found)
        return found

    def readline(self, length: int | None = None) -> bytes:
        """Return the rest of a line with its end, but not more than ``length`` bytes or a megabyte."""
        left = _LONGEST_LINE if length is None else length
        parts = []
        while left > 0 and (self._at < len(self._data) or self._fill()):
            end = self._data.find(b"\n", self._at, self._at + left) + 1
            part = self.read(end - self._at if end else left)
            parts.append(part)
            left = 0 if end else left - len(part)
        return b"".join(parts)

    def next_start(self) -> int | None:
        """Find where after the present place a record may begin again."""
        mark, offset = (GZIP, self._member + 1) if self._unzip else (b"\n" + _START, max(self.offset - 1, 0))
        self._file.seek(offset)
        before = b""
        while block := self._file.read(BLOCK):
            block = before + block
            found = block.find(mark)
            if found >= 0:
                return offset + found + len(mark) - len(mark.lstrip(b"\n"))
            before = block[1 - len(mark) :]
            offset += len(block) - len(before)
        return None

    def _fill(self) -> bool:
        """Get more bytes to give; say whether there are any."""
        self._data, self._at = b"", 0
        while not self._data:
            if self._unzip and self._unzip.eof:
                if not self._next_member():
                    return False
            elif not self._raw and not self._more():
                if self._unzip:
                    raise EOFError("it ends in the middle of what is compressed")
                return False
            elif self._unzip:
                self._data = self._unzip.decompress(self._raw, _UNZIPPED)
                self._raw = self._unzip.unconsumed_tail
            else:
                self._data, self._raw = self._raw, b""
        return True

    def _more(self) -> bool:
        block = self._file.read(_PACKED)
        self._raw += block
        self._end += len(block)
        return bool(block)

    def _next_member(self) -> bool:
        """Go over to the next of the parts that are gzipped each by itself."""
        assert self._unzip is not None
        self._raw = self._unzip.unused_data
        while len(self._raw) < len(GZIP) and self._more():
            pass
        self._member = self._end - len(self._raw)
        if not self._raw:
            return False
        if not self._raw.startswith(GZIP):
            raise _Damage("what follows is not compressed")
        self._unzip = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return True
