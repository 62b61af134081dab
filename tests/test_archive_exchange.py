"""Two folders change places in one step, and one import at a time may do so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sociable.archive import exchange as module
from sociable.archive.exchange import exchange, locked, recover
from sociable.errors import ArchiveError

ROOT = Path(__file__).resolve().parent.parent


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "x").write_text(text)
    return path


@pytest.fixture(params=["by the kernel", "by renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "by renames":
        monkeypatch.setattr(module, "_exchanged", lambda new, old: False)
    return str(request.param)


def test_new_and_old_change_places(tmp_path, way):
    new, old = folder(tmp_path / "new", "new"), folder(tmp_path / "old", "old")
    exchange(new, old)
    assert (old / "x").read_text() == "new"
    assert (new / "x").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_where_nothing_was_the_new_folder_just_moves(tmp_path, way):
    exchange(folder(tmp_path / "new", "new"), tmp_path / "old")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_failure_leaves_the_old_folder(tmp_path, way):
    old = folder(tmp_path / "old", "old")
    with pytest.raises(ArchiveError, match="cannot put the new folder in place"):
        exchange(tmp_path / "missing", old)
    assert (old / "x").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the name of an open file")
@pytest.mark.parametrize("by", ["one call", "files"])
def test_all_is_on_the_disk_before_the_names_change_and_then_so_is_the_change(tmp_path, way, by, monkeypatch):
    new, old = folder(tmp_path / "new", "new"), folder(tmp_path / "old", "old")
    (new / "deeper").mkdir()
    (new / "deeper" / "y").write_text("y")
    (new / "link").symlink_to("nowhere")
    seen: list[tuple[str, str]] = []

    def flushed(file: int) -> int:
        seen.append((str(Path(f"/proc/self/fd/{file}").readlink()), (old / "x").read_text()))
        return 0

    if by == "files":
        monkeypatch.setattr(module.sys, "platform", "unknown")
    else:
        real = module.ctypes.CDLL(None, use_errno=True)
        library = type("Library", (), {"syncfs": staticmethod(flushed), "renameat2": real.renameat2})
        monkeypatch.setattr(module.ctypes, "CDLL", lambda *_, **__: library)
    monkeypatch.setattr(os, "fsync", flushed)
    exchange(new, old)
    before = {str(new)} if by == "one call" else {str(new / name) for name in ("", "x", "deeper", "deeper/y")}
    assert {path for path, text in seen if text == "old"} == {path.rstrip("/") for path in before}
    assert [path for path, text in seen if text == "new"] == [str(tmp_path)]


def test_what_does_not_reach_the_disk_takes_no_place(tmp_path, monkeypatch):
    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    new, old = folder(tmp_path / "new", "new"), folder(tmp_path / "old", "old")
    monkeypatch.setattr(module.sys, "platform", "unknown")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match="No space left on device"):
        exchange(new, old)
    assert (old / "x").read_text() == "old"


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is a call of Linux")
def test_linux_exchanges_in_one_call(tmp_path):
    assert module._exchanged(folder(tmp_path / "a", "a"), folder(tmp_path / "b", "b"))
    assert (tmp_path / "a" / "x").read_text() == "b"


def test_what_the_kernel_does_not_know_is_done_by_renames(tmp_path, monkeypatch):
    monkeypatch.setattr(module.ctypes, "CDLL", lambda *_, **__: type("Library", (), {"renameat2": lambda *_: -1}))
    monkeypatch.setattr(module.ctypes, "get_errno", lambda: errno.EINVAL)
    new, old = folder(tmp_path / "new", "new"), folder(tmp_path / "old", "old")
    exchange(new, old)
    assert (old / "x").read_text() == "new"


def test_an_exchange_that_was_cut_off_brings_the_old_folder_back(tmp_path):
    folder(tmp_path / ".old.aside", "old")
    recover(tmp_path / "old")
    assert (tmp_path / "old" / "x").read_text() == "old"


def test_an_exchange_that_was_nearly_through_leaves_the_new_one(tmp_path):
    folder(tmp_path / ".old.aside", "old")
    folder(tmp_path / "old", "new")
    recover(tmp_path / "old")
    assert (tmp_path / "old" / "x").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_lock_keeps_others_out_and_leaves_nothing(tmp_path):
    with (
        locked(tmp_path / "a"),
        locked(tmp_path / "b"),
        pytest.raises(ArchiveError, match="another import"),
        locked(tmp_path / "a"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []
    with locked(tmp_path / "a"):
        pass


def test_a_lock_ends_with_its_process(tmp_path):
    code = "import os, sys; from pathlib import Path; from sociable.archive.exchange import locked\n"
    code += "with locked(Path(sys.argv[1])): os._exit(9)"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a")], check=False, cwd=ROOT)
    assert done.returncode == 9
    assert [path.name for path in tmp_path.iterdir()] == [".a.lock"]
    with locked(tmp_path / "a"):
        pass
