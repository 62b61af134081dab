#!/usr/bin/env python3
"""Import a WordPress blog into content/archive/NAME, with a report of what became of every item.

A SOURCE is an export of WordPress (Tools, Export), saved pages, a web archive (WARC, WACZ), saved REST answers, a saved
feed, a text extract of a page, or a folder, zip, tar or gzip file of them; several may be given, in any order. A
sources.csv beside text extracts says what page each is of; --blog takes those of NAME.
Exit code 0: all is there; 1: something was refused or lost; 2: the command was called wrongly.

example:
  python scripts/import_wordpress.py sample/harbour-notes.wordpress.xml --blog harbour-notes \\
    --about sample/about.md --dry-run
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from sociable import importing
from sociable.errors import SociableError
from sociable.importing import summary
from sociable.importing.normalise import web_address

MMAP_THRESHOLD = -3
"""The option's number in glibc's ``malloc.h``: https://man7.org/linux/man-pages/man3/mallopt.3.html"""
LARGE = 128 * 1024
"""Bytes."""

Value = TypeVar("Value", str, Path)


def checked(make: Callable[[str], Value], test: Callable[[Value], object], mend: str) -> Callable[[str], Value]:
    """Build what reads an argument and refuses it, saying ``mend``, where ``test`` fails."""

    def read(written: str) -> Value:
        if not test(value := make(written)):
            raise argparse.ArgumentTypeError(f"{written!r}: {mend}")
        return value

    return read


def day(written: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r}: write a day as 2014-11-21") from None


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    name = checked(str, importing.NAME.fullmatch, "write it in lower-case letters and digits, single hyphens between")
    there = checked(Path, Path.exists, "it is not there")
    folder = checked(Path, Path.is_dir, "there is no such folder")
    address = checked(str, web_address, "write it with https:// or http:// in front")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = "an export, saved pages, a web archive, a feed or a text, or a folder or an archive of them"
    parser.add_argument("sources", nargs="+", type=there, metavar="SOURCE", help=what)
    parser.add_argument(
        "--blog", required=True, type=name, metavar="NAME", help="what to call the archive: a-z, 0-9, -"
    )
    parser.add_argument("--about", type=there, metavar="FILE", help="what the source does not say: owner, why, when")
    parser.add_argument("--url", type=address, help="where the blog was, if the source is wrong about it")
    parser.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="default: content")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report there, as JSON")
    files = parser.add_mutually_exclusive_group()
    files.add_argument("--media", type=folder, metavar="DIR", help="a copy of the blog's uploads, to take files from")
    files.add_argument("--download", action="store_true", help="fetch files that no source holds from the blog's hosts")
    parser.add_argument("--withheld", type=Path, metavar="DIR", help="write what is not public there, for its owner")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="of several captures of a page, take that of then")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    parser.add_argument("--strict", action="store_true", help="write nothing if anything would be refused or lost")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


@contextmanager
def shown_progress() -> Iterator[importing.Progress]:
    """A progress bar on standard error; nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)


def show(report: importing.Report) -> None:
    """Print what became of all: a table in a terminal, plain text in a pipe."""
    console = Console()
    if not console.is_terminal:
        sys.stdout.write(summary.plain(report))
        return
    headings, *rows = summary.table(report)
    table = Table(*(Column(heading, justify="right") for heading in headings))
    for row in rows:
        table.add_row(*row)
    console.print(table)
    for line in summary.lines(report):
        console.print(line, markup=False, highlight=False)


def give_back_large_blocks() -> None:
    """Have the C library give every block of 128 KiB and more back to the system when it is let go of.

    It begins so, and by and by keeps larger ones for the next time. Cut up by small ones, as they are by the pieces of
    an export and the texts in them, they came to a third of the memory that an import took. Only glibc does so.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, LARGE)


def main(argv: list[str] | None = None) -> int:
    """Import; return 0, or 1 where something was refused or lost."""
    parser = arguments()
    options = vars(parser.parse_intermixed_args(argv))
    report_file, as_json = options.pop("report"), options.pop("json")
    if options["withheld"] and options["withheld"].resolve().is_relative_to(options["content"].resolve()):
        parser.error("--withheld: name a folder outside the content: what lies in there may be published")
    try:
        with shown_progress() as progress:
            report = importing.run(options.pop("sources"), name=options.pop("blog"), progress=progress, **options)
        if report_file:
            with report_file.open("w", encoding="utf-8") as file:
                file.writelines(report.json_lines())
    except (SociableError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if as_json:
        sys.stdout.writelines(report.json_lines())
    else:
        show(report)
    return 1 if report.has_losses else 0


if __name__ == "__main__":
    gc.set_threshold(50_000)  # a large export is a million small values: looking for circles among them takes a sixth
    give_back_large_blocks()
    sys.stdout.reconfigure(errors="backslashreplace")  # titles are in any script, a pipe on Windows is not
    sys.exit(main())
