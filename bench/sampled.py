"""Run a command and print what it cost, as JSON: ``python -I sampled.py COMMAND…``.

Prints its exit code, CPU time and wall time (s), peak memory (bytes) and the end of what it said on stderr. Nothing
else runs in this process, since a process begins with the peak memory of the one that started it.

Memory is what all its processes have at once, each page counted once (proportional set size, looked at twenty times
a second), but never less than the peak of the largest of them, which the kernel keeps exactly. Where there is no
``/proc`` as Linux has it, the latter alone.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.05
"""Seconds between two looks."""


def tree(pid: int) -> Iterator[int]:
    """Yield a process and all that it started, as far as they are still there."""
    yield pid
    try:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from tree(int(child))
    except OSError:
        return


def memory(pid: int) -> int:
    """What a process has now, in bytes; 0 if it is gone, or if nobody can tell."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def main() -> int:
    """Run the command that the arguments are."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=said)
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(memory, tree(process.pid))))
            try:
                process.wait(EVERY)
            except subprocess.TimeoutExpired:
                continue
        wall = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        largest = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        said.seek(0)
        words = said.read().decode(errors="replace")[-2000:]
    print(json.dumps([process.returncode, used.ru_utime + used.ru_stime, wall, max(peak, largest), words]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
