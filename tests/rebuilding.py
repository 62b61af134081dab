"""A site in a checkout of its own, which is built again and again in one place, and afresh beside it to compare.

The checkout is a copy of plugins, library, theme and settings, so that a test may edit any of them. Its content is the
project's own, with two small archives that are imported from the sample.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sociable.importing import run

ROOT = Path(__file__).resolve().parent.parent
SERVER = Path(__file__).resolve().parent / "build_server.py"
SAMPLE = ROOT / "sample"

KEPT = (
    "bins-the-question bins-the-answer we-answered-from-the-gritter forty-one-sites-we-cannot-open "
    "the-beach-huts-door-by-door everyone-has-a-noticeboard a-councillor-learns-to-say-i-dont-know "
    "the-film-of-the-dredger the-plan-on-four-pages about hut-door-1 hut-door-2"
).split()
"""What the first archive has of the sample blog: every post that an organisation names as evidence, and two more."""
LEFT_OVER = "snow-one-telephone-line the-night-shift-asks-a-question things-we-have-stopped-doing".split()
"""What the second archive has."""
UNUSED = (
    "2026-06-30-if-this-page-is-blocked-where-you-work 2026-07-30-bring-your-old-blog "
    "2026-08-20-who-decides-the-principles 2026-11-19-ten-minutes-for-the-person-in-charge"
).split()
"""Posts of the blog that are left out: a dozen will do."""
SETTINGS = {"ENTRIES_PER_PAGE": "4", "FEED_ENTRIES": "5", "TODAY": '"2026-11-22"'}
"""Settings that make a small site have what a large one has, and be the same at midnight."""


def part_of_the_sample(slugs: Iterable[str]) -> str:
    """The sample's export, with only the items of these slugs."""
    text = (SAMPLE / "harbour-notes.wordpress.xml").read_text(encoding="utf-8")
    names = [f"<wp:post_name><![CDATA[{slug}]]>" for slug in slugs]
    return re.sub(
        r"\s*<item>.*?</item>", lambda item: item[0] if any(name in item[0] for name in names) else "", text, flags=re.S
    )


def checkout(folder: Path) -> Path:
    """Lay a copy of the project in ``folder``, with a small site's content."""
    for part in ("plugins", "sociable", "theme"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for name, value in SETTINGS.items():
        set_setting(folder / "pelicanconf.py", name, value)
    content = folder / "content"
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("archive"))
    for stem in UNUSED:
        for path in (content / "blog" / f"{stem}.md", content / "blog" / "comments" / f"{stem}.md"):
            path.unlink(missing_ok=True)
    images = content / "images"
    images.mkdir()
    for number in (3, 4):
        name = f"hut-door-{number}.png"
        shutil.copy(SAMPLE / "media" / "wp-content" / "uploads" / "2012" / "05" / name, images)
    with (content / "blog" / "2026-10-08-describe-the-picture.md").open("a", encoding="utf-8") as post:
        post.write("\n![A blue door]({static}/images/hut-door-3.png)\n")
    for name, slugs in (("harbour-notes", KEPT), ("night-shift", LEFT_OVER)):
        (folder / "export.xml").write_text(part_of_the_sample(slugs), encoding="utf-8")
        sources = {"about": SAMPLE / "about.md", "media": SAMPLE / "media"}
        run([folder / "export.xml"], name=name, content=content, **sources)
        (folder / "export.xml").unlink()
    return folder


def set_setting(path: Path, name: str, value: str) -> None:
    """Give a setting another value; it must be there."""
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(
        rf"^{name}(: [^=]+)? = .*$", lambda found: f"{name}{found[1] or ''} = {value}", text, flags=re.M
    )
    assert count == 1, name
    path.write_text(changed, encoding="utf-8")


Snapshot = dict[str, tuple[int, bytes | None]]


def snapshot(folder: Path) -> Snapshot:
    """Every file and folder below ``folder``: its mode, and a file's bytes."""
    found: Snapshot = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        found[name] = path.stat().st_mode, path.read_bytes() if path.is_file() else None
    return found


def difference(found: Snapshot, wanted: Snapshot) -> str:
    """In what two outputs differ, in words; nothing if they do not."""
    extra, missing = sorted(found.keys() - wanted.keys()), sorted(wanted.keys() - found.keys())
    other = sorted(name for name in found.keys() & wanted.keys() if found[name] != wanted[name])
    said = [
        f"{len(names)} {what}: {', '.join(names[:4])}"
        for what, names in (("too many", extra), ("missing", missing), ("different", other))
        if names
    ]
    return "; ".join([*said, *(_excerpts(other[0], found[other[0]], wanted[other[0]]) if other else ())])


