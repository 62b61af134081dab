"""Sends a build's output to a fresh folder, which replaces the old one when the last page is written.

Until the last page is written the old output stays as it is, so a build that fails or is killed harms nothing, and
what no longer exists is gone from the new folder. Pelican's own writer is told to write nothing: its templates
would see its whole context, and here a page is a function of its view alone.

An output folder that was not built by this plugin is not replaced (its ``MARK`` is missing), unless it is empty.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.writers import Writer

from plugins import build as builds
from plugins.build import shown
from plugins.pages import Pages
from sociable.archive.exchange import exchange
from sociable.archive.portable import MARK
from sociable.errors import Problem


class SilentWriter(Writer):  # type: ignore[misc]
    """Pelican's writer with its mouth shut: pages and feeds are written from views."""

    def write_file(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing."""

    def write_feed(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing."""


def fingerprint(theme: Path) -> str:
    """A short digest of the theme's static files, so that their addresses change when they do."""
    digest = hashlib.sha256()
    for path in sorted((theme / "static").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(theme).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def begin(pelican: Pelican) -> None:
    """Send this run's output to a fresh folder beside the real one."""
    real = Path(pelican.settings.setdefault("SOCIABLE_OUTPUT", str(Path(pelican.output_path).absolute())))
    _clear(real)
    fresh = real.parent / f".{real.name}.{os.getpid()}.new"
    pelican.output_path = str(fresh)
    build = builds.of(pelican.settings)
    build.pages = Pages(fresh, Path(pelican.theme) / "templates")
    build.fingerprint = fingerprint(Path(pelican.theme))
    problem = _foreign(real, shown(real))
    if problem:
        build.problems.append(problem)


def finish(pelican: Pelican) -> None:
    """Put the fresh folder in the old one's place, in one step, and remove the old."""
    real = Path(pelican.settings["SOCIABLE_OUTPUT"])
    fresh = Path(pelican.output_path)
    fresh.mkdir(parents=True, exist_ok=True)
    (fresh / MARK).write_text("Built by Sociable; the next build replaces this folder.\n", encoding="utf-8")
    for name in pelican.settings["OUTPUT_RETENTION"]:
        if (real / name).exists() and not (fresh / name).exists():
            (real / name).replace(fresh / name)
    exchange(fresh, real)
    shutil.rmtree(fresh, ignore_errors=True)
    pelican.output_path = str(real)


def clear(pelican: Pelican) -> None:
    """Remove the fresh folder of a build that did not come to its end: its files may be what fills the disk."""
    real = pelican.settings.get("SOCIABLE_OUTPUT")
    if real and pelican.output_path != real:
        shutil.rmtree(pelican.output_path, ignore_errors=True)


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


def _foreign(real: Path, shown: str) -> Problem | None:
    if not real.exists() or (real / MARK).exists() or not any(real.iterdir()):
        return None
    return Problem(
        "this folder holds files that no build of this site wrote, and building would remove them",
        shown,
        mend="Name another folder with -o, or empty this one first.",
    )


def writer(pelican: Pelican) -> type[SilentWriter]:
    """What Pelican asks for with ``get_writer``."""
    return SilentWriter


def register() -> None:
    """Plug in; the rest of this module is called by ``run``."""
    signals.get_writer.connect(writer)
