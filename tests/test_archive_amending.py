"""An archive is changed by amending it: recorded, with a reason, all else untouched, in one step."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import bagit
import pytest
from sealed import COMMENTS, DATA, FILES, POST, archive

from sociable.archive import log, seal
from sociable.archive.amending import amend
from sociable.archive.folder import read
from sociable.archive.verifying import full
from sociable.errors import ArchiveError, ContentError
from sociable.importing.staging import staged

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2027, 3, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return archive(tmp_path / "content" / "archive" / "old")


def edit(path: Path, old: str = "words", new: str = "amended words") -> Path:
    path.write_text(path.read_text().replace(old, new))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_amended_file_is_sealed_and_told_of(folder):
    before = snapshot(folder)
    amended, entry = amend([edit(folder / DATA / POST)], reason="A  slip\nof the pen", by="Web team", on=DAY)
    assert amended == folder
    checked = full(folder)
    assert checked.differences == ()
    [line] = checked.entries
    assert (line.date, line.verb, line.by, line.reason) == (DAY, "amend", "Web team", "A slip of the pen")
    assert list(line.files) == list(entry.files) == [f"{DATA}/{POST}"]
    changed = {path for path, data in snapshot(folder).items() if before.get(path) != data}
    assert changed == {
        f"{DATA}/{POST}",
        "bag/bag-info.txt",
        "bag/manifest-sha512.txt",
        "bag/tagmanifest-sha512.txt",
        "lock",
        "log",
    }
    bagit.Bag(str(folder / "bag")).validate()
    assert [path.name for path in folder.parent.iterdir()] == ["old"]


def test_a_new_version_may_lie_elsewhere(folder, tmp_path):
    new = tmp_path / "new.md"
    new.write_text(FILES[POST].replace("First", "Last"))
    amend([folder / DATA / POST], reason="r", by="b", new=new)
    assert "Last words" in (folder / DATA / POST).read_text()
    assert not full(folder).differences


def test_files_may_be_added_and_removed(folder):
    (folder / DATA / "media").mkdir()
    (folder / DATA / "media" / "x.png").write_bytes(b"picture")
    (folder / DATA / COMMENTS).unlink()
    _, entry = amend([folder / DATA / "media/x.png", folder / DATA / COMMENTS], reason="r", by="b")
    assert [bool(change.old) for change in entry.files.values()] == [False, True]
    checked = full(folder)
    assert checked.differences == () and checked.files == 4
    assert read(folder).files == {"x.png"}


def test_amending_again_continues_the_chain(folder):
    for word in ("one", "two", "three"):
        path = folder / DATA / POST
        path.write_text(path.read_text() + word)
        amend([path], reason=word, by="b", on=DAY)
    assert full(folder).differences == ()
    assert [entry.reason for entry in full(folder).entries] == ["one", "two", "three"]


REFUSED = {
    "nothing was changed": (lambda folder: [folder / DATA / POST], "nothing was changed in this file"),
    "no such file": (lambda folder: [folder / DATA / "posts/none.md"], "there is no such file"),
    "another file was changed too": (
        lambda folder: [edit(folder / DATA / POST), edit(folder / DATA / COMMENTS, "thing", "word")][:1],
        "more than what was named",
    ),
    "only the old name of a renamed file": (
        lambda folder: [(folder / DATA / POST).rename(folder / DATA / "posts/x.md") and folder / DATA / POST],
        "more than what was named",
    ),
    "no file of an archive": (lambda folder: [folder / "lock"], "in the bag of no archive"),
    "a file that cannot be parsed": (
        lambda folder: [edit(folder / DATA / POST, "Title: Green", "Titel: Green")],
        "Titel",
    ),
    "comments on no post": (
        lambda folder: [
            (folder / DATA / COMMENTS).rename(folder / DATA / "comments/x.md"),
            folder / DATA / COMMENTS,
        ],
        "comments on no post",
    ),
    "line ends of Windows": (
        lambda folder: [edit(folder / DATA / POST, "\n", "\r\n")],
        "line ends of Windows",
    ),
    "a place that nothing reads": (
        lambda folder: [_new(folder / DATA / "posts/deep/x.md", "Title: X\n")],
        "nothing would read",
    ),
    "not UTF-8": (lambda folder: [_new(folder / DATA / POST, "Title: caf\udce9\n")], "not UTF-8"),
}


def _new(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


@pytest.mark.parametrize(("prepare", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_amended_is_said_and_nothing_happens(folder, prepare, expected):
    files = prepare(folder)
    before = snapshot(folder)
    with pytest.raises((ArchiveError, ContentError), match=expected) as caught:
        amend(files, reason="r", by="b")
    assert ".importing" not in str(caught.value)
    assert snapshot(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["old"]


def test_a_change_without_a_reason_is_refused(folder):
    edit(folder / DATA / POST)
    with pytest.raises(ArchiveError, match="needs a reason"):
        amend([folder / DATA / POST], reason=" ", by="b")


def test_files_of_two_archives_are_not_amended_together(folder):
    other = archive(folder.parent / "other")
    with pytest.raises(ArchiveError, match="several archives"):
        amend([folder / DATA / POST, other / DATA / POST], reason="r", by="b")


def imported(folder: Path, **changes: str) -> list[tuple[str, str]]:
    with staged(folder, dry_run=False) as staging:
        for path, text in {**FILES, **changes}.items():
            staging.write(path, text.replace("First", "First 0") if path == POST else text)
        staging.keep_amended()
        if staging.is_changed():
            staging.commit(reason="again", on=DAY)
    return [(each.file, Path(each.theirs).read_text() if each.theirs else "") for each in staging.amended.conflicts]


def test_the_same_import_again_changes_nothing_of_an_amended_archive(folder):
    amend([edit(folder / DATA / POST)], reason="r", by="b", on=DAY)
    before = snapshot(folder)
    [(file, theirs)] = imported(folder)
    assert snapshot(folder) == before
    assert file == f"{DATA}/{POST}" and "First 0 words" in theirs


def test_an_import_keeps_what_was_amended_and_lays_its_own_version_aside(folder):
    amend([edit(folder / DATA / POST)], reason="r", by="b", on=DAY)
    [(file, theirs)] = imported(folder, **{"archive.md": "Title: Newer\n"})
    assert "First 0 amended words" in (folder / file).read_text()
    assert "First 0 words" in theirs
    assert "Newer" in (folder / DATA / "archive.md").read_text()
    checked = full(folder)
    assert checked.differences == () and [entry.verb for entry in checked.entries] == ["amend", "import"]
    assert [file for file, _ in imported(folder)] == [f"{DATA}/{POST}"]


def test_an_import_does_not_bring_back_what_was_removed_nor_remove_what_was_added(folder):
    (folder / DATA / COMMENTS).unlink()
    (folder / DATA / "media").mkdir()
    (folder / DATA / "media/x.png").write_bytes(b"picture")
    amend([folder / DATA / "media/x.png", folder / DATA / COMMENTS], reason="r", by="b")
    imported(folder, **{"archive.md": "Title: Newer\n"})
    assert not (folder / DATA / COMMENTS).exists() and (folder / DATA / "media/x.png").exists()
    assert not full(folder).differences


def test_an_import_into_which_an_amended_file_does_not_fit_any_more_is_refused(folder):
    amend([edit(folder / DATA / COMMENTS, "thing", "word")], reason="r", by="b")
    before = snapshot(folder)
    with pytest.raises(ContentError, match="comments on no post"), staged(folder, dry_run=False) as staging:
        staging.write("archive.md", FILES["archive.md"])
        staging.keep_amended()
    assert snapshot(folder) == before


def test_history_finds_a_file_that_the_log_does_not_know_of(folder):
    entries = full(folder).entries
    amend([edit(folder / DATA / POST)], reason="r", by="b", on=DAY)
    [entry] = full(folder).entries
    sealed = seal.read(folder)
    now = {f"bag/{path}": digest for path, digest in sealed.payload.items()}
    assert entries == () and log.history([entry], sealed.lock.tag_manifest, now) == ()
    for wrong in ({**now, f"{DATA}/{POST}": "0"}, {}):
        assert [each.path for each in log.history([entry], sealed.lock.tag_manifest, wrong)] == [f"{DATA}/{POST}"]


KILLED = """
import os, sys
from pathlib import Path
from sociable.archive.amending import amend
from sociable.archive.verifying import full

folder, post = Path(sys.argv[1]), Path(sys.argv[2])
STEPS = {"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "shutil.rmtree"}
before = post.read_bytes()

def child(last):
    done = 0
    def hook(event, arguments):
        nonlocal done
        if event in STEPS and str(folder.parent) in str(arguments[0]):
            done += 1
            if done == last:
                os.kill(os.getpid(), 9)
    sys.addaudithook(hook)
    amend([post], reason="r", by="b")
    os._exit(0)

last, status = 0, 1
while status:
    last += 1
    post.write_bytes(before + b"more")
    process = os.fork()
    if process == 0:
        child(last)
    status = os.waitpid(process, 0)[1]
    checked = full(folder)
    if checked.entries:
        assert not checked.differences, last
        break
    assert {each.path for each in checked.differences} == {"bag/data/" + sys.argv[3]}, last
print(last)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_kill_at_any_step_leaves_an_archive_that_is_amended_or_can_be(folder):
    command = [sys.executable, "-c", KILLED, folder, folder / DATA / POST, POST]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10
