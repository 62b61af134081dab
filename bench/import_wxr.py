"""Measure the import of an export, proof on: beside two other importers, and how its cost grows.

    python -m bench.import_wxr [--posts N] [--write bench/results/import.md]

In one run, one after the other and each in a process of its own: the import of N posts (10,000) with five comments
each by Sociable and by Nikola; of the same posts without comments by Sociable and by wordpress-export-to-markdown,
which keeps none; and by Sociable of twice as many posts with comments. Before any figure is given every importer
must have written every post. CPU time and memory are compared, wall time is told; ``--alone`` leaves the others out.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import importers
from bench.corpus import write
from bench.importers import Importer
from bench.measure import Cost, Failed, cost

LIMITS = {"cpu": 1.0, "memory": 0.5, "growth of memory": 1.2, "growth of cpu": 2.1}
"""What each ratio must stay below: that of CPU beside another importer, of memory beside Nikola's, and of both when
there are twice as many posts."""


@dataclass(frozen=True, slots=True)
class Run:
    """An import that was measured: of how many posts, with how many comments left behind."""

    importer: str
    posts: int
    comments: int
    cost: Cost

    @property
    def each(self) -> float:
        """CPU time for a post, ms."""
        return 1000 * self.cost.cpu / self.posts


def measured(importer: Importer, export: Path, posts: int) -> Run:
    """Import ``export`` into a folder that is removed afterwards.

    Raises:
        Failed: the importer did not end well, or did not write every post.
    """
    with tempfile.TemporaryDirectory(dir=export.parent) as name:
        out = Path(name, "out")
        used = cost(*importer.command(export, out), folder=Path(name))
        written, comments = importer.count(out)
    if written != posts:
        raise Failed(f"{importer.name} wrote {written} of {posts} posts")
    return Run(importer.name, posts, comments, used)


def runs(posts: int, peers: Sequence[Importer], folder: Path) -> list[Run]:
    """Measure all: the first two runs are those of Sociable at ``posts`` and at twice as many."""
    ours = importers.sociable()
    found = []
    for size in (posts, 2 * posts):
        export = write(folder / "export.xml", size)
        found.append(measured(ours, export, size))
    export = write(folder / "export.xml", posts)
    found.extend(measured(peer, export, posts) for peer in peers[:1])
    export = write(folder / "export.xml", posts, with_comments=False)
    found.extend(measured(each, export, posts) for each in (ours, *peers[1:]) if peers)
    return found


def told(found: Sequence[Run]) -> str:
    """The figures as Markdown: a table of runs, and one of ratios with what each must stay below."""
    rows = [
        f"| {run.importer} | {run.posts:,} | {run.comments:,} | {run.cost.cpu:.1f} s | {run.each:.2f} ms "
        f"| {run.cost.memory:.0f} MiB | {run.cost.wall:.1f} s |"
        for run in found
    ]
    return "\n".join(
        (
            "| Importer | Posts | Comments kept | CPU | CPU a post | Peak memory | Wall |",
            "| --- | --: | --: | --: | --: | --: | --: |",
            *rows,
            "",
            "| Ratio | Measured | Must be below |",
            "| --- | --: | --: |",
            *(f"| {what} | {ratio:.2f} | {limit:.2f} |" for what, ratio, limit in ratios(found)),
            "",
        )
    )


def ratios(found: Sequence[Run]) -> list[tuple[str, float, float]]:
    """What is compared, how it came out, and what it must stay below."""
    small, large, *others = found
    compared = [
        ("CPU, twice the posts", large.cost.cpu / small.cost.cpu, LIMITS["growth of cpu"]),
        ("peak memory, twice the posts", large.cost.memory / small.cost.memory, LIMITS["growth of memory"]),
    ]
    if others:
        nikola, alone, npm = others
        compared += [
            (f"CPU beside {nikola.importer}", small.cost.cpu / nikola.cost.cpu, LIMITS["cpu"]),
            (f"peak memory beside {nikola.importer}", small.cost.memory / nikola.cost.memory, LIMITS["memory"]),
            (f"CPU beside {npm.importer}, posts alone", alone.cost.cpu / npm.cost.cpu, LIMITS["cpu"]),
        ]
    return compared


def heading() -> str:
    """When and on what it was measured."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"# The import, measured\n\n`python -m bench.import_wxr` on {datetime.now(UTC).date()}: {machine}.\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 if a ratio is above what it must stay below, or an importer failed."""
    described = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, epilog=importers.INSTALL, formatter_class=described)
    parser.add_argument("--posts", type=int, default=10_000, metavar="N", help="default: 10,000")
    parser.add_argument("--alone", action="store_true", help="measure Sociable only")
    parser.add_argument("--nikola", type=Path, default=importers.NIKOLA, metavar="DIR", help="its environment")
    parser.add_argument("--node-modules", type=Path, default=importers.NODE_MODULES, metavar="DIR")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the figures there too")
    options = parser.parse_args(argv)
    peers = [importers.nikola(options.nikola), importers.wordpress_export_to_markdown(options.node_modules)]
    if not options.alone and (missing := importers.missing(options.nikola, options.node_modules)):
        parser.error(f"not there: {', '.join(missing)}\n{importers.INSTALL}")
    try:
        with tempfile.TemporaryDirectory() as name:
            found = runs(options.posts, [] if options.alone else peers, Path(name))
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    text = f"{heading()}\n{told(found)}"
    sys.stdout.write(text)
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        options.write.write_text(text, encoding="utf-8")
    return 1 if any(ratio >= limit for _, ratio, limit in ratios(found)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
