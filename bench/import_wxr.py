"""Measure the import of an export: how its cost grows, and what it is beside the least anybody must do.

    python -m bench.import_wxr [POSTS]

Runs, in turn and each in a process of its own: a bare parse of the file by lxml (the floor), and the import, proof
included, at POSTS and at twice as many. Prints ratios of CPU time and peak memory; seconds are for information only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.corpus import write

ROOT = Path(__file__).resolve().parent.parent
PARSE = "import sys; from lxml import etree\nfor _, item in etree.iterparse(sys.argv[1], tag='item'): item.clear()"
IMPORT = str(ROOT / "scripts" / "import_wordpress.py")
MEASURE = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def measured(*command: str) -> tuple[float, float]:
    """CPU seconds and peak memory (MiB) of a command, taken by a process that runs nothing else."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], check=True, capture_output=True, text=True)
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def main() -> int:
    """Print the figures."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    found: dict[tuple[str, int], tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (posts, 2 * posts):
            export = str(write(folder / f"{size}.xml", size))
            found["parse", size] = measured(sys.executable, "-c", PARSE, export)
            out = ("--blog", "measured", "--content", str(folder / str(size)))
            found["import", size] = measured(sys.executable, IMPORT, export, *out)
    for (what, size), (seconds, memory) in found.items():
        each = 1000 * seconds / size
        print(f"{what:7s} {size:7,d} posts  {seconds:7.2f} s CPU  {each:6.2f} ms a post  {memory:6.0f} MiB")
    small, large = found["import", posts], found["import", 2 * posts]
    print(f"import, twice the posts: {large[0] / small[0]:.2f} x the CPU, {large[1] / small[1]:.2f} x the memory")
    print(f"import beside a bare parse: {large[0] / found['parse', 2 * posts][0]:.1f} x the CPU")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
