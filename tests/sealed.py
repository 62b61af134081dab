"""A small sealed archive to tamper with, and the ways in which it can be tampered with."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sociable.importing.staging import staged

DATA = "bag/data"
POST, OTHER, COMMENTS = "posts/2013-01-19-green-shoots.md", "posts/2013-02-01-café.md", "comments/2013-02-01-café.md"
FILES = {
    "archive.md": "Title: Old\nURL: https://old.example\n",
    POST: "Title: Green shoots\nId: 1\nSlug: green-shoots\nPath: 2013/01/19/green-shoots/\n\nFirst words.\n",
    OTHER: "Title: Café\nId: 2\nSlug: café\nPath: 2013/02/01/café/\n\nOther words.\n",
    COMMENTS: "=== comment 7 ===\nAuthor: A resident\n\nWhat a thing to say.\n",
}


def archive(folder: Path, *, changes: int = 0) -> Path:
    """Seal an archive in ``folder``, and import it anew ``changes`` times, so that its log has as many lines."""
    for number in range(changes + 1):
        with staged(folder, dry_run=False) as staging:
            for path, text in FILES.items():
                staging.write(path, text.replace("First", f"First {number}") if path == POST else text)
            staging.commit(reason=f"change {number}", on=date(2027, 3, 1 + number))
    return folder


def _edit(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        (folder / path).write_bytes(change((folder / path).read_bytes()))

    return tamper


def _rename(path: str, other: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).rename(folder / other) and None


def _swap(folder: Path) -> None:
    one, other = (folder / DATA / path for path in (POST, OTHER))
    texts = one.read_bytes(), other.read_bytes()
    other.write_bytes(texts[0])
    one.write_bytes(texts[1])


def _link(folder: Path) -> None:
    path = folder / DATA / POST
    path.rename(folder / "elsewhere.md")
    path.symlink_to(folder / "elsewhere.md")


def _without_line(data: bytes) -> bytes:
    return b"".join(line for line in data.splitlines(keepends=True) if POST.encode() not in line)


def _doubled(data: bytes) -> bytes:
    return data + next(line for line in data.splitlines(keepends=True) if POST.encode() in line)


def _forge(folder: Path) -> None:
    """Change a file, and its line in the manifest with it."""
    path, manifest = folder / DATA / POST, folder / "bag/manifest-sha512.txt"
    old = path.read_bytes()
    new = old.replace(b"words", b"swords")
    path.write_bytes(new)
    digests = [hashlib.sha512(data).hexdigest().encode() for data in (old, new)]
    manifest.write_bytes(manifest.read_bytes().replace(*digests))


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda data: b"".join(change(data.splitlines(keepends=True)))


def _close(folder: Path) -> None:
    (folder / DATA / POST).chmod(0)


MANIFEST = "bag/manifest-sha512.txt"
TAMPERINGS: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "a bit flipped": (
        _edit(f"{DATA}/{POST}", lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]),
        {f"{DATA}/{POST}": "changed"},
    ),
    "a file cut short": (_edit(f"{DATA}/{POST}", lambda data: data[:-4]), {f"{DATA}/{POST}": "changed"}),
    "something appended": (_edit(f"{DATA}/{POST}", lambda data: data + b"!"), {f"{DATA}/{POST}": "changed"}),
    "a file deleted": (lambda folder: (folder / DATA / POST).unlink(), {f"{DATA}/{POST}": "missing"}),
    "a file added": (
        lambda folder: (folder / DATA / "posts/new.md").write_text("New") and None,
        {f"{DATA}/posts/new.md": "extra"},
    ),
    "a file renamed": (_rename(f"{DATA}/{POST}", f"{DATA}/posts/x.md"), {f"{DATA}/{POST}": "renamed"}),
    "two files swapped": (_swap, {f"{DATA}/{POST}": "swapped", f"{DATA}/{OTHER}": "swapped"}),
    "a name in capitals": (
        _rename(f"{DATA}/{POST}", f"{DATA}/{POST.replace('green', 'Green')}"),
        {f"{DATA}/{POST}": "case"},
    ),
    "a name in another Unicode form": (
        _rename(f"{DATA}/{OTHER}", f"{DATA}/{unicodedata.normalize('NFD', OTHER)}"),
        {f"{DATA}/{OTHER}": "unicode form"},
    ),
    "a file turned into a link": (_link, {f"{DATA}/{POST}": "symlink"}),
    "a file made unreadable": (_close, {f"{DATA}/{POST}": "unreadable"}),
    "a line of the manifest removed": (
        _edit(MANIFEST, _without_line),
        {MANIFEST: "tag file", f"{DATA}/{POST}": "extra"},
    ),
    "a line of the manifest doubled": (_edit(MANIFEST, _doubled), {MANIFEST: "manifest"}),
    "a line that leads out of the bag": (
        _edit(MANIFEST, lambda data: data + b"0" * 128 + b"  data/../../lock\n"),
        {MANIFEST: "manifest"},
    ),
    "a file and its line changed together": (_forge, {MANIFEST: "tag file"}),
    "the lock alone changed": (_edit("lock", lambda data: data[:14] + b"00" + data[16:]), {"lock": "lock"}),
    "a line of the log removed": (_edit("log", _lines(lambda lines: lines[:1] + lines[2:])), {"log": "log"}),
    "lines of the log in another order": (
        _edit("log", _lines(lambda lines: [lines[1], lines[0], *lines[2:]])),
        {"log": "log"},
    ),
    "the last line of the log removed": (_edit("log", _lines(lambda lines: lines[:-1])), {"log": "log"}),
    "other line ends": (
        _edit(f"{DATA}/{POST}", lambda data: data.replace(b"\n", b"\r\n")),
        {f"{DATA}/{POST}": "line ends"},
    ),
}
"""Twenty ways of tampering with an archive whose log has three lines: how, and what must be said of which file."""

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""Whether the tests run as a user who may read everything, so that no file is unreadable to them."""
