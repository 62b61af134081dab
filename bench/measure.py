"""What a command costs: CPU time, wall time and peak memory of it and of all processes that it starts.

Only POSIX systems tell a process what its children used.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_MEASURE = str(Path(__file__).with_name("sampled.py"))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command used: ``cpu`` and ``wall`` in seconds, ``memory`` in MiB, of all its processes at once."""

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
    measuring = [sys.executable, "-I", _MEASURE, *command]
    done = subprocess.run(measuring, check=True, capture_output=True, text=True, cwd=folder)
    code, cpu, wall, size, said = json.loads(done.stdout)
    if code:
        raise Failed(f"{command[0]} ended with exit code {code}: {said}")
    return Cost(cpu, wall, size / 1024**2)
