"""The body of an answer as the server meant it: out of its chunks, and decompressed.

RFC 9112, section 7.1 (chunked) and RFC 9110, section 8.4 (gzip, deflate, br). Some crawlers store a body unpacked and
leave the headers as they were: what is not what its headers say is taken as it is. ``zstd`` is not decompressed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Protocol

import brotli

from sociable.sources.warc.records import BLOCK, GZIP

_PIECE = 1 << 20
_PACKED = 4096  # bytes that are unpacked at a time: of what is damaged, so much is lost before the place
_ENDS_CHUNK = 64
_PLAIN = frozenset({"", "identity", "none", "utf-8", "binary"})


Pieces = Iterator[bytes]


class Unreadable(Exception):
    """The body cannot be decompressed, or not to its end."""


class _Decoder(Protocol):
    def __call__(self, data: bytes) -> Iterator[bytes]:
        """Yield what ``data`` unpacks to, in pieces of bounded size."""


def decoded(stream: IO[bytes], encoding: str, *, is_chunked: bool) -> Iterator[bytes]:
    """Yield the body in ``stream`` in pieces; ``encoding`` is the value of ``Content-Encoding``.

    Raises:
        Unreadable: it cannot be decompressed; what was yielded is its beginning.
    """
    blocks: Iterable[bytes] = _dechunked(stream) if is_chunked else iter(lambda: stream.read(BLOCK), b"")
    for name in reversed([each.strip().lower() for each in encoding.split(",")]):
        if name not in _PLAIN:
            blocks = _unpacked(blocks, name)
    yield from blocks


def _dechunked(stream: IO[bytes]) -> Iterator[bytes]:
    while True:
        line = stream.readline(_ENDS_CHUNK)
        try:
            left = int(line.partition(b";")[0].strip() or b"x", 16)
        except ValueError:
            yield line
            yield from iter(lambda: stream.read(BLOCK), b"")
            return
        if left <= 0:
            return
        while left:
            block = stream.read(min(left, BLOCK))
            if not block:
                return
            left -= len(block)
            yield block
        stream.readline(_ENDS_CHUNK)


def _unpacked(blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    if name not in _DECODERS:
        raise Unreadable(f"it is compressed as {name!r}, which is not known here")
    decoder: _Decoder | None = None
    for block in _small(blocks):
        if decoder is None:
            decoder = _begun(block, name)
        try:
            yield from decoder(block)
        except (zlib.error, brotli.error) as error:
            raise Unreadable(f"it cannot be decompressed to its end: {error}") from error


def _small(blocks: Iterable[bytes]) -> Iterator[bytes]:
    return (block[at : at + _PACKED] for block in blocks for at in range(0, len(block), _PACKED))


def _begun(block: bytes, name: str) -> _Decoder:
    """The decoder that can do something with the first block."""
    for make in _DECODERS[name]:
        try:
            if make is not _gzip or block.startswith(GZIP):
                next(make()(block), None)
                return make()
        except (zlib.error, brotli.error):
            continue
    return _as_it_is


def _as_it_is(data: bytes) -> Iterator[bytes]:
    yield data


def _gzip() -> _Decoder:
    return _zlib(16 + zlib.MAX_WBITS)


def _deflate() -> _Decoder:
    return _zlib(zlib.MAX_WBITS)


def _bare_deflate() -> _Decoder:
    return _zlib(-zlib.MAX_WBITS)


def _zlib(bits: int) -> _Decoder:
    unzip = zlib.decompressobj(bits)

    def decoder(data: bytes) -> Iterator[bytes]:
        while data and not unzip.eof:
            if piece := unzip.decompress(data, _PIECE):
                yield piece
            data = unzip.unconsumed_tail

    return decoder


def _brotli() -> _Decoder:
    unpack = brotli.Decompressor()

    def decoder(data: bytes) -> Iterator[bytes]:
        if unpack.is_finished():
            return
        piece = unpack.process(data, output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = b"" if unpack.can_accept_more_data() else unpack.process(b"", output_buffer_limit=_PIECE)

    return decoder


_DECODERS: dict[str, tuple[Callable[[], _Decoder], ...]] = {
    "gzip": (_gzip,),
    "x-gzip": (_gzip,),
    "deflate": (_deflate, _bare_deflate),
    "br": (_brotli,),
}