def _excerpts(name: str, found: tuple[int, bytes | None], wanted: tuple[int, bytes | None]) -> list[str]:
    """The first bytes in which two versions of a file differ."""
    if found[0] != wanted[0] or found[1] is None or wanted[1] is None:
        return [f"{name} has the mode {found[0]:o}, not {wanted[0]:o}"]
    at = next((n for n, (one, two) in enumerate(zip(found[1], wanted[1], strict=False)) if one != two), 0)
    start = max(0, at - 60)
    return [f"{name} has {found[1][start : at + 100]!r}, not {wanted[1][start : at + 100]!r}"]


@dataclass(frozen=True)
class Done:
    """How a build ended: its exit code (negative: the signal that killed it), what it said, seconds."""

    code: int
    said: str
    seconds: float


@dataclass
class Server(AbstractContextManager["Server"]):
    """Builds the checkout in ``folder``, with the libraries in ``libraries`` before those installed."""

    folder: Path
    libraries: Path
    logs: Path
    process: subprocess.Popen[str] | None = None
    log: Path | None = None

    def start(self, arguments: Iterable[str], **how: Any) -> None:
        """Ask for a build; ``how`` is what ``build_server`` knows: moments, seconds, sizes."""
        if self.process is None:
            where = os.pathsep.join((str(self.libraries), str(self.folder)))
            self.process = subprocess.Popen(
                [sys.executable, str(SERVER), str(self.logs)],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": where, "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.process.stdin
        self.log = self.logs / f"{id(self)}.log"
        request = {"folder": str(self.folder), "log": str(self.log), "arguments": list(arguments), **how}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()

    def finish(self) -> Done:
        """Wait until the build has ended."""
        assert self.process and self.process.stdout and self.log
        told = json.loads(self.process.stdout.readline())
        return Done(told["code"], self.log.read_text(encoding="utf-8", errors="replace"), told["seconds"])

    def stop(self) -> None:
        """End the server: the next build sees what was changed in the code."""
        if self.process is not None:
            self.process.communicate()
            self.process = None

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass
class Site(AbstractContextManager["Site"]):
    """A checkout, the output that is built in place, and what edits have to remember."""

    root: Path
    graves: dict[Path, tuple[bytes, int]] = field(default_factory=dict)
    """Files that were deleted: what they held, and when they were last changed."""

    def __post_init__(self) -> None:
        for folder in (self.libraries, self.root / "logs", self.output.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self.server = Server(self.folder, self.libraries, self.root / "logs")

    @property
    def folder(self) -> Path:
        """The checkout."""
        return self.root / "checkout"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def output(self) -> Path:
        """Where the site is built in place; nothing else lies beside it."""
        return self.root / "place" / "output"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def caches(self) -> tuple[Path, Path]:
        """Where a cache may lie: where it is told to, and where it is if nothing is told."""
        return self.cache, self.folder / ".cache"

    @property
    def libraries(self) -> Path:
        return self.root / "libraries"

    def arguments(self, output: Path, cache: Path) -> list[str]:
        """Pelican's own, for a build into ``output``."""
        extra = ["-e", f"SOCIABLE_CACHE={json.dumps(str(cache))}"]
        return ["content", "-o", str(output), "-s", "pelicanconf.py", *extra]

    def start(self, **how: Any) -> None:
        """Begin to build in place."""
        self.server.start(self.arguments(self.output, self.cache), **how)

    def build(self, **how: Any) -> Done:
        """Build in place."""
        self.start(**how)
        return self.server.finish()

    def clean(self, name: str = "clean") -> Snapshot:
        """What a build gives that finds no output and no cache, wherever a cache may be."""
        output, cache = self.root / name / "output", self.root / name / "cache"
        beside, aside = self.folder / ".cache", self.root / "aside"
        if beside.exists():
            beside.rename(aside)
        try:
            self.server.start(self.arguments(output, cache))
            done = self.server.finish()
            assert done.code == 0, done.said
            return snapshot(output)
        finally:
            shutil.rmtree(output.parent, ignore_errors=True)
            shutil.rmtree(beside, ignore_errors=True)
            if aside.exists():
                aside.rename(beside)

    def stray(self) -> list[str]:
        """What lies beside the output."""
        return sorted(path.name for path in self.output.parent.iterdir() if path != self.output)

    def __exit__(self, *_: object) -> None:
        self.server.stop()


def laid(folder: Path, model: Path) -> Site:
    """A site in ``folder`` with a copy of the checkout ``model``."""
    shutil.copytree(model, folder / "checkout")
    return Site(folder)


def chosen(random_: random.Random, things: Iterable[Any]) -> Any:
    """One of ``things`` in the order of their names, or ``None``; the seed alone decides which."""
    found = sorted(things)
    return random_.choice(found) if found else None
