"""Placeholders for pictures that an archive shows but does not keep: the smallest picture of the kind its name says.

A page may ask no other host for a picture, and a broken one says nothing. So one transparent pixel stands at the
picture's own address, in its own format; the page marks it and shows its description.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


PICTURES = frozenset(f".{kind}" for kind in "avif bmp gif ico jpe jpeg jpg png svg tif tiff webp".split())
"""Endings of names that a browser may be told are pictures."""

ELSEWHERE = "missing"


class Places:
    """Where placeholders may stand: each at its picture's own path, unless a page, a file or a folder is in the way.

    ``pages`` are the addresses of an archive's posts and pages, ``files`` the paths of the files it keeps.
    """

    def __init__(self, pages: Iterable[str], files: Iterable[str]) -> None:
        self._files = set(files)
        self._folders = {above for path in self._files for above in _above(path)}
        for page in pages:
            self._folders.update((page.strip("/"), *_above(page)))

    def take(self, path: str) -> str:
        """Where the placeholder for the picture at ``path`` stands, whatever others there are."""
        above = _above(path)
        in_the_way = path in self._folders or not self._files.isdisjoint(above) or any(map(_is_picture, above))
        if in_the_way or not _is_picture(path):
            path = f"{ELSEWHERE}/{hashlib.sha256(path.encode()).hexdigest()[:16]}.gif"
        return path


def _is_picture(path: str) -> bool:
    """Whether a placeholder may stand at ``path``, so that it can be no folder of another."""
    return PurePosixPath(path).suffix.lower() in PICTURES


def _above(path: str) -> list[str]:
    """The folders that ``path`` lies in."""
    return [str(parent) for parent in PurePosixPath(path).parents][:-1]


def png() -> bytes:
    """One transparent pixel as PNG (https://www.w3.org/TR/png-3/)."""
    rows = zlib.compress(b"\x00\x00\x00\x00\x00", 9)
    header = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def placeholder(path: str) -> bytes:
    """The bytes that stand at ``path``; browsers tell GIF, PNG and JPEG apart by content, so GIF serves the rest."""
    suffix = PurePosixPath(path).suffix.lower()
    return {".svg": SVG, ".png": png()}.get(suffix, GIF)
