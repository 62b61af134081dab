"""The files of a blog (images, documents, recordings), from wherever they can be had.

That is, in this order: a folder that holds a copy of the blog's uploads; what a source holds itself, such as a mirror;
the archive as it was; and the web, where that is asked for. What a mirror holds only in some size comes after the
archive as it was, which may have the whole.

The folder may be the ``uploads`` folder itself, the root of the old site, or a mirror of several hosts; a file is
found by its path. Nothing outside the folder is read, links are not followed, and what could run in a reader's
browser on the site's own origin (a web page, a script, a drawing with scripts in it) is not taken. What others served
is looked at: a web page that answers for a picture is none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from sociable.archive.folder import FILES
from sociable.archive.homes import UPLOADS, direct, locate, path_key
from sociable.archive.kinds import HEAD, mistaken
from sociable.archive.media import ELSEWHERE, is_kept
from sociable.importing.dialling import FetchError
from sociable.importing.download import LARGEST, Unfit
from sociable.importing.report import Media
from sociable.importing.staging import Staging
from sociable.model import HeldFile

Download = Callable[[str, str], Path]
"""Fetches the file at an address; told too what it will be called. Raises :class:`FetchError`."""

Step = Callable[[int, int], None]
"""Told how many files are looked for, and how many there are to look for."""


_UNKEPT = "a file of the kind {} is not taken into an archive"


def silent(done: int, total: int) -> None:
    """Take no notice of progress."""


def index(folder: Path) -> Mapping[str, Path]:
    """Map the keys of all files below ``folder`` to them: the path, and the path from ``wp-content/uploads/`` on.

    Where no folder is called so, ``folder`` itself is taken for it.
    """
    found: dict[str, Path] = {}
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(here, name)
            if not path.is_symlink():
                for key in _keys_of_file(path_key(path.relative_to(folder).as_posix())):
                    found.setdefault(key, path)
    return found


def take_over(
    wanted: Mapping[str, str],
    source: Path | None,
    staging: Staging,
    held: Mapping[str, HeldFile] | None = None,
    *,
    download: Download | None = None,
    step: Step = silent,
) -> Media:
    """Put files into the new archive; say what became of each.

    ``wanted`` maps their paths below the archive to their addresses in the old web. ``source`` is a folder with a
    copy of them, ``held`` are those that a source holds, by their addresses.
    """
    taking = _Taking(staging, index(source) if source is not None else {}, *_held(held or {}), download)
    for done, (path, url) in enumerate(sorted(wanted.items()), 1):
        step(done, len(wanted))
        taking.take(path, url)
    return Media(
        copied=tuple(taking.copied),
        kept=tuple(taking.kept),
        missing=tuple(taking.missing),
        refused=tuple(taking.refused),
        held=tuple(taking.held),
        fetched=tuple(taking.fetched),
        reasons=taking.reasons,
    )


_Address = tuple[str, str, str]


@dataclass(slots=True)
class _Taking:
    """Takes files over, one by one; the lists say what became of them. ``sized`` are those held in some size only."""

    staging: Staging
    folder: Mapping[str, Path]
    whole: Mapping[_Address, HeldFile]
    sized: Mapping[_Address, HeldFile]
    download: Download | None
    copied: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    def take(self, path: str, url: str) -> None:
        """Take the file of ``path`` from the first place that has it; else say why nothing was taken."""
        problems: list[str] = []
        if not is_kept(path):
            self.reasons[path] = _UNKEPT.format(PurePosixPath(path).suffix or "without an ending")
        taken = (
            self._copied(path, url, problems)
            or self._from_source(path, url, self.whole, problems)
            or self._kept(path)
            or self._from_source(path, url, self.sized, problems)
            or self._fetched(path, url, problems)
        )
        if not taken and problems:
            self.refused.extend(problems)
        elif not taken:
            self.missing.append(path)

    def _copied(self, path: str, url: str, problems: list[str]) -> bool:
        found = next((self.folder[key] for key in _keys_of_url(url, path) if key in self.folder), None)
        return found is not None and self._put(path, found, _unfit(path, found), self.copied, problems)

    def _from_source(self, path: str, url: str, held: Mapping[_Address, HeldFile], problems: list[str]) -> bool:
        address = _address(url)
        found = held.get(address) if address else None
        if found is None:
            return False
        file = Path(found.path)
        return self._put(path, file, _unfit(path, file) or _mistaken(path, file), self.held, problems)

    def _kept(self, path: str) -> bool:
        old = self.staging.old(f"{FILES}/{path}")
        return (
            old.is_file()
            and not old.is_symlink()
            and is_kept(path)
            and self._put(path, old, "", self.kept, problems=[])
        )

    def _fetched(self, path: str, url: str, problems: list[str]) -> bool:
        """Ask for the file itself first, and then for what the text asks for, where those are two."""
        if self.download is None or problems or not is_kept(path):
            return False
        for address in dict.fromkeys((direct(url), url)):
            try:
                return self._put(path, self.download(address, path), "", self.fetched, problems)
            except Unfit as error:
                problems.append(f"{path}: {error.what}")
            except FetchError as error:
                self.reasons[path] = error.what
        return False

    def _put(self, path: str, found: Path, problem: str, taken: list[str], problems: list[str]) -> bool:
        if problem:
            problems.append(f"{path}: {problem}")
            return False
        self.staging.copy(found, f"{FILES}/{path}")
        taken.append(path)
        return True


def _held(files: Mapping[str, HeldFile]) -> tuple[Mapping[_Address, HeldFile], Mapping[_Address, HeldFile]]:
    """The files by the addresses that mean them, the whole ones, and those that a size was asked of: the largest."""
    whole: dict[_Address, HeldFile] = {}
    sized: dict[_Address, HeldFile] = {}
    for url, file in sorted(files.items()):
        address = _address(url)
        if address and (direct(url) == url or "?" not in url):
            whole.setdefault(address, file)
        elif address:
            sized[address] = max(sized.get(address, file), file, key=_size)
    return whole, sized


def _size(file: HeldFile) -> int:
    path = Path(file.path)
    return path.stat().st_size if path.is_file() else 0


def _address(url: str) -> _Address | None:
    located = locate(url)
    return (located.host, unquote(located.path, errors="replace"), located.query) if located else None


def _keys_of_file(key: str) -> Iterable[str]:
    before, uploads, after = key.rpartition(UPLOADS)
    if uploads and (not before or before.endswith("/")):
        return (key, uploads + after)
    return (key, UPLOADS + key)


def _keys_of_url(url: str, path: str) -> Iterable[str]:
    """Where a file may be: in a mirror of its host; one of the blog's own also by its path there."""
    located = locate(url)
    if located is None:
        return ()
    mirrored = f"{located.host}/{located.key}"
    if path.startswith(f"{ELSEWHERE}/"):
        return (mirrored,)
    _, uploads, after = located.key.rpartition(UPLOADS)
    return (mirrored, uploads + after if uploads else located.key)


def _unfit(path: str, found: Path) -> str:
    if not is_kept(path):
        return _UNKEPT.format(PurePosixPath(path).suffix or "without an ending")
    if not found.is_file() or found.is_symlink():
        return "it is no file any more"
    if found.stat().st_size > LARGEST:
        return f"larger than {LARGEST // 1024 // 1024} MB"
    return ""


def _mistaken(path: str, found: Path) -> str:
    with found.open("rb") as file:
        return mistaken(path, file.read(HEAD))
