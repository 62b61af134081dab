"""Where a build's files go: a fresh folder that replaces the old one in one step, or only what changed, in place.

A build is *cold* where nothing is known of the output folder, or all of it was made otherwise (other code, theme or
settings). Until its last page is written the old output stays as it is. Any other build writes the pages that changed,
each whole at every moment, and removes those that no longer exist. Either way the folder then holds what a cold build
would have written, and a build that was killed is completed by the next. One build of a folder waits for another.

Pelican's own writer is told to write nothing: its templates would see its whole context, and here a page is a function
of its view alone. Where it writes all the same (see :mod:`plugins.stock`) every build is cold. An output folder that
was not built by this plugin is not touched (its ``MARK`` is missing), unless it is empty.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, NamedTuple

from pelican import Pelican
from pelican.writers import Writer

from plugins import build as builds
from plugins import crew, shape, strict, views
from plugins import ledger as ledgers
from plugins import memory as memories
from plugins.build import Build, shown
from plugins.ledger import Ledger
from plugins.marks import Marks
from plugins.pages import Pages, Parts
from sociable.archive.exchange import exchange, locked
from sociable.archive.portable import BESIDE, MARK
from sociable.errors import ArchiveError, Problem

TURN = "SOCIABLE_TURN"
MARKED = b"Built by Sociable; the next build replaces this folder.\n"
PAUSE = 0.1
"""Seconds between two looks at whether the other build has ended."""


class Held(NamedTuple):
    """A ledger in memory, and how the one on the disk was left, which may be older."""

    ledger: Ledger
    left: ledgers.Left | None


class SilentWriter(Writer):  # type: ignore[misc]
    """Pelican's writer with its mouth shut: pages and feeds are written from views."""

    def write_file(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing."""

    def write_feed(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing."""


def begin(pelican: Pelican) -> None:
    """Find out what stands in the output folder, and send this run's files there or to a fresh folder beside it."""
    settings, build = pelican.settings, builds.of(pelican.settings)
    real = Path(settings.setdefault("SOCIABLE_OUTPUT", str(Path(pelican.output_path).absolute())))
    _take_turn(settings, real)
    _clear(real)
    if build.is_stock:
        build.theme_path = f"{settings['THEME_STATIC_DIR']}/{BESIDE}"
    else:
        build.theme, build.theme_path = Path(pelican.theme), settings["THEME_STATIC_DIR"]
    theme, memory = build.theme, build.memory
    plugged = shape.of_plugins(shape.strangers(pelican.plugins))
    files = memory.recall_of("theme", theme, lambda: shape.of_each(theme))
    build.shape = shape.digest(shape.of_code(), plugged, shape.of_settings(settings), shape.of_files(files))
    build.fingerprint = shape.of_files(files, below="static/").hex()[:10]
    fresh = real.parent / f".{real.name}.{os.getpid()}.new"
    remembered = _remembered(build, real)
    ledger = remembered or _ledger(build, real)
    build.marks = Marks(ledger.marks if ledger else {})
    if ledger is None:
        build.pages = Pages(fresh, theme / "templates", compiled=build.cache / "templates")
    else:
        build.pages = Pages(real, theme / "templates", fresh, ledger, compiled=build.cache / "templates")
    pelican.output_path = str(build.pages.root)
    if remembered is None:
        memory.forget("part")
    build.pages.parts = Parts(memory, is_known=remembered is not None)
    build.problems += filter(None, (_foreign(real, shown(real)), _unfit(theme, shown(theme))))


def _take_turn(settings: dict[str, Any], real: Path) -> None:
    """Wait until no other build writes to this folder."""
    abandon(settings)
    turn = _memory(settings)[TURN] = ExitStack()
    real.parent.mkdir(parents=True, exist_ok=True)
    told = False
    while True:
        try:
            turn.enter_context(locked(real))
        except ArchiveError:
            if not told:
                strict.say(f"Another build is writing {shown(real)}; waiting until it has ended.")
            told = True
            time.sleep(PAUSE)
        else:
            return


def abandon(settings: dict[str, Any]) -> None:
    """Let the next build have its turn, whatever came of this one."""
    _memory(settings).pop(TURN, ExitStack()).close()


def _memory(settings: dict[str, Any]) -> dict[str, Any]:
    """What outlives a run: under ``make serve`` many are made in one process, and any may end by an exception."""
    memory: dict[str, Any] = settings.get("SOCIABLE_MEMORY", settings)
    return memory


def _remembered(build: Build, real: Path) -> Ledger | None:
    """The ledger that this process has, if no other has built the site meanwhile."""
    held: Held | None = build.memory.get("ledger", build.shape)
    if held is None or not _is_ours(build.kept("ledger"), real, held):
        return None
    return held.ledger


def _is_ours(kept: Path, real: Path, held: Held) -> bool:
    """Whether the output folder and the ledger at ``kept`` are the ones that a build of this process left."""
    try:
        root = real.stat(follow_symlinks=False).st_ino
    except FileNotFoundError:
        return False
    return root == held.ledger.root and _left(kept) == held.left and (real / MARK).is_file()


def _left(file: Path) -> ledgers.Left | None:
    """How a file was left; ``None`` if it is not there."""
    try:
        return ledgers.left(file.stat())
    except FileNotFoundError:
        return None


def _ledger(build: Build, real: Path) -> Ledger | None:
    """What is known of the output folder; ``None`` if that is nothing, or worth nothing."""
    if build.is_stock:
        return None
    ledger = Ledger.load(build.kept("ledger"), build.shape)
    try:
        same = real.stat(follow_symlinks=False).st_ino == ledger.root
    except FileNotFoundError:
        same = False
    if not ledger.rows or not same or not (real / MARK).is_file():
        return None
    _weed(ledger, real, build.settings["OUTPUT_RETENTION"])
    return ledger


def _weed(ledger: Ledger, real: Path, retained: list[str]) -> None:
    """Remove what no build wrote, or a build that did not end; forget what is not as it was left."""
    folders = ledgers.folders(ledger.rows)
    for folder in ledger.touched(real):
        for entry in list(os.scandir(real / folder)):
            path = f"{folder}/{entry.name}".lstrip("/")
            if path in ledger.rows or path in folders or (not folder and entry.name in retained):
                continue
            ledger.is_touched = True
            _discard(Path(entry.path))
    damaged = set(ledger.damaged(real))
    ledger.is_touched |= bool(damaged)
    for path in damaged:
        _discard(real / path)
        _prune(real, path)
    ledger.forget(damaged)


def _discard(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()


def static(pelican: Pelican, build: Build, files: list[Any]) -> None:
    """Copy the theme's files and those of the content that pages show (Pelican's own ``Static`` values)."""
    theme = build.theme
    for path, place, key in build.memory.recall_of("static", theme, lambda: list(_of_theme(build))):
        build.pages.copy(path, place, key)
    for file in sorted(files, key=lambda one: str(one.save_as)):
        source = build.content / file.source_path
        build.pages.copy(source, Path(file.save_as).as_posix(), build.marks.digest(source))


def _of_theme(build: Build) -> Iterator[tuple[Path, str, bytes]]:
    """The theme's own files, each with its place in the output and a digest."""
    settings, theme = build.settings, build.theme
    for folder in settings["SOCIABLE_STATIC"]:
        for path in sorted((theme / folder).rglob("*")):
            if path.is_file() and not any(fnmatch.fnmatch(path.name, one) for one in settings["IGNORE_FILES"]):
                place = f"{build.theme_path}/{path.relative_to(theme / folder).as_posix()}"
                yield path, place, shape.digest(path.read_bytes())


def finish(pelican: Pelican) -> None:
    """Put the fresh folder in the old one's place, or remove what no longer exists; note how all was left."""
    build = builds.of(pelican.settings)
    real, pages = Path(pelican.settings["SOCIABLE_OUTPUT"]), build.pages
    if build.is_unchanged:
        pages.keep_all()
        build.counts, build.until = pages.ledger.counts, pages.ledger.until
    pages.put(MARK, MARKED)
    build.flush()
    if pages.scratch is None:
        for name in pelican.settings["OUTPUT_RETENTION"]:
            if (real / name).exists() and not (pages.root / name).exists():
                (real / name).replace(pages.root / name)
        exchange(pages.root, real, flush=False)
        shutil.rmtree(pages.root, ignore_errors=True)
    else:
        for path in pages.gone():
            _remove(real, path)
            pages.touch(path)
        shutil.rmtree(pages.scratch, ignore_errors=True)
    pelican.output_path = str(real)
    _note(build, real)
    abandon(pelican.settings)


def _remove(real: Path, path: str) -> None:
    """Remove a file, and the folders that are empty then."""
    target = real / path
    if target.is_dir() and not target.is_symlink():
        return  # a folder of this build has taken its place
    target.unlink(missing_ok=True)
    _prune(real, path)


def _prune(real: Path, path: str) -> None:
    """Remove the folders of a file that was removed, if they are empty."""
    for folder in (real / path).parents:
        if folder == real:
            return
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            return


def _note(build: Build, real: Path) -> None:
    """Note how every file and folder was left; of what Pelican's own writer did there nothing is known."""
    pages, kept = build.pages, build.kept("ledger")
    if build.is_stock:
        kept.unlink(missing_ok=True)
        return
    is_idle = pages.scratch is not None and not pages.stored and not pages.ledger.is_touched
    if is_idle and build.inputs == pages.ledger.inputs:
        build.memory.keep("ledger", Held(pages.ledger, _left(kept)), build.shape)
        return
    is_first = build.memory.changed is None or pages.scratch is None
    if is_first:
        folders = ledgers.changed(real, ledgers.folders(pages.rows))
    else:
        there = [path for path in pages.touched if (real / path).is_dir()]
        folders = pages.ledger.folders | ledgers.changed(real, there)
    ledger = Ledger(
        rows=pages.rows,
        groups=pages.groups,
        folders=folders,
        marks=build.marks.known(),
        inputs=build.inputs,
        until=build.until,
        counts=build.counts,
        root=real.stat().st_ino,
    )
    if is_first:
        ledger.save(kept, build.shape)
    if pages.scratch is None:
        _forget_others(kept.with_name("output"), real)
    held = Held(ledger, _left(kept))
    build.memory.keep("ledger", held, build.shape)
    if not is_first:
        build.memory.put_off("ledger", lambda: _save(real, kept, held, build.shape))


def _forget_others(mine: Path, real: Path) -> None:
    """Note whose cache this is, and remove those of output folders that are gone."""
    try:
        mine.write_text(str(real), encoding="utf-8")
        for note in mine.parent.parent.glob("*/output"):
            if not Path(note.read_text(encoding="utf-8")).is_dir():
                shutil.rmtree(note.parent, ignore_errors=True)
    except OSError:
        return  # what is kept is of use, but nothing depends on it


def _save(real: Path, kept: Path, held: Held, made_under: bytes) -> None:
    """Keep the ledger of a build that has ended before, unless another has written there since."""
    if _is_ours(kept, real, held):
        held.ledger.save(kept, made_under)


def save(real: Path, kept: dict[str, Any]) -> None:
    """Save what the builds of this process have put off, unless another process is building."""
    with suppress(ArchiveError), locked(real):
        memories.save(kept)


def give_up(settings: dict[str, Any]) -> None:
    """Leave nothing of a build that did not come to its end: its files may be what fills the disk."""
    build = settings.get(builds.KEY)
    pages = getattr(build, "pages", None)
    if pages is not None:
        shutil.rmtree(pages.scratch or pages.root, ignore_errors=True)
    abandon(settings)
    crew.dismiss()


def _clear(real: Path) -> None:
    """Remove what builds that were killed have left; one that still runs keeps its folder."""
    for left in real.parent.glob(f".{real.name}.*.new"):
        owner = left.name.split(".")[-2]
        if owner.isdigit() and (int(owner) == os.getpid() or not _runs(int(owner))):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _unfit(theme: Path, shown: str) -> Problem | None:
    lacking = [name for name in views.TEMPLATES if not (theme / "templates" / name).is_file()]
    if not lacking:
        return None
    mend = "Write INCREMENTAL_WRITER = False for a theme that was made for Pelican's own writer, or add them."
    return Problem(f"this theme has no templates/{', '.join(lacking)}", shown, mend=mend)


def _foreign(real: Path, shown: str) -> Problem | None:
    if not real.exists() or (real / MARK).exists() or not any(real.iterdir()):
        return None
    return Problem(
        "this folder holds files that no build of this site wrote, and building would remove them",
        shown,
        mend="Name another folder with -o, or empty this one first.",
    )
