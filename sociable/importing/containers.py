"""Files that hold files (zip, tar, gzip, bzip2, xz), unpacked where nothing that is in them can do harm.

APPNOTE 6.3.10 (zip), POSIX.1-2008 ``pax`` with GNU's additions (tar), RFC 1952, and the libraries of Python for them.
A file is written below a folder of its container's own and nowhere else: a container with a name that leads out of
it is refused. Links and devices are left out and counted. What would grow beyond :class:`Limits` is refused as soon
as that is known, so that a bomb costs little. Two files of one name, or of names that a file system takes for one,
stay apart: the second comes to lie in another folder.

Not opened: zip files that are protected by a password, that come in several volumes, or that use methods of
compression which Python has not; 7z and rar.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sociable.errors import Problem, SourceError
from sociable.importing.scratch import IN, Scratch

_BLOCK = 1 << 20
_MB = 1 << 20
_GZIP, _ZIP, _XZ = b"\x1f\x8b\x08", b"PK\x03\x04", b"\xfd7zXZ\x00"
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_EMPTY_ZIP = b"PK\x05\x06"
_TAR_BLOCK = 512
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_SEPARATORS = re.compile(r"[/\\]+")
_UNSEEN = re.compile(r"[\0-\x1f\x7f]")
_FOREIGN = str.maketrans('<>:"|?*', "__+_-@_")
"""What Windows has no file names with, as ``wget --restrict-file-names=windows`` writes some of them."""

_SPLIT = "Unpack it yourself, look at what it holds, and name the folder."
_LOOK = "Look whether its last files are there."
_AGAIN = "Get the file again; this one is damaged."
_ROOM = "Make room there, or set TMPDIR to another folder."
_FAILURES = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may come out of one file: bytes, ``ratio`` times its own size (``free`` bytes in any case), files, and
    containers in containers; ``namesakes`` is how many files may have one name."""

    total: int = 16 * 1024 * _MB
    free: int = 64 * _MB
    ratio: int = 250
    members: int = 250_000
    depth: int = 5
    namesakes: int = 16


LIMITS = Limits()


@dataclass(slots=True)
class Budget:
    """What may still come out of the file of ``size`` bytes that somebody named."""

    size: int
    limits: Limits = LIMITS
    spent: int = 0
    members: int = 0

    def spend(self, number: int, member: str) -> None:
        """Take ``number`` bytes of ``member`` into account.

        Raises:
            SourceError: that is too much.
        """
        self.spent += number
        if self.spent > min(self.limits.total, self._allowed(self.size)):
            raise _refused(f"unpacks to more than {self.spent // _MB} MB", member)

    def foresee(self, number: int, packed: int, member: str) -> None:
        """Refuse ``member`` if it says itself that ``packed`` bytes of it would become too many."""
        if number > min(self._allowed(packed), self.limits.total - self.spent):
            raise _refused(f"{packed} bytes unpack to {number}", member)

    def count(self, member: str) -> None:
        """Take one more file into account."""
        self.members += 1
        if self.members > self.limits.members:
            raise _refused(f"holds more than {self.limits.members} files", member)

    def _allowed(self, packed: int) -> int:
        return max(self.limits.free, self.limits.ratio * packed)


def is_container(head: bytes) -> bool:
    """Whether a file that starts with ``head`` holds others: an archive, or a file that was compressed."""
    return head.startswith((_GZIP, _ZIP, _EMPTY_ZIP, _XZ)) or bool(_BZIP2.match(head)) or _is_tar(head)


def is_document(head: bytes) -> bool:
    """Whether it is a text document or a programme that is a zip file inside: OOXML, ODF, EPUB, JAR."""
    first = head[30:60]
    return head.startswith(_ZIP) and first.startswith((b"[Content_Types].xml", b"mimetype", b"META-INF/", b"_rels/"))


def unpack(path: Path, called: str, scratch: Scratch, budget: Budget, warn: Callable[[Problem], None]) -> list[Path]:
    """Unpack the container at ``path``, which is called ``called``; return the folders in which its files lie now.

    Raises:
        SourceError: it cannot be unpacked, or must not be. The problem names the file in it that is to blame.
    """
    with path.open("rb") as file:
        head = file.read(_TAR_BLOCK)
    with _said(called):
        if head.startswith((_ZIP, _EMPTY_ZIP)):
            return _unzip(path, _Target(called, scratch, budget), warn)
        if _is_tar(head):
            return _untar(path, _Target(called, scratch, budget), warn)
        return [_decompressed(path, head, called, scratch, budget)]


class _Target:
    """Where the files of one container are written: a folder, and more where names collide."""

    def __init__(self, called: str, scratch: Scratch, budget: Budget) -> None:
        self.called, self.budget, self._scratch = called, budget, scratch
        self.folders = [scratch.folder(called)]

    def put(self, name: str, content: IO[bytes]) -> None:
        """Write what ``content`` gives to the file ``name``."""
        member = f"{self.called}{IN}{_visible(name)}"
        with self._new(_parts(name, member), member) as file:
            while block := content.read(_BLOCK):
                self.budget.spend(len(block), member)
                file.write(block)

    def _new(self, parts: list[str], member: str) -> IO[bytes]:
        for folder in self.folders:
            try:
                path = folder.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                return path.open("xb")
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                continue
        if len(self.folders) >= self.budget.limits.namesakes:
            raise _refused(f"holds more than {len(self.folders)} files of one name", member)
        self.folders.append(self._scratch.folder(self.called))
        return self._new(parts, member)


