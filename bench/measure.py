"""What a command costs: CPU time, wall time and peak memory of it and of all processes that it starts.

Only POSIX systems tell a process what its children used.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# Run by a process that does nothing else: a process begins with the peak memory of the one that started it.
_MEASURE = """
import json, resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
size = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([done.returncode, used.ru_utime + used.ru_stime, wall, size, done.stderr.decode()[-2000:]]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command used: ``cpu`` and ``wall`` in seconds, ``memory`` in MiB, that of its largest process."""

    cpu: float
    wall: float
    memory: float


class Failed(Exception):
    """A command that was to be measured did not end well."""


def cost(*command: str, folder: Path) -> Cost:
    """Run ``command`` in ``folder`` and say what it used.

    Raises:
        Failed: its exit code is not 0.
    """
    measuring = [sys.executable, "-I", "-c", _MEASURE, *command]
    done = subprocess.run(measuring, check=True, capture_output=True, text=True, cwd=folder)
    code, cpu, wall, size, said = json.loads(done.stdout)
    if code:
        raise Failed(f"{command[0]} ended with exit code {code}: {said}")
    return Cost(cpu, wall, size / 1024**2)
