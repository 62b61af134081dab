"""Where a file of the old web lives below its archive's address, so that no page asks another host for it.

A file of the blog keeps its own path (``wp-content/uploads/2013/01/x.jpg``); one of another host lies below
``elsewhere/<host>/``. The path follows from the address alone. Where making it safe changed it, or the address has a
query, a digest of the address keeps it apart from others.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from sociable.archive.homes import Homes, Located, locate
from sociable.archive.names import SEGMENT_BYTES, Names, fold, segment
from sociable.model import Attachment

ELSEWHERE = "elsewhere"
DEEPEST = 12
"""Folders that a path keeps; WordPress uses four."""

KINDS = frozenset(  # one text: a list of 80 quoted endings is harder to read and to check
    """
    avif bmp gif heic ico jpe jpeg jpg png tif tiff webp
    3g2 3gp asf avi flv m4v mkv mov mp4 mpeg mpg ogv qt webm wmv
    aac flac m4a m4b mid midi mka mp3 oga ogg ra ram wav wma wax
    csv ics rtf rtx srt tsv txt vtt
    doc docm docx dotx key numbers odb odc odf odg odp ods odt pages pdf pot potx pps ppsx ppt pptx psd
    wpd wri xcf xls xlsb xlsm xlsx xps
    7z gz rar tar tgz zip
    """.split()
)
"""Endings of the files that an archive may hold: those that WordPress lets people upload, and of these none that runs
in a reader's browser on the site's own origin (``html``, ``svg``, ``js``, ``swf`` …)."""


def path_of(located: Located, homes: Homes) -> str:
    """Return the path for the file at ``located``."""
    below = homes.below(located)
    return _path(located, below.path, "") if below else _path(located, located.path, _elsewhere(located))


def path_apart(located: Located) -> str:
    """Return a path for ``located`` that no other address has, for where that of :func:`path_of` is taken."""
    parts = PurePosixPath(_path(located, located.path, _elsewhere(located)))
    return str(parts.with_name(_marked(parts.name, located)))


def paths(attachments: Iterable[Attachment], homes: Homes) -> Mapping[str, str]:
    """Map every attachment's address to its path, each its own on every file system; by id, whatever the order."""
    names, folders, given, by_url = Names(), set[str](), dict[tuple[str, str, str], str](), dict[str, str]()
    for attachment in sorted(attachments, key=lambda one: (one.id is None, one.id or 0, one.url)):
        located = locate(attachment.url)
        if located is None:
            continue
        address = (located.host, located.path, located.query)
        if address not in given:
            given[address] = _taken(located, homes, names, folders)
        by_url[attachment.url] = given[address]
    return by_url


def _taken(located: Located, homes: Homes, names: Names, folders: set[str]) -> str:
    """Take a path from ``names``; where a file stands in place of a folder, or a folder in its own, another."""
    path = path_of(located, homes)
    if fold(path) in folders or any(parent in names for parent in with_parents(path)[1:]):
        path = path_apart(located)
    folders.update(with_parents(path)[1:])
    suffix = PurePosixPath(path).suffix
    return names.take(path.removesuffix(suffix), suffix)


def with_parents(path: str) -> list[str]:
    """``path`` and the folders it lies in, folded: what no other file may be called."""
    parts = fold(path).strip("/").split("/")
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]


def is_kept(path: str) -> bool:
    """Whether an archive may hold a file of this name."""
    if not path[-1:].isalnum():
        return PurePosixPath(path).suffix.lower().removeprefix(".") in KINDS
    stem, _, ending = path.rpartition(".")
    return ending.lower() in KINDS and stem[-1:] not in ("", "/")


def _elsewhere(located: Located) -> str:
    return f"{ELSEWHERE}/{segment(located.host) or 'host'}"


def _path(located: Located, path: str, prefix: str) -> str:
    wanted = [part for part in unicodedata.normalize("NFC", unquote(path, errors="replace")).split("/") if part]
    safe = [_file_segment(part) for part in wanted]
    parts = [part for part in safe if part][-DEEPEST:]
    if not parts:
        parts = ["file"]
    if parts != wanted or located.query:
        parts[-1] = _marked(parts[-1], located)
    return "/".join([prefix, *parts] if prefix else parts)


def _file_segment(part: str) -> str:
    """A safe name that keeps its ending, however long it is. ``part`` is decoded: a ``%`` in it is just that."""
    head, dot, ending = part.replace("%", "-").rpartition(".")
    if not head or len(ending) > 5:
        return segment(f"{head}{dot}{ending}")
    return segment(f"{segment(head, SEGMENT_BYTES - 20)}.{ending}")


def _marked(name: str, located: Located) -> str:
    address = f"{located.host}/{located.path}?{located.query}"
    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    path = PurePosixPath(name)
    return f"{path.stem}-{digest}{path.suffix}"
