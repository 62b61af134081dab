"""The folder in which an archive is built: beside the one it will replace, in one step, when all is there.

While it is written every file is compared with what stands in the old one, so at the end it is known whether
anything changed; if not, the old folder stays untouched. A dry run compares and writes nothing.

The new archive is sealed before it takes the old one's place: bag, lock and log change together or not at all. What
people changed in the old archive since it was imported stays as they left it, and what the import would have written
instead is laid aside for them to compare.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sociable.archive import log, seal
from sociable.archive.bag import MANIFEST, PAYLOAD, TAG_MANIFEST, Sum, lines
from sociable.archive.erasures import Erased
from sociable.archive.exchange import exchange, locked, recover
from sociable.archive.folder import ABOUT, BAG, DATA, read
from sociable.archive.log import Change, Entry
from sociable.archive.seal import Sealed
from sociable.errors import ArchiveError, Problem
from sociable.importing.amended import Amended
from sociable.importing.shelves import Table

_BLOCK = 1 << 20


class Staging:
    """A new version of the archive in ``folder``, being built in ``root``; see :func:`staged`.

    ``amended`` are the files that people changed in the old one, ``erased`` the comments that must not come back.
    """

    def __init__(self, folder: Path, *, dry_run: bool) -> None:
        self.root = folder.with_name(f".{folder.name}.importing")
        self.erased = Erased.read(folder)
        self._folder = folder
        self._old = folder / DATA
        self._is_again = self._old.is_dir()
        self._dry = dry_run
        self._changed = False
        self._about = ""
        self._sums = Table(_packed, _sum_of)
        self._size = 0
        self._sealed: Sealed | None = seal.read(folder)
        self.amended = Amended(folder, self._sealed.entries if self._sealed else (), dry_run=dry_run)
        self._made: set[str] = set()
        self._data = str(self.root / DATA)

    @property
    def count(self) -> int:
        """How many files the new archive has."""
        return len(self._sums)

    def write(self, path: str, text: str) -> None:
        """Write a file of the archive, ``path`` below ``bag/data/``; it may not have been written before."""
        if path == ABOUT and path not in self.amended:
            self._about = text
        self.write_bytes(path, text.encode())

    def write_bytes(self, path: str, data: bytes | bytearray) -> None:
        """As :meth:`write`, a text that is encoded already."""
        if path in self.amended:
            self.amended.lay_aside(path, data)
            return
        self._note(path, Sum.of(data))
        if not self._changed:
            old = self._old / path
            self._changed = not old.is_file() or old.stat().st_size != len(data) or old.read_bytes() != data
        if not self._dry:
            # a path object would cost as much again as the file
            with _reported(self._folder), open(self._new(path), "wb") as file:  # noqa: PTH123
                file.write(data)

    def copy(self, source: Path, path: str) -> None:
        """Take over a file, such as one of the old archive's, which must be as it was sealed."""
        if path in self.amended and source != self._old / path:
            self.amended.lay_aside(path, source.read_bytes())
            return
        with _reported(self._folder):
            found = _sum(source)
        self._note(path, found)
        if source == self._old / path:
            self._check_old(path, found)
        elif not self._changed:
            self._changed = not _is_same(source, self._old / path)
        if not self._dry:
            with _reported(self._folder):
                shutil.copyfile(source, self._new(path))

    def old(self, path: str) -> Path:
        """Where a file is in the old archive, if there is one."""
        return self._old / path

    def standing(self, path: str) -> Path | None:
        """Where a file should be in the old archive; ``None`` if there is none, or if people amended the file."""
        return self._old / path if self._is_again and path not in self.amended else None

    def keep_amended(self) -> None:
        """Take over from the old archive what people changed there, whatever the import would have written.

        Raises:
            ContentError: what they wrote does not fit what was imported now, such as comments whose post is gone.
        """
        for path in self.amended.there():
            if path not in self._sums:
                self.copy(self._old / path, path)
                if path == ABOUT:
                    self._about = (self._old / path).read_text(encoding="utf-8")
        if self.amended and not self._dry:
            read(self.root)

    def is_changed(self) -> bool:
        """Whether the new archive differs from the old one, or the old one was not sealed."""
        return self._changed or not self._has_all_of_old() or not self._is_sealed()

    def commit(self, *, reason: str = "", on: date | None = None) -> None:
        """Seal the new archive and put it in the place of the old one, with all that lies beside the bag.

        That an archive was imported anew is noted in its log, with ``reason`` and the day ``on`` which it was, or else
        is; the first import leaves no line, so that it gives the same bytes every time.
        """
        with _reported(self._folder):
            for beside in self._folder.iterdir() if self._folder.is_dir() else ():
                if beside.name != BAG:
                    _carry(beside, self.root / beside.name)
            for path, data in self._seal(reason, on or log.today()).items():
                (self.root / path).write_bytes(data)
            with (self.root / BAG / MANIFEST).open("wb") as file:
                file.writelines(self._manifest())
            exchange(self.root, self._folder)

    def _seal(self, reason: str, on: date) -> dict[str, bytes]:
        """The files of the new seal beside the manifest; the log too, where there was a seal before."""
        digest = self._digest()
        entries = self._sealed.entries if self._sealed else ()
        first = self._files_of_seal(digest, log.dump(entries))
        if self._sealed is None:
            return first
        now = seal.digest_of(first[f"{BAG}/{TAG_MANIFEST}"])
        marks = Change(self._sealed.lock.tag_manifest, now)
        changes = log.dump((*entries, Entry(on, "import", "", reason, marks, {})))
        return {**self._files_of_seal(digest, changes), log.FILE: changes}

    def _files_of_seal(self, manifest: str, changes: bytes) -> dict[str, bytes]:
        oxum = (self._size, len(self._sums))
        about = seal.about_of(self._about, self._folder.name)
        return seal.files_beside(manifest, oxum, about, self._folder.name, changes)

    def _manifest(self) -> Iterator[bytes]:
        """The lines of the new manifest; there may be hundreds of thousands."""
        return lines((f"{PAYLOAD}{path}", found.digest) for path, found in self._sums.in_order())

    def _digest(self) -> str:
        digest = hashlib.sha512()
        for line in self._manifest():
            digest.update(line)
        return digest.hexdigest()

    def _is_sealed(self) -> bool:
        old = self._folder / BAG / MANIFEST
        if self._sealed is None or not old.is_file():
            return False
        digest = self._digest()
        made = self._files_of_seal(digest, log.dump(self._sealed.entries))
        there = {path: (self._folder / path).read_bytes() for path in made if (self._folder / path).is_file()}
        return _sum(old).digest == digest and seal.is_same(made, there)

    def _has_all_of_old(self) -> bool:
        """Whether the new archive has the files of the old one, and no others."""
        there = 0
        for path in _files(self._old):
            if path not in self._sums:
                return False
            there += 1
        return there == len(self._sums)

    def _check_old(self, path: str, found: Sum) -> None:
        """Refuse to seal anew what is not what was sealed."""
        if self._sealed is None or self._sealed.payload.get(f"{PAYLOAD}{path}") == found.digest:
            return
        mend = f"See what `scripts/archive.py verify {self._folder.name}` says, and mend that first."
        raise ArchiveError(Problem("this file is not what was sealed", (self._old / path).as_posix(), mend=mend))

    def _note(self, path: str, found: Sum) -> None:
        is_new = self._sums.put(path, found)
        assert is_new, path
        self._size += found.size

    def _new(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.root / DATA / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return f"{self._data}/{path}"


@contextmanager
def staged(folder: Path, *, dry_run: bool) -> Iterator[Staging]:
    """Build a new version of the archive in ``folder``; nothing is left behind, however the block ends.

    Raises:
        ArchiveError: another import is at work there, or something cannot be written (a full disk, a missing
            permission); the old archive is as it was.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ArchiveError(Problem("this is no folder", str(folder), mend="Move it out of the way."))
    if dry_run:
        yield Staging(folder, dry_run=True)
        return
    with _reported(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        with _reported(folder):
            recover(folder)
            staging = Staging(folder, dry_run=False)
            _remove(staging.root)
            (staging.root / DATA).mkdir(parents=True)
        try:
            yield staging
        finally:
            _remove(staging.root)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot write the archive: {error.strerror or error}"
        raise ArchiveError(Problem(what, str(folder), mend="What was there before is untouched.")) from error


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())


def _packed(found: Sum) -> bytes:
    return bytes.fromhex(found.digest) + found.size.to_bytes(8)


def _sum_of(packed: bytes) -> Sum:
    return Sum(packed[:-8].hex(), int.from_bytes(packed[-8:]))


def _is_same(one: Path, other: Path) -> bool:
    if one == other:
        return True
    return other.is_file() and one.stat().st_size == other.stat().st_size and _blocks_agree(one, other)


def _sum(path: Path) -> Sum:
    size, digest = 0, hashlib.sha512()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size += len(block)
            digest.update(block)
    return Sum(digest.hexdigest(), size)


def _blocks_agree(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(_BLOCK):
            if block != second.read(len(block)):
                return False
    return True


def _carry(source: Path, target: Path) -> None:
    """Copy a file or folder with its times, a link as a link."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target, follow_symlinks=False)
