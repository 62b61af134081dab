"""An import that is killed, or finds the disk full: the archive is the old one or the new one, never between.

A process is killed at a moment of its own: every file that Python opens, makes, renames or removes is one (it tells
them to an audit hook), and the moments are counted. So the same moments are met on a slow machine as on a fast one, and
those around the exchange are never missed, as they would be by a clock.
"""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import wxr_export as wxr
from wxr_export import attachment, comment, export, item

from sociable.importing import run

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "import_wordpress.py"
SEED = 20261122
KILLS = 20

# Imports argv[1] into argv[2] with the uploads of argv[3], and kills itself at moment argv[4]; counts the moments.
KILLED = """
import os, signal, sys
from pathlib import Path
from sociable.importing import run
export, content, uploads, last = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
moments = []
def hook(event, arguments):
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile", "ctypes.dlsym"):
        moments.append(event)
        if len(moments) == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
state = run([export], name="old", content=content, media=uploads).state
print(state, len(moments), moments.index("ctypes.dlsym"))
"""


def blog(version: str, posts: int) -> str:
    body = f"<p>Some <strong>words</strong> of the {version} version.</p>\n" * 20
    items = [
        item(each, comment(1000 + each, f"I said {version}."), title=f"Post {each}", body=body, name=f"post-{each}")
        for each in range(1, posts + 1)
    ]
    return export(wxr.author("ann", "Ann"), *items, attachment(900, f"{wxr.HOME}/wp-content/uploads/a.pdf"))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def visible(content: Path) -> list[str]:
    return [path.name for path in (content / "archive").iterdir() if not path.name.startswith(".")]


