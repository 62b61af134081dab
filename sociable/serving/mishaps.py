"""Turns whatever a build raises into problems that a person can mend.

Whoever writes a template or a plugin makes every kind of mistake, and each of them must be shown and outlived. So this
is the one place that takes any exception: by its context manager, which lets only an interruption pass.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from sociable.errors import Problem, SociableError

Say = Callable[[str], None]


class Mishaps:
    """A context that nothing but an interruption leaves by force: what was raised is in ``problems`` afterwards.

    ``ours`` is the folder whose files people may mend; the innermost of them that an exception came through is named.
    The whole traceback of what is no :class:`SociableError` is said to ``say``.
    """

    def __init__(self, ours: Path, say: Say) -> None:
        self.problems: tuple[Problem, ...] = ()
        self._ours = ours.resolve()
        self._say = say

    def __enter__(self) -> Mishaps:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, SociableError):
            self.problems = error.problems
        elif isinstance(error, SystemExit):
            self.problems = (Problem("the build ended before its time", mend="The terminal says why."),)
        elif isinstance(error, Exception):
            self._say("".join(traceback.format_exception(error)).rstrip())
            self.problems = (problem_of(error, self._ours),)
        return not isinstance(error, KeyboardInterrupt)


def problem_of(error: Exception, ours: Path) -> Problem:
    """What an exception says, at the line of ``ours`` that has to do with it."""
    path, line = _place(error, ours)
    said = str(getattr(error, "msg", "") or getattr(error, "message", "") or error)
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return Problem(what, path, line, mend="Mend that line." if path else "The terminal says more.")


def _place(error: Exception, ours: Path) -> tuple[str, int | None]:
    """The file and line an exception names itself (a syntax error, Python's or Jinja's), else those it came through."""
    named, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(named, str) and isinstance(line, int):
        return _shown(Path(named), ours), line
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(ours) and "site-packages" not in path.parts:
            return _shown(path, ours), frame.lineno
    return "", None


def _shown(path: Path, ours: Path) -> str:
    return path.relative_to(ours).as_posix() if path.is_relative_to(ours) else str(path)


def unreadable(files: Iterable[Path], ours: Path) -> tuple[Problem, ...]:
    """What Python cannot read of some of its files; one that is not there is no problem."""
    found = []
    for file in sorted(files):
        try:
            compile(file.read_bytes() if file.is_file() else b"", str(file), "exec")
        except (SyntaxError, ValueError) as error:  # ValueError: a byte that no source may hold
            found.append(problem_of(error, ours))
    return tuple(found)
