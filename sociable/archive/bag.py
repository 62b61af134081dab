"""BagIt bags, written and read: https://www.rfc-editor.org/rfc/rfc8493 (BagIt 1.0).

Of what the specification allows, this takes what it writes: one payload manifest and one tag manifest, both SHA-512,
tag files in UTF-8, no ``fetch.txt``. Whatever else is found is said, not passed over. Values in, values out: nothing
here touches a disk. In a manifest CR, LF and ``%`` of a path are percent-encoded; names in an archive have none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sociable.archive.differences import Difference

DECLARATION, INFO, MANIFEST, TAG_MANIFEST = "bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt"
TAG_FILES = (DECLARATION, INFO, MANIFEST, TAG_MANIFEST)
PAYLOAD = "data/"
AGENT, OXUM = "Bag-Software-Agent", "Payload-Oxum"

_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_DIGEST = re.compile(r"[0-9a-f]{128}")
_ENCODED = re.compile("%(0[DdAa]|25)")
_OTHERS = re.compile(r"(tag)?manifest-(?!sha512\.txt$)\w+\.txt|fetch\.txt")


@dataclass(frozen=True, slots=True)
class Sum:
    """What a file comes to: its SHA-512 digest in hexadecimal and its size in bytes."""

    digest: str
    size: int

    @classmethod
    def of(cls, data: bytes | bytearray) -> Sum:
        """Sum up ``data``."""
        return cls(hashlib.sha512(data).hexdigest(), len(data))


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag's tag files, read: digests by path (``data/…``; names of tag files), and what is wrong with them.

    ``oxum`` is the payload's size in bytes and number of files, as ``bag-info.txt`` gives them.
    """

    payload: Mapping[str, str]
    tags: Mapping[str, str]
    oxum: tuple[int, int] | None
    differences: tuple[Difference, ...]


def tag_files(payload: Mapping[str, Sum], info: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Make the tag files of a bag: ``{name: bytes}``; ``payload`` is by path, ``data/…``."""
    manifest = b"".join(lines(sorted((path, each.digest) for path, each in payload.items())))
    oxum = (sum(each.size for each in payload.values()), len(payload))
    return {**other_tag_files(Sum.of(manifest).digest, oxum, info), MANIFEST: manifest}


def lines(digests: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Write the lines of a manifest; paths and their digests are in the order of paths."""
    return (f"{digest}  {encode(path)}\n".encode() for path, digest in digests)


def other_tag_files(manifest: str, oxum: tuple[int, int], info: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Make the tag files beside a manifest with the digest ``manifest``; ``oxum`` is as in :class:`Bag`."""
    size, count = oxum
    labelled = ((label, " ".join(value.split())) for label, value in (*info, (OXUM, f"{size}.{count}")))
    files = {
        DECLARATION: _DECLARED,
        INFO: "".join(f"{label}: {value}\n" for label, value in labelled if value).encode(),
    }
    digests = {MANIFEST: manifest, **{name: Sum.of(data).digest for name, data in files.items()}}
    return {**files, TAG_MANIFEST: b"".join(lines(sorted(digests.items())))}


def read(files: Mapping[str, bytes]) -> Bag:
    """Read a bag's tag files: all that lies in its folder beside ``data``, by name."""
    found: list[Difference] = []
    declared = files.get(DECLARATION)
    if declared is None:
        found.append(_wrong(DECLARATION, "is missing, so this is no bag"))
    elif declared != _DECLARED:
        found.append(_wrong(DECLARATION, _misdeclared(declared)))
    for name in sorted(files):
        if _OTHERS.fullmatch(name):
            found.append(_wrong(name, "is not taken: bags here have SHA-512 manifests alone, and all their files"))
    payload, tags = (dict(_entries(files, name, found)) for name in (MANIFEST, TAG_MANIFEST))
    for path in payload:
        if not path.startswith(PAYLOAD):
            found.append(_wrong(MANIFEST, f"names {path}, which lies outside {PAYLOAD}", "manifest"))
    found += [
        Difference("extra", _in_bag(name), f"{name} is in the bag, but no line of its tag manifest names it")
        for name in sorted(files.keys() - tags.keys() - {TAG_MANIFEST})
    ]
    for name, digest in tags.items():
        if name not in files:
            found.append(Difference("tag file", _in_bag(name), f"{name} is missing", digest))
        elif (now := Sum.of(files[name]).digest) != digest:
            found.append(
                Difference("tag file", _in_bag(name), f"{name} is not what the tag manifest says", digest, now)
            )
    return Bag(payload, tags, _oxum(files.get(INFO, b""), found), tuple(found))


def encode(path: str) -> str:
    """Spell a path as a manifest does."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _decode(written: str) -> str:
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), written)


def _misdeclared(data: bytes) -> str:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return "starts with a byte order mark"
    lines = data.decode("utf-8", "replace").splitlines()
    if not lines or lines[0] != "BagIt-Version: 1.0":
        return "does not say `BagIt-Version: 1.0` on its first line; no other version is taken"
    if len(lines) < 2 or lines[1] != "Tag-File-Character-Encoding: UTF-8":
        return "does not say `Tag-File-Character-Encoding: UTF-8` on its second line; no other encoding is taken"
    return "has more than its two lines, or other line ends"


def _entries(files: Mapping[str, bytes], name: str, found: list[Difference]) -> Iterator[tuple[str, str]]:
    """Yield path and digest of every line of a manifest; of two lines for one path the first counts."""
    if name not in files:
        found.append(_wrong(name, "is missing", "manifest"))
        return
    try:
        text = files[name].decode()
    except UnicodeDecodeError:
        found.append(_wrong(name, "is not UTF-8", "manifest"))
        return
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None or not _DIGEST.fullmatch(match[1]):
            found.append(_wrong(name, f"line {number} is not a SHA-512 digest in small letters and a path", "manifest"))
            continue
        path = _decode(match[2])
        if path in seen:
            found.append(_wrong(name, f"line {number} names {path} a second time", "manifest"))
        elif _is_odd(path):
            found.append(_wrong(name, f"line {number} names {path}, which is no plain path inside the bag", "manifest"))
        else:
            seen.add(path)
            yield path, match[1]


def _is_odd(path: str) -> bool:
    first, *_ = parts = path.split("/")
    return first.startswith("~") or ":" in first or "\\" in path or not {"", ".", ".."}.isdisjoint(parts)


def _oxum(info: bytes, found: list[Difference]) -> tuple[int, int] | None:
    written = re.findall(rf"^{OXUM}:[ \t]*(.*?)[ \t]*$", info.decode("utf-8", "replace"), re.MULTILINE | re.IGNORECASE)
    if not written:
        return None
    size, dot, count = written[-1].partition(".")
    if len(written) > 1 or not (dot and size.isdecimal() and count.isdecimal()):
        found.append(_wrong(INFO, f"{OXUM} is not one number of bytes, a dot and a number of files"))
        return None
    return int(size), int(count)


def _in_bag(name: str) -> str:
    return f"bag/{name}"


def _wrong(name: str, what: str, kind: str = "form") -> Difference:
    return Difference("manifest" if kind == "manifest" else "form", _in_bag(name), f"{name} {what}")
