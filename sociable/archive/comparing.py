"""What a manifest says beside what lies there: missing, extra, changed, renamed, swapped, told apart.

A file that is gone and one that is new are one file under another name if their digests agree, or if their names
differ only in case or in Unicode's form, in which some file systems see no difference at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sociable.archive.bag import Sum
from sociable.archive.differences import Difference, Kind
from sociable.archive.folder import BAG
from sociable.archive.names import fold

_LARGEST_TEXT = 1 << 24
"""Bytes of a file that is looked through for other line ends."""


def compare(
    sealed: Mapping[str, str],
    found: Mapping[str, str],
    sizes: Mapping[str, int],
    *,
    oxum: tuple[int, int] | None,
    odd: Sequence[str],
    root: Path,
) -> tuple[Difference, ...]:
    """Name the differences between two maps of paths to digests.

    ``sizes`` are bytes, ``oxum`` the bytes and files that the bag claims to have. Of what lies at or below a path of
    ``odd`` nothing is known. The files are in ``root``.
    """
    hidden = tuple(f"{path.rstrip('/')}/" if path else "" for path in odd)
    gone = {path: sealed[path] for path in sealed.keys() - found.keys() if not f"{path}/".startswith(hidden)}
    new = {path: found[path] for path in found.keys() - sealed.keys()}
    changed = {path: found[path] for path in sealed.keys() & found.keys() if found[path] != sealed[path]}
    grown = sum(sizes.values()) - oxum[0] if oxum and not odd and not gone and not new and len(changed) == 1 else 0
    differences = [
        *_renamed(gone, new),
        *_changed(changed, sealed, grown, root),
        *(_of("missing", path, f"{path} is missing", digest) for path, digest in gone.items()),
        *_extra(new, sealed),
    ]
    if not differences and not odd and oxum not in (None, (sum(sizes.values()), len(found))):
        what = f"Payload-Oxum says {oxum}, but there are {sum(sizes.values())} bytes in {len(found)} files"
        differences.append(Difference("form", f"{BAG}/bag-info.txt", what))
    return tuple(sorted(differences, key=lambda each: each.path))


def _renamed(gone: dict[str, str], new: dict[str, str]) -> Iterator[Difference]:
    """Find what was renamed, and take it out of ``gone`` and ``new``."""
    by_fold = {fold(path): path for path in new}
    for path in sorted(gone):
        other = by_fold.get(fold(path))
        if other is not None:
            kind, how = _how(path, other)
            yield _of(kind, path, f"{path} is there as {other}, which differs {how}", other=other)
            if gone[path] != new[other]:
                yield _of("changed", other, f"{other} was changed too", gone[path], new[other])
            del gone[path], new[other]
    by_digest = {digest: path for path, digest in sorted(new.items(), reverse=True)}
    for path in sorted(gone):
        other = by_digest.pop(gone[path], None)
        if other is not None:
            yield _of("renamed", path, f"{path} was renamed {other}", other=other)
            del gone[path], new[other]


def _how(one: str, other: str) -> tuple[Kind, str]:
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return "unicode form", "only in the form of its Unicode characters"
    return "case", "only in capitals and small letters"


def _changed(changed: Mapping[str, str], sealed: Mapping[str, str], grown: int, root: Path) -> Iterator[Difference]:
    owners = {sealed[path]: path for path in changed}
    for path, digest in changed.items():
        other = owners.get(digest)
        if other is not None and changed[other] == sealed[path]:
            yield _of("swapped", path, f"{path} and {other} were swapped", sealed[path], digest, other=other)
        elif other is not None:
            yield _of("changed", path, f"{path} holds what {other} should", sealed[path], digest, other=other)
        elif _has_other_line_ends(root / path, sealed[path]):
            yield _of("line ends", path, f"the line ends of {path} were changed", sealed[path], digest)
        else:
            yield _of("changed", path, f"{path} was changed{_by(grown)}", sealed[path], digest)


def _by(grown: int) -> str:
    if not grown:
        return ""
    return f": it is {abs(grown)} byte{'' if abs(grown) == 1 else 's'} {'longer' if grown > 0 else 'shorter'}"


def _has_other_line_ends(path: Path, digest: str) -> bool:
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            return False
        plain = path.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return False
    return digest in (Sum.of(plain).digest, Sum.of(plain.replace(b"\n", b"\r\n")).digest)


def _extra(new: Mapping[str, str], sealed: Iterable[str]) -> Iterator[Difference]:
    known = {fold(path): path for path in sealed} if new else {}
    for path in new:
        other = known.get(fold(path))
        if other is None:
            yield _of("extra", path, f"{path} is in the bag, but no line of its manifest names it")
        else:
            kind, how = _how(path, other)
            yield _of(kind, path, f"{path} is in the bag beside {other}, from which it differs {how}", other=other)


def _of(kind: Kind, path: str, what: str, old: str = "", new: str = "", *, other: str = "") -> Difference:
    return Difference(kind, f"{BAG}/{path}", what, old, new, f"{BAG}/{other}" if other else "")
