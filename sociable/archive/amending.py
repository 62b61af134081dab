"""The one way to change an archive: a few named files, by somebody, for a reason, with all else as it was sealed.

Whoever amends has edited the files in the bag, added one or removed one, or brings a new version of one. All that is
checked before; afterwards the change is in the archive's log and the bag sealed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from sociable.archive import log, seal, verifying
from sociable.archive.bag import Sum
from sociable.archive.differences import Difference
from sociable.archive.folder import ABOUT, ACCOUNT, AUTHORS, BAG, COMMENTS, DATA, FILES, MEDIA, PAGES, POSTS, TERMS
from sociable.archive.log import Change, Entry
from sociable.archive.revising import held, revise
from sociable.archive.seal import Sealed
from sociable.errors import ArchiveError, ContentError, Problem

_REGISTERS = (ABOUT, ACCOUNT, AUTHORS, TERMS, MEDIA)
_READ = re.compile(rf"{'|'.join(map(re.escape, _REGISTERS))}|({POSTS}|{PAGES}|{COMMENTS})/[^/]+\.md|{FILES}/.+")
"""Paths below ``bag/data/`` that are read by something."""
_MEND = "See what `scripts/archive.py verify` says, and name every file that was meant to change."
_UNFIT = frozenset({"symlink", "not a file", "unreadable"})


def amend(
    files: Sequence[Path], *, reason: str, by: str, new: Path | None = None, on: date | None = None
) -> tuple[Path, Entry]:
    """Record that ``files`` of one archive were changed, and seal it again; return its folder and the log's new line.

    ``new`` holds what the one file named is to become; without it they have been edited in place already.

    Raises:
        ArchiveError: a file is in no archive, or something else was changed too; all is as it was.
        ContentError: a file cannot be read, or does not fit the others; all is as it was.
    """
    folder, paths = _located(files)
    said = " ".join(reason.split()), " ".join(by.split())
    if not all(said):
        raise ArchiveError(Problem("a change needs a reason and somebody who made it", mend="Say --reason and --by."))
    with held(folder):
        sealed = _sealed(folder, paths)
        texts = {path: _bytes(new or folder / path) for path in paths}
        problems = [problem for path, data in texts.items() for problem in _problems(folder, path, data, sealed)]
        if problems:
            raise ContentError(*problems)
        changes = {
            path: Change(sealed.payload.get(path.removeprefix(f"{BAG}/"), ""), Sum.of(data).digest if data else "")
            for path, data in texts.items()
        }
        entry = Entry(on or log.today(), "amend", said[1], said[0], Change(sealed.lock.tag_manifest, ""), changes)
        revise(folder, texts, sealed, (*sealed.entries, entry))
    return folder, entry


def _located(files: Sequence[Path]) -> tuple[Path, tuple[str, ...]]:
    """The archive that all ``files`` are in, and their paths below its folder."""
    places: dict[Path, list[str]] = {}
    for file in files:
        parts = file.parts
        at = next((n for n in range(len(parts) - 1, 0, -1) if parts[n - 1 : n + 1] == tuple(DATA.split("/"))), None)
        if at is None or at == 1 or ".." in parts:
            mend = "Name files such as content/archive/old-blog/bag/data/posts/2013-01-19-x.md."
            raise ArchiveError(Problem("this file is in the bag of no archive", str(file), mend=mend))
        places.setdefault(Path(*parts[: at - 1]), []).append(PurePosixPath(*parts[at - 1 :]).as_posix())
    if len(places) != 1:
        mend = "Amend each archive by itself."
        raise ArchiveError(Problem("these files are of several archives", ", ".join(map(str, places)), mend=mend))
    [(folder, paths)] = places.items()
    return folder, tuple(dict.fromkeys(paths))


def _sealed(folder: Path, paths: Sequence[str]) -> Sealed:
    """What was sealed in ``folder``, all of which must still be so but for ``paths``."""
    differences = verifying.full(folder).differences
    wrong = [each for each in differences if not _is_about(each, paths)]
    if wrong:
        name = folder.as_posix()
        raise ArchiveError(
            Problem("more than what was named is not as it was sealed", name, mend=_MEND),
            *(each.problem(name) for each in wrong),
        )
    sealed = seal.read(folder)
    assert sealed is not None, "an archive without a lock differs"
    return sealed


def _is_about(difference: Difference, paths: Sequence[str]) -> bool:
    known = {*paths, ""}
    return difference.kind not in _UNFIT and difference.path in known and difference.other in known


def _bytes(path: Path) -> bytes | None:
    """What a file holds; ``None`` if it was removed."""
    if not path.exists():
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArchiveError(Problem(f"cannot be read: {error.strerror or error}", str(path))) from error


def _problems(folder: Path, path: str, data: bytes | None, sealed: Sealed) -> Iterator[Problem]:
    """What speaks against a file in its new version."""
    shown = (folder / path).as_posix()
    old = sealed.payload.get(path.removeprefix(f"{BAG}/"), "")
    if data is None:
        if not old:
            yield Problem("there is no such file, and none was sealed", shown, mend="Look at how its name is spelt.")
        return
    if Sum.of(data).digest == old:
        yield Problem("nothing was changed in this file", shown, mend="Edit it first, or name its new version: --from.")
    if not _READ.fullmatch(path.removeprefix(f"{DATA}/")):
        yield Problem("nothing would read a file here", shown, mend="Put it into posts, pages, comments or media.")
    if path.endswith(".md"):
        yield from _of_text(data, shown)


def _of_text(data: bytes, shown: str) -> Iterator[Problem]:
    try:
        data.decode()
    except UnicodeDecodeError:
        yield Problem("this is not UTF-8", shown, mend="Save it as UTF-8.")
    if b"\r\n" in data:
        yield Problem("this file has the line ends of Windows", shown, mend="Save it with LF at the ends of lines.")
    if data.startswith(b"\xef\xbb\xbf"):
        yield Problem("this file starts with a byte order mark", shown, mend="Save it as UTF-8 without one.")
