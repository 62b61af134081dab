"""Clean builds of one content are equal, whatever surrounds them: the machine's language, clock, hashing and disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from rebuilding import Snapshot, checkout, difference, set_setting, snapshot

SHUFFLED = """
import os
from random import Random
random, listdir, scandir = Random(int(os.environ["SHUFFLE"])), os.listdir, os.scandir
def shuffled(found):
    found = list(found)
    random.shuffle(found)
    return found
class Scanned:
    def __init__(self, found):
        self.found = iter(found)
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.found)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        return None
    def close(self):
        return None
os.listdir = lambda *where: shuffled(listdir(*where))
def scanned(*where):
    with scandir(*where) as found:
        return Scanned(shuffled(found))
os.scandir = scanned
"""
"""A ``sitecustomize`` that gives the names in a folder in another order each time."""


@dataclass(frozen=True)
class Surroundings:
    """What is other than in a plain build: variables, the order of folders' names, what is done to the checkout."""

    variables: Mapping[str, str] = field(default_factory=dict)
    shuffled: bool = False
    laid: Callable[[Path, Path], object] = shutil.copytree
    beside: bool = False
    """Whether the command is given from another folder than the checkout."""


def touched(model: Path, folder: Path) -> None:
    """Copy the checkout; every file and folder has been changed at some time of the last fifty years."""
    shutil.copytree(model, folder)
    random = Random(5)
    for path in sorted(folder.rglob("*")):
        when = random.randrange(1_600_000_000)
        os.utime(path, (when, when))


def backwards(model: Path, folder: Path) -> None:
    """Copy the checkout, the last file first, to a path with other letters and at another depth."""
    folder.parent.mkdir()
    real = folder.parent / "a b" / "Ünder" / "z"
    for path in sorted(model.rglob("*"), reverse=True):
        if path.is_file():
            target = real / path.relative_to(model)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    folder.symlink_to(real, target_is_directory=True)


ALL = Surroundings(
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "SHUFFLE": "3"},
    shuffled=True,
    laid=touched,
    beside=True,
)
EACH = {
    "hash seed 1": Surroundings({"PYTHONHASHSEED": "1"}),
    "hash seed 2": Surroundings({"PYTHONHASHSEED": "2"}),
    "a zone in the east": Surroundings({"TZ": "Pacific/Kiritimati"}),
    "a zone in the west": Surroundings({"TZ": "America/Los_Angeles"}),
    "no language": Surroundings({"LC_ALL": "C", "LANG": ""}),
    "another language": Surroundings({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    "no UTF-8": Surroundings({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "other times of files": Surroundings(laid=touched),
    "another path and order of making": Surroundings(laid=backwards),
    "another current folder": Surroundings(beside=True),
    "names in no order": Surroundings({"SHUFFLE": "1"}, shuffled=True),
    "names in another order": Surroundings({"SHUFFLE": "2"}, shuffled=True),
}


def built(folder: Path, model: Path, around: Surroundings) -> Snapshot:
    """What the command builds below ``folder``, again if it has been there before."""
    if not folder.exists():
        around.laid(model, folder / "checkout")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    if around.shuffled:
        (elsewhere / "sitecustomize.py").write_text(SHUFFLED, encoding="utf-8")
    given, here = (folder / "checkout", elsewhere) if around.beside else (Path(), folder / "checkout")
    command = [sys.executable, "-m", "pelican", str(given / "content"), "-o", str(folder / "output")]
    done = subprocess.run(
        [*command, "-s", str(given / "pelicanconf.py"), "-e", f'SOCIABLE_CACHE="{folder}/cache"'],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(elsewhere), **around.variables},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return snapshot(folder / "output")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = checkout(tmp_path_factory.mktemp("model") / "checkout")
    set_setting(folder / "pelicanconf.py", "SITEURL", '"https://site.example"')
    return folder


@pytest.fixture(scope="module")
def plain(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return built(tmp_path_factory.mktemp("plain") / "site", model, Surroundings({"PYTHONHASHSEED": "0"}))


def test_a_clean_build_in_quite_other_surroundings_gives_the_same_bytes(model, plain, tmp_path):
    assert not difference(built(tmp_path / "site", model, ALL), plain)


@pytest.mark.slow
@pytest.mark.parametrize("around", EACH.values(), ids=EACH.keys())
def test_a_clean_build_gives_the_same_bytes_with(model, plain, tmp_path, around):
    assert not difference(built(tmp_path / "site", model, around), plain)


@pytest.mark.slow
def test_a_build_in_place_in_other_surroundings_gives_the_same_bytes(model, plain, tmp_path):
    """A cache that was made under one clock, language and hash seed serves builds under others."""
    folder = tmp_path / "site"
    for name in ("hash seed 1", "a zone in the west", "no UTF-8", "hash seed 2", "names in no order"):
        assert not difference(built(folder, model, EACH[name]), plain), name
