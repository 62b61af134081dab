"""What holds other files is unpacked into its own folder, or refused with the name of what is to blame."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from sociable.errors import Problem, SourceError
from sociable.importing import containers
from sociable.importing.containers import Budget, Limits
from sociable.importing.scratch import Scratch

SMALL = Limits(total=1 << 22, free=1 << 16, ratio=20, members=50, depth=3, namesakes=4)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    (tmp_path / "scratch").mkdir()
    return Scratch(tmp_path / "scratch")


@pytest.fixture
def warnings() -> list[Problem]:
    return []


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def tarred(*members: tuple[str | tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def unpacked(
    tmp_path: Path, data: bytes, scratch: Scratch, warnings: list[Problem], name: str = "in.bin", limits: Limits = SMALL
) -> dict[str, bytes]:
    """What a container holds, by the names that people know."""
    path = tmp_path / name
    path.write_bytes(data)
    assert containers.is_container(data[:65536])
    folders = containers.unpack(path, name, scratch, Budget(len(data), limits), warnings.append)
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    outside = [each for each in tmp_path.rglob("*") if each.is_file() and each != path and each not in files]
    assert outside == [] and not any(each.is_symlink() for each in tmp_path.rglob("*"))
    return {scratch.said(str(file)): file.read_bytes() for file in files}


TWO = [("blog.xml", b"one"), ("2013/page.html", b"two")]
FORMS = {
    "zip": ("x.zip", zipped(*TWO), "x.zip!"),
    "tar": ("x.tar", tarred(*TWO), "x.tar!"),
    "old tar": ("x.tar", tarred(*TWO, form=tarfile.USTAR_FORMAT), "x.tar!"),
    "GNU tar": ("x.tar", tarred(*TWO, form=tarfile.GNU_FORMAT), "x.tar!"),
}


@pytest.mark.parametrize(("name", "data", "before"), FORMS.values(), ids=FORMS.keys())
def test_files_come_out_as_they_went_in_under_names_that_people_know(tmp_path, scratch, warnings, name, data, before):
    assert unpacked(tmp_path, data, scratch, warnings, name) == {
        f"{before}{inside}": content for inside, content in TWO
    }
    assert warnings == []


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz")])
def test_a_compressed_file_is_called_as_it_is(tmp_path, scratch, warnings, pack, ending):
    assert unpacked(tmp_path, pack(b"words"), scratch, warnings, f"blog.xml{ending}") == {f"blog.xml{ending}": b"words"}
    inside = next(file for file in scratch.root.rglob("*") if file.is_file())
    assert inside.name == "blog.xml" and scratch.only_file(inside.parent) == inside


@pytest.mark.parametrize("name", ["site.tgz", "site.TBZ2", "noending", "x.gz.gz"])
def test_a_compressed_file_may_have_any_name(tmp_path, scratch, warnings, name):
    assert unpacked(tmp_path, gzip.compress(b"words"), scratch, warnings, name) == {name: b"words"}


def test_parts_of_a_gzip_file_are_one(tmp_path, scratch, warnings):
    assert unpacked(tmp_path, gzip.compress(b"one ") + gzip.compress(b"two"), scratch, warnings, "x.gz") == {
        "x.gz": b"one two"
    }


LEADING_OUT = ["../x", "a/../../x", "/etc/x", "..\\x", "a\\..\\..\\x", "\\\\host\\x", "C:\\x", "c:x", "..", "a/.."]


@pytest.mark.parametrize("name", LEADING_OUT)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_is_refused(tmp_path, scratch, warnings, pack, name):
    with pytest.raises(SourceError) as caught:
        unpacked(tmp_path, pack(("fine.xml", b"fine"), (name, b"bad")), scratch, warnings)
    (problem,) = caught.value.problems
    assert problem.what == "its name leads out of the folder that it is unpacked in"
    assert problem.path == f"in.bin!{name}"
    assert problem.mend == "Unpack it yourself, look at what it holds, and name the folder."
    assert not [path for path in tmp_path.rglob("x") if path.is_file()]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
def test_links_and_devices_are_left_out_and_counted(tmp_path, scratch, warnings, kind):
    link = tarfile.TarInfo("link")
    link.type, link.linkname = kind, "/etc/passwd"
    assert unpacked(tmp_path, tarred((link, b""), ("a.xml", b"a")), scratch, warnings) == {"in.bin!a.xml": b"a"}
    assert [str(each) for each in warnings] == [
        "in.bin: left out 1 links, devices and the like, such as link. Put the files there that they stand for."
    ]


def test_a_file_below_a_link_comes_to_lie_below_a_folder(tmp_path, scratch, warnings):
    link = tarfile.TarInfo("sub")
    link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
    assert unpacked(tmp_path, tarred((link, b""), ("sub/x.xml", b"x")), scratch, warnings) == {"in.bin!sub/x.xml": b"x"}


def test_a_link_in_a_zip_file_is_left_out(tmp_path, scratch, warnings):
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    assert unpacked(tmp_path, zipped((link, b"/etc/passwd"), ("a.xml", b"a")), scratch, warnings) == {
        "in.bin!a.xml": b"a"
    }
    assert "such as link" in warnings[0].what


SAME = {
    "the same": ("a.xml", "a.xml"),
    "other case": ("Blog.XML", "blog.xml"),
    "a file and a folder": ("a", "a/b"),
    "a folder and a file": ("a/b", "a"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", SAME.values(), ids=SAME.keys())
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_a_file_system_takes_for_one_stay_apart(tmp_path, scratch, warnings, pack, names):
    path = tmp_path / "in.bin"
    path.write_bytes(pack((names[0], b"one"), (names[1], b"two")))
    folders = containers.unpack(path, "in.bin", scratch, Budget(1000, SMALL), warnings.append)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert sorted(file.read_bytes() for file in files) == [b"one", b"two"]
    assert sorted(scratch.said(str(file)) for file in files) == sorted(f"in.bin!{name}" for name in names)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_too_many_files_of_one_name_are_refused(tmp_path, scratch, warnings):
    with pytest.raises(SourceError, match="holds more than 4 files of one name"):
        unpacked(tmp_path, zipped(*[("a.xml", b"a")] * 6), scratch, warnings)


def test_names_in_any_script_and_bytes_that_are_none_are_kept_as_far_as_they_go(tmp_path, scratch, warnings):
    odd = tarfile.TarInfo("caf\udce9/\x1b[31m\n.xml")
    found = unpacked(tmp_path, tarred((odd, b"1"), ("επίπεδο/ü.xml", b"2"), form=tarfile.GNU_FORMAT), scratch, warnings)
    assert found == {"in.bin!café/_[31m_.xml": b"1", "in.bin!επίπεδο/ü.xml": b"2"}


def test_backslashes_in_a_zip_file_part_folders(tmp_path, scratch, warnings):
    assert unpacked(tmp_path, zipped(("a\\b.xml", b"x")), scratch, warnings) == {"in.bin!a/b.xml": b"x"}


ZEROS = bytes(1 << 21)
BOMBS = {
    "gzip": (gzip.compress(ZEROS), "in.bin"),
    "bzip2": (bz2.compress(ZEROS), "in.bin"),
    "xz": (lzma.compress(ZEROS), "in.bin"),
    "zip": (zipped(("zeros", ZEROS)), "in.bin!zeros"),
    "zip of many": (zipped(*[(f"{each}", ZEROS[: 1 << 15]) for each in range(20)]), "in.bin!"),
}


@pytest.mark.parametrize(("data", "member"), BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_before_it_has_filled_much(tmp_path, scratch, warnings, data, member):
    with pytest.raises(SourceError) as caught:
        unpacked(tmp_path, data, scratch, warnings)
    (problem,) = caught.value.problems
    assert problem.what.endswith("it looks like a file that is made to fill a disk")
    assert problem.path.startswith(member) and "name the folder" in problem.mend
    assert sum(file.stat().st_size for file in scratch.root.rglob("*") if file.is_file()) <= 1 << 20


def test_a_sparse_tar_bomb_is_refused(tmp_path, scratch, warnings):
    member = tarfile.TarInfo("holes")
    member.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.size": str(1 << 40),
        "GNU.sparse.map": "0,1",
    }
    with pytest.raises(SourceError, match="made to fill a disk") as caught:
        unpacked(tmp_path, tarred((member, b"x")), scratch, warnings)
    assert caught.value.problems[0].path == "in.bin!holes"


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_too_many_files_are_refused(tmp_path, scratch, warnings, pack):
    with pytest.raises(SourceError, match=r"in\.bin!50: holds more than 50 files"):
        unpacked(tmp_path, pack(*[(str(number), b"x" * 10) for number in range(60)]), scratch, warnings)


def test_a_zip_file_that_lies_about_sizes_is_refused(tmp_path, scratch, warnings):
    data = bytearray(zipped(("zeros", ZEROS)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = struct.pack("<I", 100)
    with pytest.raises(SourceError, match=r"in.bin!zeros: cannot be unpacked: Bad CRC-32 for file 'zeros'"):
        unpacked(tmp_path, bytes(data), scratch, warnings)


def test_a_zip_file_with_a_password_is_refused(tmp_path, scratch, warnings):
    data = bytearray(zipped(("blog.xml", b"words")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(SourceError) as caught:
        unpacked(tmp_path, bytes(data), scratch, warnings)
    assert (
        str(caught.value)
        == "in.bin!blog.xml: is protected by a password. Unpack it with its password, and name the folder."
    )


def test_a_method_of_compression_that_is_not_known_is_said(tmp_path, scratch, warnings):
    data = bytearray(zipped(("blog.xml", b"words")))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + at] = 9
    with pytest.raises(SourceError, match=r"in\.bin!blog\.xml: is compressed in a way that is not known here"):
        unpacked(tmp_path, bytes(data), scratch, warnings)


DAMAGED = {
    "zip": zipped(*TWO)[:-30],
    "gzip": gzip.compress(os.urandom(5000))[:-1000],
    "gzip, garbled": gzip.compress(os.urandom(5000))[:100] + bytes(200),
    "bzip2": bz2.compress(os.urandom(5000))[:-1000],
    "xz": lzma.compress(os.urandom(5000))[:-1000],
    "tar": tarred(("a", os.urandom(20_000)))[:10_000],
    "tar, garbled": tarred(("a", b"x" * 600), ("b", b"y"))[:1536] + b"\xff" * 1024,
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_container_is_refused(tmp_path, scratch, warnings, data):
    with pytest.raises(SourceError) as caught:
        unpacked(tmp_path, data, scratch, warnings)
    (problem,) = caught.value.problems
    assert problem.path.startswith("in.bin") and problem.what.startswith("cannot be unpacked: ")
    assert problem.mend == "Get the file again; this one is damaged."
    assert "scratch" not in str(problem)


def test_a_tar_file_without_its_end_mark_is_read_with_a_warning(tmp_path, scratch, warnings):
    assert unpacked(tmp_path, tarred(("a.xml", b"x"))[:1024], scratch, warnings) == {"in.bin!a.xml": b"x"}
    assert [each.what for each in warnings] == ["has no mark at its end: it may be cut short"]


def test_a_file_that_cannot_be_written_is_said(tmp_path, scratch, warnings):
    with pytest.raises(SourceError, match=r"cannot be unpacked: File name too long\. Make room there"):
        unpacked(tmp_path, zipped(("x" * 300, b"x")), scratch, warnings)


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_a_document_that_is_a_zip_file_inside_is_told_from_an_archive(first):
    assert containers.is_document(zipped((first, b"x")))
    assert not containers.is_document(zipped(("blog.xml", b"x")))


@pytest.mark.parametrize("head", [b"", b"words", b"<html>", bytes(600), b"WARC/1.0", b"x" * 512])
def test_other_files_hold_none(head):
    assert not containers.is_container(head)


def test_names_of_the_scratch_folder_are_told_wherever_they_stand(scratch):
    folder, file = scratch.folder("a.zip"), scratch.file("b.xml", "b.xml.gz")
    text = f"{folder}/x.html:3 and {file}: cut; {folder}, {folder}"
    assert scratch.said(text) == "a.zip!x.html:3 and b.xml.gz: cut; a.zip, a.zip"
    assert scratch.said("plain") == "plain"
