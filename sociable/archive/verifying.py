"""Is an archive what was sealed? Every byte of it is read and compared, and each difference told apart and named.

The walk follows no link and opens nothing but files. :func:`quick` is the check of a local build: it reads again only
files whose size, times or inode are not those that they had when they were last read and found to be right (see
:mod:`sociable.archive.watermarks`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sociable.archive import bag, log, seal, watermarks
from sociable.archive.comparing import compare
from sociable.archive.differences import Difference
from sociable.archive.folder import BAG, cache_of
from sociable.archive.watermarks import Mark, Marks

BLOCK = 1 << 18
"""Bytes that are read at a time; Python lets other threads run while it reads and hashes them."""

TOGETHER = 500
"""Files that a thread is handed at a time: most are so small that one by one would cost more than they do."""

_OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a check: how many ``files`` are sealed, how many were ``read``, all differences, and the log."""

    files: int
    read: int
    differences: tuple[Difference, ...]
    entries: tuple[log.Entry, ...] = ()


@dataclass(slots=True)
class _Walked:
    """What lies in a bag: ``payload`` by path (with marks where they were asked for), tag files, and what is odd.

    ``odd`` are the paths of what was not read or not entered: of what should lie there nothing can be said.
    """

    payload: dict[str, Mark | None] = field(default_factory=dict)
    tags: dict[str, bytes] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def add(self, path: str, difference: Difference) -> None:
        self.odd.append(path)
        self.differences.append(difference)


def full(folder: Path, *, state: Path | None = None) -> Verified:
    """Check every byte of the archive in ``folder``. What is right is noted in ``state``, for :func:`quick`."""
    return _verify(folder, Marks(), state)


def quick(folder: Path, *, state: Path) -> Verified:
    """Check the archive in ``folder``, reading again only files that were touched since they were last read."""
    return _verify(folder, watermarks.load(state), state)


def state_of(folder: Path) -> Path:
    """Where the state of the checks of an archive ``content/archive/<name>`` is kept: outside the content."""
    return cache_of(folder) / "checked" / f"{folder.absolute().parent.parent.name}-{folder.name}.json"


def _verify(folder: Path, known: Marks, state: Path | None) -> Verified:
    walked = _walk(folder, with_marks=bool(known.files))
    beside = {name: _beside(folder, name, walked) for name in (seal.LOCK, log.FILE, log.ERASURES)}
    lock, changes, erased = beside.values()
    if lock is None:
        if seal.LOCK not in walked.odd:
            what = "this archive was never sealed, or its lock was taken away"
            walked.differences.append(Difference("lock", seal.LOCK, what))
        return Verified(0, 0, tuple(walked.differences))
    sealed, wrong = seal.examine(walked.tags, lock, changes or b"")
    tag_manifest = seal.digest_of(walked.tags.get(bag.TAG_MANIFEST, b""))
    payload: Mapping[str, str] = sealed.payload if sealed else {}
    same = _untouched(walked, known, tag_manifest, payload)
    read = list(_read_all(folder, [path for path in walked.payload if path not in same], walked))
    digests = {**same, **{path: digest for path, digest, _ in read}}
    marks = {**{path: known.files[path] for path in same}, **{path: mark for path, _, mark in read}}
    sizes = {path: mark[0] for path, mark in marks.items()}
    entries = sealed.entries if sealed else ()
    now = {f"{BAG}/{path}": digest for path, digest in payload.items()}
    now |= {} if erased is None else {log.ERASURES: seal.digest_of(erased)}
    oxum = sealed.oxum if sealed else None
    differences = (
        *walked.differences,
        *wrong,
        *compare(payload, digests, sizes, oxum=oxum, odd=walked.odd, root=folder / BAG),
        *log.history(entries, tag_manifest, now),
    )
    if state is not None:
        right = [path for path, digest in digests.items() if payload.get(path) == digest]
        if read or len(right) != len(known.files):
            watermarks.save(state, Marks(tag_manifest, marks), right)
    return Verified(len(payload), len(read), tuple(dict.fromkeys(differences)), entries)


def _untouched(walked: _Walked, known: Marks, tag_manifest: str, payload: Mapping[str, str]) -> dict[str, str]:
    """The digests of files that have the marks with which they were found right under this very seal."""
    if known.seal != tag_manifest:
        return {}
    return {
        path: payload[path]
        for path, mark in walked.payload.items()
        if mark is not None and path in payload and known.files.get(path) == mark
    }


def _walk(folder: Path, *, with_marks: bool) -> _Walked:
    """List all files of the bag, and read its tag files."""
    walked = _Walked()
    waiting = [""]
    while waiting:
        above = waiting.pop()
        try:
            with os.scandir(folder / BAG / above) as entries:
                found = list(entries)
        except FileNotFoundError:
            walked.add(above, Difference("missing", f"{BAG}/{above}".rstrip("/"), "the folder is missing"))
            continue
        except OSError as error:
            walked.add(above, _unreadable(f"{BAG}/{above}".rstrip("/"), error))
            continue
        for entry in found:
            path = f"{above}{entry.name}"
            shown = f"{BAG}/{path}"
            if entry.is_symlink():
                walked.add(path, Difference("symlink", shown, f"{path} is a link to somewhere else"))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(f"{path}/")
            elif not entry.is_file(follow_symlinks=False):
                walked.add(path, Difference("not a file", shown, f"{path} is neither file nor folder"))
            elif path.startswith(bag.PAYLOAD):
                walked.payload[path] = watermarks.of(entry.stat(follow_symlinks=False)) if with_marks else None
            else:
                data = _beside(folder, shown, walked)
                if data is not None:
                    walked.tags[path] = data
    return walked


def _beside(folder: Path, name: str, walked: _Walked) -> bytes | None:
    """Read a small file of the archive's folder; ``None`` where there is none, or none that can be read."""
    path = folder / name
    if path.is_symlink():
        walked.add(name, Difference("symlink", name, f"{name} is a link to somewhere else"))
        return None
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        walked.add(name, _unreadable(name, error))
        return None


def _read_all(folder: Path, paths: Sequence[str], walked: _Walked) -> Iterator[tuple[str, str, Mark]]:
    """Yield path, digest and marks of every file; those that cannot be read are noted."""
    root = f"{folder}/{BAG}/"
    batches = [(root, paths[start : start + TOGETHER]) for start in range(0, len(paths), TOGETHER)]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        for batch in pool.map(_read_batch, batches):
            for path, result in batch:
                if isinstance(result, OSError):
                    walked.add(path, _unreadable(f"{BAG}/{path}", result))
                else:
                    yield path, *result


def _read_batch(batch: tuple[str, Sequence[str]]) -> list[tuple[str, tuple[str, Mark] | OSError]]:
    root, paths = batch
    found: list[tuple[str, tuple[str, Mark] | OSError]] = []
    for path in paths:
        try:
            found.append((path, _read(root + path)))
        except OSError as error:
            found.append((path, error))
    return found


def _read(path: str) -> tuple[str, Mark]:
    """The digest of a file, and its marks as they were before it was read."""
    file = os.open(path, _OPEN)
    try:
        mark = watermarks.of(os.fstat(file))
        digest = hashlib.sha512(os.read(file, BLOCK))
        if mark[0] > BLOCK:
            while data := os.read(file, BLOCK):
                digest.update(data)
    finally:
        os.close(file)
    return digest.hexdigest(), mark


def _unreadable(path: str, error: OSError) -> Difference:
    return Difference("unreadable", path, f"{path} cannot be read: {error.strerror or error}")
