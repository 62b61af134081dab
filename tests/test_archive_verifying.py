"""Whatever is done to a sealed archive is found and named; what is only copied gives no alarm."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import bagit
import pytest
from sealed import COMMENTS, DATA, FILES, IS_ROOT, POST, TAMPERINGS, archive

from sociable.archive import seal
from sociable.archive.bag import Sum
from sociable.archive.verifying import full, quick
from sociable.model import About

NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may look into: pytest's own is closed to all but the one who runs it."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Give up for a while the right to read everything, which root has."""
    if not IS_ROOT:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def said(folder: Path) -> set[tuple[str, str]]:
    with without_privileges():
        return {(each.path, each.kind) for each in full(folder).differences}


def test_what_was_not_touched_is_fine(place):
    done = full(archive(place / "archive" / "old", changes=3))
    assert (done.files, done.read, done.differences) == (4, 4, ())
    assert [entry.reason for entry in done.entries] == ["change 1", "change 2", "change 3"]


@pytest.mark.parametrize(("tamper", "expected"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_is_found_and_named(place, tamper, expected):
    folder = archive(place / "archive" / "old", changes=3)
    tamper(folder)
    found = said(folder)
    assert expected.items() <= found
    assert {path for path, _ in found} <= {*expected, "bag/manifest-sha512.txt", "bag/bag-info.txt"}


def test_there_are_twenty_ways_of_tampering():
    assert len(TAMPERINGS) == 20


MORE: dict[str, tuple[Callable[[Path], object], set[tuple[str, str]]]] = {
    "the lock taken away": (lambda folder: (folder / "lock").unlink(), {("lock", "lock")}),
    "the log taken away": (lambda folder: (folder / "log").unlink(), {("log", "log")}),
    "the log with other line ends": (
        lambda folder: (folder / "log").write_bytes((folder / "log").read_bytes().replace(b"\n", b"\r\n")),
        {("log", "log")},
    ),
    "a line of the log altered": (
        lambda folder: (folder / "log").write_bytes((folder / "log").read_bytes().replace(b"change 1", b"nothing.")),
        {("log", "log")},
    ),
    "the last line of the log altered": (
        lambda folder: (folder / "log").write_bytes((folder / "log").read_bytes().replace(b"change 3", b"nothing.")),
        {("log", "log")},
    ),
    "words of the lock changed": (
        lambda folder: (folder / "lock").write_text((folder / "lock").read_text().replace("proves", "says nothing of")),
        {("lock", "lock")},
    ),
    "the whole bag taken away": (lambda folder: shutil.rmtree(folder / "bag"), {("bag", "missing"), ("lock", "lock")}),
    "a folder turned into a link": (
        lambda folder: (
            (folder / DATA / "posts").rename(folder / "p"),
            (folder / DATA / "posts").symlink_to(folder / "p"),
        ),
        {(f"{DATA}/posts", "symlink")},
    ),
    "the lock turned into a link": (
        lambda folder: ((folder / "lock").rename(folder / "l"), (folder / "lock").symlink_to("l")),
        {("lock", "symlink")},
    ),
    "a pipe that would never end": (lambda folder: os.mkfifo(folder / DATA / "pipe"), {(f"{DATA}/pipe", "not a file")}),
    "a stray file beside the tag files": (
        lambda folder: (folder / "bag" / ".DS_Store").write_text("x"),
        {("bag/.DS_Store", "extra")},
    ),
    "a file beside one that differs only in case": (
        lambda folder: shutil.copy(folder / DATA / POST, folder / DATA / POST.upper()),
        {(f"{DATA}/{POST.upper()}", "case")},
    ),
    "renamed only in case, and changed": (
        lambda folder: ((folder / DATA / POST).unlink(), (folder / DATA / POST.title()).write_text("x")),
        {(f"{DATA}/{POST}", "case"), (f"{DATA}/{POST.title()}", "changed")},
    ),
    "a list of what was erased that nobody recorded": (
        lambda folder: (folder / "erased").write_text("post,comment,month,ground,salt,digest\n"),
        {("erased", "erased")},
    ),
}


@pytest.mark.parametrize(("tamper", "expected"), MORE.values(), ids=MORE.keys())
def test_other_damage_is_named_too(place, tamper, expected):
    folder = archive(place / "archive" / "old", changes=3)
    (folder / DATA / "Posts").mkdir(exist_ok=True)
    (folder / DATA / "POSTS").mkdir(exist_ok=True)
    assert not full(folder).differences
    tamper(folder)
    assert expected <= said(folder)


def test_a_folder_that_cannot_be_entered_says_nothing_of_what_is_in_it(place):
    folder = archive(place / "archive" / "old")
    (folder / DATA / "posts").chmod(0)
    assert said(folder) == {(f"{DATA}/posts", "unreadable")}
    (folder / DATA / "posts").chmod(0o755)


def test_how_much_a_file_grew_is_said(place):
    folder = archive(place / "archive" / "old")
    path = folder / DATA / COMMENTS
    path.write_text(path.read_text() + "ab")
    [difference] = full(folder).differences
    assert difference.what.endswith("was changed: it is 2 bytes longer")
    assert difference.old != difference.new and len(difference.new) == 128
    assert "sealed" in str(difference.problem("content/archive/old")) and "amend" in str(difference.problem("x"))


def test_a_bag_sealed_anew_behind_the_logs_back_is_found(place):
    """Whoever changes everything, the lock too, has git against him; where there is a log, that as well."""
    folder = archive(place / "archive" / "old", changes=1)
    (folder / DATA / POST).write_text("Title: Forged\n")
    payload = {
        path.relative_to(folder / "bag").as_posix(): Sum.of(path.read_bytes())
        for path in (folder / DATA).rglob("*")
        if path.is_file()
    }
    about = seal.about_of(FILES["archive.md"], "old")
    for name, data in seal.files(payload, about, "old", (folder / "log").read_bytes()).items():
        (folder / name).write_bytes(data)
    assert said(folder) == {("log", "log")}


def _git(folder: Path, copy: Path) -> None:
    def git(*command: str) -> None:
        subprocess.run(["git", *command], check=True, capture_output=True, cwd=folder)

    (folder / ".gitattributes").write_text("archive/** -text\n")
    git("init", "-q")
    git("-c", "core.autocrlf=true", "add", ".")
    git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x")
    git("clone", "-q", "-c", "core.autocrlf=true", ".", str(copy))


def _tar(folder: Path, copy: Path) -> None:
    with tarfile.open(folder.parent / "x.tar", "w") as tar:
        tar.add(folder, ".")
    with tarfile.open(folder.parent / "x.tar") as tar:
        tar.extractall(copy, filter="data")


def _zip(folder: Path, copy: Path) -> None:
    with zipfile.ZipFile(folder.parent / "x.zip", "w") as packed:
        for path in folder.rglob("*"):
            packed.write(path, path.relative_to(folder))
    with zipfile.ZipFile(folder.parent / "x.zip") as packed:
        packed.extractall(copy)


def _run(*command: str) -> Callable[[Path, Path], None]:
    def copied(folder: Path, copy: Path) -> None:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not there")
        subprocess.run([*command, f"{folder}/", str(copy)], check=True)

    return copied


COPIES = {
    "cp -r": _run("cp", "-r"),
    "rsync": _run("rsync", "-r"),
    "git clone": _git,
    "tar": _tar,
    "zip": _zip,
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES.keys())
def test_a_clean_copy_gives_no_alarm(place, copied):
    folder = archive(place / "content" / "archive" / "old", changes=1)
    (folder / DATA / "empty").mkdir()
    copied(place / "content", place / "copy")
    copy = place / "copy" / "archive" / "old"
    assert full(copy).differences == ()
    bagit.Bag(str(copy / "bag")).validate()


def test_other_tools_agree(place):
    folder = archive(place / "archive" / "old")
    bagit.Bag(str(folder / "bag")).validate()
    check = ["sha512sum", "--check", "--strict", "--quiet", "tagmanifest-sha512.txt", "manifest-sha512.txt"]
    assert subprocess.run(check, cwd=folder / "bag", check=True, capture_output=True).stdout == b""
    lock = dict(line.split(": ") for line in (folder / "lock").read_text().splitlines()[:3])
    done = subprocess.run(["sha512sum", "bag/tagmanifest-sha512.txt"], cwd=folder, check=True, capture_output=True)
    assert done.stdout.split()[0].decode() == lock["Tag-Manifest"]


@pytest.fixture
def checked(place: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An archive that was checked once, on a clock on which all its files are old."""
    monkeypatch.setattr("sociable.archive.watermarks.MOMENT", -(10**18))
    folder, state = archive(place / "archive" / "old"), place / "state.json"
    assert quick(folder, state=state).read == 4
    return folder, state


def test_what_was_not_touched_is_not_read_again(checked):
    folder, state = checked
    done = quick(folder, state=state)
    assert (done.files, done.read, done.differences) == (4, 0, ())


def test_a_file_that_was_touched_is_read_again(checked):
    folder, state = checked
    os.utime(folder / DATA / POST)
    done = quick(folder, state=state)
    assert (done.read, done.differences) == (1, ())
    assert quick(folder, state=state).read == 0


def test_a_change_that_keeps_size_and_time_is_found(checked):
    folder, state = checked
    path = folder / DATA / POST
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"First", b"Fjrst"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    for _ in range(2):
        assert [each.kind for each in quick(folder, state=state).differences] == ["changed"]


@pytest.mark.parametrize("name", [name for name in TAMPERINGS if "unreadable" not in name and "log" not in name])
def test_the_quick_check_finds_what_the_full_one_does(checked, name):
    folder, state = checked
    tamper, expected = TAMPERINGS[name]
    tamper(folder)
    found = quick(folder, state=state).differences
    assert expected.items() <= {(each.path, each.kind) for each in found}
    assert set(found) == set(full(folder).differences)


@pytest.mark.parametrize(
    "state_text", ["", "{", "[]", '{"seal": 1}', '{"seal": "", "files": {"x": 1}}', '{"files": []}']
)
def test_a_state_that_cannot_be_read_means_that_all_is_read(checked, state_text):
    folder, state = checked
    state.write_text(state_text)
    done = quick(folder, state=state)
    assert (done.read, done.differences) == (4, ())


def test_a_state_that_cannot_be_written_does_no_harm(place):
    folder = archive(place / "archive" / "old")
    (place / "file").write_text("in the way")
    for _ in range(2):
        done = quick(folder, state=place / "file" / "state.json")
        assert (done.read, done.differences) == (4, ())


def test_files_written_a_moment_ago_are_read_again(place):
    folder, state = archive(place / "archive" / "old"), place / "state.json"
    assert [quick(folder, state=state).read for _ in range(2)] == [4, 4]


def test_files_larger_than_a_block_are_read_to_their_end(place, monkeypatch):
    monkeypatch.setattr("sociable.archive.verifying.BLOCK", 7)
    folder = place / "old"
    (folder / "bag/data").mkdir(parents=True)
    (folder / "bag/data/x").write_bytes(b"0123456789" * 3)
    payload = {"data/x": Sum.of(b"0123456789" * 3)}
    for name, data in seal.files(payload, About("Old"), "old").items():
        (folder / name).write_bytes(data)
    assert not full(folder).differences
