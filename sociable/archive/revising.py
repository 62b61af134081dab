"""A new version of an archive that differs in a few files: made beside it, sealed, and exchanged for it in one step.

Files that stay are linked, not copied, so that this costs little however large the archive is. Whoever kills it finds
the old version or the new one, each with the seal and the log that belong to it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sociable import contentfile
from sociable.archive import bag, log, seal
from sociable.archive.bag import Sum
from sociable.archive.exchange import exchange, locked, recover
from sociable.archive.folder import ABOUT, BAG, DATA, read
from sociable.archive.log import Change, Entry
from sociable.archive.seal import Sealed
from sociable.errors import ArchiveError, ContentError, Problem


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the archive in ``folder`` against other changes while the block runs.

    Raises:
        ArchiveError: somebody else is changing it, or it cannot be written; it is as it was.
    """
    try:
        with locked(folder):
            recover(folder)
            try:
                yield
            finally:
                shutil.rmtree(_fresh(folder), ignore_errors=True)
    except OSError as error:
        what = f"cannot write the archive: {error.strerror or error}"
        raise ArchiveError(Problem(what, folder.as_posix(), mend="What was there before is untouched.")) from error


def revise(folder: Path, files: Mapping[str, bytes | None], sealed: Sealed, entries: Sequence[Entry]) -> None:
    """Put ``files`` (by path below ``folder``; ``None`` removes one) into the archive, which must be held, and seal it.

    ``sealed`` is what was sealed until now. ``entries`` are those of the new log; the last one's seal is filled in.

    Raises:
        ContentError: the archive could not be read any more; it is as it was.
    """
    fresh = _fresh(folder)
    shutil.rmtree(fresh, ignore_errors=True)
    _link(folder, fresh, left_out=files.keys())
    for path, data in files.items():
        if data is not None:
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(data)
    _check(fresh, folder)
    for path, data in _sealed_anew(fresh, folder.name, files, sealed, entries).items():
        (fresh / path).write_bytes(data)
    exchange(fresh, folder)


def _sealed_anew(
    fresh: Path, name: str, files: Mapping[str, bytes | None], sealed: Sealed, entries: Sequence[Entry]
) -> dict[str, bytes]:
    new = {path: Sum.of(data).digest for path, data in files.items() if data is not None}
    digests = {path: digest for path, digest in sealed.payload.items() if f"{BAG}/{path}" not in files}
    digests |= {path.removeprefix(f"{BAG}/"): digest for path, digest in new.items() if path.startswith(f"{DATA}/")}
    payload = {path: Sum(digest, (fresh / BAG / path).stat().st_size) for path, digest in digests.items()}
    about = seal.about_of(contentfile.read_text(fresh / DATA / ABOUT), name)
    first = seal.digest_of(seal.files(payload, about, name)[f"{BAG}/{bag.TAG_MANIFEST}"])
    *before, last = entries
    changes = log.dump((*before, replace(last, seal=Change(last.seal.old, first))))
    return {**seal.files(payload, about, name, changes), log.FILE: changes}


def _fresh(folder: Path) -> Path:
    """The place where an import builds as well: it clears what a kill has left."""
    return folder.with_name(f".{folder.name}.importing")


def _link(old: Path, new: Path, left_out: Iterable[str]) -> None:
    """Make ``new`` a folder with the files of ``old``, but for some."""
    gone = set(left_out) | {log.FILE, seal.LOCK, *(f"{BAG}/{name}" for name in bag.TAG_FILES)}
    for here, _, names in os.walk(old):
        place = Path(here).relative_to(old)
        for name in names:
            if (place / name).as_posix() not in gone:
                (new / place).mkdir(parents=True, exist_ok=True)
                _link_file(Path(here, name), new / place / name)


def _link_file(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without links, or too many of them to one file
        shutil.copy2(source, target, follow_symlinks=False)


def _check(fresh: Path, folder: Path) -> None:
    """Make sure that the new version can be read; problems are told of the place where people look."""
    try:
        read(fresh)
    except ContentError as error:
        raise ContentError(*(_at_home(problem, fresh, folder) for problem in error.problems)) from error


def _at_home(problem: Problem, fresh: Path, folder: Path) -> Problem:
    return replace(problem, path=problem.path.replace(fresh.as_posix(), folder.as_posix(), 1))
