"""A build that is killed, torn or finds the disk full: every page is whole, and the next build completes it.

A build is killed at a moment of its own, counted in files that it opens for writing, makes, renames or removes, or by
a clock; with its children, or alone. The clock's moments are parts of the time that a whole build took just before.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from edits_of_content import append, sentence, set_header
from rebuilding import Site, Snapshot, checkout, difference, laid, snapshot
from test_import_killed import unshared

from sociable.archive.portable import MARK

SEED = 20261122
KILLS = 50
"""As many of a cold build and of a warm one together."""
FEW = 2
SIZES = (0, 300, 3_000, 9_000, 30_000)
"""Bytes beyond which no file may grow: less than a page, some pages, the largest pages."""
LIMITS = [(300, True), (9_000, True), (300, False), (3_000, False), (9_000, False)]
"""Such sizes, each with whether the build is a cold one, at which no build can be finished."""


@dataclass
class Scene:
    """A site with two versions of its content, and what a clean build gives of each. The output has the first."""

    site: Site
    texts: list[dict[Path, str]]
    wanted: list[Snapshot]

    @classmethod
    def of(cls, site: Site) -> Scene:
        """Make the second version: other words, an organisation's name, a post the less and one the more."""
        random = Random(SEED)
        content = site.content
        one = {path: path.read_text(encoding="utf-8") for path in sorted(content.glob("[abop]*/*.md"))}
        wanted = [site.clean()]
        gone = content / "blog" / "2026-11-05-when-an-author-moves.md"
        text = gone.read_text(encoding="utf-8")
        assert one.pop(gone) == text
        append(content / "blog" / "2026-10-08-describe-the-picture.md", sentence(random))
        append(content / "principles" / "inside-1.md", sentence(random))
        set_header(content / "organisations" / "leeds-city-council.md", "Title", "City of Leeds")
        set_header(content / "blog" / "2026-06-18-how-to-write-a-post.md", "Tags", "one more")
        other = {path: path.read_text(encoding="utf-8") for path in one}
        new = content / "blog" / "2026-11-14-one-more.md"
        other[new] = text.replace("Title: ", "Title: Again: ")
        one[gone] = text
        pages = content / "pages" / "write-for-the-blog.md"
        other[pages] = other[pages].replace(gone.name, new.name)
        scene = cls(site, [one, other], wanted)
        scene.write(1)
        wanted.append(site.clean())
        scene.write(0)
        assert site.build().code == 0
        return scene

    def write(self, version: int) -> None:
        """Let the content be of this version; only files that differ are touched."""
        texts, before = self.texts[version], self.texts[1 - version]
        for path in before.keys() - texts.keys():
            path.unlink(missing_ok=True)
        for path, text in texts.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")

    def forget(self) -> None:
        """Let the next build be a cold one."""
        for folder in self.site.caches:
            shutil.rmtree(folder, ignore_errors=True)

    def completed(self, version: int) -> None:
        """Build again: the output is that of a clean build, and nothing is left beside it."""
        done = self.site.build()
        assert done.code == 0, done.said
        assert not difference(snapshot(self.site.output), self.wanted[version])
        assert self.site.stray() == []


def torn(found: Snapshot, one: Snapshot, other: Snapshot) -> list[str]:
    """The pages that are of neither version, and those of both that are missing. Hidden names are no pages."""
    pages = {name for name in found.keys() | one.keys() | other.keys() if not Path(name).name.startswith(".")}
    return [
        name
        for name in sorted(pages)
        if found.get(name) not in (one.get(name), other.get(name))
        or (name not in found and name in one and name in other)
    ]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("killed")
    with laid(folder, checkout(folder / "model")) as site:
        yield Scene.of(site)


def ways(random: Random, moments: int, seconds: float, number: int) -> Iterator[dict[str, Any]]:
    """How to kill: at moments and by the clock in turn, both spread over all of a build."""
    for each in range(number):
        part = (each + random.random()) / number
        if each % 2:
            yield {"seconds": max(0.001, part * seconds)}
        else:
            yield {"moment": 1 + int(part * moments)}


def measured(scene: Scene, version: int) -> tuple[int, float]:
    """How many moments a build has that makes the output be of ``version``, and how long it takes."""
    told = scene.site.root / "moments"
    scene.write(version)
    done = scene.site.build(count=str(told))
    assert done.code == 0, done.said
    assert not difference(snapshot(scene.site.output), scene.wanted[version])
    return int(told.read_text()), done.seconds


def killed(scene: Scene, number: int, *, cold: bool, seed: int) -> set[str]:
    """Kill builds, from one version to the other and back; return how the output was found each time."""
    found_as = set()
    version = 1
    if cold:
        scene.forget()
    moments, seconds = measured(scene, version)
    assert moments > 20
    for how in ways(Random(seed), moments, seconds, number):
        version = 1 - version
        scene.write(version)
        if cold:
            scene.forget()
        done = scene.site.build(**how)
        found = snapshot(scene.site.output)
        new, old = scene.wanted[version], scene.wanted[1 - version]
        assert done.code in (0, -signal.SIGKILL, -signal.SIGALRM), (how, done)
        assert done.code == 0 or how, done
        assert not torn(found, old, new), (how, torn(found, old, new))
        if cold:
            assert found in (old, new), (how, difference(found, old), difference(found, new))
        found_as.add("ended" if done.code == 0 else "old" if found == old else "new" if found == new else "between")
        scene.completed(version)
    if version:
        scene.write(0)
        scene.completed(0)
    return found_as


