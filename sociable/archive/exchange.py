"""Put a finished folder in the place of another in one step, and keep two imports from doing so at once.

On Linux the kernel exchanges two names (``renameat2`` with ``RENAME_EXCHANGE``, since 3.15): whoever looks sees the
old folder or the new one, and so does whoever kills the process. Where system or file system cannot do that, three
renames do, and for a moment the name is missing; :func:`recover` brings the old folder back after a kill just then.
All of the new folder is on the disk before the names change, and the change itself is before this returns, so that a
power cut finds one of the two whole as well (not on Windows, which flushes no folder).
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sociable.errors import ArchiveError, Problem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
"""What the call answers where the kernel, the file system or a sandbox does not have it."""


def exchange(new: Path, old: Path, *, flush: bool = True) -> None:
    """Put the folder ``new`` where ``old`` is; afterwards ``new`` holds what ``old`` did, or is gone if that was not.

    Both must lie on one file system. Without ``flush`` nobody waits for the disk: for what can be made again.

    Raises:
        ArchiveError: it could not be done; both are as they were.
    """
    try:
        if flush:
            _flush(new)
        if not os.path.lexists(old):
            new.rename(old)
        elif not _exchanged(new, old):
            _rename_in_turn(new, old)
        if flush:
            _flush_entry(old.parent)
    except OSError as error:
        raise ArchiveError(
            Problem(f"cannot put the new folder in place: {error.strerror}", str(old), mend="Nothing was changed.")
        ) from error


def recover(folder: Path) -> None:
    """Undo an exchange by renames that was cut off, and remove what it left."""
    aside = _aside(folder)
    if not aside.exists():
        return
    if folder.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` (which need not exist; the one it lies in must) against other imports while the block runs.

    The lock ends with the process, however that ends.

    Raises:
        ArchiveError: somebody else holds it.
    """
    path = folder.with_name(f".{folder.name}.lock")
    file = _hold(path)
    if file is None:
        mend = "Wait until it has ended, then start again."
        raise ArchiveError(Problem("another import is writing this archive", str(folder), mend=mend))
    try:
        yield
    finally:
        if sys.platform != "win32":  # Windows removes no file that is open; there it stays, empty
            path.unlink(missing_ok=True)
        os.close(file)


def _hold(path: Path) -> int | None:
    """Open and lock ``path``, or return ``None``. Who held it removes it, so the file at hand may be gone by now."""
    while True:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
        if not _lock(file):
            os.close(file)
            return None
        if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
            return file
        os.close(file)


def _lock(file: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def _exchanged(new: Path, old: Path) -> bool:
    """Let the kernel exchange the two names; ``False`` where it cannot."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:  # a C library before glibc 2.28
        return False
    if call(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code))


def _flush(folder: Path) -> None:
    """Wait until all files below ``folder`` are on the disk: in one call where the system has one."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform == "linux" else None
    if call is not None:
        with _opened(folder, os.O_RDONLY) as file:
            if call(file) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name)
            if not path.is_symlink():
                with _opened(path, os.O_RDWR) as file:  # Windows flushes only what may be written
                    os.fsync(file)
        _flush_entry(Path(here))


def _flush_entry(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk."""
    if sys.platform != "win32":
        with _opened(folder, os.O_RDONLY) as file:
            os.fsync(file)


@contextmanager
def _opened(path: Path, mode: int) -> Iterator[int]:
    file = os.open(path, mode)
    try:
        yield file
    finally:
        os.close(file)


def _rename_in_turn(new: Path, old: Path) -> None:
    aside = _aside(old)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    aside.rename(new)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.aside")
