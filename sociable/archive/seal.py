"""The seal of an archive: its bag's tag files, and the lock beside the bag that everything else is checked against.

``lock`` is small, plain text and the one thing that must be remembered from elsewhere: git does that. It holds the
digest of the bag's tag manifest and the head of the change log. Nothing in bag or lock says when it was made, so the
same import gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sociable import __version__, contentfile
from sociable.archive import bag, log
from sociable.archive.bag import Sum
from sociable.archive.differences import Difference
from sociable.archive.folder import ABOUT, BAG
from sociable.archive.log import Entry, Head
from sociable.errors import ArchiveError, ContentError
from sociable.model import About

LOCK = "lock"

_HEADERS = ("Tag-Manifest", "Changes", "Log-Head")
_WORDS = """\
This file proves every byte of the bag beside it, as long as somebody remembers this file: git does.

Tag-Manifest is the SHA-512 digest of bag/tagmanifest-sha512.txt. That file holds the digest of
bag/manifest-sha512.txt, which holds the digests of all files in bag/data. Changes is the number of
lines in the file `log`, Log-Head the digest of the last; each line holds the digest of the one before.

To check it with no program of ours:

    cd bag
    sha512sum tagmanifest-sha512.txt
    sha512sum --check --quiet tagmanifest-sha512.txt manifest-sha512.txt

The first prints Tag-Manifest, the second nothing. To check more (files that were added or renamed, the
log): `python scripts/archive.py verify --history`.
"""


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock says."""

    tag_manifest: str
    head: Head


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of an archive that was sealed: digests by path in the bag (``data/…``), its lock and its log.

    ``oxum`` is the size of the payload in bytes and in files.
    """

    payload: Mapping[str, str]
    oxum: tuple[int, int] | None
    lock: Lock
    entries: tuple[Entry, ...] = ()


def dump_lock(lock: Lock) -> bytes:
    """Write a lock."""
    values = (lock.tag_manifest, str(lock.head.count), lock.head.digest)
    headers = "".join(f"{key}: {value}\n" for key, value in zip(_HEADERS, values, strict=True))
    return f"{headers}\n{_WORDS}".encode()


def load_lock(data: bytes) -> Lock | None:
    """Read a lock; ``None`` for anything that :func:`dump_lock` does not write."""
    lines = data.decode("utf-8", "replace").split("\n")[: len(_HEADERS)]
    found = dict(line.split(": ", 1) for line in lines if ": " in line)
    if tuple(found) != _HEADERS or not found["Changes"].isdecimal():
        return None
    lock = Lock(found["Tag-Manifest"], Head(int(found["Changes"]), found["Log-Head"]))
    return lock if dump_lock(lock) == data else None


def files(payload: Mapping[str, Sum], about: About, name: str, log_data: bytes = b"") -> dict[str, bytes]:
    """Make the seal of an archive: ``{path below its folder: bytes}`` for tag files and lock."""
    return _with_lock(bag.tag_files(payload, _info(about, name)), log_data)


def files_beside(manifest: str, oxum: tuple[int, int], about: About, name: str, log_data: bytes) -> dict[str, bytes]:
    """Make all of a seal but the payload's manifest, by that one's digest; ``oxum`` is as in :class:`Sealed`."""
    return _with_lock(bag.other_tag_files(manifest, oxum, _info(about, name)), log_data)


def _with_lock(tags: Mapping[str, bytes], log_data: bytes) -> dict[str, bytes]:
    lock = Lock(digest_of(tags[bag.TAG_MANIFEST]), log.head(log_data))
    return {**{f"{BAG}/{tag}": data for tag, data in tags.items()}, LOCK: dump_lock(lock)}


def is_same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """Whether two seals, whose manifests agree, are of one bag, by whatever version of this program each was made."""
    info = f"{BAG}/{bag.INFO}"
    return one.keys() == other.keys() and _without_agent(one[info]) == _without_agent(other[info])


def read(folder: Path) -> Sealed | None:
    """Return what was sealed in ``folder``; ``None`` where nothing was. Only tag files, lock and log are read.

    Raises:
        ArchiveError: lock, log and tag files do not fit each other.
    """
    if not (folder / LOCK).is_file():
        return None
    tags = {name: path.read_bytes() for name in bag.TAG_FILES if (path := folder / BAG / name).is_file()}
    written = log_of(folder)
    sealed, found = examine(tags, (folder / LOCK).read_bytes(), written)
    if sealed is None or found:
        raise ArchiveError(*(each.problem(folder.as_posix()) for each in found))
    return sealed


def log_of(folder: Path) -> bytes:
    """The log as it stands; empty where there is none."""
    path = folder / log.FILE
    return path.read_bytes() if path.is_file() else b""


def examine(
    tags: Mapping[str, bytes], lock_data: bytes, log_data: bytes
) -> tuple[Sealed | None, tuple[Difference, ...]]:
    """Read tag files (by name), lock and log, and say in what they do not fit each other."""
    read = bag.read(tags)
    entries, broken = log.load(log_data)
    found = [*read.differences, *broken]
    lock = load_lock(lock_data)
    if lock is None:
        found.append(Difference("lock", LOCK, "the lock is not as this program writes it"))
        return None, tuple(found)
    now = digest_of(tags.get(bag.TAG_MANIFEST, b""))
    if lock.tag_manifest != now:
        what = "the lock is of another bag: it was changed, or tag manifest and bag were changed together"
        found.append(Difference("lock", LOCK, what, lock.tag_manifest, now))
    found += log.against(log_data, lock.head)
    return Sealed(read.payload, read.oxum, lock, entries), tuple(found)


def about_of(text: str, name: str) -> About:
    """What an archive says of itself in ``archive.md``, as far as it can be read."""
    try:
        return contentfile.load_about(text, ABOUT)
    except ContentError:
        return About(name)


def digest_of(data: bytes) -> str:
    """The SHA-512 digest of ``data``, in hexadecimal."""
    return hashlib.sha512(data).hexdigest()


def _info(about: About, name: str) -> tuple[tuple[str, str], ...]:
    """What ``bag-info.txt`` says: RFC 8493's own labels where it has one."""
    return (
        ("Source-Organization", about.organisation or about.owner),
        ("External-Identifier", name),
        ("External-Description", ": ".join(filter(None, (about.title, about.description)))),
        ("Source-Address", about.url),
        ("Source", about.source),
        (bag.AGENT, f"Sociable {__version__}"),
    )


def _without_agent(info: bytes) -> list[bytes]:
    return [line for line in info.split(b"\n") if not line.startswith(f"{bag.AGENT}:".encode())]
