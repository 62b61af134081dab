"""A new version of an archive is built beside the old one, and takes its place in one step or not at all."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import pytest

from sociable.archive.folder import DATA
from sociable.archive.verifying import Verified, full
from sociable.errors import ArchiveError
from sociable.importing.staging import staged

SEAL = (
    "lock",
    *(f"bag/{name}" for name in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt")),
)
WRITTEN = (f"{DATA}/archive.md", f"{DATA}/posts/a.md")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive" / "old"
    with staged(folder, dry_run=False) as staging:
        staging.write("archive.md", "Title: Old\n")
        staging.write("posts/a.md", "first")
        staging.commit()
    return folder


def test_what_was_written_is_there_and_nothing_else(archive):
    assert snapshot(archive.parent).keys() == {f"old/{name}" for name in (*SEAL, *WRITTEN)}
    assert snapshot(archive)[f"{DATA}/posts/a.md"] == b"first"


def test_the_new_archive_is_sealed(archive):
    assert full(archive) == Verified(files=2, read=2, differences=())


def test_an_archive_that_was_not_sealed_is_sealed_by_importing_it_again(archive):
    (archive / "lock").unlink()
    with staged(archive, dry_run=False) as staging:
        staging.write("archive.md", "Title: Old\n")
        staging.write("posts/a.md", "first")
        assert staging.is_changed()
        staging.commit()
    assert not full(archive).differences
    assert not (archive / "log").exists()


def test_a_newer_version_of_the_program_is_no_change(archive, monkeypatch):
    monkeypatch.setattr("sociable.archive.seal.__version__", "99.0")
    with staged(archive, dry_run=False) as staging:
        staging.write("archive.md", "Title: Old\n")
        staging.write("posts/a.md", "first")
        assert not staging.is_changed()


def test_a_change_leaves_a_line_in_the_log(archive):
    for text in ("second", "third"):
        with staged(archive, dry_run=False) as staging:
            staging.write("archive.md", "Title: Old\n")
            staging.write("posts/a.md", text)
            staging.commit(reason="imported again", on=date(2027, 3, 1))
    checked = full(archive)
    assert not checked.differences
    assert [(each.verb, each.reason, each.date) for each in checked.entries] == [
        ("import", "imported again", date(2027, 3, 1))
    ] * 2
    assert checked.entries[0].seal.new == checked.entries[1].seal.old


@pytest.mark.parametrize("path", ["lock", "bag/manifest-sha512.txt", "bag/bag-info.txt"])
def test_nothing_is_built_upon_a_broken_seal(archive, path):
    (archive / path).write_bytes((archive / path).read_bytes().replace(b"0", b"1"))
    before = snapshot(archive.parent)
    with pytest.raises(ArchiveError, match="Restore"), staged(archive, dry_run=False):
        pass
    assert snapshot(archive.parent) == before


def test_a_file_that_was_tampered_with_is_not_sealed_anew(archive):
    (archive / DATA / "posts/a.md").write_text("forged")
    with staged(archive, dry_run=False) as staging, pytest.raises(ArchiveError, match="not what was sealed"):
        staging.copy(staging.old("posts/a.md"), "posts/a.md")


def test_the_same_again_is_no_change(archive):
    with staged(archive, dry_run=False) as staging:
        staging.write("posts/a.md", "first")
        assert staging.is_changed()
        staging.write("archive.md", "Title: Old\n")
        assert not staging.is_changed()
    assert [path.name for path in archive.parent.iterdir()] == ["old"]


CHANGES = {
    "another text": {"archive.md": "Title: Old\n", "posts/a.md": "fjrst"},
    "a longer text": {"archive.md": "Title: Old\n", "posts/a.md": "first!"},
    "a file more": {"archive.md": "Title: Old\n", "posts/a.md": "first", "posts/b.md": ""},
    "a file less": {"archive.md": "Title: Old\n"},
}


@pytest.mark.parametrize("files", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_seen_and_taken_over_whole(archive, files):
    with staged(archive, dry_run=False) as staging:
        for path, text in files.items():
            staging.write(path, text)
        assert staging.is_changed()
        staging.commit()
    assert snapshot(archive / DATA) == {path: text.encode() for path, text in files.items()}
    assert not full(archive).differences


def test_what_lies_beside_the_bag_goes_with_it_and_what_is_in_it_does_not(archive):
    (archive / "tags.csv").write_text("a,b")
    (archive / "notes").mkdir()
    (archive / "notes" / "x").write_text("y")
    (archive / "bag" / "stray.txt").write_text("no part of it")
    with staged(archive, dry_run=False) as staging:
        staging.write("archive.md", "Title: New\n")
        staging.commit()
    assert snapshot(archive).keys() == {*SEAL, "log", "tags.csv", "notes/x", f"{DATA}/archive.md"}


def test_files_are_taken_over_and_compared(archive, tmp_path):
    picture = tmp_path / "x.jpg"
    picture.write_bytes(b"1" * 3_000_000)
    for changed in (True, False):
        with staged(archive, dry_run=False) as staging:
            staging.write("archive.md", "Title: Old\n")
            staging.write("posts/a.md", "first")
            staging.copy(picture, "media/x.jpg")
            assert staging.is_changed() is changed
            staging.commit()
    picture.write_bytes(b"1" * 2_999_999 + b"2")
    with staged(archive, dry_run=True) as staging:
        staging.copy(picture, "media/x.jpg")
        assert staging.is_changed()


def test_a_dry_run_compares_and_writes_nothing(tmp_path):
    folder = tmp_path / "archive" / "old"
    with staged(folder, dry_run=True) as staging:
        staging.write("archive.md", "Title: Old\n")
        assert staging.is_changed()
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_archive_and_nothing_else(archive):
    before = snapshot(archive.parent)
    with pytest.raises(RuntimeError), staged(archive, dry_run=False) as staging:
        staging.write("archive.md", "Title: New\n")
        raise RuntimeError
    assert snapshot(archive.parent) == before


def test_a_full_disk_is_said_and_leaves_the_old_archive(archive, monkeypatch):
    before = snapshot(archive.parent)

    def full(path, mode):
        raise OSError(errno.ENOSPC, "No space left on device")

    with staged(archive, dry_run=False) as staging, monkeypatch.context() as patch:
        patch.setattr("builtins.open", full)
        with pytest.raises(ArchiveError, match=r"No space left on device\. What was there before is untouched"):
            staging.write("archive.md", "Title: New\n")
    assert snapshot(archive.parent) == before


def test_what_a_killed_import_left_is_cleared(archive):
    left = archive.with_name(".old.importing")
    left.mkdir()
    (left / "x").touch()
    with staged(archive, dry_run=False):
        assert not (left / "x").exists()
    assert [path.name for path in archive.parent.iterdir()] == ["old"]


def test_two_imports_at_once_do_not_meet(archive):
    with (
        staged(archive, dry_run=False),
        pytest.raises(ArchiveError, match="another import"),
        staged(archive, dry_run=False),
    ):
        pass


@pytest.mark.parametrize("make", ["file", "link"])
def test_what_is_no_folder_is_not_replaced(tmp_path, make):
    folder = tmp_path / "old"
    if make == "file":
        folder.write_text("mine")
    else:
        (tmp_path / "target").mkdir()
        folder.symlink_to(tmp_path / "target")
    with pytest.raises(ArchiveError, match="this is no folder"), staged(folder, dry_run=False):
        pass
