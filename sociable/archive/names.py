"""Names that are safe in a file system and in an address, whatever an old blog called its things.

A name keeps letters, digits and punctuation of any script, so that an old address stays what it was; all that a file
system, a shell, a browser or a reader's eye could take for something else becomes ``-`` or goes. Safe means: no path
separators, no control or invisible characters (the right-to-left override shows ``exe.txt`` as ``txt.exe``), nothing
that Windows reserves or strips, no leading dot or dash, in Unicode's form C, and short.

See https://learn.microsoft.com/windows/win32/fileio/naming-a-file for what Windows reserves.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

STEM_BYTES = 88
"""A file's name is at most 100 bytes: this, a number against clashes, and ``.md``."""

SEGMENT_BYTES = 200
"""A part of an address: as long as WordPress lets a slug be, and short of the 255 bytes of file systems."""

_PLAIN = frozenset("-_.~+,=")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"]
)
_USUAL = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*(?:\.[A-Za-z0-9_]+)*")
"""A name that is safe as it stands, if it is short and nobody reserves it; nearly all are."""
_SERVED = frozenset({"index.html", "index.htm", "feed.atom"})
"""Files that a web server or this site puts in every folder."""


def fold(name: str) -> str:
    """What two names have in common that some file system takes for one (case, Unicode's forms)."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def segment(text: str, limit: int = SEGMENT_BYTES) -> str:
    """Make one part of an address from ``text``, percent-encoded or not; empty where nothing safe is left.

    ``limit`` is in bytes of UTF-8. What is cut gets eight digits of a digest, so that two long names stay two.
    """
    if len(text) < limit and _USUAL.fullmatch(text):
        return _unreserved(text)
    decoded = unicodedata.normalize("NFC", unquote(text, errors="replace"))
    safe = "".join(character if _is_safe(character) else "-" for character in decoded)
    tidy = "-".join(part for part in safe.split("-") if part).lstrip(".~-").rstrip(".-")
    return _cut(_unreserved(tidy), limit, decoded)


def stem(text: str) -> str:
    """Make the stem of a file's name, leaving room for ``-2`` and ``.md`` in 100 bytes."""
    return segment(text, STEM_BYTES)


def slug(text: str) -> str:
    """Make a slug as WordPress would from a title: lower case, words joined by dashes; maybe empty."""
    joined = text.replace("'", "").replace("’", "").lower()
    words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in joined)
    return stem("-".join(words.split()))


class Names:
    """Hands out names of which no file system takes one for another; a clash gets ``-2``, ``-3`` …"""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._next: dict[str, int] = {fold(name): 2 for name in taken}

    def take(self, wanted: str, ending: str = "") -> str:
        """Return ``wanted`` + ``ending``, with a number before ``ending`` where that is taken."""
        first = fold(wanted + ending)
        if first not in self._next:
            self._next[first] = 2
            return wanted + ending
        number = self._next[first]
        while fold(f"{wanted}-{number}{ending}") in self._next:
            number += 1
        self._next[first] = number + 1
        return self.take(f"{wanted}-{number}", ending)

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._next


def _is_safe(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in _PLAIN
    return unicodedata.category(character)[0] in "LMNPS" and character != "\ufffd"


def _unreserved(name: str) -> str:
    """Windows takes ``con.txt`` for the console too; a dash after the reserved word tells them apart."""
    head, dot, rest = name.partition(".")
    if fold(head) in _RESERVED or fold(name) in _SERVED:
        return f"{head}-{dot}{rest}"
    return name


def _cut(name: str, limit: int, original: str) -> str:
    encoded = name.encode()
    if len(encoded) <= limit:
        return name
    digest = hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    head = encoded[: limit - 9].decode("utf-8", "ignore").rstrip(".-")
    return f"{head}-{digest}"
