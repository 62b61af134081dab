"""Count what a reader mended or left out, so that a hundred thousand cases make one warning, not a hundred thousand.

A :class:`Tally` gathers notes of a few kinds while a file is read and turns each kind into one
:class:`~sociable.errors.Problem` that gives the number and the lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sociable.errors import Problem

Warn = Callable[[Problem], None]

LINES_NAMED = 10  # a warning names this many lines and counts the rest


QUOTED = 40  # characters


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of note: what happened, in the plural, and what may be done about it."""

    what: str
    mend: str = ""


def quoted(text: str) -> str:
    """Return words of a file in quotation marks, fit to stand in a message: short, on one line, all of it visible."""
    visible = "".join(letter if letter.isprintable() else "�" for letter in text[:QUOTED])
    return f'"{visible}{"…" if len(text) > QUOTED else ""}"'


@dataclass(slots=True)
class _Count:
    total: int = 0
    more_lines: int = 0
    lines: list[int] = field(default_factory=list)
    last: int = 0

    def add(self, line: int, times: int) -> None:
        self.total += times
        if line == self.last:
            return
        self.last = line
        if len(self.lines) < LINES_NAMED:
            self.lines.append(line)
        else:
            self.more_lines += 1

    def __str__(self) -> str:
        lines = sorted(self.lines)
        if self.more_lines:
            return f"{self.total}, lines {', '.join(map(str, lines))} and {self.more_lines} more"
        if len(lines) == 1:
            return f"{self.total}, line {lines[0]}"
        return f"{self.total}, lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


class Tally:
    """Notes about one file, by kind."""

    def __init__(self) -> None:
        self._counts: dict[Kind, _Count] = {}

    def note(self, kind: Kind, line: int, times: int = 1) -> None:
        """Count ``times`` cases of ``kind`` on ``line``."""
        self._counts.setdefault(kind, _Count()).add(line, times)

    def problems(self, path: str) -> list[Problem]:
        """Return one warning for each kind, in the order of the lines of their first cases."""
        found = [
            Problem(f"{kind.what} ({count})", path, min(count.lines), kind.mend, "warning")
            for kind, count in self._counts.items()
        ]
        return sorted(found, key=lambda problem: problem.line or 0)

    def report(self, path: str, warn: Warn) -> None:
        """Hand every warning to ``warn``."""
        for problem in self.problems(path):
            warn(problem)