def _unzip(path: Path, target: _Target, warn: Callable[[Problem], None]) -> list[Path]:
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        for info in members:
            member = f"{target.called}{IN}{_visible(info.filename)}"
            target.budget.count(member)
            target.budget.foresee(info.file_size, info.compress_size, member)
            _parts(info.filename, member)
            if info.flag_bits & _ENCRYPTED:
                mend = "Unpack it with its password, and name the folder."
                raise SourceError(Problem("is protected by a password", member, mend=mend))
        _left_out([info.filename for info in members if _is_link(info)], target.called, warn)
        for info in members:
            if not _is_link(info):
                with _said(f"{target.called}{IN}{_visible(info.filename)}"), archive.open(info) as content:
                    target.put(info.filename.replace("\\", "/"), content)
    return target.folders


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _untar(path: Path, target: _Target, warn: Callable[[Problem], None]) -> list[Path]:
    links = []
    with tarfile.open(path, "r:") as archive:
        for info in archive:
            member = f"{target.called}{IN}{_visible(info.name)}"
            target.budget.count(member)
            _parts(info.name, member)
            content = archive.extractfile(info) if info.isreg() else None
            if content is not None:
                target.budget.foresee(info.size, target.budget.size, member)
                with content:
                    target.put(info.name, content)
            elif not info.isdir():
                links.append(info.name)
        _check_end(path, archive.offset, target.called, warn)
    _left_out(links, target.called, warn)
    return target.folders


def _check_end(path: Path, offset: int, called: str, warn: Callable[[Problem], None]) -> None:
    """See that a tar file ends where Python stopped reading it, which it does without a word at what is garbled."""
    with path.open("rb") as file:
        file.seek(offset)
        block = file.read(_TAR_BLOCK)
    if block.strip(b"\0"):
        raise tarfile.ReadError(f"what stands at byte {offset} is no file's head")
    if not block:
        warn(Problem("has no mark at its end: it may be cut short", called, mend=_LOOK, level="warning"))


def _decompressed(path: Path, head: bytes, called: str, scratch: Scratch, budget: Budget) -> Path:
    """Write what a compressed file holds to a file that is called as it is."""
    name = _visible(path.stem if path.suffix.lower() in {".gz", ".bz2", ".xz"} else path.name)
    name = f"{name}.tar" if path.suffix.lower() in {".tgz", ".tbz2", ".txz"} else name
    target = scratch.file(name, called)
    budget.count(called)
    with path.open("rb") as packed, _opened(packed, head) as content, target.open("xb") as file:
        while block := content.read(_BLOCK):
            budget.spend(len(block), called)
            budget.foresee(file.tell() + len(block), packed.tell(), called)
            file.write(block)
    return target.parent


def _opened(packed: IO[bytes], head: bytes) -> IO[bytes]:
    if head.startswith(_GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=packed))
    return bz2.BZ2File(packed) if _BZIP2.match(head) else lzma.LZMAFile(packed)


def _is_tar(head: bytes) -> bool:
    try:
        return bool(tarfile.TarInfo.frombuf(head[:_TAR_BLOCK], "utf-8", "surrogateescape").name)
    except tarfile.HeaderError:
        return False


def _parts(name: str, member: str) -> list[str]:
    """The folders and the file that a name means, all of them below the one it is unpacked in.

    Raises:
        SourceError: it leads out of it.
    """
    parts = _SEPARATORS.split(name)
    if ".." in parts or not parts[0] or _DRIVE.match(name):
        raise SourceError(Problem("its name leads out of the folder that it is unpacked in", member, mend=_SPLIT))
    parts = [_visible(part) for part in name.split("/") if part not in ("", ".")]
    return [part.translate(_FOREIGN).rstrip(". ") or "_" for part in parts] if os.name == "nt" else parts


def _visible(name: str) -> str:
    """A name that can be written and shown: bytes that are not UTF-8 are taken for Latin-1."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return _UNSEEN.sub("_", text)


def _left_out(names: list[str], called: str, warn: Callable[[Problem], None]) -> None:
    if names:
        what = f"left out {len(names)} links, devices and the like, such as {_visible(names[0])}"
        warn(Problem(what, called, mend="Put the files there that they stand for.", level="warning"))


def _refused(what: str, member: str) -> SourceError:
    return SourceError(Problem(f"{what}: it looks like a file that is made to fill a disk", member, mend=_SPLIT))


@contextmanager
def _said(called: str) -> Iterator[None]:
    """Say what cannot be unpacked, and why."""
    try:
        yield
    except SourceError:
        raise
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise SourceError(Problem(f"cannot be unpacked: {error}", called, mend=_AGAIN)) from error
        what = f"cannot be unpacked: {error.strerror or error}"
        raise SourceError(Problem(what, called, mend=_ROOM)) from error
    except NotImplementedError as error:
        what = "is compressed in a way that is not known here"
        raise SourceError(Problem(what, called, mend="Unpack it yourself, and name the folder.")) from error
    except _FAILURES as error:
        raise SourceError(Problem(f"cannot be unpacked: {error}", called, mend=_AGAIN)) from error