@pytest.mark.slow
@pytest.mark.parametrize("cold", [True, False], ids=["cold", "warm"])
def test_a_killed_build_leaves_whole_pages_and_the_next_completes_it(scene, cold):
    assert "old" in killed(scene, KILLS // 2, cold=cold, seed=SEED)


def test_a_build_that_is_killed_now_and_then_leaves_whole_pages_and_the_next_completes_it(scene):
    killed(scene, FEW, cold=False, seed=5)


@pytest.mark.slow
@pytest.mark.parametrize("cold", [True, False], ids=["cold", "warm"])
def test_a_kill_at_any_moment_around_the_last_leaves_the_site_whole(scene, cold):
    """Where the cold build exchanges the folders, and the warm one notes what it has done."""
    if cold:
        scene.forget()
    moments, _ = measured(scene, 1)
    version = 1
    for moment in range(max(1, moments - 7), moments + 1):
        version = 1 - version
        scene.write(version)
        if cold:
            scene.forget()
        done = scene.site.build(moment=moment)
        found = snapshot(scene.site.output)
        assert done.code in (0, -signal.SIGKILL)
        assert not torn(found, scene.wanted[0], scene.wanted[1])
        assert not cold or found in scene.wanted
        scene.completed(version)
    scene.write(0)
    scene.completed(0)


@pytest.mark.slow
@pytest.mark.parametrize("cold", [True, False], ids=["cold", "warm"])
@pytest.mark.parametrize("size", SIZES)
def test_a_build_that_dies_within_a_file_leaves_whole_pages(scene, size, cold):
    """Its end is that of a kill, in the midst of what it writes: the system ends it at this size of a file."""
    scene.write(1)
    if cold:
        scene.forget()
    done = scene.site.build(largest=size, torn=True)
    found = snapshot(scene.site.output)
    assert done.code in (0, -signal.SIGXFSZ)
    assert not torn(found, *scene.wanted)
    assert not cold or found == scene.wanted[0]
    scene.completed(1)
    scene.write(0)
    scene.completed(0)


def said_plainly(said: str, why: int) -> None:
    """It says why, what to do, and nothing that only a programmer understands."""
    assert "Traceback" not in said and "CRITICAL" not in said
    assert os.strerror(why) in said and "build again" in said
    assert len(said.splitlines()) <= 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
@pytest.mark.parametrize(
    ("size", "cold"),
    [(3_000, True), *(pytest.param(size, cold, marks=pytest.mark.slow) for size, cold in LIMITS)],
)
def test_files_that_may_grow_no_further_end_the_build_in_plain_words(scene, size, cold):
    scene.write(1)
    if cold:
        scene.forget()
    done = scene.site.build(largest=size)
    found = snapshot(scene.site.output)
    assert done.code == 1
    said_plainly(done.said, errno.EFBIG)
    assert not torn(found, *scene.wanted)
    assert not cold or found == scene.wanted[0]
    assert scene.site.stray() == []
    scene.completed(1)
    scene.write(0)
    scene.completed(0)


# Runs in a namespace of its own: a disk of argv[2] at argv[1] gets the folder argv[3]; the rest is called with it full,
# then with room on it.
FULL_DISK = """
import json, shutil, subprocess, sys
from pathlib import Path
disk, size, before, *command = sys.argv[1:]
def mounted(*options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", disk], check=True)
def state(name):
    shutil.copytree(Path(disk, "output"), Path(disk).with_name(name))
    return sorted(path.name for path in Path(disk).iterdir())
mounted("size=" + size)
shutil.copytree(before, disk, dirs_exist_ok=True)
full = subprocess.run(command, capture_output=True, text=True)
names = [state("afterwards")]
mounted("size=60m", "remount")
again = subprocess.run(command, capture_output=True, text=True)
names.append(state("completed"))
print(json.dumps([full.returncode, full.stdout + full.stderr, again.returncode, again.stderr, names]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("room", [100, 700, 1_400], ids=lambda kilobytes: f"room for {kilobytes} kB")
def test_a_full_disk_leaves_the_old_output_and_room_on_it_completes_the_build(scene, tmp_path, room):
    """Output and cache are on the disk; the output is of the old version, and no cache is there."""
    before, disk = tmp_path / "before", tmp_path / "disk"
    disk.mkdir()
    shutil.copytree(scene.site.output, before / "output")
    used = sum(4 * (1 + (len(data or b"") - 1) // 4096) for _, data in scene.wanted[0].values())
    scene.write(1)
    scene.forget()
    command = [sys.executable, "-m", "pelican", *scene.site.arguments(disk / "output", disk / "cache")]
    inside = [sys.executable, "-c", FULL_DISK, str(disk), f"{used + room}k", str(before), *command]
    done = subprocess.run(
        [*unshared(), *inside], cwd=scene.site.folder, check=False, capture_output=True, text=True, env=_environment()
    )
    scene.write(0)
    assert done.returncode == 0, done.stderr
    code, said, again, complaint, [names, names_again] = json.loads(done.stdout)
    assert code == 1, said
    said_plainly(said, errno.ENOSPC)
    assert not difference(snapshot(tmp_path / "afterwards"), scene.wanted[0])
    assert (again, complaint) == (0, "")
    assert not difference(snapshot(tmp_path / "completed"), scene.wanted[1])
    assert not {*names, *names_again} - {"output", "cache"}
    assert (tmp_path / "completed" / MARK).is_file()


def _environment() -> dict[str, str]:
    """This environment, with no folder from which other than the checkout's code could come."""
    return {**{key: value for key, value in os.environ.items() if key != "PYTHONPATH"}, "COLUMNS": "200"}
