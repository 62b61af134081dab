"""Files that people changed since an archive was imported: an import leaves them, and lays its own version aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sociable.archive import log
from sociable.archive.bag import Sum
from sociable.archive.folder import DATA, cache_of
from sociable.archive.log import Entry
from sociable.errors import ArchiveError, Problem

CONFLICTS = "conflicts"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A ``file`` of the archive that stays as people left it; ``theirs`` is what the import would have written.

    ``theirs`` is empty where that may hold what was erased, and so is written nowhere.
    """

    file: str
    why: str
    theirs: str = ""


class Amended:
    """The files below ``bag/data/`` that the log of the archive in ``folder`` says people changed."""

    def __init__(self, folder: Path, entries: Sequence[Entry], *, dry_run: bool) -> None:
        self.conflicts: list[Conflict] = []
        self._folder = folder
        self._dry = dry_run
        self._last = {path.removeprefix(f"{DATA}/"): entry for path, entry in log.kept(entries).items()}
        self._earlier = {
            path: {entry.files[name].old for entry in entries if name in entry.files}
            for path in self._last
            for name in [f"{DATA}/{path}"]
        }

    def __contains__(self, path: str) -> bool:
        return path in self._last

    def __bool__(self) -> bool:
        return bool(self._last)

    def there(self) -> Iterator[str]:
        """Yield those that are still there: of some it was the removal that was recorded."""
        return (path for path, entry in self._last.items() if entry.files[f"{DATA}/{path}"].new)

    def lay_aside(self, path: str, data: bytes | bytearray) -> None:
        """Keep what the import would have written in the place of an amended file, outside the content."""
        entry = self._last[path]
        change = entry.files[f"{DATA}/{path}"]
        digest = Sum.of(data).digest
        if digest == change.new:
            return
        why = f"amended on {entry.date.isoformat()}: {entry.reason}"
        if log.ERASED in (change.old, change.new):
            self.conflicts.append(Conflict(f"{DATA}/{path}", why))
            return
        if digest not in self._earlier[path]:
            why += "; and the source has changed since"
        theirs = cache_of(self._folder) / CONFLICTS / self._folder.name / path
        self.conflicts.append(Conflict(f"{DATA}/{path}", why, str(theirs)))
        if not self._dry:
            try:
                theirs.parent.mkdir(parents=True, exist_ok=True)
                theirs.write_bytes(data)
            except OSError as error:
                what = f"cannot write what the import would have made of an amended file: {error.strerror or error}"
                raise ArchiveError(Problem(what, str(theirs), mend="The archive was left as it was.")) from error
