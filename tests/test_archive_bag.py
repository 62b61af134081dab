"""Bags are written as RFC 8493 has it, and one that is not as it should be is never taken for one that is.

The cases are those of the conformance suites for BagIt, rebuilt: what this project does not write it does not take.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.archive.bag import Sum, encode, read, tag_files

HELLO = b"Hello.\n"
PAYLOAD = {"data/hello.txt": Sum.of(HELLO), "data/sub/a b.txt": Sum.of(b"")}
FILES = tag_files(PAYLOAD, [("Source-Organization", "A  council\nby the sea"), ("Contact-Name", "")])


def sealed(**changes: bytes | None) -> dict[str, bytes]:
    """The tag files of a bag, some of them changed or taken away, with a tag manifest that agrees."""
    names = {"bagit": "bagit.txt", "info": "bag-info.txt", "manifest": "manifest-sha512.txt"}
    files = {name: data for name, data in FILES.items() if not name.startswith("tag")}
    for key, data in changes.items():
        name = names.get(key, key)
        files.pop(name, None)
        if data is not None:
            files[name] = data
    tags = "".join(f"{hashlib.sha512(data).hexdigest()}  {name}\n" for name, data in files.items())
    return {**files, "tagmanifest-sha512.txt": tags.encode()}


def test_a_bag_reads_as_it_was_written():
    bag = read(FILES)
    assert bag.payload == {path: each.digest for path, each in PAYLOAD.items()}
    assert set(bag.tags) == {"bagit.txt", "bag-info.txt", "manifest-sha512.txt"}
    assert bag.oxum == (7, 2)
    assert bag.differences == ()


def test_the_tag_files_are_what_the_specification_asks_for():
    assert FILES["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert FILES["bag-info.txt"] == b"Source-Organization: A council by the sea\nPayload-Oxum: 7.2\n"
    assert (
        FILES["manifest-sha512.txt"].splitlines()[0] == f"{hashlib.sha512(HELLO).hexdigest()}  data/hello.txt".encode()
    )


def test_the_same_payload_gives_the_same_bytes_in_any_order():
    assert tag_files(dict(reversed(PAYLOAD.items())), []) == tag_files(PAYLOAD, [])


AWKWARD = [
    "data/a b.txt",
    "data/100%.txt",
    "data/%0A.txt",
    "data/new\nline.txt",
    "data/caf\u00e9",
    "data/\u202e.txt",
    "data/*x",
    "data/ x ",
]


@pytest.mark.parametrize("path", AWKWARD)
def test_any_path_comes_back_from_a_manifest(path):
    assert list(read(tag_files({path: Sum.of(b"")}, [])).payload) == [path]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\\:\0"), min_size=1))
def test_any_name_comes_back_from_a_manifest(name):
    path = f"data/{name}"
    if name not in {".", ".."}:
        assert list(read(tag_files({path: Sum.of(b"")}, [])).payload) == [path]


def test_line_ends_and_percent_signs_are_encoded_as_the_specification_has_it():
    assert encode("data/50%\r\n.txt") == "data/50%25%0D%0A.txt"


def test_bagit_agrees_on_names_with_line_ends(tmp_path: Path):
    path = tmp_path / "data" / "new\nline"
    path.parent.mkdir()
    path.write_bytes(HELLO)
    for name, data in tag_files({"data/new\nline": Sum.of(HELLO)}, []).items():
        (tmp_path / name).write_bytes(data)
    bagit.Bag(str(tmp_path)).validate()


LINE = FILES["manifest-sha512.txt"].splitlines(keepends=True)[0]
DIGEST = hashlib.sha512(HELLO).hexdigest().encode()

FINE = {
    "no bag-info": sealed(info=None),
    "an empty line in a manifest": sealed(manifest=LINE + b"\n"),
    "a tab in a manifest": sealed(manifest=DIGEST + b"\tdata/hello.txt\n"),
    "a star, as for binary files": sealed(manifest=DIGEST + b" *data/hello.txt\n"),
    "no newline at the end of a manifest": sealed(manifest=LINE.rstrip()),
    "a space in a name": sealed(manifest=DIGEST + b"  data/a b.txt\n"),
    "labels of one's own, twice": sealed(info=b"Colour: red\nColour: blue\nPayload-Oxum: 7.2\n"),
    "a label in small letters": sealed(info=b"payload-oxum: 7.2\n"),
    "an empty payload": sealed(manifest=b"", info=b"Payload-Oxum: 0.0\n"),
}


@pytest.mark.parametrize("files", FINE.values(), ids=FINE.keys())
def test_what_the_specification_allows_is_no_difference(files):
    assert read(files).differences == ()


WRONG = {
    "no bagit.txt": (sealed(bagit=None), "bagit.txt is missing, so this is no bag"),
    "a byte order mark": (sealed(bagit=b"\xef\xbb\xbf" + FILES["bagit.txt"]), "byte order mark"),
    "UTF-16": (sealed(bagit=FILES["bagit.txt"].decode().encode("utf-16")), "byte order mark"),
    "an older version": (sealed(bagit=FILES["bagit.txt"].replace(b"1.0", b"0.97")), "no other version is taken"),
    "a version that is none": (sealed(bagit=FILES["bagit.txt"].replace(b"1.0", b".97")), "no other version is taken"),
    "a space before the colon": (sealed(bagit=FILES["bagit.txt"].replace(b":", b" :")), "first line"),
    "another encoding": (sealed(bagit=FILES["bagit.txt"].replace(b"UTF-8", b"UTF-16")), "no other encoding is taken"),
    "one line only": (sealed(bagit=b"BagIt-Version: 1.0\n"), "second line"),
    "a line too many": (sealed(bagit=FILES["bagit.txt"] + b"More: x\n"), "more than its two lines"),
    "an empty bagit.txt": (sealed(bagit=b""), "first line"),
    "no manifest": (sealed(manifest=None), "manifest-sha512.txt is missing"),
    "no tag manifest": ({**sealed(), "tagmanifest-sha512.txt": None}, "tagmanifest-sha512.txt is missing"),
    "another algorithm beside": (sealed(**{"manifest-md5.txt": b""}), "manifest-md5.txt is not taken"),
    "another tag manifest beside": (sealed(**{"tagmanifest-sha256.txt": b""}), "tagmanifest-sha256.txt is not taken"),
    "files to be fetched": (sealed(**{"fetch.txt": b""}), "fetch.txt is not taken"),
    "a path twice": (sealed(manifest=LINE + LINE), "a second time"),
    "a path twice, with two digests": (sealed(manifest=LINE + b"0" * 128 + b"  data/hello.txt\n"), "a second time"),
    "a path out of the bag": (sealed(manifest=DIGEST + b"  data/../../x\n"), "no plain path inside the bag"),
    "a path upwards": (sealed(manifest=DIGEST + b"  ../x\n"), "no plain path inside the bag"),
    "an absolute path": (sealed(manifest=DIGEST + b"  /etc/passwd\n"), "no plain path inside the bag"),
    "somebody's home": (sealed(manifest=DIGEST + b"  ~/x\n"), "no plain path inside the bag"),
    "a path of Windows": (sealed(manifest=DIGEST + b"  data\\..\\..\\x\n"), "no plain path inside the bag"),
    "a drive of Windows": (sealed(manifest=DIGEST + b"  C:/x\n"), "no plain path inside the bag"),
    "a dot before the path": (sealed(manifest=DIGEST + b"  ./data/hello.txt\n"), "no plain path inside the bag"),
    "an encoded way out": (sealed(manifest=DIGEST + b"  data/%0A/../../../x\n"), "no plain path inside the bag"),
    "a payload outside data": (sealed(manifest=DIGEST + b"  hello.txt\n"), "lies outside data/"),
    "a digest too short": (sealed(manifest=DIGEST[:64] + b"  data/hello.txt\n"), "line 1 is not a SHA-512 digest"),
    "a digest in capitals": (sealed(manifest=DIGEST.upper() + b"  data/hello.txt\n"), "line 1 is not a SHA-512 digest"),
    "a digest and no path": (sealed(manifest=DIGEST + b"\n"), "line 1 is not a SHA-512 digest"),
    "a path and no digest": (sealed(manifest=b"  data/hello.txt\n"), "line 1 is not a SHA-512 digest"),
    "other line ends": (sealed(bagit=FILES["bagit.txt"].replace(b"\n", b"\r\n")), "other line ends"),
    "a manifest that is not UTF-8": (sealed(manifest=DIGEST + b"  data/caf\xe9\n"), "is not UTF-8"),
    "an oxum that is none": (sealed(info=b"Payload-Oxum: seven\n"), "Payload-Oxum is not"),
    "two oxums": (sealed(info=b"Payload-Oxum: 7.2\nPayload-Oxum: 7.2\n"), "Payload-Oxum is not"),
    "a tag file changed": ({**sealed(), "bag-info.txt": b"x: y\n"}, "bag-info.txt is not what the tag manifest says"),
    "a tag file missing": ({**sealed(), "bag-info.txt": None}, "bag-info.txt is missing"),
    "a tag file too many": ({**sealed(), "more.txt": b""}, "no line of its tag manifest names it"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_bag_is_said(files, expected):
    differences = read({name: data for name, data in files.items() if data is not None}).differences
    assert [each for each in differences if expected in each.what], differences
    assert all(str(each.problem("content/archive/old")).startswith("content/archive/old/bag/") for each in differences)
