"""Measure the build of whole sites: Sociable beside Hugo and stock Pelican, on the same site, and beside the floor.

    python -m bench.build_site [--posts N] [--runs K] [--only NAME …] [--serve] [--write bench/results/site.md]

Makes a content folder of N archived posts with five comments each and a tenth as many posts of the blog, and the same
site for the others. Each is built once and compared: unless pages, listings, feeds and words are the same, nothing is
measured. Then, K times and in turn: cold, nothing changed, one body edited, a new newest post. The floor reads the
content and writes as many bytes in as many files as Sociable does. ``--posts`` may be given several times; the
growth from the smallest size to the largest is told too.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from bench import site_check, site_corpus, site_posts, site_serve, site_subjects
from bench.measure import Cost, Failed, cost
from bench.site_posts import Whole
from bench.site_report import (
    COLD,
    EDITED,
    GROWTH,
    NEW,
    SCENARIOS,
    Ratio,
    Run,
    heading,
    medians,
    missed,
    ratios,
    table,
    told,
)
from bench.site_subjects import HUGO, INSTALL, Subject, binary_of, edited, newest
from sociable import __version__

NAMES = ("hugo", "pelican", "sociable")
FLOOR = Path(__file__).with_name("floor.py")
SHOWN = 20


def subjects(whole: Whole, folder: Path, names: Sequence[str], binary: Path | None) -> list[Subject]:
    """Write the sites of those generators that are asked for; Sociable's first."""
    made = []
    if "sociable" in names:
        made.append(site_subjects.sociable(whole, folder / "sociable"))
    if "hugo" in names and binary:
        made.append(site_subjects.hugo(whole, folder / "hugo", binary))
    if "pelican" in names:
        made.append(site_subjects.pelican(whole, folder / "pelican"))
    return made


def check(whole: Whole, built: Sequence[Subject]) -> None:
    """Build all once and compare each with the first.

    Raises:
        Failed: they are not the same site.
    """
    sites = []
    for subject in built:
        subject.clear()
        cost(*subject.command, folder=subject.folder)
        sites.append(site_check.Site(subject.name, subject.output))
    for other in sites[1:]:
        found = list(site_check.differences(sites[0], other, whole.entries))
        if found:
            more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
            raise Failed("\n".join((f"{sites[0].name} and {other.name} differ:", *found[:SHOWN], *more)))


def measured(whole: Whole, built: Sequence[Subject], runs: int) -> Iterator[Run]:
    """Build everything ``runs`` times, in turn, and the order turned round each time."""
    living = [entry for entry in whole.entries if not entry.archived]
    first, middle = living[0], living[len(living) // 2]
    for number in range(runs):
        for scenario in SCENARIOS:
            for subject in built if number % 2 == 0 else tuple(reversed(built)):
                if subject.only_cold and scenario != COLD:
                    continue
                if scenario == COLD:
                    subject.clear()
                elif scenario == EDITED:
                    subject.put(edited(middle, f"run {number}"))
                elif scenario == NEW:
                    subject.put(newest(first, str(number)))
                yield Run(subject.name, scenario, cost(*subject.command, folder=subject.folder))
        yield from _floor(built)
        for subject in built:
            if not subject.only_cold:
                subject.put(middle)
                subject.remove(newest(first, str(number)))


def _floor(built: Sequence[Subject]) -> Iterator[Run]:
    """Measure the least that Sociable must do for its cold build."""
    for subject in built:
        if subject.name == "Sociable":
            target = subject.folder / "floor"
            paths = map(str, (subject.content, subject.output, target))
            yield Run("the floor", COLD, cost(sys.executable, "-I", str(FLOOR), *paths, folder=subject.folder))
            shutil.rmtree(target)


def growth(sizes: Sequence[tuple[int, dict[tuple[str, str], Cost]]]) -> list[Ratio]:
    """How Sociable's cold build grows from the smallest size to the largest."""
    (small, one), *_, (large, other) = sorted(sizes, key=lambda size: size[0])
    limit = GROWTH * large / (5 * small)
    key = ("Sociable", COLD)
    if key not in one:
        return []
    words = f"from {small:,} to {large:,} posts"
    return [
        Ratio(f"CPU, {words}", other[key].cpu / one[key].cpu, limit),
        Ratio(f"peak memory, {words}", other[key].memory / one[key].memory, limit),
    ]


def versions(names: Sequence[str], binary: Path | None) -> dict[str, str]:
    """The versions of what is measured."""
    found = {"Sociable": __version__, "Pelican": version("pelican")}
    if "hugo" in names and binary:
        said = subprocess.run([str(binary), "version"], check=True, capture_output=True, text=True).stdout
        found["Hugo"] = said.split()[1].partition("-")[0].removeprefix("v")
    return found


def one_size(posts: int, options: argparse.Namespace, binary: Path | None) -> tuple[dict[tuple[str, str], Cost], str]:
    """Measure all at one size; return medians and text.

    Raises:
        Failed: the sites differ, or a build did not end well.
    """
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        whole = site_posts.read(site_corpus.write(folder / "made", posts))
        built = subjects(whole, folder, options.only, binary)
        check(whole, built)
        found = medians(measured(whole, built, options.runs))
        text = f"\n## {posts:,} archived posts, {posts // 10:,} of the blog\n\n{told(found)}"
        if options.serve:
            middle = next(entry for entry in whole.entries if not entry.archived)
            times = {one.name: site_serve.seconds(one, middle, options.runs) for one in built if one.serve}
            text += "\nFrom save to page: " + ", ".join(f"{one} {took:.2f} s" for one, took in times.items()) + ".\n"
    return found, text


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 if a ratio is above what it may be, or if the sites are not the same."""
    described = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, epilog=INSTALL, formatter_class=described)
    parser.add_argument("--posts", type=int, action="append", metavar="N", help="default: 10,000")
    parser.add_argument("--runs", type=int, default=5, metavar="K", help="default: 5")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), help="default: all")
    parser.add_argument("--hugo", type=Path, default=HUGO, metavar="DIR", help="its environment, or where it lies")
    parser.add_argument("--serve", action="store_true", help="also from save to reloaded page")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where the sites are made; default: a temporary one")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the figures there too")
    options = parser.parse_args(argv)
    binary = binary_of(options.hugo)
    if "hugo" in options.only and not binary:
        parser.error(f"hugo is not there\n{INSTALL}")
    sizes = []
    text = heading(versions(options.only, binary), options.runs)
    try:
        for posts in options.posts or [10_000]:
            found, said = one_size(posts, options, binary)
            sizes.append((posts, found))
            text += said
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    compared = [one for _, found in sizes for one in ratios(found)]
    if len(sizes) > 1:
        grown = growth(sizes)
        compared += grown
        text += "\n".join(("\n## Growth\n", *table(grown), ""))
    sys.stdout.write(text)
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        options.write.write_text(text, encoding="utf-8")
    above = missed(compared)
    if above:
        print("\n".join(above), file=sys.stderr)
    return 1 if above else 0


if __name__ == "__main__":
    raise SystemExit(main())