class Scene:
    """An archive of an older version of a blog, the export of a newer one, and what each gives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.uploads = folder / "uploads"
        self.uploads.mkdir()
        (self.uploads / "a.pdf").write_bytes(b"%PDF-1.4 " + b"x" * 300_000)
        self.export = folder / "new.xml"
        self.export.write_text(blog("new", 30), encoding="utf-8")
        (folder / "old.xml").write_text(blog("old", 20), encoding="utf-8")
        self.run(folder / "old.xml")
        (self.content / "archive" / "old" / "tags.csv").write_text("post,principle\n")
        shutil.copytree(self.content, folder / "before")
        self.old = snapshot(self.archive)
        assert self.run(self.export) == "written"
        self.new = snapshot(self.archive)
        assert self.old != self.new
        self.restore()

    @property
    def archive(self) -> Path:
        return self.content / "archive" / "old"

    def run(self, source: Path) -> str:
        return run([source], name="old", content=self.content, media=self.uploads).state

    def restore(self) -> None:
        shutil.rmtree(self.content)
        shutil.copytree(self.folder / "before", self.content)

    def command(self, *last: str) -> list[str]:
        return [sys.executable, "-c", KILLED, str(self.export), str(self.content), str(self.uploads), *last]

    def assert_whole_and_completed_by_another_run(self) -> str:
        found = snapshot(self.archive)
        assert visible(self.content) == ["old"]
        assert found in (self.old, self.new)
        assert self.run(self.export) == ("written" if found == self.old else "unchanged")
        assert snapshot(self.archive) == self.new
        assert [path.name for path in (self.content / "archive").iterdir()] == ["old"]
        return "old" if found == self.old else "new"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("killed"))


@pytest.fixture
def fresh(scene: Scene) -> Scene:
    scene.restore()
    return scene


def moments(scene: Scene) -> Iterator[int]:
    """Twenty at random, and every one from just before the exchange of the folders to just after it."""
    done = subprocess.run(scene.command("0"), cwd=ROOT, check=True, capture_output=True, text=True)
    state, count, exchanged = done.stdout.split()
    assert state == "written" and int(count) > 100
    yield from random.Random(SEED).sample(range(1, int(count) + 1), KILLS)
    yield from range(int(exchanged) - 1, int(exchanged) + 6)


@pytest.mark.slow
def test_a_killed_import_leaves_the_old_archive_or_the_new_one_and_the_next_completes_it(fresh):
    left = []
    for moment in tuple(moments(fresh)):
        fresh.restore()
        killed = subprocess.run(fresh.command(str(moment)), cwd=ROOT, check=False, capture_output=True, text=True)
        assert killed.returncode == -signal.SIGKILL, f"moment {moment}: {killed.returncode} {killed.stderr}"
        left.append(fresh.assert_whole_and_completed_by_another_run())
    assert set(left) == {"old", "new"}


@pytest.mark.slow
def test_a_killed_first_import_leaves_no_archive_or_the_whole_one(scene):
    for moment in random.Random(SEED).sample(range(1, 120), 8):
        shutil.rmtree(scene.content)
        subprocess.run(scene.command(str(moment)), cwd=ROOT, check=False, capture_output=True)
        assert not scene.content.exists() or visible(scene.content) == []
        assert scene.run(scene.export) == "written"
        history = {"tags.csv", "log", "lock"}  # a first import has none, and the lock holds the log's head
        assert snapshot(scene.archive).items() >= {
            (name, data) for name, data in scene.new.items() if name not in history
        }
        assert [path.name for path in (scene.content / "archive").iterdir()] == ["old"]


def imported_by_command(scene: Scene, content: Path, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(scene.export), "--blog", "old", "--content", str(content)]
    options = ["--media", str(scene.uploads)]
    return subprocess.run([*command, *options], cwd=ROOT, check=False, capture_output=True, text=True, **more)


def assert_said_plainly(done: subprocess.CompletedProcess[str], why: str) -> None:
    assert done.returncode == 1 and done.stdout == ""
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1
    assert why in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
@pytest.mark.parametrize("size", [500, 2_000, 20_000, 200_000])
def test_a_file_that_may_grow_no_further_leaves_the_old_archive(fresh, size):
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = imported_by_command(fresh, fresh.content, preexec_fn=limited)
    assert_said_plainly(done, os.strerror(errno.EFBIG))
    assert snapshot(fresh.archive) == fresh.old
    assert [path.name for path in (fresh.content / "archive").iterdir()] == ["old"]
    assert fresh.assert_whole_and_completed_by_another_run() == "old"


# Runs in a namespace of its own: a disk of argv[2] bytes at argv[1] gets a copy of argv[3], then the rest is called.
FULL_DISK = """
import json, os, subprocess, sys, shutil
from pathlib import Path
disk, size, before, *command = sys.argv[1:]
def mounted(size, *more):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join((f"size={size}", *more)), "tmpfs", disk], check=True)
mounted(size)
shutil.copytree(before, Path(disk, "content"))
full = subprocess.run(command, capture_output=True, text=True)
names = sorted(path.name for path in Path(disk, "content", "archive").iterdir())
shutil.copytree(Path(disk, "content"), Path(disk).with_name("afterwards"))
mounted("20m", "remount")
again = subprocess.run(command, capture_output=True, text=True)
shutil.copytree(Path(disk, "content"), Path(disk).with_name("completed"))
print(json.dumps([full.returncode, full.stdout, full.stderr, names, again.returncode]))
"""


def unshared() -> list[str]:
    """How to run a command that may mount a disk of its own, on this machine."""
    for way in (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]):
        probe = [*way, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if shutil.which("unshare") and subprocess.run(probe, check=False, capture_output=True).returncode == 0:
            return way
    pytest.skip("this machine lets nobody mount a small disk")


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [600, 640, 700, 840, 1000])
def test_a_full_disk_leaves_the_old_archive_and_room_on_it_completes_the_import(fresh, tmp_path, kilobytes):
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [sys.executable, str(SCRIPT), str(fresh.export), "--blog", "old", "--content", str(disk / "content")]
    inside = [sys.executable, "-c", FULL_DISK, str(disk), f"{kilobytes}k", str(fresh.content), *command]
    media = ["--media", str(fresh.uploads)]
    done = subprocess.run([*unshared(), *inside, *media], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code, said, complaint, names, again = json.loads(done.stdout)
    assert_said_plainly(subprocess.CompletedProcess(command, code, said, complaint), os.strerror(errno.ENOSPC))
    assert names == ["old"]
    assert snapshot(tmp_path / "afterwards" / "archive" / "old") == fresh.old
    assert again == 0
    assert snapshot(tmp_path / "completed" / "archive" / "old") == fresh.new
