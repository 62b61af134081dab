"""In what an archive may differ from what was sealed: the kinds, what they are called, and how each is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sociable.errors import Problem

Kind = Literal[
    "missing",
    "extra",
    "changed",
    "line ends",
    "swapped",
    "renamed",
    "case",
    "unicode form",
    "symlink",
    "not a file",
    "unreadable",
    "form",
    "manifest",
    "tag file",
    "lock",
    "log",
    "erased",
]

_RESTORE = "Restore it from git or a copy; if the change is meant, record it with scripts/archive.py amend."
_RENAME = "Give it the sealed name back; some file systems and programs change names when they copy."
_SEALED = "Restore bag, lock and log together from git or a copy: only together do they prove anything."

MENDS: dict[Kind, str] = {
    "missing": _RESTORE,
    "extra": "Move it out of the bag; if it belongs there, record it with scripts/archive.py amend.",
    "changed": _RESTORE,
    "line ends": "Restore it from git; .gitattributes must hold `content/archive/** -text`.",
    "swapped": _RESTORE,
    "renamed": _RENAME,
    "case": _RENAME,
    "unicode form": _RENAME,
    "symlink": "Put the file itself there: a bag holds no links.",
    "not a file": "Move it out of the bag: a bag holds files and folders alone.",
    "unreadable": "Give whoever runs this the right to read it, or restore it: it may lie on a failing disk.",
    "form": _SEALED,
    "manifest": _SEALED,
    "tag file": _SEALED,
    "lock": _SEALED,
    "log": _SEALED,
    "erased": "Restore it from git: without it the next import would bring back what was erased.",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which an archive is not what was sealed.

    ``path`` is below the archive's folder, and so is ``other``, a second file that it is about. ``old`` and ``new``
    are digests (SHA-512, hexadecimal), where there are any.
    """

    kind: Kind
    path: str
    what: str
    old: str = ""
    new: str = ""
    other: str = ""

    def problem(self, folder: str) -> Problem:
        """Say it to a person; ``folder`` is the archive's, as they know it."""
        digests = f" (sealed {self.old[:16]}…, now {self.new[:16]}…)" if self.old and self.new else ""
        return Problem(f"{self.what}{digests}", f"{folder}/{self.path}", mend=MENDS[self.kind])
