"""The importers that are measured: how each is called, and how many posts and comments it left behind.

Beside Sociable: Nikola's ``import_wordpress`` and wordpress-export-to-markdown, each told to fetch nothing. Both write
posts as they are stored, or nearly; neither proves anything, and the second keeps no comments.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
NODE_MODULES = BENCH / "node_modules"
NIKOLA = ROOT / ".cache" / "nikola"

INSTALL = """\
To install what is compared with, in folders that git ignores:
  python3 -m venv .cache/nikola
  .cache/nikola/bin/python -m pip install --require-hashes -r bench/requirements.txt
  npm ci --prefix bench --ignore-scripts"""


@dataclass(frozen=True, slots=True)
class Importer:
    """``command`` gives the call that imports an export into a new folder; ``count`` finds (posts, comments) there."""

    name: str
    command: Callable[[Path, Path], tuple[str, ...]]
    count: Callable[[Path], tuple[int, int]]


def sociable() -> Importer:
    """This project's own, as anybody would run it, its report included."""
    script = str(ROOT / "scripts" / "import_wordpress.py")

    def command(export: Path, out: Path) -> tuple[str, ...]:
        report = ("--report", str(out) + ".json")
        return (sys.executable, script, str(export), "--blog", "measured", "--content", str(out), *report)

    def count(out: Path) -> tuple[int, int]:
        data = out / "archive" / "measured" / "bag" / "data"
        comments = (path.read_text(encoding="utf-8") for path in (data / "comments").glob("*.md"))
        return _number(data / "posts", "*.md"), sum(text.count("\nAuthor: ") for text in comments)

    return Importer("Sociable", command, count)


def nikola(home: Path) -> Importer:
    """Nikola's, from the environment ``home``, with the option that keeps comments."""

    def command(export: Path, out: Path) -> tuple[str, ...]:
        options = ("--no-downloads", "--export-comments", "--output-folder", str(out))
        return (str(home / "bin" / "nikola"), "import_wordpress", *options, str(export))

    def count(out: Path) -> tuple[int, int]:
        return _number(out / "posts", "*.md"), _number(out / "posts", "*.wpcomment")

    return Importer("Nikola", command, count)


def wordpress_export_to_markdown(modules: Path) -> Importer:
    """The npm package in ``modules``, its questions answered and its pauses taken out."""
    package = modules / "wordpress-export-to-markdown"

    def command(export: Path, out: Path) -> tuple[str, ...]:
        answers = ("--wizard=false", "--save-attached-images=false", "--save-scraped-images=false")
        files = (f"--input={export}", f"--output={out}")
        return ("node", "--require", str(BENCH / "no_delay.cjs"), str(package / "index.js"), *answers, *files)

    def count(out: Path) -> tuple[int, int]:
        return _number(out, "index.md"), 0

    return Importer("wordpress-export-to-markdown", command, count)


def missing(home: Path, modules: Path) -> list[str]:
    """What of the two is not installed."""
    wanted = (home / "bin" / "nikola", modules / "wordpress-export-to-markdown" / "index.js")
    return [str(path) for path in wanted if not path.is_file()]


def _number(folder: Path, pattern: str) -> int:
    return sum(1 for _ in folder.rglob(pattern))
