"""The folder in which an archive is built: beside the one it will replace, in one step, when all is there.

While it is written every file is compared with what stands in the old one, so at the end it is known whether
anything changed; if not, the old folder stays untouched. A dry run compares and writes nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sociable.archive.exchange import exchange, locked, recover
from sociable.archive.folder import BAG, DATA
from sociable.errors import ArchiveError, Problem


class Staging:
    """A new version of the archive in ``folder``, being built in ``root``; see :func:`staged`."""

    def __init__(self, folder: Path, *, dry_run: bool) -> None:
        self.root = folder.with_name(f".{folder.name}.importing")
        self.files: set[str] = set()
        self._folder = folder
        self._old = folder / DATA
        self._dry = dry_run
        self._changed = False
        self._made: set[Path] = set()

    def write(self, path: str, text: str) -> None:
        """Write a file of the archive, ``path`` below ``bag/data/``; it may not have been written before."""
        data = text.encode()
        self._note(path)
        if not self._changed:
            old = self._old / path
            self._changed = not old.is_file() or old.stat().st_size != len(data) or old.read_bytes() != data
        if not self._dry:
            with _reported(self._folder):
                self._new(path).write_bytes(data)

    def copy(self, source: Path, path: str) -> None:
        """Take over a file, such as one of the old archive's."""
        self._note(path)
        if not self._changed:
            self._changed = not _is_same(source, self._old / path)
        if not self._dry:
            with _reported(self._folder):
                shutil.copyfile(source, self._new(path))

    def old(self, path: str) -> Path:
        """Where a file is in the old archive, if there is one."""
        return self._old / path

    def is_changed(self) -> bool:
        """Whether the new archive differs from the old one."""
        return self._changed or self.files != set(_files(self._old))

    def commit(self) -> None:
        """Put the new archive in the place of the old one; all that lies beside the bag goes with it unchanged."""
        with _reported(self._folder):
            for beside in self._folder.iterdir() if self._folder.is_dir() else ():
                if beside.name != BAG:
                    _carry(beside, self.root / beside.name)
            exchange(self.root, self._folder)

    def _note(self, path: str) -> None:
        assert path not in self.files, path
        self.files.add(path)

    def _new(self, path: str) -> Path:
        target = self.root / DATA / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        return target


@contextmanager
def staged(folder: Path, *, dry_run: bool) -> Iterator[Staging]:
    """Build a new version of the archive in ``folder``; nothing is left behind, however the block ends.

    Raises:
        ArchiveError: another import is at work there, or something cannot be written (a full disk, a missing
            permission); the old archive is as it was.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ArchiveError(Problem("this is no folder", str(folder), mend="Move it out of the way."))
    staging = Staging(folder, dry_run=dry_run)
    if dry_run:
        yield staging
        return
    with _reported(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        with _reported(folder):
            recover(folder)
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


def _is_same(one: Path, other: Path) -> bool:
    if one == other:
        return True
    return other.is_file() and one.stat().st_size == other.stat().st_size and _blocks_agree(one, other)


def _blocks_agree(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(len(block)):
                return False
    return True


def _carry(source: Path, target: Path) -> None:
    """Copy a file or folder with its times, a link as a link."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target, follow_symlinks=False)


def write_apart(folder: Path, path: str, text: str) -> None:
    """Write a file that is not for the archive, such as a withheld post, below ``folder``, in one step."""
    target = folder / path
    with _reported(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.new")
        unfinished.write_bytes(text.encode())
        unfinished.replace(target)
