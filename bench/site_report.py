"""What was measured on the same site, as Markdown: medians, and ratios with what each must stay below."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from bench.measure import Cost

COLD, UNCHANGED, EDITED, NEW = "cold", "unchanged", "one body edited", "a new newest post"
SCENARIOS = (COLD, UNCHANGED, EDITED, NEW)
LIMITS: Mapping[tuple[str, str], Mapping[str, float]] = {
    ("Hugo", COLD): {"CPU": 0.6, "wall": 0.6, "peak memory": 0.3},
    ("Pelican", COLD): {"CPU": 0.15},
    ("Hugo", UNCHANGED): {"CPU": 0.05, "wall": 0.05},
    ("Hugo", EDITED): {"CPU": 0.06, "wall": 0.06},
    ("Hugo", NEW): {"CPU": 0.1, "wall": 0.1},
}
"""What Sociable's cost must stay below, as a part of another's, at the size that was asked for."""

GROWTH = 5.5
"""What CPU and memory must stay below at 50,000 posts, as a multiple of those at 10,000."""


@dataclass(frozen=True, slots=True)
class Run:
    """One build that was measured."""

    subject: str
    scenario: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Ratio:
    """A cost of Sociable's beside another's; ``limit`` is none where nothing is asked."""

    what: str
    value: float
    limit: float | None


def medians(runs: Iterable[Run]) -> dict[tuple[str, str], Cost]:
    """The median of each figure, by subject and scenario."""
    groups: dict[tuple[str, str], list[Cost]] = {}
    for run in runs:
        groups.setdefault((run.subject, run.scenario), []).append(run.cost)
    return {
        key: Cost(*(median(getattr(cost, name) for cost in costs) for name in ("cpu", "wall", "memory")))
        for key, costs in groups.items()
    }


def ratios(found: Mapping[tuple[str, str], Cost]) -> list[Ratio]:
    """Sociable beside every other, scenario by scenario."""
    compared = []
    for (name, scenario), other in found.items():
        ours = found.get(("Sociable", scenario))
        if name == "Sociable" or ours is None:
            continue
        limits = LIMITS.get((name, scenario), {})
        for what, one, another in (
            ("CPU", ours.cpu, other.cpu),
            ("wall", ours.wall, other.wall),
            ("peak memory", ours.memory, other.memory),
        ):
            compared.append(Ratio(f"{scenario}: {what} beside {name}", one / another, limits.get(what)))
    return compared


def told(found: Mapping[tuple[str, str], Cost]) -> str:
    """Two tables: what each build cost, and how Sociable's compare."""
    rows = [
        f"| {scenario} | {name} | {cost.cpu:.2f} s | {cost.wall:.2f} s | {cost.memory:.0f} MiB |"
        for scenario in SCENARIOS
        for (name, of), cost in found.items()
        if of == scenario
    ]
    lines = ["| Build | By | CPU | Wall | Peak memory |", "| --- | --- | --: | --: | --: |", *rows]
    if compared := ratios(found):
        lines += ["", *table(compared)]
    return "\n".join((*lines, ""))


def table(compared: Sequence[Ratio]) -> list[str]:
    """Ratios as the lines of a table."""
    rows = [f"| {one.what} | {one.value:.3f} | {'' if one.limit is None else f'{one.limit:.2f}'} |" for one in compared]
    return ["| Ratio | Measured | At most |", "| --- | --: | --: |", *rows]


def missed(compared: Iterable[Ratio]) -> list[str]:
    """What is above what it may be."""
    return [
        f"{one.what}: {one.value:.3f}, at most {one.limit:.2f}"
        for one in compared
        if one.limit is not None and one.value > one.limit
    ]


def heading(versions: Mapping[str, str], runs: int) -> str:
    """When, on what and with what it was measured."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"# Whole sites, measured\n\n`python -m bench.build_site` on {datetime.now(UTC).date()}: {machine}; {named}. "
        f"Medians of {runs}, in turn. All processes of a build count; memory is that of all at once.\n"
    )
