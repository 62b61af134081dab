"""What a file's own bytes say it is, beside what the ending of its name says.

A blog that is gone answers for every picture with a page that says so, and whoever serves the archive goes by the
ending. So a file is taken for what its first bytes show (by :mod:`filetype`, whose table is of magic numbers), and
one kind of picture in another's name is let pass, since browsers do so too. Nothing written in markup is taken under
any name: of all that a blog keeps, only that can run on a page.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import filetype

HEAD = 8192
"""The first bytes that are looked at: as many as :mod:`filetype` does."""

_MARKUP = re.compile(
    rb"(?>\xef\xbb\xbf|\s|<!--(?>.*?-->))*+<(?:!doctype|\?xml|\?php|/?[a-z][a-z0-9:-]*[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_MARKUP = re.compile(
    rb"(?:\xff\xfe)?(?:\s\x00)*+<\x00[!?/a-zA-Z]\x00|(?:\xfe\xff)?(?:\x00\s)*+\x00<\x00[!?/a-zA-Z]"
)
"""The same in UTF-16."""

_TEXTS = frozenset("csv ics ram rtf rtx srt tsv txt vtt".split())
_PICTURES = frozenset("avif bmp gif heic ico jpe jpeg jpg png psd tif tiff webp xcf".split())
_RECORDINGS = frozenset(
    "3g2 3gp asf avi flv m4v mkv mov mp4 mpeg mpg ogv qt webm wmv"
    " aac flac m4a m4b mid midi mka mp3 oga ogg ra wav wma wax".split()
)
_PACKED = frozenset("7z gz rar tgz zip".split())
_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1a\x1b"})
_RUNS = ("application/x-msdownload", "application/x-executable", "application/x-shockwave-flash", "application/wasm")
_PDF_WITHIN = 1024
"""Bytes that readers of PDF skip before its first words (ISO 32000-1, annex H)."""


def mistaken(path: str, head: bytes) -> str:
    """Say why a file that begins with ``head`` is not what its name says; an empty text where it may be.

    ``path`` names a file that :func:`sociable.archive.media.is_kept`; ``head`` holds :data:`HEAD` bytes, or all.
    """
    ending = PurePosixPath(path).suffix.lower().removeprefix(".")
    if not head:
        return "it is empty"
    if _MARKUP.match(head) or _WIDE_MARKUP.match(head):
        return f"it is called .{ending}, but holds a web page or other markup"
    found = filetype.guess_mime(head[:HEAD]) or ""
    return "" if _agrees(ending, found, head) else f"it is called .{ending}, but its bytes say {found or 'otherwise'}"


def _agrees(ending: str, found: str, head: bytes) -> bool:
    if ending in _PICTURES:
        return found.startswith("image/")
    if ending in _RECORDINGS:
        return found.startswith(("audio/", "video/")) if found else not _is_text(head)
    if ending in _TEXTS:
        return found in ("", "application/rtf") and _is_text(head)
    if ending == "pdf":
        return b"%PDF-" in head[:_PDF_WITHIN]
    if found:
        return found.startswith("application/") and found not in _RUNS
    return ending not in _PACKED


def _is_text(head: bytes) -> bool:
    """Whether ``head`` is text in some encoding: UTF-16 says so itself, and others hold no control characters."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or len(head.translate(None, _CONTROL)) == len(head)
